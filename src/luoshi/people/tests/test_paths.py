"""Laws of paths: order, subtrees and depth."""

from hypothesis import given
from hypothesis import strategies as st

from luoshi.people import paths

NUMBERS = st.one_of(st.integers(0, paths.CAPACITY - 1), st.sampled_from([0, paths.CAPACITY - 1]))
TRAILS = st.lists(NUMBERS, min_size=1, max_size=6)


def path_of(trail: list[int]) -> str:
    path = ""
    for number in trail:
        path = paths.child(path, number)
    return path


@given(TRAILS, TRAILS)
def test_paths_sort_as_their_numbers_do(one, other):
    assert (path_of(one) < path_of(other)) == (one < other)


@given(TRAILS, TRAILS)
def test_a_subtree_holds_exactly_what_is_below(one, other):
    low, high = paths.subtree(path_of(one))
    assert (low <= path_of(other) < high) == (other[: len(one)] == one)
    assert paths.is_under(path_of(other), path_of(one)) == (other[: len(one)] == one)


@given(TRAILS)
def test_a_path_tells_its_parent_its_number_and_its_lineage(trail):
    path = path_of(trail)
    assert paths.number_of(path) == trail[-1]
    assert paths.depth(path) == len(trail)
    assert paths.parent(path) == path_of(trail[:-1])
    assert paths.lineage(path) == [path_of(trail[: end + 1]) for end in range(len(trail))]


@given(TRAILS)
def test_byte_order_is_the_order_of_text(trail):
    assert path_of(trail).isascii()
    assert set(path_of(trail)) <= set(paths.DIGITS)


def test_a_level_that_is_full_says_so():
    assert paths.segment(paths.CAPACITY - 1) == "VVVV"
    try:
        paths.child("0001", paths.CAPACITY)
    except paths.PathFull:
        return
    raise AssertionError
