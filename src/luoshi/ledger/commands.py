"""The only way in: a command appends to the journal and brings the board up to date, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from luoshi.base import clock, ids, trace
from luoshi.journal import commands as journal
from luoshi.journal import queries as entries
from luoshi.journal.refs import Actor, Batch, EntryView, NewEntry, Source
from luoshi.ledger import acts, events, facets, facts, matter, projection, tallies
from luoshi.ledger.events import Event, Kind, Role, Words, from_payload, to_payload
from luoshi.ledger.matter import Matter, Refusal
from luoshi.ledger.models import Card, TallyDelta
from luoshi.ledger.moulds import Castings, Opening, cast, opening_events
from luoshi.ledger.queries.visible import NoSuchMatter, sees
from luoshi.ledger.words import map_words, words_in
from luoshi.people.viewer import Viewer
from luoshi.records import commands as records
from luoshi.records import queries as texts

__all__ = [
    "Line", "NoSuchMatter", "NotYours", "Opening", "Refusal", "SourceConflict", "StreamMoved", "follow_map", "issue",
    "open_matters", "perform",
]  # fmt: skip

SourceConflict = journal.SourceConflict
StreamMoved = journal.StreamMoved


class NotYours(Exception):
    """The post in use may not open matters for that unit."""


@dataclass(frozen=True, slots=True)
class Line:
    """One unit to which a requirement is issued."""

    unit: UUID
    post: UUID | None = None
    due: date | None = None
    role: Role = Role.LEAD


# ------------------------------------------------------------------ acts on one matter


def perform(
    viewer: Viewer,
    matter_id: UUID,
    act: acts.Act,
    *,
    source: Source | None = None,
    at: datetime | None = None,
) -> None:
    """Do one act. The same source twice is one act.

    Raises NoSuchMatter for what the viewer may not see, Refusal for what may not be done, SourceConflict where the
    same source said something else before.
    """
    now = clock.now()
    with transaction.atomic():
        ref = projection.stream(viewer.realm, matter_id)
        journal.lock(ref)
        written = entries.entries(ref)
        before = projection.read(written)
        if before is None or not sees(viewer, matter_id):
            raise NoSuchMatter(str(matter_id))
        if source is not None and (earlier := [e for e in written if _same_key(e.source, source)]):
            _compare(viewer, matter_id, act, written, earlier)
            return
        ready = _prepared(act, matter_id, source)
        ready = map_words(ready, lambda words: _write(viewer.realm, words))
        decided = matter.decide(before, ready, facts.lookup(viewer, matter_id, before, ready))
        _append(viewer, matter_id, before, written, decided, at=at or now, now=now, source=source)
        if isinstance(ready, acts.PassOn):
            _open_parts(viewer, matter_id, before, ready, at=at or now)


def _append(
    viewer: Viewer, matter_id: UUID, before: Matter, written: Sequence[EntryView], decided: Iterable[Event], *,
    at: datetime, now: datetime, source: Source | None,
) -> None:  # fmt: skip
    new = journal.append(
        projection.stream(viewer.realm, matter_id),
        [NewEntry(event.NAME, event.VERSION, to_payload(event)) for event in decided],
        by=viewer.actor, happened_at=at, recorded_at=now, request=trace.request_id(), source=source,
        expected=len(written),
    )  # fmt: skip
    after = before
    for entry in new:
        after = matter.evolve(after, projection.happened(entry))
    Card.objects.filter(realm=viewer.realm, id=matter_id).update(**_changed(after, new[-1]))
    TallyDelta.objects.bulk_create(tallies.deltas(viewer.realm, before, after, recorded=now, happened=at))


def _changed(after: Matter, last: EntryView) -> dict[str, Any]:
    paths, titles = projection.unit_paths([after]), projection.title_words([after])
    card = projection.card(after, [last], paths=paths, titles=titles)
    names = (f.name for f in Card._meta.concrete_fields)
    return {name: getattr(card, name) for name in names if name not in {"realm", "id"}}


def _write(realm: str, words: acts.Written) -> Words:
    if isinstance(words, Words):
        return words
    ref = records.write_text(realm, words.strip())
    return Words(text=ref.id, commitment=ref.commitment)


def _prepared(act: acts.Act, matter_id: UUID, source: Source | None) -> acts.Act:
    """Parts get identifiers, derived from the source where there is one; a note gets its registered form."""
    if isinstance(act, acts.Note):
        return replace(act, body=facets.checked(act.facet, act.schema, act.body))
    if not isinstance(act, acts.PassOn):
        return act
    seed = source.key if source else str(ids.new_id())
    parts = tuple(replace(part, matter=ids.derived_id(matter_id, seed, part.unit)) for part in act.parts)
    return replace(act, parts=parts)


def _same_key(one: Source | None, other: Source) -> bool:
    return one is not None and (one.inlet, one.key) == (other.inlet, other.key)


def _compare(
    viewer: Viewer, matter_id: UUID, act: acts.Act, written: Sequence[EntryView], earlier: Sequence[EntryView]
) -> None:
    """Whether the same source says the same as before; raises SourceConflict where it does not."""
    first = earlier[0]
    before = projection.read(written[: first.seq - 1])
    source = first.source
    said = [from_payload(e.name, e.version, e.payload) for e in earlier]
    bodies = texts.texts({words.text for event in said for words in words_in(event)})
    if before is None:
        raise SourceConflict(str(source))
    try:
        ready = map_words(_prepared(act, matter_id, source), lambda w: _plain(w, {}))
        found = facts.lookup(viewer, matter_id, before, ready)
        again = matter.decide(before, ready, replace(found, today=clock.day(first.happened_at)))
    except Refusal as refusal:
        raise SourceConflict(str(source)) from refusal
    if [map_words(event, lambda w: _plain(w, bodies)) for event in said] != again:
        raise SourceConflict(str(source))


def _plain(words: acts.Written, bodies: dict[UUID, str | None]) -> Words:
    """Words made comparable: the same body gives the same reference."""
    body = (bodies.get(words.text) or "") if isinstance(words, Words) else words.strip()
    return Words(text=ids.derived_id("body", body), commitment="")


def _open_parts(viewer: Viewer, matter_id: UUID, whole: Matter, act: acts.PassOn, *, at: datetime) -> None:
    if whole.lead is None:
        raise Refusal(matter.Reason.NOT_UNDERTAKER)
    openings = [
        Opening(
            id=part.matter or ids.new_id(), kind=whole.kind, title=whole.title, campaign=whole.campaign,
            issuer=whole.lead, lead=part.unit, post=part.post, due=part.due, parent=matter_id,
            requirement=whole.requirement, origin=whole.origin,
            detail=act.words if isinstance(act.words, Words) else None,
        )
        for part in act.parts
    ]  # fmt: skip
    _open(viewer.realm, openings, by=viewer.actor, inlet="handling", at=at)


# ------------------------------------------------------------------ opening


def open_matters(viewer: Viewer, openings: Sequence[Opening], *, inlet: str, at: datetime | None = None) -> int:
    """Open many matters at once; those opened before by the same source are left as they are. Gives how many are new.

    Raises NotYours where the post in use does not send for the issuing unit.
    """
    for opening in openings:
        if not facts.sends_for(viewer, opening.issuer):
            raise NotYours(str(opening.issuer))
    with transaction.atomic():
        return _open(viewer.realm, openings, by=viewer.actor, inlet=inlet, at=at or clock.now())


def _open(realm: str, openings: Sequence[Opening], *, by: Actor, inlet: str, at: datetime) -> int:
    now = clock.now()
    standing = journal.standing(realm, projection.STREAM, [opening.id for opening in openings])
    if again := [opening for opening in openings if opening.id in standing]:
        journal.append_many(_batch(realm, opening, by=by, inlet=inlet, at=at, now=now) for opening in again)
    new = [opening for opening in openings if opening.id not in standing]
    castings = Castings(
        journal.Pages(
            realm, projection.STREAM, by=by, happened_at=at, recorded_at=now, request=trace.request_id(), inlet=inlet
        )
    )
    cast(new, realm, castings, by=by, at=at, now=now)
    try:
        with transaction.atomic():
            return castings.write()
    except IntegrityError as clash:
        journal.append_many(_batch(realm, opening, by=by, inlet=inlet, at=at, now=now) for opening in new)
        raise StreamMoved("the matters were opened by somebody else") from clash


def _batch(realm: str, opening: Opening, *, by: Actor, inlet: str, at: datetime, now: datetime) -> Batch:
    """An opening as the journal compares it with what stands."""
    return Batch(
        projection.stream(realm, opening.id),
        tuple(NewEntry(event.NAME, event.VERSION, to_payload(event)) for event in opening_events(opening, at)),
        by=by, happened_at=at, recorded_at=now, request=trace.request_id(),
        source=Source(inlet, f"open:{opening.key or opening.id}"),
    )  # fmt: skip


# ------------------------------------------------------------------ issuing


def issue(
    viewer: Viewer, requirement_id: UUID, lines: Sequence[Line], *, issuance: UUID, at: datetime | None = None
) -> int:
    """Issue a requirement: one matter for each line, linked to it and to its words. Done twice it is done once.

    A co-operating unit's matter hangs on the lead's where there is one lead only, else on the requirement.
    Gives how many matters are new. Raises NoSuchMatter, Refusal.
    """
    now = clock.now()
    when = at or now
    with transaction.atomic():
        ref = projection.stream(viewer.realm, requirement_id)
        journal.lock(ref)
        written = entries.entries(ref)
        whole = projection.read(written)
        if whole is None or whole.kind is not Kind.REQUIREMENT or not sees(viewer, requirement_id):
            raise NoSuchMatter(str(requirement_id))
        if not facts.sends_for(viewer, whole.issuer):
            raise Refusal(matter.Reason.NOT_SENDER)
        if not whole.is_open:
            raise Refusal(matter.Reason.WRONG_STATE)
        openings = _issued(requirement_id, whole, lines, issuance)
        made = _open(viewer.realm, openings, by=viewer.actor, inlet="issuing", at=when)
        if made:
            _append(
                viewer, requirement_id, whole, written, [events.Issued(issuance=issuance, count=made)],
                at=when, now=now, source=None,
            )  # fmt: skip
        return made


def _issued(requirement_id: UUID, whole: Matter, lines: Sequence[Line], issuance: UUID) -> list[Opening]:
    leads = [line for line in lines if line.role is Role.LEAD]

    def identity(line: Line) -> UUID:
        return ids.derived_id(issuance, requirement_id, line.unit, line.role.value)

    def parent(line: Line) -> UUID:
        return identity(leads[0]) if line.role is Role.ASSIST and len(leads) == 1 else requirement_id

    return [
        Opening(
            id=identity(line), kind=Kind.TASK, title=whole.title, campaign=whole.campaign, issuer=whole.issuer,
            lead=line.unit, post=line.post, due=line.due, parent=parent(line), requirement=requirement_id,
            origin=whole.origin, role=line.role, issuance=issuance,
        )
        for line in lines
    ]  # fmt: skip


def follow_map(realm: str) -> int:
    """Bring paths and sums up to date after units moved on the map; gives how many cards moved."""
    moved = 0
    with transaction.atomic():
        cards = Card.objects.filter(realm=realm).only("realm", "id", "lead", "issuer", "path", "issuer_path")
        paths = facts.paths_of_cards(realm)
        for card in cards.iterator():
            path = paths.get(card.lead or card.issuer, card.path)
            issuer_path = paths.get(card.issuer, card.issuer_path)
            if (path, issuer_path) != (card.path, card.issuer_path):
                Card.objects.filter(realm=realm, id=card.id).update(path=path, issuer_path=issuer_path)
                moved += 1
        if moved:
            tallies.refold(realm)
    return moved
