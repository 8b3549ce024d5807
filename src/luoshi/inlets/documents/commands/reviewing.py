"""Reviewing: every act is an entry in the review's stream; rows follow in the same transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from luoshi.base import clock, ids, trace
from luoshi.campaigns import queries as campaigns
from luoshi.inlets.documents import review
from luoshi.inlets.documents.clauses import Clause
from luoshi.inlets.documents.models import Clause as Row
from luoshi.inlets.documents.models import Document
from luoshi.inlets.documents.queries.issuing import issued_clauses
from luoshi.inlets.documents.queries.reading import approver_of, is_office_of
from luoshi.inlets.documents.refusals import NoSuchDocument, Refused, already_signed, moved
from luoshi.inlets.documents.review import Act, Happened, Review, Sign, World
from luoshi.inlets.documents.rows import columns
from luoshi.journal import commands as journal
from luoshi.journal import queries as entries
from luoshi.journal.refs import EntryView, StreamRef
from luoshi.ledger import acts as ledger_acts
from luoshi.ledger import commands as ledger
from luoshi.ledger.commands import Opening
from luoshi.ledger.events import Kind, Origin, Words
from luoshi.people import queries as people
from luoshi.people.viewer import Viewer
from luoshi.records import commands as records
from luoshi.records import queries as texts


def perform(
    viewer: Viewer, document_id: UUID, acts: Sequence[Act], *, expected: int | None = None, at: datetime | None = None
) -> Review:
    """Do one or several acts of a review, all or none; gives the review as it stands then.

    Raises NoSuchDocument, review.Refusal, and Refused where the review moved on since the reader saw `expected`.
    """
    with transaction.atomic():
        document = locked(viewer, document_id)
        return _perform(viewer, document, acts, expected, at or clock.now())


def locked(viewer: Viewer, document_id: UUID) -> Document:
    """A document of the viewer's own office, for as long as the transaction lasts. Raises NoSuchDocument."""
    document = Document.objects.select_for_update().filter(pk=document_id).first()
    if document is None or document.text is None or not is_office_of(viewer, document.realm, document.unit):
        raise NoSuchDocument(str(document_id))
    return document


def _perform(viewer: Viewer, document: Document, acts: Sequence[Act], expected: int | None, at: datetime) -> Review:
    stream = StreamRef(document.realm, "review", document.id)
    journal.lock(stream)
    history = entries.entries(stream)
    before = replayed(history)
    if before is None:
        raise NoSuchDocument(str(document.id))
    if expected is not None and expected != len(history):
        raise Refused(moved())
    world = World(words_of(document), issued_clauses(document.id))
    after = before
    new = []
    for act in acts:
        for entry in review.decide(after, act, world):
            after = review.evolve(after, Happened(entry.name, entry.payload, str(viewer.person_id)))
            new.append(entry)
    if new:
        journal.append(
            stream, new, by=viewer.actor, happened_at=at, recorded_at=clock.now(), request=trace.request_id(),
            expected=len(history),
        )  # fmt: skip
        document.seq = len(history) + len(new)
        project(document, before, after, at=at)
    return after


def words_of(document: Document) -> str:
    """The text of a document. Raises NoSuchDocument where it has none, or it was erased."""
    body = texts.texts([document.text]).get(document.text) if document.text else None
    if body is None:
        raise NoSuchDocument(str(document.id))
    return body


def replayed(history: Sequence[EntryView]) -> Review | None:
    """The review that a stream has made."""
    return review.replay(Happened(entry.name, entry.payload, entry.actor.id) for entry in history)


# ------------------------------------------------------------------ signing off


def sign(viewer: Viewer, document_id: UUID, *, expected: int | None = None, at: datetime | None = None) -> Review:
    """Sign the review off: every requirement becomes a matter of the unit. Raises Refusal, Refused, NoSuchDocument."""
    when = at or clock.now()
    with transaction.atomic():
        document = locked(viewer, document_id)
        if document.state == "signed":
            raise Refused(already_signed(people.person_name(UUID(document.signed_by))))
        clauses = replayed(entries.entries(StreamRef(document.realm, "review", document.id)))
        wanted = clauses.requirements if clauses else ()
        matters = {c.number: ids.derived_id(document.id, "requirement", c.number, document.rounds + 1) for c in wanted}
        approver = approver_of(document.unit)
        act = Sign(tuple(sorted(matters.items())), str(approver.person_id) if approver else "")
        signed = _perform(viewer, document, [act], expected, when)
        _open(viewer, document, [(clause, matters[clause.number]) for clause in wanted], when)
    return signed


def _open(viewer: Viewer, document: Document, wanted: Sequence[tuple[Clause, UUID]], at: datetime) -> None:
    text = words_of(document)
    campaign = campaigns.blank(document.realm).id
    openings = []
    for clause, matter in wanted:
        start, end = clause.quote or (clause.start, clause.end)
        title = records.write_text(document.realm, text[start:end], searchable=True)
        openings.append(
            Opening(
                id=matter, kind=Kind.REQUIREMENT, title=Words(title.id, title.commitment), campaign=campaign,
                issuer=document.unit, origin=Origin(document.id, start, end),
            )
        )  # fmt: skip
    ledger.open_matters(viewer, openings, inlet="documents", at=at)


def reopen(viewer: Viewer, document_id: UUID, *, words: str, at: datetime | None = None) -> Review:
    """Go on reviewing: the matters that the signature opened are withdrawn. Raises Refusal, NoSuchDocument."""
    when = at or clock.now()
    with transaction.atomic():
        document = locked(viewer, document_id)
        rows = Row.objects.filter(document=document).exclude(matter=None)
        opened = [row.matter for row in rows if row.matter]
        reason = records.write_text(document.realm, words)
        after = _perform(viewer, document, [review.Reopen(reason.as_payload())], None, when)
        withdrawal = ledger_acts.Withdraw(words=Words(reason.id, reason.commitment), with_parts=True)
        for matter in opened:
            ledger.perform(viewer, matter, withdrawal, at=when)
    return after


# ------------------------------------------------------------------ rows


def project(document: Document, before: Review | None, after: Review, *, at: datetime | None = None) -> None:
    """Write the rows that differ, and how the review stands."""
    old = {clause.number: (clause, matter) for clause, matter in _with_matters(before)} if before else {}
    new = {clause.number: (clause, matter) for clause, matter in _with_matters(after)}
    Row.objects.filter(document=document, number__in=[*(old.keys() - new.keys())]).delete()
    Row.objects.bulk_create(
        [Row(document=document, number=n, **columns(*new[n])) for n in sorted(new.keys() - old.keys())]
    )
    for number in sorted(new.keys() & old.keys()):
        if new[number] != old[number]:
            Row.objects.filter(document=document, number=number).update(**columns(*new[number]))
    document.undecided = len(after.undecided)
    document.rounds = after.rounds
    document.state = "signed" if after.is_signed else "open"
    document.signed_by, document.approver = after.signed_by, after.approver
    if not after.is_signed:
        document.signed_at = None
    elif document.signed_at is None:
        document.signed_at = at
    document.save()


def _with_matters(made: Review) -> list[tuple[Clause, UUID | None]]:
    matters = dict(made.matters)
    return [(clause, matters.get(clause.number)) for clause in made.clauses]


def rebuild(realm: str) -> int:
    """Make the clauses of every review anew from the journal; gives how many reviews."""
    count = 0
    for stream, history in entries.histories(realm, "review"):
        made = replayed(history)
        document = Document.objects.filter(pk=stream.id).first()
        if made is None or document is None:
            continue
        signed = [entry for entry in history if entry.name == "review.signed"]
        with transaction.atomic():
            Row.objects.filter(document=document).delete()
            document.seq, document.signed_at = len(history), None
            project(document, None, made, at=signed[-1].happened_at if signed else None)
        count += 1
    return count
