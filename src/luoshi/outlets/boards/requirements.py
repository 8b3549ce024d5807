"""What became of a document: each of its requirements with its tasks."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from luoshi.base import clock
from luoshi.ledger import queries
from luoshi.ledger.lights import Light
from luoshi.ledger.queries import Figures, Filter, MatterRow, NoSuchMatter
from luoshi.outlets.boards import sentences, stacks
from luoshi.outlets.boards.pages import opened_on
from luoshi.people.viewer import Viewer
from luoshi.web import charts, registry
from luoshi.web.charts import Part
from luoshi.web.parts import Cell
from luoshi.web.sources import words_url

SHOWN = 500


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """One requirement: its words, its tasks as a thin bar and in figures, each with the list behind it."""

    title: str
    url: str
    words_url: str
    number: int
    bar: SafeString
    cells: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """What the board of a document shows."""

    title: str
    url: str
    sentence: str
    grades: tuple[Part, ...]
    key: SafeString
    headings: tuple[str, ...]
    rows: tuple[RequirementRow, ...]
    left_out: int


def document(viewer: Viewer, document_id: UUID) -> DocumentShown:
    """The board of a document. Raises NoSuchMatter where one sees none of its requirements."""
    page = queries.matters(viewer, Filter(document=document_id, kind="requirement"), size=SHOWN)
    if not page.rows:
        raise NoSuchMatter(str(document_id))
    found = sorted(page.rows, key=lambda row: (row.start is None, row.start, row.id))
    figures = queries.figures_of_requirements(viewer, [row.id for row in found])
    together = Figures.together(figures.values())
    longest = max((one.total for one in figures.values()), default=0)
    names = registry.names_of(viewer, "document", [document_id])
    grades = stacks.grades(together, stacks.nowhere)
    return DocumentShown(
        title=names.get(document_id) or opened_on(min(row.opened_on for row in found)),
        url=registry.url_for("document", document_id),
        sentence=sentences.of_document(len(found), together, clock.today()),
        grades=grades,
        key=charts.key(grades),
        headings=tuple(title for title, _cell in _cells(found[0], Figures())),
        rows=tuple(_row(n, row, figures[row.id], longest) for n, row in enumerate(found, start=1)),
        left_out=page.total - len(found),
    )


def _row(number: int, row: MatterRow, figures: Figures, longest: int) -> RequirementRow:
    return RequirementRow(
        title=row.title,
        url=registry.url_for("matter", row.id),
        words_url=words_url(row),
        number=number,
        bar=charts.slim(
            stacks.grades(figures, stacks.nowhere), title=_("Tasks of requirement %(n)s") % {"n": number}, of=longest
        )
        if figures.total
        else SafeString(""),
        cells=_cells(row, figures),
    )


def _cells(row: MatterRow, figures: Figures) -> tuple[tuple[str, Cell], ...]:
    def cell(n: int, **narrow: object) -> Cell:
        return (
            Cell(n, registry.url_for("matters", {"requirement": row.id, "role": "lead", **narrow})) if n else Cell("")
        )

    return (
        (_("Asked for"), cell(figures.total, stage="asked") if figures.total else Cell(0)),
        (_("Claimed done"), cell(figures.done, stage="done")),
        (_("Found done by others"), cell(figures.verified, stage="verified")),
        (_("Overdue"), cell(figures.late, stage="asked", light=Light.RED.value)),
        (_("No date yet"), cell(figures.lights.get(Light.UNDECIDED, 0), stage="asked", light=Light.UNDECIDED.value)),
    )
