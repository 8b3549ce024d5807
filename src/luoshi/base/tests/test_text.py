import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.base import digests
from luoshi.base.text import bigrams, fold, shorten


def test_two_character_words_are_found():
    assert bigrams("活动") <= bigrams("认真开展蹲点服务活动。")


def test_width_and_case_do_not_matter():
    assert fold("ＡＢ（１）") == fold("ab(1)")


@given(st.text() | st.text(alphabet="走１Ａａé̀Σσς가가ㄱﾡ①ﬁİ，"))
def test_folding_is_what_the_standard_says(words):
    plain = unicodedata.normalize("NFKC", words).lower()
    assert fold(words) == "".join(c for c in plain if c.isalnum())


@given(st.text(), st.text(), st.text())
def test_a_part_of_a_text_is_found_in_it(before, part, after):
    words = "".join(c for c in part if c.isalnum())
    if len(fold(words)) >= 2:
        assert {g for g in bigrams(words) if len(g) == 2} <= bigrams(before + words + after)


@given(st.text(), st.integers(2, 40))
def test_shortened_text_keeps_its_limit(words, limit):
    assert len(shorten(words, limit)) <= max(limit, 0)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda v: st.lists(v) | st.dictionaries(st.text(), v)
)


@given(values)
def test_the_canonical_form_does_not_depend_on_the_order_of_keys(value):
    def turned(v):
        if isinstance(v, dict):
            return {k: turned(v[k]) for k in reversed(v)}
        return [turned(x) for x in v] if isinstance(v, list) else v

    assert digests.canonical(value) == digests.canonical(turned(value))


def test_a_fraction_has_no_canonical_form():
    with pytest.raises(TypeError):
        digests.canonical({"share": 0.5})


def test_digests_name_their_algorithm():
    assert digests.digest(b"", "sha256").startswith("sha256:e3b0c442")
    assert digests.digest(b"abc", "sm3") == "sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
