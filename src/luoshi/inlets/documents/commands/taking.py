"""Taking a document in: read, kept, compared with what is there, broken down; all of it or nothing."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.base import clock, digests, ids, text, trace
from luoshi.inlets.documents import proposing, review
from luoshi.inlets.documents.commands.reviewing import project
from luoshi.inlets.documents.models import ISSUER, NUMBER, PLACE, Document
from luoshi.inlets.documents.queries import is_office_of
from luoshi.inlets.documents.reading import Reading, read_bytes
from luoshi.inlets.documents.reading.fact import Fact, Number
from luoshi.inlets.documents.reading.facts import Day, DocumentFacts, find_facts
from luoshi.inlets.documents.reading.outcome import Note
from luoshi.inlets.documents.reading.sameness import SameKind, same_document
from luoshi.inlets.documents.refusals import NoSuchDocument, NotYours, Refused
from luoshi.journal import commands as journal
from luoshi.journal.refs import NewEntry, StreamRef
from luoshi.ledger import queries as ledger
from luoshi.people.viewer import Duty, Viewer
from luoshi.records import commands as records
from luoshi.records import queries as texts
from luoshi.records.refs import FileRef, TextRef

MEDIA = {
    "txt": "text/plain",
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
TITLE = 120
UNNAMED = "—"
LOOKED_THROUGH = 400  # how many of the latest documents are looked through by title and length
COMPARED = 8  # how many of them are compared word for word
ALIKE = 0.4


def take_in(
    viewer: Viewer,
    *,
    data: bytes | None = None,
    text: str = "",
    name: str = "",
    document_id: UUID | None = None,
    at: datetime | None = None,
) -> UUID:
    """Take in a file, or a pasted text; gives the document. The same bytes again give the document that stands.

    Raises NotYours for any other post than an activity office's, UnreadableFile where there is nothing to read.
    """
    if viewer.post is None or viewer.post.duty is not Duty.OFFICE:
        raise NotYours
    given = text.encode("utf-8", errors="replace") if data is None else data
    reading = read_bytes(given, name if data is not None else "", limit=settings.LUOSHI_UPLOAD_LIMIT)
    digest = digests.digest(given)
    with transaction.atomic():
        standing = _standing(viewer, digest, document_id)
        if standing:
            return standing
        kept = _keep(viewer.realm, given, reading, name) if data is not None else None
        return _take_in(viewer, reading, _Kept(document_id or ids.new_id(), digest, kept, name), at or clock.now())


@dataclass(frozen=True, slots=True)
class _Kept:
    """The bytes as they were kept."""

    document: UUID
    digest: str
    file: FileRef | None
    name: str


def forget(realm: str, text_id: UUID, words: str) -> list[UUID]:
    """Clear what was copied from the text of a document, or from the name of its file, when that is erased.

    Gives the titles of the requirements that came from it: they were written from its words.
    """
    read = list(Document.objects.filter(realm=realm, text=text_id).values_list("id", flat=True))
    Document.objects.filter(pk__in=read).update(title=UNNAMED, number="", issuer_name="", place="", facts="{}", size=0)
    for row in Document.objects.filter(realm=realm, file__in=texts.files_named(realm, text_id)).only("id", "title"):
        if row.title.rstrip("…") in words:
            Document.objects.filter(pk=row.id).update(title=UNNAMED)
    return [title for document in read for title in ledger.titles_from(realm, document)]


def _standing(viewer: Viewer, digest: str, document_id: UUID | None) -> UUID | None:
    assert viewer.post is not None  # noqa: S101 - the caller has looked
    own = Document.objects.filter(realm=viewer.realm, unit=viewer.post.scope.id)
    if document_id and own.filter(pk=document_id).exists():
        return document_id
    return own.filter(digest=digest).order_by("received_at").values_list("id", flat=True).first()


def _keep(realm: str, data: bytes, reading: Reading, name: str) -> FileRef:
    return records.keep_file(realm, BytesIO(data), name=name, media_type=MEDIA[reading.format])


def _bounded(fact: Fact | Number | None, limit: int) -> str:
    """A fact as it was found; one too long for what it should be was misread, and is left out."""
    return fact.value if fact and fact.value and len(fact.value) <= limit else ""


def _take_in(viewer: Viewer, reading: Reading, kept: _Kept, at: datetime) -> UUID:
    assert viewer.post is not None  # noqa: S101 - the caller has looked
    now = clock.now()
    written = records.write_text(viewer.realm, reading.text, searchable=True) if reading.has_text else None
    document = Document(
        id=kept.document, realm=viewer.realm, unit=viewer.post.scope.id, file=kept.file.id if kept.file else None,
        digest=kept.digest, format=reading.format, received_at=at, received_by=str(viewer.person_id),
    )  # fmt: skip
    _describe(viewer, document, reading, written, name=kept.name)
    document.save(force_insert=True)
    _enter(viewer, document, _taken(document, kept.file, written), at, now)
    if written:
        _open_review(viewer, document, reading.text, at, now)
    return document.id


def give_text(viewer: Viewer, document_id: UUID, words: str, *, at: datetime | None = None) -> None:
    """A file without a text gets one that somebody typed or pasted from it; then it is broken down as any other.

    The entry says who did so. Raises NoSuchDocument, Refused where it has a text already, UnreadableFile where there
    is nothing to read.
    """
    now = clock.now()
    reading = read_bytes(words.encode("utf-8", errors="replace"), "", limit=settings.LUOSHI_UPLOAD_LIMIT)
    with transaction.atomic():
        document = Document.objects.select_for_update().filter(pk=document_id).first()
        if document is None or not is_office_of(viewer, document.realm, document.unit):
            raise NoSuchDocument(str(document_id))
        if document.state != "no_text":
            raise Refused(_("This document has a text already, so nothing was changed: correct it in the review."))
        written = records.write_text(viewer.realm, reading.text, searchable=True)
        typed = replace(reading, notes=(Note.TYPED.value, *reading.notes))
        _describe(viewer, document, typed, written, name=document.title)
        document.save()
        _enter(viewer, document, NewEntry("document.text_given", 1, {"text": written.as_payload()}), at or now, now)
        _open_review(viewer, document, reading.text, at or now, now)


def _describe(viewer: Viewer, document: Document, reading: Reading, written: TextRef | None, *, name: str) -> None:
    """What is found in a text, and what the document repeats or replaces."""
    facts = find_facts(reading.text)
    title = _title(facts, reading, name)
    like = _likeness(viewer, reading.text, title) if reading.has_text else _NEW
    found = {
        "text": written.id if written else None, "size": len(reading.text), "kind": facts.kind.value, "title": title,
        "number": _bounded(facts.number, NUMBER), "issuer_name": _bounded(facts.issuer, ISSUER),
        "dated_on": _day(facts.date) or _day(facts.published_at), "held_on": _day(facts.held_on),
        "place": _bounded(facts.place, PLACE), "facts": digests.canonical(_spans(facts)),
        "notes": " ".join(reading.notes), "same_as_id": like.same_as, "sameness": like.kind,
        "previous_id": like.previous, "state": "open" if written else "no_text",
    }  # fmt: skip
    for column, value in found.items():
        setattr(document, column, value)


def _open_review(viewer: Viewer, document: Document, words: str, at: datetime, now: datetime) -> None:
    opened = review.opening(document.id, len(words), proposing.propose(words))
    document.seq = _enter(viewer, document, opened, at, now)
    project(document, None, review.evolve(None, review.Happened(opened.name, opened.payload)))


def _enter(viewer: Viewer, document: Document, entry: NewEntry, at: datetime, now: datetime) -> int:
    kind = "review" if entry.name == "review.opened" else "document"
    made = journal.append(
        StreamRef(document.realm, kind, document.id), [entry],
        by=viewer.actor, happened_at=at, recorded_at=now, request=trace.request_id(),
        expected=1 if entry.name == "document.text_given" else 0,
    )  # fmt: skip
    return made[-1].seq


def _taken(document: Document, file: FileRef | None, written: TextRef | None) -> NewEntry:
    payload: dict[str, Any] = {
        "unit": str(document.unit),
        "digest": document.digest,
        "file": file.as_payload() if file else None,
        "text": written.as_payload() if written else None,
        "same_as": str(document.same_as_id) if document.same_as_id else None,
        "sameness": document.sameness,
        "previous": str(document.previous_id) if document.previous_id else None,
    }
    return NewEntry("document.taken_in", 1, payload)


def _title(facts: DocumentFacts, reading: Reading, name: str) -> str:
    if facts.title:
        return text.shorten(facts.title.value, TITLE)
    first = next((line.strip() for line in reading.text.splitlines() if line.strip()), "")
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0].strip()
    return text.shorten(first if 0 < len(first) <= TITLE / 2 else stem or first, TITLE) or UNNAMED


def _day(day: Day | None) -> date | None:
    return day.value if day else None


# ------------------------------------------------------------------ what was found, as spans


def _spans(facts: DocumentFacts) -> dict[str, Any]:
    single = ("title", "number", "issuer", "date", "published_at", "held_on", "place", "chair", "source")
    found: dict[str, Any] = {name: _span(getattr(facts, name)) for name in single if getattr(facts, name)}
    found["speakers"] = [_span(person) for person in facts.speakers]
    found["read_out"] = [_span(paper) for paper in facts.read_out]
    found["attendance"] = [[*_span(one), one.presence.value] for one in facts.attendance]
    return found


def _span(fact: Any) -> list[int]:
    return [fact.start, fact.end]


# ------------------------------------------------------------------ the same, or a new version


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How a new document relates to those that are there."""

    kind: str = ""
    same_as: UUID | None = None
    previous: UUID | None = None


_NEW = _Likeness()


def _likeness(viewer: Viewer, words: str, title: str) -> _Likeness:
    """The document that this one repeats or replaces; of several the most alike, the newest first."""
    near = _near(viewer, words, title)
    bodies = texts.texts(row.text for row in near if row.text)
    best, best_at = _NEW, -1.0
    for row in near:
        body = bodies.get(row.text) if row.text else None
        if not body:
            continue
        found = same_document(words, body)
        if found.kind in {SameKind.IDENTICAL, SameKind.SAME_TEXT_OTHER_NUMBER}:
            return _Likeness(found.kind.value, same_as=row.same_as_id or row.id)
        if found.kind is SameKind.NEW_VERSION and found.similarity > best_at:
            best, best_at = _Likeness(found.kind.value, previous=row.id), found.similarity
    return best


def _near(viewer: Viewer, words: str, title: str) -> list[Document]:
    """Documents of the same office that could be the same by title or length."""
    assert viewer.post is not None  # noqa: S101 - the caller has looked
    latest = Document.objects.filter(realm=viewer.realm, unit=viewer.post.scope.id).exclude(text=None)
    grams = text.bigrams(title)

    def nearness(row: Document) -> float:
        other = text.bigrams(row.title)
        shared = len(grams & other) / max(1, len(grams | other))
        length = min(row.size, len(words)) / max(1, row.size, len(words))
        return max(shared, length - 0.5)

    rows = latest.only("id", "text", "title", "size", "same_as_id").order_by("-received_at", "-id")[:LOOKED_THROUGH]
    scored = [(nearness(row), number, row) for number, row in enumerate(rows)]
    scored.sort(key=lambda item: (-item[0], item[1]))
    return [row for score, _, row in scored[:COMPARED] if score >= ALIKE]
