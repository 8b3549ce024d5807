"""Clocks that nobody can bend: what holds for every date, whatever was asked, granted, taken back and celebrated."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.base import clock
from luoshi.base.days import ONE, Days, Official
from luoshi.ledger import acts, clocks, events, explained
from luoshi.ledger.events import Answer, Means, Nature
from luoshi.ledger.matter import Reason, Refusal, decide
from luoshi.ledger.tests.clock_cases import WORDS, Way, calendar, day, with_a_holiday

SOME = settings(max_examples=150)
MANY = 170_000  # each of six laws: a million cases and some
APRIL = Days(
    {
        date(2014, 5, 1): Official(works=False, name="Labour Day"),
        date(2014, 5, 2): Official(works=False, name="Labour Day"),
        date(2014, 5, 4): Official(works=True, name="Labour Day"),
    },
    {2014: "test"},
)


def law_holidays(chance: Random) -> None:
    """A holiday added never shortens a deadline."""
    way = Way(chance)
    way.goes_on()
    more = with_a_holiday(way.days, chance, way.matter.opened_on)
    assert way.due(more) >= way.due(way.days)


def law_pauses(chance: Random) -> None:
    """More pause never lengthens net time, and gross time does not know of it."""
    way = Way(chance)
    way.goes_on()
    until = way.today + chance.randrange(40) * ONE
    since = day(chance)
    more = clocks.Pause(since, since + chance.randrange(20) * ONE, 0)
    had, found = way.matter.pauses, way.matter.spells
    opened = way.matter.opened_on
    before = clocks.spent(opened, until, pauses=had, spells=found, days=way.days)
    after = clocks.spent(opened, until, pauses=(*had, more), spells=found, days=way.days)
    assert 0 <= after.net <= before.net <= before.gross == after.gross


def law_opening(chance: Random) -> None:
    """Nothing is done before it was opened."""
    way = Way(chance)
    way.goes_on(3)
    way.today = way.matter.opened_on - chance.randrange(1, 40) * ONE
    act = chance.choice(
        (acts.Progress(WORDS), acts.Claim(WORDS), acts.AskPause(way.today, WORDS), acts.Ask(WORDS), acts.Resume())
    )
    with pytest.raises(Refusal) as refused:
        decide(way.matter, act, way.facts("liaison"))
    assert refused.value.reason is Reason.BEFORE_OPENING
    way.today = way.matter.opened_on
    spent = way.matter.spent(way.today, way.days)
    assert (spent.gross, spent.net) == (0, 0)


def law_extensions(chance: Random) -> None:
    """An extension taken back gives the date before it back; pauses granted since move that one as well."""
    way = Way(chance)
    way.goes_on(3)
    way.waits()
    before, pieces = way.matter.due, way.matter.pieces
    first = way.matter.first_due
    if not way.extends():
        return
    paused = [way.pauses() for _ in range(chance.randrange(2))]
    since = tuple(piece for piece in way.matter.pieces[len(pieces) + 1 :])
    assert way.does("clerk", acts.WithdrawExtension(WORDS))
    assert way.matter.due == (way.due(way.days, (*pieces, *since)) if any(paused) else before)
    assert way.matter.first_due == first


def law_reopening(chance: Random) -> None:
    """A matter opened again is as old as before, and older; what it was closed for counts gross, not net."""
    way = Way(chance)
    way.goes_on(3)
    way.waits()
    assert way.does("liaison", acts.Claim(WORDS))
    assert way.does("inspector", acts.Verify(Nature.SPOT, WORDS))
    assert way.does("liaison", acts.Reply(WORDS))
    way.waits()
    assert way.does("clerk", acts.Confirm(Answer.SOLVED, Means.PERSON, WORDS))
    assert way.does("clerk", acts.Close())
    closed, first = way.today, way.matter.first_due
    was = way.matter.spent(closed, way.days)
    way.waits(40)
    assert way.matter.spent(way.today, way.days) == was  # an ended matter grows no older
    assert way.does("clerk", acts.Reopen(WORDS))
    now = way.matter.spent(way.today, way.days)
    assert (way.matter.first_due, way.matter.opened_on) == (first, way.happened[0].on)
    assert now.gross >= was.gross
    assert was.net <= now.net <= was.net + way.days.is_working(way.today)


def law_by_hand(chance: Random) -> None:
    """Whoever has the sentence and the calendar of a wall arrives at the date."""
    way = Way(chance)
    way.goes_on(5)
    if chance.random() < 0.3:
        way.does("clerk", acts.WithdrawExtension(WORDS))
    by_hand: list[date] = []
    for line in explained.lines(way.happened, way.days):
        off = {on for free in line.free for on in free.off}
        worked = {on for free in line.free for on in free.worked}
        if line.what == "begun":
            assert line.first
            by_hand.append(_counted(line.first, line.days or 0, off, worked))
        elif line.what == "paused":
            assert line.first
            assert line.last
            behind = max(line.first, way.matter.opened_on + ONE)
            inside = [behind + n * ONE for n in range((line.last - behind).days + 1)]
            assert line.days == sum((on.weekday() < 5 or on in worked) and on not in off for on in inside)
            by_hand.append(_counted_with(way.days, by_hand[-1], line.days or 0))
        else:
            assert line.due
            by_hand.append(line.due)
        assert by_hand[-1] == line.due
    assert by_hand[-1] == way.matter.due


def _counted(since: date, n: int, off: set[date], worked: set[date]) -> date:
    on = since
    while n:
        on += ONE
        n -= (on.weekday() < 5 or on in worked) and on not in off
    return on


def _counted_with(days: Days, since: date, n: int) -> date:
    off = {on for on, official in days.differing.items() if not official.works}
    return _counted(since, n, off, {on for on, official in days.differing.items() if official.works})


LAWS = (law_holidays, law_pauses, law_opening, law_extensions, law_reopening, law_by_hand)


@pytest.mark.parametrize("law", LAWS)
def test_the_law_holds(law):
    SOME(given(st.randoms(use_true_random=False))(law))()


@pytest.mark.nightly
@pytest.mark.parametrize("law", LAWS)
def test_the_law_holds_a_million_times(law):
    for number in range(MANY):
        try:
            law(Random(number))
        except Exception as broken:
            raise AssertionError(f"case {number}") from broken


BEGIN = datetime(2014, 1, 1, tzinfo=UTC)


@SOME
@given(st.integers(0, 300 * 86_400), st.integers(0, 90_000), st.randoms())
def test_a_clock_turns_at_midnight_in_beijing(seconds, later, chance):
    one = BEGIN + timedelta(seconds=seconds)
    two = one + timedelta(seconds=later)
    days = calendar(chance, BEGIN.date())
    first, second = clock.day(one), clock.day(two)
    assert (one + timedelta(hours=8)).date() == first
    assert first <= second
    assert days.add(first, 5) <= days.add(second, 5)


def test_the_example_of_the_calendar_on_the_wall():
    begun = clocks.Begun(date(2014, 4, 10), date(2014, 5, 4), 15, date(2014, 4, 10))
    assert clocks.due_after((begun,), date(2014, 4, 10), APRIL) == date(2014, 5, 4)
    pause = clocks.Pause(date(2014, 4, 15), date(2014, 4, 17), 3)
    assert clocks.due_after((begun, pause), date(2014, 4, 10), APRIL) == date(2014, 5, 7)
    (free,) = clocks.holidays(APRIL, date(2014, 4, 11), date(2014, 5, 4))
    assert (free.off, free.worked) == ((date(2014, 5, 1), date(2014, 5, 2)), (date(2014, 5, 4),))


def test_the_day_of_the_opening_counts_neither_as_time_nor_as_pause():
    opened = date(2014, 4, 10)
    assert clocks.paused_days(APRIL, opened, opened, opened) == 0
    assert clocks.paused_days(APRIL, opened, opened, opened + ONE) == 1


def test_the_cap_counts_the_working_days_of_all_pauses_together():
    way = Way(Random(1))
    way.days = Days()
    way.add(events.ExtensionDecided(granted=True, until=way.today + timedelta(days=300), calendar=""))
    assert not way.does("liaison", acts.AskPause(way.today + timedelta(days=100), WORDS))
    assert way.does("liaison", acts.AskPause(way.today + timedelta(days=70), WORDS))
