"""What the templates for readers are given: a document, two versions side by side, the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.inlets.documents import labels, pages, queries
from luoshi.inlets.documents.pages import Paragraph
from luoshi.inlets.documents.queries import DocumentRow, DocumentView, IssuanceView
from luoshi.inlets.documents.reading import note_message
from luoshi.inlets.documents.reading.compare import Change, compare_versions
from luoshi.inlets.documents.reading.fact import Kind
from luoshi.inlets.documents.reading.sameness import SameKind
from luoshi.ledger import queries as ledger
from luoshi.ledger.queries import Figures
from luoshi.people.viewer import Viewer
from luoshi.web import dates, registry
from luoshi.web.charts import Part
from luoshi.web.parts import Cell, Column, Fact, Table
from luoshi.web.registry import Words


@dataclass(frozen=True, slots=True)
class Asked:
    """One requirement of a document, and how its tasks stand."""

    place: int
    clause: int
    words: str
    url: str
    figures: Figures
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        """How many tasks were made of it that the reader may see."""
        return self.figures.total


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document for its readers."""

    document: DocumentView
    state: str
    state_word: Words
    tone: str
    notes: tuple[str, ...]
    same: Words
    facts: tuple[Fact, ...]
    paragraphs: tuple[Paragraph, ...]
    asked: tuple[Asked, ...]
    issuances: tuple[IssuanceView, ...]


def document_page(viewer: Viewer, document: DocumentView) -> DocumentPage:
    """The words, the facts, and what was asked for as far as the reader may see it."""
    text = queries.text_in(document)
    review = queries.review_in(document)
    visible = dict(review.matters)
    if not document.is_office:
        seen = ledger.requirements_seen(viewer, document.id)
        visible = {number: matter for number, matter in visible.items() if matter in seen}
    figures = ledger.figures_of_requirements(viewer, visible.values())
    out = queries.issuances(document.id, text) if document.is_office else []
    state = "issued" if any(one.state == "released" for one in out) else document.state
    places = [
        (place, clause) for place, clause in enumerate(review.clauses, 1) if clause.number in visible and clause.quote
    ]
    return DocumentPage(
        document=document,
        state=state,
        state_word=labels.STATES[state],
        tone=labels.STATE_TONES[state],
        notes=tuple(_(note_message(note)) for note in document.notes),
        same=labels.SAME[SameKind(document.sameness)] if document.same_as else "",
        facts=_facts(document, text),
        paragraphs=pages.paragraphs(review, text, document.facts.get("title", ()), visible),
        asked=tuple(
            _asked(place, clause.number, text[slice(*(clause.quote or (0, 0)))], visible[clause.number], figures)
            for place, clause in places
        ),
        issuances=tuple(out),
    )


def _asked(place: int, clause: int, words: str, matter: UUID, figures: dict[UUID, Figures]) -> Asked:
    found = figures[matter]
    graded = [Part(f"E{grade}", count, f"E{grade}") for grade, count in found.grades.items()]
    open_parts = [Part(_("not claimed done"), found.open, "none")] if found.open and graded else []
    return Asked(place, clause, words, registry.url_for("matter", matter), found, (*open_parts, *graded))


def _facts(document: DocumentView, text: str) -> tuple[Fact, ...]:
    found: list[Fact] = []

    def add(name: str, value: object, note: str = "", url: str = "") -> None:
        if value:
            found.append(Fact(name, value, url, note))

    add(_("Kind of document"), labels.KINDS[Kind(document.kind)])
    add(pgettext("document", "Number"), document.number)
    add(pgettext("document", "Issued by"), document.issuer_name)
    add(_("Dated"), dates.day(document.dated_on) if document.dated_on else "")
    add(_("Held on"), dates.day(document.held_on) if document.held_on else "")
    add(pgettext("document", "Place"), document.place)
    add(_("Speakers"), _listed(document, text, "speakers"))
    add(_("Chair"), text[slice(*document.facts["chair"])] if document.facts.get("chair") else "")
    add(_("Read out"), _listed(document, text, "read_out"))
    attended = document.facts.get("attendance", [])
    add(_("Present"), _("%(count)s entries") % {"count": len(attended)} if attended else "")
    add(_("Taken in"), dates.moment(document.received_at), _("by %(name)s") % {"name": document.received_by})
    if typed := queries.typed_by(document):
        add(_("Text typed"), dates.moment(typed[1]), _("by %(name)s") % {"name": typed[0]})
    if document.signed_at:
        add(_("Signed off"), dates.moment(document.signed_at), _("by %(name)s") % {"name": document.signed_by})
    add(_("Approver"), document.approver)
    return tuple(found)


def _listed(document: DocumentView, text: str, name: str) -> str:
    return _(", ").join(text[start:end] for start, end in document.facts.get(name, []))


# ------------------------------------------------------------------ two versions


@dataclass(frozen=True, slots=True)
class Bit:
    """Some words of a sentence, and whether they changed."""

    words: str
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """One sentence of both versions."""

    kind: str
    sign: str
    word: Words
    old: tuple[Bit, ...]
    new: tuple[Bit, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """A new version beside the old one."""

    document: DocumentView
    rows: tuple[Compared, ...]
    counts: tuple[tuple[str, Words, int], ...]
    only_changes: bool


def compare_page(document: DocumentView, *, only_changes: bool) -> ComparePage:
    """Every sentence of both versions, or the changed ones alone, each with what became of it."""
    assert document.previous is not None  # noqa: S101 - the view has looked
    old, new = queries.text_in(document.previous), queries.text_in(document)
    rows = tuple(_compared(change, old, new) for change in compare_versions(old, new))
    counts = tuple((sign, word, sum(row.kind == kind for row in rows)) for kind, (sign, word) in labels.CHANGES.items())
    shown = tuple(row for row in rows if row.kind != "kept") if only_changes else rows
    return ComparePage(document, shown, counts, only_changes)


def _compared(change: Change, old: str, new: str) -> Compared:
    sign, word = labels.CHANGES[change.kind.value]
    return Compared(
        kind=change.kind.value,
        sign=sign,
        word=word,
        old=_bits(old, change.old, [piece.old for piece in change.pieces]),
        new=_bits(new, change.new, [piece.new for piece in change.pieces]),
    )


def _bits(text: str, span: tuple[int, int] | None, changed: Sequence[tuple[int, int]]) -> tuple[Bit, ...]:
    if span is None:
        return ()
    at, end = span
    bits = []
    for start, stop in changed:
        bits += [Bit(text[at:start]), Bit(text[start:stop], is_changed=True)]
        at = stop
    return tuple(bit for bit in [*bits, Bit(text[at:end])] if bit.words)


# ------------------------------------------------------------------ the list


def table(rows: Sequence[DocumentRow]) -> Table:
    """The list as a table."""
    columns = [
        Column(_("Title"), "title"),
        Column(pgettext("document", "Issued by")),
        Column(_("Dated"), "date"),
        Column(_("Taken in"), "date"),
        Column(_("State")),
        Column(_("Requirements"), "number"),
    ]
    return Table(_("Documents, the newest first"), columns, [_table_row(row) for row in rows])


def _table_row(row: DocumentRow) -> list[object]:
    url = reverse("documents:review" if row.state == "open" else "documents:document", args=[row.id])
    state = "issued" if row.is_issued else row.state
    left = _("%(count)s undecided") % {"count": row.undecided} if row.state == "open" and row.undecided else ""
    return [
        Cell(row.title, url, row.number or labels.KINDS[Kind(row.kind)]),
        Cell(row.issuer_name),
        Cell(row.dated_on),
        Cell(row.received_at),
        Cell(labels.STATES[state], "", left),
        Cell(row.requirements if row.state not in {"no_text", "erased"} else None),
    ]
