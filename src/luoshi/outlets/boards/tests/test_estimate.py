import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.outlets.boards.estimate import LEAST, per_cent, wilson


@pytest.mark.parametrize(
    ("held", "checked", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(held, checked, low, high):
    assert wilson(held, checked) == pytest.approx((low, high), abs=0.00005)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_lies_around_the_share_and_within_nought_and_one(counts):
    held, checked = counts
    low, high = wilson(held, checked)
    assert 0 <= low <= held / checked + 1e-12
    assert held / checked - 1e-12 <= high <= 1
    mirrored = wilson(checked - held, checked)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-9)


def test_too_few_say_nothing_and_rounding_promises_no_more_than_is_known():
    assert per_cent(LEAST - 1, LEAST - 1) is None
    low, high = wilson(78, 100)
    assert per_cent(78, 100) == (68, 85)
    assert 0.68 <= low < 0.69
    assert 0.84 < high <= 0.85


def test_more_than_were_checked_cannot_have_held():
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)
