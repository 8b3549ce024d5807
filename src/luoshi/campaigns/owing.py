"""What every unit owes, and when: reckoned from a template, the opening and the days on which units stood there.

Plain Python: the official calendar is handed in. Four rules that a clerk can redo by hand:
a unit owes from the day it joined, never from before; a date is counted from the day it began to owe where it joined
late; a recurring duty is owed from the first period that begins on or after that day; a step that was over by then
asks nothing of it.
A unit that has left owes nothing from then on; one that comes back owes the same again, once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from luoshi.campaigns.template import OPENING, STEP, Deliverable, Due, Every, Template
from luoshi.people.viewer import Stay

AddWorkingDays = Callable[[date, int], date]
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Owed:
    """One deliverable that one unit owes; `period` counts from 0 and is 0 for what is owed once."""

    deliverable: str
    unit: UUID
    period: int
    from_on: date
    due_on: date
    stays: tuple[Stay, ...]

    def is_expected(self, on: date) -> bool:
        """Whether it was owed on that day: it had begun, and the unit was there."""
        return self.from_on <= on and any(stay.covers(on) for stay in self.stays)


def owed(
    template: Template, opened_on: date, stays: Iterable[Stay], *, until: date, add: AddWorkingDays
) -> Iterator[Owed]:
    """Everything that units owe up to a day, in the order of the template, then of the units.

    `add(day, n)` gives the day n working days after a day; `until` is the day asked for, or the campaign's end.
    """
    by_unit: dict[UUID, list[Stay]] = {}
    for stay in stays:
        if stay.to_on is None or stay.to_on > opened_on:
            by_unit.setdefault(stay.unit, []).append(stay)
    for one in template.deliverables:
        for spans in by_unit.values():
            spans.sort(key=lambda stay: stay.from_on)
            if spans[0].kind in one.units:
                yield from _of_unit(template, one, tuple(spans), opened_on=opened_on, until=until, add=add)


def _of_unit(
    template: Template, one: Deliverable, stays: tuple[Stay, ...], *, opened_on: date, until: date, add: AddWorkingDays
) -> Iterator[Owed]:
    unit, joined = stays[0].unit, max(stays[0].from_on, opened_on)
    step = template.step(one.step)
    begins, ends = opened_on + timedelta(days=step.from_day), opened_on + timedelta(days=step.until_day)
    if joined > ends:
        return
    if one.every is None:
        from_on = max(begins, joined)
        if from_on <= until:
            yield Owed(one.key, unit, 0, from_on, _due_on(template, one, opened_on, joined, add), stays)
        return
    for number, start in enumerate(_starts(one.every, begins, min(ends, until))):
        if start >= joined:
            yield Owed(one.key, unit, number, start, _plus(start, one.due, add), stays)


def _due_on(template: Template, one: Deliverable, opened_on: date, joined: date, add: AddWorkingDays) -> date:
    """The date, counted from what the template names, or from the joining where that was later."""
    if one.due.after == OPENING:
        base = opened_on
    elif one.due.after == STEP:
        base = opened_on + timedelta(days=template.step(one.step).from_day)
    else:
        base = _due_on(template, template.deliverable(one.due.after), opened_on, joined, add)
    return _plus(max(base, joined), one.due, add)


def _plus(base: date, due: Due, add: AddWorkingDays) -> date:
    return add(base, due.days) if due.working else base + timedelta(days=due.days)


def _starts(every: Every, begins: date, last: date) -> Iterator[date]:
    """The first days of the periods that begin within a span; the first begins with the span."""
    number, start = 0, begins
    while start <= last:
        yield start
        number += 1
        start = begins + timedelta(weeks=number) if every is Every.WEEK else _months_on(begins, number, every)


def _months_on(begins: date, number: int, every: Every) -> date:
    """The same day of a later month; the last day of the month where that has no such day."""
    months = begins.month - 1 + number * (3 if every is Every.QUARTER else 1)
    first = date(begins.year + months // MONTHS, months % MONTHS + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return min(first + timedelta(days=begins.day - 1), last)


@dataclass(frozen=True, slots=True)
class Expected:
    """How many were owed on a day, and how many of those had been delivered by then; never more than owed."""

    owed: int
    delivered: int
    late: int  # owed, past their date and not delivered


def expected(duties: Iterable[Owed], delivered: Mapping[tuple[str, UUID, int], date], on: date) -> Expected:
    """The figures of a day; `delivered` says when each was claimed done, by (deliverable, unit, period)."""
    asked = [one for one in duties if one.is_expected(on)]
    done = 0
    late = 0
    for one in asked:
        day = delivered.get((one.deliverable, one.unit, one.period))
        if day is not None and day <= on:
            done += 1
        elif one.due_on < on:
            late += 1
    return Expected(len(asked), done, late)
