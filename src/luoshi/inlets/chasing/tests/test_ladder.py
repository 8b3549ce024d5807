"""Laws of the ladder: once, in working time, the rung that is due and none before it."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from luoshi.base.days import Days, Official
from luoshi.campaigns.template import Rung, Turn
from luoshi.inlets.chasing.ladder import Clock, Colour, Ladder, done, faults, foreseen, is_open

FIRST = date(2014, 4, 1)
HOLIDAY = {date(2014, 4, 7): Official(works=False, name="清明节"), date(2014, 5, 4): Official(works=True)}
DAYS = Days(HOLIDAY, {2014: "test"})
USUAL = tuple(Turn(rung, days) for rung, days in zip(Rung, (-3, 0, 1, 5, 15), strict=True))
near_dates = st.integers(0, 60).map(lambda n: FIRST + timedelta(days=n))
ladders = st.lists(st.integers(-10, 30), min_size=1, max_size=5).flatmap(
    lambda days: st.lists(st.sampled_from(list(Rung)), min_size=len(days), max_size=len(days), unique=True).map(
        lambda rungs: tuple(Turn(r, d) for r, d in zip(sorted(rungs, key=list(Rung).index), sorted(days), strict=True))
    )
)
matters = st.builds(Clock, due=near_dates, milestone=st.none() | near_dates, paused_until=st.none() | near_dates)


def walked(matter, ladder, on_days):
    """What happens if the clock is at work on these days only."""
    slips = []
    for on in on_days:
        if slip := ladder.slip(matter, on):
            slips.append((on, slip))
            matter = done(matter, slip, on)
    return slips


@given(matters, ladders, st.sets(near_dates))
def test_nobody_is_chased_twice_for_the_same_nor_twice_a_day_nor_on_a_day_off(matter, turns, at_work):
    slips = walked(matter, Ladder(turns, DAYS), sorted(at_work))
    keys = [slip.key("m") for _, slip in slips]
    assert len(keys) == len(set(keys))
    assert len({on for on, _ in slips}) == len(slips)
    assert all(DAYS.is_working(on) for on, _ in slips)
    assert all(matter.paused_until is None or on > matter.paused_until for on, _ in slips)


@given(matters, ladders, st.sets(near_dates))
def test_missed_days_catch_up_with_the_rung_that_is_due_and_rungs_only_go_up(matter, turns, at_work):
    ladder = Ladder(turns, DAYS)
    by_date = [(on, slip) for on, slip in walked(matter, ladder, sorted(at_work)) if slip.colour is not Colour.YELLOW]
    for on, slip in by_date:
        come = [rung for since, rung in ladder.starts(matter.due) if since <= on]
        assert slip.rung == come[-1]
    rungs = [list(Rung).index(slip.rung) for _, slip in by_date]
    assert rungs == sorted(set(rungs))


@given(near_dates, ladders)
def test_a_clock_always_at_work_turns_to_every_rung_that_has_a_day_of_its_own(due, turns):
    ladder = Ladder(turns, DAYS)
    every_day = [FIRST + timedelta(days=n) for n in range(-30, 200)]
    said = {slip.rung for _, slip in walked(Clock(due), ladder, every_day)}
    open_day = lambda on: on if DAYS.is_working(on) else DAYS.add(on, 1)  # noqa: E731
    last_of_day = {open_day(since): rung for since, rung in ladder.starts(due)}
    assert said == set(last_of_day.values())


@given(matters, ladders)
def test_colours_say_how_it_stands(matter, turns):
    for on, slip in foreseen(matter, Ladder(turns, DAYS), FIRST, FIRST + timedelta(days=90)):
        if slip.colour is Colour.RED:
            assert matter.due < on
        elif slip.colour is Colour.YELLOW:
            assert matter.milestone < on <= matter.due
        else:
            assert on <= matter.due


@given(near_dates, near_dates)
def test_a_date_that_moves_later_begins_a_ladder_of_its_own(due, moved):
    ladder = Ladder(USUAL, DAYS)
    before = [slip.key("m") for _, slip in foreseen(Clock(due), ladder, FIRST, FIRST + timedelta(days=90))]
    after = [slip.key("m") for _, slip in foreseen(Clock(moved), ladder, FIRST, FIRST + timedelta(days=90))]
    assert due == moved or not set(before) & set(after)


def test_a_working_sunday_counts_and_a_holiday_does_not():
    ladder = Ladder((Turn(Rung.OFFICE, 1),), DAYS)
    assert ladder.slip(Clock(date(2014, 5, 2)), date(2014, 5, 4)).rung is Rung.OFFICE
    assert ladder.slip(Clock(date(2014, 4, 4)), date(2014, 4, 7)) is None
    assert ladder.slip(Clock(date(2014, 4, 4)), date(2014, 4, 8)).rung is Rung.OFFICE


def test_urging_by_hand_counts_for_the_unit_itself_and_for_nobody_above():
    by_hand = Clock(date(2014, 4, 10), rung="by_hand", urged_on=date(2014, 4, 11))
    assert Ladder((Turn(Rung.UNDERTAKER, -3),), DAYS).slip(by_hand, date(2014, 4, 14)) is None
    assert Ladder((Turn(Rung.LEADER, 1),), DAYS).slip(by_hand, date(2014, 4, 14)).rung is Rung.LEADER


def test_nobody_is_chased_at_night():
    at = lambda hour, day=10: datetime(2014, 4, day, hour, tzinfo=UTC)  # noqa: E731
    assert is_open(at(0), DAYS, (8, 18))  # 8:00 in Beijing
    assert not is_open(at(10), DAYS, (8, 18))  # 18:00
    assert not is_open(at(23, 9), DAYS, (8, 18))
    assert not is_open(at(2, 7), DAYS, (8, 18))


def test_a_ladder_that_goes_down_is_named():
    assert faults(USUAL) == []
    assert faults((Turn(Rung.OFFICE, 1), Turn(Rung.HELP, 2))) == [1]
    assert faults((Turn(Rung.HELP, 2), Turn(Rung.OFFICE, 1))) == [1]
