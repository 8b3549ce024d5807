"""Whether the units below one differ by more than chance, as a page: in the order of the map, and no word of praise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.base import clock
from luoshi.ledger import queries
from luoshi.outlets.boards import funnel
from luoshi.people.viewer import UnitRef, Viewer
from luoshi.web.charts import Spot
from luoshi.web.parts import Cell, Column, Crumb, Table
from luoshi.web.registry import Words

LEAST = 5  # with fewer units a look at each says more than a drawing
STEPS = 60  # places at which the limits are drawn


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of a unit's matters fit, of how many."""

    unit: UnitRef
    count: int
    n: int
    url: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One share of all units: the drawing, the sentence above it, the table behind it."""

    title: Words
    sentence: str
    whole: float
    spots: tuple[Spot, ...]
    bands: tuple[tuple[int, tuple[float, float, float, float]], ...]
    table: Table


@dataclass(frozen=True, slots=True)
class Differences:
    """What a page about a unit shows."""

    unit: UnitRef
    on: date
    crumbs: tuple[Crumb, ...]
    measures: tuple[Measure, ...]


def differences(viewer: Viewer, unit_id: UUID) -> Differences:
    """The shares of the units directly below, between their limits. Raises NoSuchMatter."""
    board = queries.board(viewer, unit_id)
    checked = queries.checks_of_those_below(viewer, unit_id)
    late, held = [], []
    for row in board.rows:
        url = reverse("boards:board", args=[row.unit.id]) if row.is_seen else ""
        late.append(Counted(row.unit, row.figures.late, row.figures.total, url))
        if row.unit.path in checked:
            checks = checked[row.unit.path]
            held.append(Counted(row.unit, checks.held, checks.checked, url))
    measures = (
        measure(_("Overdue, of all that was asked for"), late),
        measure(_("Found true, of the claims that others have checked"), held),
    )
    return Differences(
        unit=board.unit,
        on=clock.today(),
        crumbs=(
            *(Crumb(up.name, reverse("boards:board", args=[up.id])) for up in board.above),
            Crumb(board.unit.name, reverse("boards:board", args=[board.unit.id])),
            Crumb(_("Differences")),
        ),
        measures=tuple(one for one in measures if one),
    )


def measure(title: Words, given: Sequence[Counted]) -> Measure | None:
    """One share; None where too few units have anything to be counted. The order given, the map's, is kept."""
    counted = [one for one in given if one.n]
    if len(counted) < LEAST:
        return None
    whole = sum(one.count for one in counted) / sum(one.n for one in counted)
    signals = {one.unit.id for one in counted if funnel.is_signal(one.count, one.n, whole)}
    return Measure(
        title=title,
        sentence=_sentence(len(counted), len(signals), whole),
        whole=whole,
        spots=tuple(Spot(one.unit.name, one.n, one.count / one.n, one.unit.id in signals) for one in counted),
        bands=tuple(_band(n, whole) for n in _sizes(max(one.n for one in counted))),
        table=_table(title, counted, signals, whole),
    )


def _sentence(units: int, signals: int, whole: float) -> str:
    share = f"{100 * whole:.0f}"
    if not signals:
        words = _("%(share)s in 100 over all %(units)s units; they cannot be told from one another.")
    else:
        words = _("%(share)s in 100 over all %(units)s units; %(n)s of them differ by more than chance.")
    return words % {"share": share, "units": units, "n": signals}


def _band(n: int, whole: float) -> tuple[int, tuple[float, float, float, float]]:
    found = funnel.limits(n, whole)
    return n, (found.lowest, found.low, found.high, found.highest)


def _sizes(most: int) -> list[int]:
    """Numbers at which limits are drawn, closer where they bend."""
    return sorted({max(1, round(most * (step / STEPS) ** 2)) for step in range(1, STEPS + 1)})


def _table(title: Words, counted: Sequence[Counted], signals: set[UUID], whole: float) -> Table:
    rows = []
    for one in counted:
        within = funnel.limits(one.n, whole)
        rows.append(
            [
                Cell(one.unit.name, one.url),
                one.n,
                one.count,
                f"{100 * one.count / one.n:.0f}%",
                f"{100 * within.lowest:.0f}%–{100 * within.highest:.0f}%",
                _("◆ signal") if one.unit.id in signals else _("not distinguishable"),
            ]
        )  # fmt: skip
    columns = (
        Column(_("Unit"), "title"), Column(_("Matters"), "number"), Column(_("Of them"), "number"),
        Column(_("Share"), "number"), Column(_("99.8 in 100 would lie within"), "number"), Column(_("What it says")),
    )  # fmt: skip
    return Table(title, columns, rows)
