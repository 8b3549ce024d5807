"""Figures as of any day, by today's map or by that day's: counts by state, light and evidence grade.

"As of a day" counts what was recorded by 24:00 Beijing time of that day; `by_happened` counts by the day on which
things happened instead. The evidence grades make an
exclusive stack over the matters claimed done; open ones stand beside it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, DateField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Greatest

from luoshi.base import clock
from luoshi.ledger.events import Kind, Role
from luoshi.ledger.lights import Lamp, Light
from luoshi.ledger.matter import ENDED, State
from luoshi.ledger.models import TallyDelta
from luoshi.ledger.queries import standing
from luoshi.ledger.queries.visible import NoSuchMatter, covers, pieces
from luoshi.ledger.tallies import NO_GRADE
from luoshi.people import paths
from luoshi.people import queries as people
from luoshi.people.viewer import UnitRef, Viewer

COUNTED_BY = ("state", "grade", "due_on", "milestone_on")
DONE = (State.CLAIMED, State.VERIFIED, State.REPLIED, State.CONFIRMED, State.CLOSED)
UNASKED = frozenset({State.WITHDRAWN, State.SENT_OUT})  # taken back, or handed to somebody else
STAGES: Mapping[str, tuple[State, ...]] = {  # what a figure stands for, so that a list can show exactly its matters
    "asked": tuple(state for state in State if state not in UNASKED),
    "open": tuple(state for state in State if state not in {*DONE, *UNASKED}),
    "done": DONE,
    "unchecked": (State.CLAIMED,),
    "verified": tuple(state for state in DONE if state is not State.CLAIMED),
}
CHUNK = 500
Row = Mapping[str, Any]


class MapDay(StrEnum):
    """Which map the units are taken from."""

    TODAY = "today"
    THEN = "then"


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of matters; `total` leaves withdrawn ones out."""

    states: Mapping[State, int] = field(default_factory=dict)
    lights: Mapping[Light, int] = field(default_factory=dict)
    grades: Mapping[int, int] = field(default_factory=dict)  # of those claimed done or further

    @classmethod
    def together(cls, many: Iterable["Figures"]) -> "Figures":
        """Several figures as one, of matters that none of them shares."""
        states: Counter[State] = Counter()
        lights: Counter[Light] = Counter()
        grades: Counter[int] = Counter()
        for one in many:
            states.update(one.states)
            lights.update(one.lights)
            grades.update(one.grades)
        return cls(states=states, lights=lights, grades=dict(sorted(grades.items())))

    def without(self, others: Iterable["Figures"]) -> "Figures":
        """What is left when these are taken away."""
        states, lights, grades = Counter(self.states), Counter(self.lights), Counter(self.grades)
        for one in others:
            states.subtract(one.states)
            lights.subtract(one.lights)
            grades.subtract(one.grades)
        return Figures(
            states={k: n for k, n in states.items() if n},
            lights={k: n for k, n in lights.items() if n},
            grades={k: n for k, n in sorted(grades.items()) if n},
        )

    @property
    def total(self) -> int:
        """All that were asked for and not withdrawn."""
        return sum(n for state, n in self.states.items() if state not in UNASKED)

    @property
    def done(self) -> int:
        """Claimed done or further."""
        return sum(self.states.get(state, 0) for state in DONE)

    @property
    def open(self) -> int:
        """Not claimed done."""
        return self.total - self.done

    @property
    def verified(self) -> int:
        """Found done by somebody else."""
        return self.done - self.states.get(State.CLAIMED, 0)

    @property
    def closed(self) -> int:
        """Struck off."""
        return self.states.get(State.CLOSED, 0)

    @property
    def late(self) -> int:
        """Past their date."""
        return self.lights.get(Light.RED, 0)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit below with its figures; `is_seen` where its own board is open to the viewer."""

    unit: UnitRef
    figures: Figures
    is_seen: bool = True


@dataclass(frozen=True, slots=True)
class Board:
    """How it stands in a unit on a day."""

    unit: UnitRef
    above: tuple[UnitRef, ...]
    on: date
    map_day: MapDay
    by_happened: bool
    figures: Figures
    own: Figures  # of the unit alone
    assists: Figures  # co-operating parts, counted apart
    rows: tuple[BoardRow, ...]
    elsewhere: Figures  # under the unit, but under none of the rows: units that are closed now
    trend: tuple[tuple[date, Figures], ...] = ()  # the days up to `on`, oldest first


def board(
    viewer: Viewer,
    unit_id: UUID,
    *,
    on: date | None = None,
    map_day: MapDay = MapDay.TODAY,
    by_happened: bool = False,
    campaign: UUID | None = None,
    days: int = 1,
) -> Board:
    """The board of a unit, with a trend of so many days. Raises NoSuchMatter for a unit whose figures one may not see.

    The number of questions to the database does not grow with the units below, the days, or the matters.
    """
    unit = seen_unit(viewer, unit_id)
    on = on or clock.today()
    counting = _Counting(viewer.realm, on, on - timedelta(days=days - 1), by_happened, campaign)
    if map_day is MapDay.THEN:
        shown, below, places = _map_of(unit, on)
    else:
        shown, below, places = unit, people.children(unit.id), None
    if places is None and not by_happened:
        whole, per_child, own = counting.folded(unit, below)
    else:
        whole, per_child, own = counting.counted(
            unit, below, people.paths_under(unit.path) if places is None else places
        )
    rows = tuple(BoardRow(one, per_child[one.id].figures(), seen) for one, seen in _open_to(viewer, below, map_day))
    return Board(
        unit=shown,
        above=_above(viewer, unit),
        on=on,
        map_day=map_day,
        by_happened=by_happened,
        figures=whole.lead.figures(),
        own=own.figures(),
        assists=whole.assist.figures(),
        rows=rows,
        elsewhere=whole.lead.figures().without([own.figures(), *(row.figures for row in rows)]),
        trend=tuple(whole.days()),
    )


def figures(viewer: Viewer, unit_id: UUID, *, on: date | None = None, campaign: UUID | None = None) -> Figures:
    """The figures of a unit with all below it, by today's map. Raises NoSuchMatter."""
    return trend(viewer, unit_id, days=1, until=on, campaign=campaign)[-1][1]


def trend(
    viewer: Viewer, unit_id: UUID, *, days: int, until: date | None = None, campaign: UUID | None = None
) -> list[tuple[date, Figures]]:
    """The figures of a unit for the last so many days, oldest first. Raises NoSuchMatter."""
    unit = seen_unit(viewer, unit_id)
    end = until or clock.today()
    counting = _Counting(viewer.realm, end, end - timedelta(days=days - 1), False, campaign)
    return list(counting.folded(unit, [])[0].days())


@dataclass(frozen=True, slots=True)
class Counted:
    """How many matters are where under a unit now, requirements among them."""

    places: Mapping[tuple[str, str, str, int], int]  # kind, role, state, grade
    lights: Mapping[tuple[str, str, str], int]  # kind, role, light; of open ones

    def many(
        self, *, states: Iterable[State], light: Light | None, grade: int | None, kind: str, role: str,
        without_requirements: bool,
    ) -> int:  # fmt: skip
        """How many fit; a light is that of all open ones, whatever their state."""

        def fits(of_kind: str, of_role: str) -> bool:
            is_asked = not (without_requirements and of_kind == Kind.REQUIREMENT)
            return is_asked and kind in ("", of_kind) and role in ("", of_role)

        if light not in {None, Light.NONE}:
            return sum(n for (*which, at), n in self.lights.items() if at == light and fits(*which))
        chosen = {state.value for state in states}
        return sum(
            n
            for (of_kind, of_role, state, of_grade), n in self.places.items()
            if state in chosen and grade in (None, of_grade) and fits(of_kind, of_role)
        )


def counted_now(realm: str, unit: UnitRef, *, campaign: UUID | None = None) -> Counted:
    """How many matters are where under a unit today, by today's map."""
    today = clock.today()
    lamp = Lamp.on(today)
    found = standing.Reading(realm, campaign).of(unit.id, since=today, on=today)
    places: Counter[tuple[str, str, str, int]] = Counter()
    lights: Counter[tuple[str, str, str]] = Counter()
    for (_campaign, words), n in found.below[today].items():
        kind, role, *rest = words.split(" ")
        if rest[0].startswith(standing.LIGHT):
            lights[kind, role, rest[0][1:]] += n
        else:
            places[kind, role, rest[0], int(rest[1])] += n
    waiting = _waiting_under(realm, unit, campaign)
    for row in (*found.own, *waiting):
        places[row["kind"], row["role"], row["state"], row["grade"]] += row["count"]
        if row["state"] not in ENDED:
            light = lamp.light(is_open=True, due=row["due_on"], milestone=row["milestone_on"])
            lights[row["kind"], row["role"], light.value] += row["count"]
    return Counted(places, lights)


def _waiting_under(realm: str, unit: UnitRef, campaign: UUID | None) -> list[Row]:
    """What is not summed yet, under a unit."""
    rows = TallyDelta.objects.filter(realm=realm, visibility="open", summed=False)
    rows = rows.filter(campaign=campaign) if campaign else rows
    found = list(rows.order_by().values("kind", "role", *COUNTED_BY, "unit").annotate(count=Sum("n")))
    places = people.paths_of({row["unit"] for row in found}) if found else {}
    return [row for row in found if paths.is_under(places.get(row["unit"], ""), unit.path)]


def figures_of_requirements(viewer: Viewer, requirements: Iterable[UUID]) -> dict[UUID, Figures]:
    """The stack of the tasks of each requirement, of those tasks that the viewer may see, as it is now."""
    requirements = list(requirements)
    lamp = Lamp.on(clock.today())
    made: dict[UUID, _Sums] = {requirement: _Sums(lamp) for requirement in requirements}
    for piece in pieces(viewer):
        found = piece.filter(requirement__in=requirements, role="lead").exclude(kind="requirement").order_by()
        for row in found.values("requirement", *COUNTED_BY).annotate(count=Count("id")):
            if row["requirement"] is not None:
                made[row["requirement"]].add_row({**row, "grade": NO_GRADE if row["grade"] is None else row["grade"]})
    return {requirement: sums.figures() for requirement, sums in made.items()}


def seen_unit(viewer: Viewer, unit_id: UUID) -> UnitRef:
    """A unit whose figures the viewer may see. Raises NoSuchMatter for all others."""
    if viewer.post is not None and viewer.post.scope.id == unit_id:
        unit = viewer.post.scope
    else:
        try:
            unit = people.unit(unit_id)
        except people.NoSuchUnit as none:
            raise NoSuchMatter(str(unit_id)) from none
    if not covers(viewer, unit.path):
        raise NoSuchMatter(str(unit_id))
    return unit


def _above(viewer: Viewer, unit: UnitRef) -> tuple[UnitRef, ...]:
    """The units above whose figures the viewer may see too: none above the one that the post serves."""
    if viewer.post is None or viewer.post.scope.id == unit.id:
        return ()
    return tuple(up for up in people.ancestors_of(unit.path) if covers(viewer, up.path))


def _map_of(unit: UnitRef, on: date) -> tuple[UnitRef, list[UnitRef], dict[UUID, str]]:
    """The unit and those directly below it as they were on a day, and the place of everything below."""
    under = people.units_under(unit.id, on=on)
    shown = next((found for found in under if found.id == unit.id), unit)
    below = [found for found in under if paths.parent(found.path) == shown.path]
    return shown, below, {found.id: found.path for found in under}


def _open_to(viewer: Viewer, below: Sequence[UnitRef], map_day: MapDay) -> Iterator[tuple[UnitRef, bool]]:
    """Units with whether the viewer may open their boards now: rights follow today's map."""
    now = people.units(one.id for one in below) if map_day is MapDay.THEN else {}
    for one in below:
        yield one, covers(viewer, now[one.id].path if one.id in now else one.path)


class _Sums:
    """Counts of places, to be read as figures under the light of a day."""

    def __init__(self, lamp: Lamp) -> None:
        self.lamp = lamp
        self.counts: Counter[tuple[str, int]] = Counter()  # state, grade
        self.lights: Counter[str] = Counter()  # of open ones whose dates are summed up already
        self.dated: Counter[tuple[str, int, date | None, date | None]] = Counter()

    def add(self, state: str, grade: int, due: date | None, milestone: date | None, n: int) -> None:
        self.dated[state, grade, due, milestone] += n

    def add_row(self, row: Row) -> None:
        self.add(row["state"], row["grade"], row["due_on"], row["milestone_on"], row["count"])

    def add_all(self, other: "_Sums") -> None:
        self.counts.update(other.counts)
        self.lights.update(other.lights)
        self.dated.update(other.dated)

    def figures(self) -> Figures:
        states: Counter[State] = Counter()
        grades: Counter[int] = Counter()
        lights: Counter[Light] = Counter({Light(light): n for light, n in self.lights.items()})
        for (state, grade), n in self.counts.items():
            at = State(state)
            states[at] += n
            if at is State.CLOSED:
                lights[Light.NONE] += n
            if at in DONE and grade != NO_GRADE:
                grades[grade] += n
        for (state, grade, due, milestone), n in self.dated.items():
            at = State(state)
            states[at] += n
            if at not in UNASKED:
                lights[self.lamp.light(is_open=at not in ENDED, due=due, milestone=milestone)] += n
                if at in DONE and grade != NO_GRADE:
                    grades[grade] += n
        return Figures(
            states={k: n for k, n in states.items() if n},
            lights={k: n for k, n in lights.items() if n},
            grades={k: n for k, n in sorted(grades.items()) if n},
        )


class _Whole:
    """The counts of a unit with all below it, by the days of a trend."""

    def __init__(self, since: date, until: date) -> None:
        self.since = since
        self.until = until
        self.lead = _Sums(Lamp.on(until))
        self.assist = _Sums(Lamp.on(until))
        self.by_day: dict[date, list[Row]] = {}  # rows that are added from a day on
        self.below: dict[date, _Sums] = {}  # what stands strictly below at the end of each day

    def add(self, row: Row) -> None:
        if row["role"] == Role.ASSIST:
            self.assist.add_row(row)
        else:
            self.lead.add_row(row)
            self.by_day.setdefault(row["on"], []).append(row)

    def days(self) -> Iterator[tuple[date, Figures]]:
        """The figures of each day, oldest first."""
        rows = _Sums(self.lead.lamp)
        for n in range((self.until - self.since).days + 1):
            day = self.since + timedelta(days=n)
            for row in self.by_day.get(day, []):
                rows.add_row(row)
            sums = _Sums(Lamp.on(day))
            sums.add_all(rows)
            if day in self.below:
                sums.add_all(self.below[day])
            yield day, sums.figures()


Counts = tuple[_Whole, dict[UUID, _Sums], _Sums]  # the whole, each unit directly below, the unit alone


@dataclass(frozen=True, slots=True)
class _Counting:
    """One question to the counts: which realm, up to which day, from which day on day by day, which campaign."""

    realm: str
    on: date
    since: date
    by_happened: bool
    campaign: UUID | None

    @property
    def _day(self) -> str:
        return "happened_on" if self.by_happened else "day"

    def _grouped(self, rows: "QuerySet[Any]", *by: str) -> Iterator[Row]:
        """Sums of rows; everything before the first day of the trend counts on that day."""
        where = Q(realm=self.realm, visibility="open", **{f"{self._day}__lte": self.on}) & ~Q(kind=Kind.REQUIREMENT)
        where &= Q(campaign=self.campaign) if self.campaign else Q()
        on = Greatest(F(self._day), Value(self.since, output_field=DateField()))
        found = rows.filter(where).annotate(on=on).values("on", "role", *COUNTED_BY, *by).annotate(count=Sum("n"))
        return (row for row in found.order_by() if row["count"])

    def _empty(self, below: Sequence[UnitRef]) -> Counts:
        lamp = Lamp.on(self.on)
        return _Whole(self.since, self.on), {one.id: _Sums(lamp) for one in below}, _Sums(lamp)

    def folded(self, unit: UnitRef, below: Sequence[UnitRef]) -> Counts:
        """By today's map: what stands summed up, what changed of each unit's own matters since, what is not summed."""
        whole, per_child, own = made = self._empty(below)
        reading = standing.Reading(self.realm, self.campaign)
        found = reading.of(unit.id, since=self.since, on=self.on, others=[one.id for one in below])
        whole.below = {day: _read(counts, Lamp.on(day), Role.LEAD) for day, counts in found.below.items()}
        whole.lead.add_all(_read(found.below[self.on], whole.lead.lamp, Role.LEAD))
        whole.assist.add_all(_read(found.below[self.on], whole.assist.lamp, Role.ASSIST))
        for row in _tasks(found.own):
            whole.add(row)
            if row["role"] == Role.LEAD:
                own.add_row(row)
        for one, sums in per_child.items():
            sums.add_all(_read(found.others[one], sums.lamp, Role.LEAD))
            for row in _tasks(found.others_own[one]):
                if row["role"] == Role.LEAD:
                    sums.add_row(row)
        self._waiting(unit, below, made)
        return made

    def _waiting(self, unit: UnitRef, below: Sequence[UnitRef], made: Counts) -> None:
        """Add what is not summed yet."""
        whole, per_child, own = made
        waiting = list(self._grouped(TallyDelta.objects.filter(summed=False), "unit"))
        places = people.paths_of({row["unit"] for row in waiting}) if waiting else {}
        place = _Place(places, unit, below)
        for row in waiting:
            if place.is_under(row["unit"]):
                whole.add(row)
                if row["role"] == Role.LEAD and row["unit"] == unit.id:
                    own.add_row(row)
                elif row["role"] == Role.LEAD and (child := place.child(row["unit"])):
                    per_child[child].add_row(row)

    def counted(self, unit: UnitRef, below: Sequence[UnitRef], places: Mapping[UUID, str]) -> Counts:
        """By the map that `places` gives: from every row of the units in it."""
        whole, per_child, own = made = self._empty(below)
        place = _Place(places, unit, below)
        ids = list(places)
        for start in range(0, len(ids), CHUNK):
            for row in self._grouped(TallyDelta.objects.filter(unit__in=ids[start : start + CHUNK]), "unit"):
                whole.add(row)
                if row["role"] == Role.LEAD and row["unit"] == unit.id:
                    own.add_row(row)
                elif row["role"] == Role.LEAD and (child := place.child(row["unit"])):
                    per_child[child].add_row(row)
        return made


def _read(counts: Mapping[standing.Key, int], lamp: Lamp, role: Role) -> _Sums:
    """Sums of one role out of a standing; a requirement stands for its tasks and is not counted."""
    sums = _Sums(lamp)
    for (_campaign, words), n in counts.items():
        kind, counted, *rest = words.split(" ")
        if counted != role or kind == Kind.REQUIREMENT:
            continue
        if rest[0].startswith(standing.LIGHT):
            sums.lights[rest[0][1:]] += n
        else:
            sums.counts[rest[0], int(rest[1])] += n
    return sums


def _tasks(rows: Iterable[Row]) -> Iterator[Row]:
    """Without requirements, which stand for their tasks."""
    return (row for row in rows if row["kind"] != Kind.REQUIREMENT)


class _Place:
    """Where units stand in relation to a unit and those directly below it, on one map."""

    def __init__(self, places: Mapping[UUID, str], unit: UnitRef, below: Sequence[UnitRef]) -> None:
        self.places = places
        self.top = places.get(unit.id, unit.path)
        self.by_path = {one.path: one.id for one in below}

    def is_under(self, unit: UUID) -> bool:
        return unit in self.places and paths.is_under(self.places[unit], self.top)

    def child(self, unit: UUID) -> UUID | None:
        """The unit directly below the top that this one belongs to."""
        return self.by_path.get(self.places[unit][: len(self.top) + paths.WIDTH])
