"""Documents: one, several, and the review of one as it stands."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from luoshi.inlets.documents.models import Clause as Row
from luoshi.inlets.documents.models import Document, Issuance
from luoshi.inlets.documents.reading.outcome import Note
from luoshi.inlets.documents.refusals import NoSuchDocument
from luoshi.inlets.documents.review import Review
from luoshi.inlets.documents.rows import clause_of
from luoshi.journal import queries as journal
from luoshi.journal.refs import StreamRef
from luoshi.ledger import queries as ledger
from luoshi.people import queries as people
from luoshi.people.viewer import Duty, UnitRef, Viewer
from luoshi.records import queries as records
from luoshi.records.refs import FileMeta

PAGE = 30


@dataclass(frozen=True, slots=True)
class Linked:
    """Another document that this one repeats or replaces."""

    id: UUID
    title: str
    number: str
    received_at: datetime
    text: UUID | None


@dataclass(frozen=True, slots=True)
class ReviewHead:
    """What a document itself says of its review."""

    size: int
    is_signed: bool
    rounds: int
    signed_by: str
    approver: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as it was taken in, and how its review stands."""

    id: UUID
    realm: str
    unit: UnitRef
    file: UUID | None
    has_text: bool
    text: UUID | None
    format: str
    kind: str
    title: str
    number: str
    issuer_name: str
    dated_on: date | None
    held_on: date | None
    place: str
    facts: Mapping[str, Any]
    notes: tuple[str, ...]
    same_as: Linked | None
    sameness: str
    previous: Linked | None
    later: Linked | None
    received_at: datetime
    received_by: str
    state: str
    seq: int
    undecided: int
    signed_at: datetime | None
    signed_by: str
    approver: str
    is_office: bool  # the reader's post may review, sign and issue it
    head: ReviewHead


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One line of the list."""

    id: UUID
    kind: str
    title: str
    number: str
    issuer_name: str
    dated_on: date | None
    received_at: datetime
    state: str
    undecided: int
    requirements: int
    is_issued: bool


@dataclass(frozen=True, slots=True)
class Narrow:
    """What the list is narrowed by; empty fields narrow nothing."""

    words: str = ""
    kind: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list; `after` is the key of the next one, or empty."""

    rows: tuple[DocumentRow, ...]
    after: str
    total: int


@dataclass(frozen=True, slots=True)
class Approver:
    """Who answers for the unit and approves what its office signs."""

    person_id: UUID
    name: str
    title: str


def is_office_of(viewer: Viewer, realm: str, unit: UUID) -> bool:
    """Whether the post in use is the activity office that serves the unit."""
    post = viewer.post
    return post is not None and viewer.realm == realm and post.duty is Duty.OFFICE and post.scope.id == unit


def document_of_office(viewer: Viewer, document_id: UUID) -> DocumentView:
    """A document that the viewer's own office took in. Raises NoSuchDocument."""
    row, later = _row(document_id)
    if row is None or not is_office_of(viewer, row.realm, row.unit):
        raise NoSuchDocument(str(document_id))
    return _view(viewer, row, later)


def document_seen_by(viewer: Viewer, document_id: UUID) -> DocumentView:
    """A document for its office, and for everybody who sees a matter that comes from it. Raises NoSuchDocument."""
    row, later = _row(document_id)
    if row is None or row.realm != viewer.realm or not viewer.sees_business:
        raise NoSuchDocument(str(document_id))
    is_own = is_office_of(viewer, row.realm, row.unit)
    if not is_own and not ledger.documents_seen(viewer, [document_id]).exists():
        raise NoSuchDocument(str(document_id))
    return _view(viewer, row, later)


def titles(viewer: Viewer, documents: Sequence[UUID]) -> dict[UUID, str]:
    """What these documents are called: those of the viewer's office, and those a matter one sees comes from."""
    if not viewer.sees_business:
        return {}
    rows = Document.objects.filter(pk__in=documents, realm=viewer.realm).values_list("id", "title")
    seen = Q(pk__in=ledger.documents_seen(viewer, documents))
    if viewer.post and viewer.post.duty is Duty.OFFICE:
        seen |= Q(unit=viewer.post.scope.id)
    return dict(rows.filter(seen).exclude(title=""))


def _row(document_id: UUID) -> tuple[Document | None, Document | None]:
    """A document, and the newest version that was taken in after it."""
    found = Document.objects.select_related("same_as", "previous").filter(Q(pk=document_id) | Q(previous=document_id))
    rows = {row.id: row for row in found}
    document = rows.pop(document_id, None)
    return document, max(rows.values(), key=lambda row: row.received_at, default=None)


def _view(viewer: Viewer, row: Document, later: Document | None) -> DocumentView:
    is_office = is_office_of(viewer, row.realm, row.unit)
    unit = viewer.post.scope if viewer.post and is_office else people.unit(row.unit)
    names = people.person_names(UUID(one) for one in (row.received_by, row.signed_by, row.approver) if one)
    received_by, signed_by, approver = (
        names.get(UUID(one), "") if one else "" for one in (row.received_by, row.signed_by, row.approver)
    )
    return DocumentView(
        id=row.id, realm=row.realm, unit=unit, file=row.file, has_text=_has_text(row), text=row.text,
        format=row.format, kind=row.kind, title=row.title, number=row.number, issuer_name=row.issuer_name,
        dated_on=row.dated_on, held_on=row.held_on, place=row.place, facts=json.loads(row.facts),
        notes=tuple(row.notes.split()), same_as=_linked(row.same_as) if is_office else None, sameness=row.sameness,
        previous=_linked(row.previous) if is_office else None, later=_linked(later) if is_office else None,
        received_at=row.received_at, received_by=received_by, state=_state(row), seq=row.seq, undecided=row.undecided,
        signed_at=row.signed_at, signed_by=signed_by, approver=approver, is_office=is_office,
        head=_head(row),
    )  # fmt: skip


def _head(row: Document) -> ReviewHead:
    return ReviewHead(row.size, row.state == "signed", row.rounds, row.signed_by, row.approver)


def _has_text(row: Document) -> bool:
    return row.text is not None and row.size > 0


def _state(row: Document) -> str:
    """As stored; a document whose words were erased is nothing to be reviewed or issued any more."""
    return "erased" if row.text is not None and not row.size else row.state


def _linked(row: Document | None) -> Linked | None:
    return Linked(row.id, row.title, row.number, row.received_at, row.text) if row else None


def text_of(document_id: UUID) -> str:
    """The words of a document that the caller has asked for by one of the queries above; "" where it has none."""
    text = Document.objects.filter(pk=document_id).values_list("text", flat=True).first()
    return (records.texts([text]).get(text) or "") if text else ""


def text_in(document: DocumentView | Linked) -> str:
    """The words of a document that has been read; "" where it has none."""
    return (records.texts([document.text]).get(document.text) or "") if document.text else ""


def typed_by(document: DocumentView) -> tuple[str, datetime] | None:
    """Who gave a document its text, where it came as a file without one, and when."""
    if Note.TYPED not in document.notes:
        return None
    entries = journal.entries(StreamRef(document.realm, "document", document.id))
    return next(((one.actor.name, one.happened_at) for one in entries if one.name == "document.text_given"), None)


def original(document: DocumentView) -> FileMeta:
    """The file as it came. Raises NoSuchDocument where the text was pasted."""
    if document.file is None:
        raise NoSuchDocument(str(document.id))
    return records.file(document.file)


def review_of(document_id: UUID) -> Review:
    """The clauses as they stand, from their rows; for a document asked for by one of the queries above."""
    return _review(document_id, _head(Document.objects.get(pk=document_id)))


def review_in(document: DocumentView) -> Review:
    """The clauses as they stand, of a document that has been read."""
    return _review(document.id, document.head)


def _review(document_id: UUID, head: ReviewHead) -> Review:
    rows = list(Row.objects.filter(document_id=document_id).order_by("start"))
    return Review(
        size=head.size,
        clauses=tuple(clause_of(found) for found in rows),
        last=max((found.number for found in rows), default=0),
        is_signed=head.is_signed,
        rounds=head.rounds,
        matters=tuple(sorted((found.number, found.matter) for found in rows if found.matter)),
        signed_by=head.signed_by,
        approver=head.approver,
    )


def approver_of(unit: UUID) -> Approver | None:
    """The first responsible person of a unit, or the leader in charge where nobody holds that post."""
    for row in people.held_in(unit, [Duty.PRINCIPAL, Duty.LEADER]):
        holder = row.holders[0]
        title = row.post.title or str(people.duty_labels()[row.post.duty.value])
        return Approver(holder.person_id, holder.name, title)
    return None


# ------------------------------------------------------------------ lists


def documents(viewer: Viewer, narrow: Narrow, *, after: str = "", size: int = PAGE) -> Page:
    """A page of the documents that the viewer's office took in, the newest first."""
    found = _narrowed(viewer, narrow)
    total = found.count()
    if after:
        found = found.filter(_behind(after))
    rows = list(_counted(found).order_by("-received_at", "-id")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    last = rows[-1] if rows else None
    key = f"{last.received_at.isoformat()}_{last.id}" if more and last else ""
    return Page(tuple(_rows(rows)), key, total)


def waiting(viewer: Viewer) -> list[DocumentRow]:
    """What the viewer's office has taken in and not issued: without a text, to be reviewed, or signed."""
    found = _own(viewer).filter(state__in=["open", "signed", "no_text"], same_as=None)
    found = found.exclude(size=0, text__isnull=False)  # what was erased waits for nobody
    rows = _rows(_counted(found).order_by("-received_at", "-id")[:PAGE])
    return [row for row in rows if row.state != "signed" or (row.requirements and not row.is_issued)]


def _own(viewer: Viewer) -> QuerySet[Document]:
    if viewer.post is None or viewer.post.duty is not Duty.OFFICE:
        return Document.objects.none()
    return Document.objects.filter(realm=viewer.realm, unit=viewer.post.scope.id)


def _narrowed(viewer: Viewer, narrow: Narrow) -> QuerySet[Document]:
    found = _own(viewer)
    if narrow.kind:
        found = found.filter(kind=narrow.kind)
    if narrow.state:
        found = found.filter(state=narrow.state)
    if words := narrow.words.strip():
        inside = Q(text__in=records.texts_matching(viewer.realm, words))
        found = found.filter(inside | Q(title__contains=words) | Q(number__contains=words))
    return found


def _behind(after: str) -> Q:
    """Rows behind a key; a key that nobody gave leads to the first page."""
    at, _, last = after.partition("_")
    try:
        when, last_id = datetime.fromisoformat(at.replace(" ", "+")).astimezone(UTC), UUID(last)
    except (ValueError, OverflowError):
        return Q()
    return Q(received_at__lt=when) | Q(received_at=when, id__lt=last_id)


def _counted(found: QuerySet[Document]) -> "QuerySet[Any]":
    """Documents with how many requirements each has, and whether any has gone out."""
    wanted = Q(decided="requirement") | Q(decided="", proposed="requirement")
    clauses = Row.objects.filter(wanted, document=OuterRef("pk")).order_by().values("document")
    out = Issuance.objects.filter(document=OuterRef("pk"), state="released")
    return found.annotate(requirements=Subquery(clauses.annotate(n=Count("pk")).values("n")), is_out=Exists(out))


def _rows(found: Iterable[Any]) -> list[DocumentRow]:
    return [
        DocumentRow(
            id=row.id, kind=row.kind, title=row.title, number=row.number, issuer_name=row.issuer_name,
            dated_on=row.dated_on or row.held_on, received_at=row.received_at, state=_state(row),
            undecided=row.undecided, requirements=row.requirements or 0, is_issued=row.is_out,
        )
        for row in found
    ]  # fmt: skip
