from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from luoshi.base.analysis import likeness
from luoshi.base.text import fold

words = st.text(alphabet="走访户登记意见，ＡaÅ1 ", max_size=12)


def test_one_slip_in_a_sentence_is_a_near_copy():
    one, other = (likeness.grams(fold(text)) for text in ("已逐户走访，登记意见", "已逐户走访、登记意愿"))
    assert likeness.likeness(one, other) == 7 / 9


@given(st.lists(words, max_size=12), st.sampled_from([0.3, 0.5, 0.75, 0.8, 1.0]))
def test_no_pair_is_missed_and_none_is_invented(texts, at_least):
    folded = {number: fold(text) for number, text in enumerate(texts) if fold(text)}
    wanted = {
        (one, other): found
        for one, other in combinations(folded, 2)
        if (found := likeness.likeness(likeness.grams(folded[one]), likeness.grams(folded[other]))) >= at_least
    }
    found = {(one, other): share for one, other, share in likeness.pairs(dict(enumerate(texts)), at_least)}
    assert found == wanted


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=30))
def test_a_group_is_what_hangs_together(edges):
    found = likeness.groups(edges)
    assert all(found[one] == found[other] for one, other in edges)
    reached = {number: {number} for edge in edges for number in edge}
    for _ in edges:
        for one, other in edges:
            both = reached[one] | reached[other]
            for number in both:
                reached[number] = both
    assert found == {number: min(together) for number, together in reached.items()}
