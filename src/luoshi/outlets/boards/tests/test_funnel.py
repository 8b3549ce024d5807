import random
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.outlets.boards import funnel

shares = st.floats(0.01, 0.99)


@given(st.integers(1, 60), shares, st.data())
def test_the_tail_is_that_of_the_binomial(n, share, data):
    count = data.draw(st.integers(0, n))
    naive = sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(count + 1))
    assert funnel.at_most(count, n, share) == pytest.approx(naive, abs=1e-12)


def test_the_tail_of_a_great_many_is_found_too():
    assert funnel.at_most(50_000, 100_000, 0.5) == pytest.approx(0.5, abs=0.002)
    assert funnel.at_most(0, 100_000, 0.5) == 0.0


@given(st.integers(1, 400), shares)
def test_limits_lie_around_the_whole_one_pair_within_the_other(n, share):
    found = funnel.limits(n, share)
    assert 0 <= found.lowest <= found.low <= share + 1e-9
    assert share - 1e-9 <= found.high <= found.highest <= 1


@given(st.integers(1, 400), shares, st.data())
def test_a_signal_is_what_the_drawing_shows_beyond_the_outer_limits(n, share, data):
    count = data.draw(st.integers(0, n))
    found = funnel.limits(n, share)
    beyond = count / n < found.lowest - 1e-9 or count / n > found.highest + 1e-9
    within = found.lowest + 1e-9 < count / n < found.highest - 1e-9
    if beyond:
        assert funnel.is_signal(count, n, share)
    if within:
        assert not funnel.is_signal(count, n, share)


def test_where_units_do_not_differ_hardly_any_is_named():
    """At most 5 in 100 are asked for; sizes and shares as they are in districts."""
    chance = random.Random(2005)
    named = looked = 0
    for _district in range(400):
        share = chance.choice([0.05, 0.2, 0.5, 0.9])
        units = [(chance.randint(1, 120), 0) for _unit in range(30)]
        units = [(n, sum(chance.random() < share for _ in range(n))) for n, _ in units]
        whole = sum(count for _, count in units) / sum(n for n, _ in units)
        named += sum(funnel.is_signal(count, n, whole) for n, count in units)
        looked += len(units)
    assert named / looked <= 0.005


def test_a_unit_that_differs_greatly_is_named():
    assert funnel.is_signal(36, 60, 0.2)
    assert not funnel.is_signal(3, 5, 0.2)


def test_where_all_or_none_fit_nobody_is_named():
    assert not funnel.is_signal(7, 7, 1.0)
    assert not funnel.is_signal(0, 7, 0.0)


def test_more_than_all_cannot_be():
    with pytest.raises(ValueError, match="8 of 7"):
        funnel.is_signal(8, 7, 0.5)
