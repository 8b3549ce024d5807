"""Figures as of any day, by today's map or by that day's: counts by state, light and evidence grade.

"As of a day" counts what was recorded by 24:00 Beijing time of that day; `by_happened` counts by the day on which
things happened instead. The evidence grades make an
exclusive stack over the matters claimed done; open ones stand beside it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum

from luoshi.base import clock
from luoshi.ledger.lights import Lamp, Light
from luoshi.ledger.matter import ENDED, State
from luoshi.ledger.models import Rollup, TallyDelta
from luoshi.ledger.queries.visible import NoSuchMatter, cards, covers
from luoshi.ledger.tallies import NO_GRADE
from luoshi.people import paths
from luoshi.people import queries as people
from luoshi.people.viewer import UnitRef, Viewer

COUNTED_BY = ("state", "grade", "due_on", "milestone_on")
DONE = (State.CLAIMED, State.VERIFIED, State.REPLIED, State.CONFIRMED, State.CLOSED)


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

    @property
    def total(self) -> int:
        """All that were asked for and not withdrawn."""
        return sum(n for state, n in self.states.items() if state is not State.WITHDRAWN)

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
    """One unit below with its figures."""

    unit: UnitRef
    figures: Figures


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


def board(
    viewer: Viewer,
    unit_id: UUID,
    *,
    on: date | None = None,
    map_day: MapDay = MapDay.TODAY,
    by_happened: bool = False,
    campaign: UUID | None = None,
) -> Board:
    """The board of a unit. Raises NoSuchMatter for a unit whose figures the viewer may not see."""
    unit = _seen(viewer, unit_id)
    on = on or clock.today()
    counting = _Counting(viewer.realm, on, by_happened, campaign)
    map_on = on if map_day is MapDay.THEN else None
    below = _children(unit, map_on)
    if map_day is MapDay.TODAY and not by_happened:
        per_child = counting.from_rollups([child.id for child in below])
        whole = counting.from_rollups([unit.id])[unit.id]
    else:
        per_child = {c.id: counting.from_deltas(_ids_under(c, map_on)) for c in below}
        whole = counting.from_deltas(_ids_under(unit, map_on))
    return Board(
        unit=unit,
        above=tuple(up for up in people.ancestors(unit.id) if covers(viewer, up.path)),
        on=on,
        map_day=map_day,
        by_happened=by_happened,
        figures=whole["lead"],
        own=counting.from_deltas([unit.id])["lead"],
        assists=whole["assist"],
        rows=tuple(BoardRow(child, per_child[child.id]["lead"]) for child in below),
    )


def figures(viewer: Viewer, unit_id: UUID, *, on: date | None = None, campaign: UUID | None = None) -> Figures:
    """The figures of a unit with all below it, by today's map. Raises NoSuchMatter."""
    unit = _seen(viewer, unit_id)
    return _Counting(viewer.realm, on or clock.today(), False, campaign).from_rollups([unit.id])[unit.id]["lead"]


def trend(viewer: Viewer, unit_id: UUID, *, days: int, until: date | None = None) -> list[tuple[date, Figures]]:
    """The figures of a unit for the last so many days, oldest first. Raises NoSuchMatter."""
    end = until or clock.today()
    span = [end - timedelta(days=n) for n in range(days - 1, -1, -1)]
    return [(day, figures(viewer, unit_id, on=day)) for day in span]


def figures_of_requirements(viewer: Viewer, requirements: Iterable[UUID]) -> dict[UUID, Figures]:
    """The stack of the tasks of each requirement, of those tasks that the viewer may see, as it is now."""
    found = cards(viewer).filter(requirement__in=list(requirements), role="lead").exclude(kind="requirement")
    lamp = Lamp.on(clock.today())
    made: dict[UUID, _Sums] = {requirement: _Sums(lamp) for requirement in requirements}
    for requirement, state, grade, due, milestone in found.values_list(
        "requirement", "state", "grade", "due_on", "milestone_on"
    ).iterator():
        if requirement is not None:
            made[requirement].add(state, NO_GRADE if grade is None else grade, due, milestone, 1)
    return {requirement: sums.figures() for requirement, sums in made.items()}


def _seen(viewer: Viewer, unit_id: UUID) -> UnitRef:
    try:
        unit = people.unit(unit_id)
    except people.NoSuchUnit as none:
        raise NoSuchMatter(str(unit_id)) from none
    if not covers(viewer, unit.path):
        raise NoSuchMatter(str(unit_id))
    return unit


def _ids_under(unit: UnitRef, on: date | None) -> list[UUID]:
    return [found.id for found in people.units_under(unit.id, on=on)]


def _children(unit: UnitRef, on: date | None) -> list[UnitRef]:
    if on is None:
        return people.children(unit.id)
    below = people.units_under(unit.id, on=on)
    own = next((found.path for found in below if found.id == unit.id), unit.path)
    return [found for found in below if paths.parent(found.path) == own]


class _Sums:
    """Adds counts up into figures."""

    def __init__(self, lamp: Lamp) -> None:
        self.lamp = lamp
        self.states: Counter[State] = Counter()
        self.lights: Counter[Light] = Counter()
        self.grades: Counter[int] = Counter()

    def add(self, state: str, grade: int, due: date | None, milestone: date | None, n: int) -> None:
        at = State(state)
        self.states[at] += n
        if at is not State.WITHDRAWN:
            light = self.lamp.light(is_open=at not in ENDED, due=due, milestone=milestone)
            self.lights[light] += n
            if at in DONE and grade != NO_GRADE:
                self.grades[grade] += n

    def figures(self) -> Figures:
        return Figures(
            states={k: n for k, n in self.states.items() if n},
            lights={k: n for k, n in self.lights.items() if n},
            grades={k: n for k, n in sorted(self.grades.items()) if n},
        )


@dataclass(frozen=True, slots=True)
class _Counting:
    """One question to the counts: which realm, which day, which campaign."""

    realm: str
    on: date
    by_happened: bool
    campaign: UUID | None

    def _where(self) -> Q:
        day = "happened_on__lte" if self.by_happened else "day__lte"
        where = Q(realm=self.realm, visibility="open", **{day: self.on}) & ~Q(kind="requirement")
        return where & Q(campaign=self.campaign) if self.campaign else where

    def _empty(self) -> dict[str, _Sums]:
        lamp = Lamp.on(self.on)
        return {"lead": _Sums(lamp), "assist": _Sums(lamp)}

    def from_deltas(self, units: Sequence[UUID]) -> dict[str, Figures]:
        """Figures of exactly these units, from every delta."""
        sums = self._empty()
        for start in range(0, len(units), 500):
            chosen = TallyDelta.objects.filter(self._where(), unit__in=units[start : start + 500])
            _collect(sums, chosen.values("role", *COUNTED_BY).annotate(count=Sum("n")))
        return {role: found.figures() for role, found in sums.items()}

    def from_rollups(self, units: Sequence[UUID]) -> dict[UUID, dict[str, Figures]]:
        """Figures of each unit with all below it by today's map: sums of folded rows, and what is not folded yet."""
        made = {unit: self._empty() for unit in units}
        folded = Rollup.objects.filter(self._where(), unit__in=units)
        for row in folded.values("unit", "role", *COUNTED_BY).annotate(count=Sum("n")):
            _collect(made[row["unit"]], [row])
        unfolded = list(
            TallyDelta.objects.filter(self._where(), folded=False)
            .values("unit", "role", *COUNTED_BY)
            .annotate(count=Sum("n"))
        )
        above = people.lineages({row["unit"] for row in unfolded}) if unfolded else {}
        for row in unfolded:
            for unit in set(above.get(row["unit"], [])) & made.keys():
                _collect(made[unit], [row])
        return {unit: {role: found.figures() for role, found in sums.items()} for unit, sums in made.items()}


def _collect(sums: dict[str, _Sums], rows: Iterable[Mapping[str, Any]]) -> None:
    for row in rows:
        if row["count"]:
            sums[row["role"]].add(row["state"], row["grade"], row["due_on"], row["milestone_on"], row["count"])
