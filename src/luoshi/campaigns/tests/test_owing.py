"""What units owe: from when they joined, never before, never more than there is."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from luoshi.campaigns.owing import expected, owed
from luoshi.campaigns.reading import read
from luoshi.people.viewer import Stay

OPENED = date(2014, 3, 3)  # a Monday
UNTIL = date(2014, 12, 31)
TEXT = """
schema: 1
key: trial
version: 1
title: 试点活动
steps:
  - {key: study, title: 学习, from: 0, until: 90}
  - {key: mend, title: 整改, from: 60, until: 200}
deliverables:
  - {key: plan, title: 方案, step: study, units: [town, village], due: {days: 10, working: no, after: opening}}
  - {key: hear, title: 征求意见, step: study, units: [village], due: {days: 5, working: no, after: plan}}
  - {key: fixes, title: 立行立改, step: study, units: [town], due: {days: 6, working: no}, every: month}
  - {key: mend, title: 整改, step: mend, units: [town], due: {days: 30, working: no}}
"""
TRIAL = read(TEXT)


def unit(number):
    return UUID(int=number)


def day(number):
    return OPENED + timedelta(days=number)


def add(on, days):
    return on + timedelta(days=days)


def duties(*stays, until=UNTIL):
    return list(owed(TRIAL, OPENED, stays, until=until, add=add))


def dues(*stays, until=UNTIL):
    return {(one.deliverable, one.period): one.due_on for one in duties(*stays, until=until)}


class TestDates:
    def test_counted_from_the_opening_and_from_one_another(self):
        found = dues(Stay(unit(1), "village", date(2000, 1, 1)))
        assert found == {("plan", 0): date(2014, 3, 13), ("hear", 0): date(2014, 3, 18)}

    def test_one_that_joined_late_counts_from_its_joining(self):
        found = dues(Stay(unit(1), "village", date(2014, 4, 1)))
        assert found == {("plan", 0): date(2014, 4, 11), ("hear", 0): date(2014, 4, 16)}

    def test_what_comes_back_every_month_within_the_step(self):
        found = dues(Stay(unit(1), "town", date(2000, 1, 1)))
        months = [due for (key, _period), due in found.items() if key == "fixes"]
        assert months == [date(2014, 3, 9), date(2014, 4, 9), date(2014, 5, 9)]

    def test_a_late_one_owes_from_the_next_period(self):
        found = dues(Stay(unit(1), "town", date(2014, 4, 4)))
        assert [key for key in found if key[0] == "fixes"] == [("fixes", 2)]

    def test_what_is_not_yet_owed_on_the_day_asked_for_is_not_there(self):
        assert ("mend", 0) not in dues(Stay(unit(1), "town", date(2000, 1, 1)), until=day(59))
        assert ("mend", 0) in dues(Stay(unit(1), "town", date(2000, 1, 1)), until=day(60))

    def test_a_step_that_is_over_asks_nothing_of_who_comes_after(self):
        assert {key for key, _period in dues(Stay(unit(1), "town", day(91)))} == {"mend"}

    def test_the_last_day_of_short_months(self):
        jan = owed(
            TRIAL, date(2015, 1, 31), [Stay(unit(1), "town", date(2000, 1, 1))], until=UNTIL.replace(year=2015), add=add
        )
        starts = [one.from_on for one in jan if one.deliverable == "fixes"]
        assert starts == [date(2015, 1, 31), date(2015, 2, 28), date(2015, 3, 31), date(2015, 4, 30)]


class TestExpected:
    def test_who_has_left_owes_nothing_from_then_on(self):
        found = duties(Stay(unit(1), "village", date(2000, 1, 1), day(20)))
        assert expected(found, {}, day(19)).owed == 2
        assert expected(found, {}, day(20)).owed == 0

    def test_who_comes_back_owes_the_same_once(self):
        found = duties(Stay(unit(1), "village", date(2000, 1, 1), day(20)), Stay(unit(1), "village", day(40)))
        assert [expected(found, {}, day(n)).owed for n in (10, 30, 50)] == [2, 0, 2]

    def test_late_and_delivered(self):
        found = duties(Stay(unit(1), "village", date(2000, 1, 1)))
        done = {("plan", unit(1), 0): day(12)}
        assert expected(found, done, day(11)) == (expected(found, {}, day(11)))
        told = expected(found, done, day(16))
        assert (told.owed, told.delivered, told.late) == (2, 1, 1)

    @given(
        st.lists(
            st.tuples(
                st.integers(1, 4),
                st.sampled_from(["town", "village", "body"]),
                st.integers(-50, 200),
                st.integers(0, 90),
            ),
            max_size=8,
        ),
        st.dictionaries(
            st.tuples(st.sampled_from(["plan", "hear", "fixes", "mend"]), st.integers(1, 4)), st.integers(0, 250)
        ),
        st.integers(-10, 250),
    )
    def test_no_rate_above_one_and_no_unit_that_was_not_there(self, spans, done, on):
        stays = [
            Stay(unit(number), kind, day(start), day(start + length) if length else None)
            for number, kind, start, length in spans
        ]
        found = duties(*stays)
        delivered = {(key, unit(number), 0): day(when) for (key, number), when in done.items()}
        told = expected(found, delivered, day(on))

        assert 0 <= told.delivered + told.late <= told.owed
        for one in found:
            assert one.from_on >= OPENED
            assert one.due_on >= one.from_on
            if one.is_expected(day(on)):
                assert any(stay.unit == one.unit and stay.covers(day(on)) for stay in stays)
        keys = [(one.deliverable, one.unit, one.period) for one in found]
        assert len(keys) == len(set(keys))
