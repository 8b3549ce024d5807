"""The board of a unit as a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.base import clock
from luoshi.ledger import queries
from luoshi.ledger.lights import Light
from luoshi.ledger.queries import Board, Figures
from luoshi.outlets.boards import differences, sentences, stacks
from luoshi.outlets.boards.asking import Asking
from luoshi.outlets.boards.forms import EXPLAINED
from luoshi.outlets.boards.stacks import Url
from luoshi.people.viewer import Duty, UnitRef, Viewer
from luoshi.web import dates, registry
from luoshi.web.charts import Multiple, Part, Point
from luoshi.web.parts import Cell, Column, Crumb, Table
from luoshi.web.registry import Words

DAYS = 30
SIDE_BY_SIDE = 40  # more units than this stand in the table alone
BRIEFED = frozenset({Duty.PRINCIPAL, Duty.OFFICE})


@dataclass(frozen=True, slots=True)
class Line:
    """A line in time; all lines of a page share one scale."""

    title: Words
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A document whose requirements one sees."""

    title: str
    url: str
    requirements: int


@dataclass(frozen=True, slots=True)
class BoardShown:
    """What the board of a unit shows."""

    asking: Asking
    board: Board
    sentence: str
    apart: str
    lead: tuple[Words, ...]
    explained: tuple[Words, ...]
    states: tuple[Part, ...]
    lights: tuple[Part, ...]
    grades: tuple[Part, ...]
    lines: tuple[Line, ...]
    top: int
    multiples: tuple[Multiple, ...]
    table: Table | None
    idle: tuple[Crumb, ...]  # units below that nothing was asked of
    withdrawn: int
    crumbs: tuple[Crumb, ...]
    matches: tuple[Crumb, ...]
    sources: tuple[Source, ...]
    list_url: str
    brief_url: str
    differences_url: str

    @property
    def has_figures(self) -> bool:
        """Something was recorded."""
        return self.board.figures.total > 0


def board(viewer: Viewer, unit_id: UUID, asked: Asking) -> BoardShown:
    """The board of a unit. Raises NoSuchMatter."""
    found = queries.board(
        viewer, unit_id, on=asked.on, map_day=asked.map_day, by_happened=asked.by_happened,
        campaign=asked.campaign.id if asked.campaign else None, days=DAYS,
    )  # fmt: skip
    url = _lists(asked, found.unit)
    lines = _lines(found)
    is_own = viewer.post is not None and viewer.post.scope.id == unit_id
    return BoardShown(
        asking=asked,
        board=found,
        sentence=sentences.stand(found.figures, found.on),
        apart=sentences.apart(found.assists),
        lead=_lead(asked),
        explained=(EXPLAINED[asked.map_day], EXPLAINED[asked.by]),
        states=stacks.states(found.figures, url),
        lights=stacks.lights(found.figures, url),
        grades=stacks.grades(found.figures, url),
        lines=lines,
        top=max((point.value for line in lines for point in line.points), default=0),
        multiples=_multiples(asked, found),
        table=_table(asked, found),
        idle=tuple(
            Crumb(row.unit.name, asked.board_of(row.unit.id) if row.is_seen else "")
            for row in found.rows
            if not row.figures.total
        ),
        withdrawn=sum(found.figures.states.values()) - found.figures.total,
        crumbs=(*(Crumb(up.name, asked.board_of(up.id)) for up in found.above), Crumb(found.unit.name)),
        matches=tuple(Crumb(one.name, asked.board_of(one.id)) for one in asked.units or ()),
        sources=_sources(viewer) if is_own else (),
        list_url=registry.url_for("matters", {"unit": found.unit.id, "stage": "asked", "role": "lead"}),
        brief_url=reverse("boards:brief") if is_own and viewer.duty in BRIEFED else "",
        differences_url=reverse("boards:differences", args=[unit_id]) if len(found.rows) >= differences.LEAST else "",
    )


def _lead(asked: Asking) -> tuple[Words, ...]:
    """In a few words what the figures are of; only what is not usual is named besides the day."""
    day = dates.day(asked.on)
    at = _("%(day)s, now") if asked.on == clock.today() else _("end of %(day)s, 24:00")
    form = asked.form
    said: list[Words] = [at % {"day": day}]
    if "map" in asked.kept:
        said.append(dict(form.fields["map"].choices)[asked.map_day])  # type: ignore[attr-defined]
    if asked.by_happened:
        said.append(dict(form.fields["by"].choices)[asked.by])  # type: ignore[attr-defined]
    if asked.campaign:
        said.append(asked.campaign.title)
    return tuple(said)


def _lists(asked: Asking, unit: UnitRef) -> Url:
    """The lists behind the figures of a unit: only where the figures are of now, so that both say the same."""

    def url(**narrow: object) -> str:
        campaign = {"campaign": asked.campaign.id} if asked.campaign else {}
        return registry.url_for("matters", {"unit": unit.id, "role": "lead", **campaign, **narrow})

    return url if asked.is_live else stacks.nowhere


def _lines(found: Board) -> tuple[Line, ...]:
    if not found.figures.total:
        return ()

    def line(title: Words, values: Iterator[int]) -> Line:
        days = (dates.short_day(day) for day, _figures in found.trend)
        return Line(title, tuple(Point(day, value) for day, value in zip(days, values, strict=True)))

    return (
        line(_("Claimed done"), (figures.done for _, figures in found.trend)),
        line(_("Found done by others"), (figures.verified for _, figures in found.trend)),
        line(_("Overdue"), (figures.late for _, figures in found.trend)),
    )


def _multiples(asked: Asking, found: Board) -> tuple[Multiple, ...]:
    """The stacks of the units below, in the order of the map: nobody is ranked."""
    shown = [row for row in found.rows if row.figures.total]
    if not 1 < len(shown) <= SIDE_BY_SIDE:
        return ()
    return tuple(
        Multiple(
            row.unit.name,
            stacks.grades(row.figures, stacks.nowhere),
            asked.board_of(row.unit.id) if row.is_seen else "",
        )
        for row in shown
    )


def _table(asked: Asking, found: Board) -> Table | None:
    """The units below in the order of the map, the unit itself first, all together last; idle ones are named apart."""
    rows = []
    for row in found.rows:
        if row.figures.total:
            name = Cell(row.unit.name, asked.board_of(row.unit.id) if row.is_seen else "")
            rows.append(_row(name, row.figures, _lists(asked, row.unit) if row.is_seen else stacks.nowhere))
    if found.elsewhere.total:
        rows.append(_row(Cell(_("Units closed since")), found.elsewhere, stacks.nowhere))
    if not rows:
        return None
    if found.own.total:
        rows.insert(0, _row(Cell(_("%(unit)s itself") % {"unit": found.unit.name}), found.own, stacks.nowhere))
    return Table(
        caption=_("Units below, in the order of the map"),
        columns=(
            Column(_("Unit"), "title"),
            Column(_("Asked for"), "number"),
            *(Column(f"E{grade}", "number") for grade in stacks.GRADES),
            Column(_("Not claimed done"), "number"),
            Column(_("Overdue"), "number"),
            Column(_("No date yet"), "number"),
        ),
        rows=rows,
        total=_row(Cell(_("Together")), found.figures, _lists(asked, found.unit)),
    )


def _row(name: Cell, figures: Figures, url: Url) -> tuple[Cell, ...]:
    def cell(n: int, **narrow: object) -> Cell:
        return Cell(n, url(**narrow)) if n else Cell("")

    return (
        name,
        Cell(figures.total, url(stage="asked") if figures.total else ""),
        *(cell(figures.grades.get(grade, 0), stage="done", grade=grade) for grade in stacks.GRADES),
        cell(figures.open, stage="open"),
        cell(figures.late, stage="asked", light=Light.RED.value),
        cell(figures.lights.get(Light.UNDECIDED, 0), stage="asked", light=Light.UNDECIDED.value),
    )


def _sources(viewer: Viewer) -> tuple[Source, ...]:
    found = queries.source_documents(viewer)
    names = registry.names_of(viewer, "document", [one.id for one in found])
    return tuple(
        Source(
            names.get(one.id) or opened_on(one.opened_on), reverse("boards:document", args=[one.id]), one.requirements
        )
        for one in found
    )


def opened_on(day: date) -> str:
    """What a document is called where nobody can name it."""
    return _("Document issued on %(day)s") % {"day": dates.day(day)}
