"""What the clock will do, and what another ladder would have done; nothing here writes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.conf import settings

from luoshi.base import clock
from luoshi.campaigns.template import Rung, Turn
from luoshi.inlets.chasing import rules
from luoshi.inlets.chasing.ladder import ORDER, Clock, Ladder, Slip, done, foreseen
from luoshi.inlets.chasing.rules import Rules
from luoshi.ledger import queries as ledger
from luoshi.ledger.queries import Course, MatterRow
from luoshi.people.viewer import Viewer

ONE = timedelta(days=1)
AHEAD = 7
LOOKED_AT = 2000
REPLAYED = 500
EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One reminder that the clock will make if nothing happens before."""

    slip: Slip
    row: MatterRow


@dataclass(frozen=True, slots=True)
class Day:
    """What one day will bring."""

    on: date
    is_working: bool
    counts: dict[Rung, int]
    first: tuple[Foreseen, ...]

    @property
    def total(self) -> int:
        """All reminders of the day."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Week:
    """The days to come; `is_partial` where not every matter could be looked at."""

    days: tuple[Day, ...]
    turns: tuple[Turn, ...]
    is_partial: bool


def week(viewer: Viewer) -> Week:
    """Which of the viewer's matters would be urged on which rung, day by day."""
    today = clock.today()
    over = clock.now().astimezone(clock.BEIJING).hour >= settings.LUOSHI_CHASING_HOURS[1]
    first = today + ONE if over else today
    last = first + (AHEAD - 1) * ONE
    of = Rules.of(viewer.realm, today)
    rows, is_partial = ledger.watched(viewer, of.near(last), size=LOOKED_AT)
    by_day: dict[date, list[tuple[Slip, ledger.DueRow]]] = {}
    for row in rows:
        for on, slip in foreseen(rules.clock_of(row), of.ladder(row.campaign), first, last):
            by_day.setdefault(on, []).append((slip, row))
    for found in by_day.values():
        found.sort(key=lambda one: (-ORDER.index(one[0].rung), one[0].about))
    shown = {row.id for found in by_day.values() for _, row in found[:EXAMPLES]}
    lines = {row.id: row for row in ledger.rows_by_id(viewer, shown)} if shown else {}
    days = []
    for number in range(AHEAD):
        on = first + number * ONE
        found = by_day.get(on, [])
        examples = tuple(Foreseen(slip, lines[row.id]) for slip, row in found[:EXAMPLES])
        days.append(Day(on, of.days.is_working(on), Counter(slip.rung for slip, _ in found), examples))
    return Week(tuple(days), of.own, is_partial)


@dataclass(frozen=True, slots=True)
class Example:
    """A matter that would have been treated otherwise on a day: the rung, or nothing."""

    on: date
    row: MatterRow
    present: Rung | None
    tried: Rung | None


@dataclass(frozen=True, slots=True)
class Trial:
    """One month under three ladders: as it was, as the present one would have it, as the tried one would."""

    first: date
    last: date
    matters: int
    is_partial: bool
    were: dict[str, int]  # also "by_hand"
    present: dict[Rung, int]
    tried: dict[Rung, int]
    examples: tuple[Example, ...]


def last_month(today: date) -> tuple[date, date]:
    """The first and the last day of the month before."""
    last = today.replace(day=1) - ONE
    return last.replace(day=1), last


def trial(viewer: Viewer, turns: tuple[Turn, ...]) -> Trial:
    """What last month's journal says about another ladder; campaigns with a ladder of their own keep it."""
    first, last = last_month(clock.today())
    courses, is_partial = ledger.courses(viewer, first, last, size=REPLAYED)
    present, tried = Rules.of(viewer.realm, last), Rules.of(viewer.realm, last, own=turns)
    were: Counter[str] = Counter()
    now: Counter[Rung] = Counter()
    then: Counter[Rung] = Counter()
    differing: list[tuple[Course, date, Rung | None, Rung | None]] = []
    for course in courses:
        were.update(rung if rung in set(ORDER) else "by_hand" for _, rung in course.urged)
        one = dict(_replayed(course, present.ladder(course.campaign), first, last))
        other = dict(_replayed(course, tried.ladder(course.campaign), first, last))
        now.update(one.values())
        then.update(other.values())
        on = min((on for on in {*one, *other} if one.get(on) != other.get(on)), default=None)
        if on is not None:
            differing.append((course, on, one.get(on), other.get(on)))
    return Trial(
        first, last, len(courses), is_partial, dict(were), dict(now), dict(then), _examples(viewer, differing)
    )  # fmt: skip


def _examples(
    viewer: Viewer, differing: Sequence[tuple[Course, date, Rung | None, Rung | None]]
) -> tuple[Example, ...]:  # fmt: skip
    chosen = differing[:EXAMPLES]
    if not chosen:
        return ()
    rows = {row.id: row for row in ledger.rows_by_id(viewer, [course.id for course, *_ in chosen])}
    return tuple(Example(on, rows[course.id], one, other) for course, on, one, other in chosen)


def _replayed(course: Course, ladder: Ladder, first: date, last: date) -> Iterator[tuple[date, Rung]]:
    """The rungs of the days on which a ladder would have urged: by what stood at the end of the day before.

    What people urged by hand stays as it was; what the clock urged is replaced.
    """
    when, rung = course.urged_before or (None, "")
    chased = Clock(None, rung=rung, urged_on=when)
    by_hand = {on: rung for on, rung in course.urged if rung not in set(ORDER)}
    on = first
    while on <= last:
        standing = next((stretch for stretch in reversed(course.stretches) if stretch.since < on), None)
        if standing is not None and standing.is_under_way:
            chased = replace(
                chased, due=standing.due, milestone=standing.milestone, paused_until=standing.paused_until
            )  # fmt: skip
            if slip := ladder.slip(chased, on):
                yield on, slip.rung
                chased = done(chased, slip, on)
        if on in by_hand:
            chased = replace(chased, rung=by_hand[on], urged_on=on)
        on += ONE
