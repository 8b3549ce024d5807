"""Documents: one, several, and the review of one as it stands."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

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


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as it was taken in, and how its review stands."""

    id: UUID
    realm: str
    unit: UnitRef
    file: UUID | None
    has_text: bool
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
    row = _row(document_id)
    if row is None or not is_office_of(viewer, row.realm, row.unit):
        raise NoSuchDocument(str(document_id))
    return _view(viewer, row)


def document_seen_by(viewer: Viewer, document_id: UUID) -> DocumentView:
    """A document for its office, and for everybody who sees a matter that comes from it. Raises NoSuchDocument."""
    row = _row(document_id)
    if row is None or row.realm != viewer.realm or not viewer.sees_business:
        raise NoSuchDocument(str(document_id))
    is_own = is_office_of(viewer, row.realm, row.unit)
    if not is_own and not ledger.matters(viewer, ledger.Filter(document=document_id), size=1).total:
        raise NoSuchDocument(str(document_id))
    return _view(viewer, row)


def titles(viewer: Viewer, documents: Sequence[UUID]) -> dict[UUID, str]:
    """What these documents are called: those of the viewer's office, and those a matter one sees comes from."""
    if not viewer.sees_business:
        return {}
    rows = Document.objects.filter(pk__in=documents, realm=viewer.realm).values_list("id", "unit", "title")
    seen = ledger.documents_seen(viewer, [document for document, _, _ in rows])
    return {
        document: title
        for document, unit, title in rows
        if title and (document in seen or is_office_of(viewer, viewer.realm, unit))
    }


def _row(document_id: UUID) -> Document | None:
    return Document.objects.select_related("same_as", "previous").filter(pk=document_id).first()


def _view(viewer: Viewer, row: Document) -> DocumentView:
    is_office = is_office_of(viewer, row.realm, row.unit)
    later = Document.objects.filter(previous=row).order_by("-received_at").first() if is_office else None
    return DocumentView(
        id=row.id, realm=row.realm, unit=people.unit(row.unit), file=row.file, has_text=_has_text(row),
        format=row.format, kind=row.kind, title=row.title, number=row.number, issuer_name=row.issuer_name,
        dated_on=row.dated_on, held_on=row.held_on, place=row.place, facts=json.loads(row.facts),
        notes=tuple(row.notes.split()), same_as=_linked(row.same_as) if is_office else None, sameness=row.sameness,
        previous=_linked(row.previous) if is_office else None, later=_linked(later), received_at=row.received_at,
        received_by=_name(row.received_by), state=_state(row), seq=row.seq, undecided=row.undecided,
        signed_at=row.signed_at, signed_by=_name(row.signed_by), approver=_name(row.approver), is_office=is_office,
    )  # fmt: skip


def _has_text(row: Document) -> bool:
    return row.text is not None and row.size > 0


def _state(row: Document) -> str:
    """As stored; a document whose words were erased is nothing to be reviewed or issued any more."""
    return "erased" if row.text is not None and not row.size else row.state


def _linked(row: Document | None) -> Linked | None:
    return Linked(row.id, row.title, row.number, row.received_at) if row else None


def _name(person: str) -> str:
    return people.person_name(UUID(person)) if person else ""


def text_of(document_id: UUID) -> str:
    """The words of a document that the caller has asked for by one of the queries above; "" where it has none."""
    text = Document.objects.filter(pk=document_id).values_list("text", flat=True).first()
    return (records.texts([text]).get(text) or "") if text else ""


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
    row = Document.objects.get(pk=document_id)
    rows = list(Row.objects.filter(document_id=document_id).order_by("start"))
    return Review(
        size=row.size,
        clauses=tuple(clause_of(found) for found in rows),
        last=max((found.number for found in rows), default=0),
        is_signed=row.state == "signed",
        rounds=row.rounds,
        matters=tuple(sorted((found.number, found.matter) for found in rows if found.matter)),
        signed_by=row.signed_by,
        approver=row.approver,
    )


def approver_of(unit: UUID) -> Approver | None:
    """The first responsible person of a unit, or the leader in charge where nobody holds that post."""
    posts = [post for post in people.posts_of(unit) if post.duty in {Duty.PRINCIPAL, Duty.LEADER}]
    for post in posts:
        for holder in people.holders(post.id):
            return Approver(holder.person_id, holder.name, post.title or str(people.duty_labels()[post.duty.value]))
    return None


# ------------------------------------------------------------------ lists


def documents(viewer: Viewer, narrow: Narrow, *, after: str = "", size: int = PAGE) -> Page:
    """A page of the documents that the viewer's office took in, the newest first."""
    found = _narrowed(viewer, narrow)
    total = found.count()
    if after:
        found = found.filter(_behind(after))
    rows = list(found.order_by("-received_at", "-id")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    last = rows[-1] if rows else None
    key = f"{last.received_at.isoformat()}_{last.id}" if more and last else ""
    return Page(tuple(_rows(rows)), key, total)


def waiting(viewer: Viewer) -> list[DocumentRow]:
    """What the viewer's office has taken in and not issued: without a text, to be reviewed, or signed."""
    found = _own(viewer).filter(state__in=["open", "signed", "no_text"], same_as=None)
    found = found.exclude(size=0, text__isnull=False)  # what was erased waits for nobody
    rows = _rows(list(found.order_by("-received_at", "-id")[:PAGE]))
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


def _rows(found: list[Document]) -> list[DocumentRow]:
    ids = [row.id for row in found]
    counts: dict[UUID, int] = {}
    decided = Row.objects.filter(document__in=ids).filter(
        Q(decided="requirement") | Q(decided="", proposed="requirement")
    )
    for document in decided.values_list("document", flat=True):
        counts[document] = counts.get(document, 0) + 1
    out = set(Issuance.objects.filter(document__in=ids, state="released").values_list("document", flat=True))
    return [
        DocumentRow(
            id=row.id, kind=row.kind, title=row.title, number=row.number, issuer_name=row.issuer_name,
            dated_on=row.dated_on or row.held_on, received_at=row.received_at, state=_state(row),
            undecided=row.undecided, requirements=counts.get(row.id, 0), is_issued=row.id in out,
        )
        for row in found
    ]  # fmt: skip
