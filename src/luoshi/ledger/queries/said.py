"""What a unit has said about its matters already, so that nobody is asked for it twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from luoshi.base import clock
from luoshi.journal import queries as journal
from luoshi.journal.refs import EntryView
from luoshi.ledger import events, projection
from luoshi.ledger.events import Ground, Words, from_payload
from luoshi.ledger.matter import opens_again
from luoshi.ledger.queries.visible import cards
from luoshi.people.viewer import Viewer
from luoshi.records import queries as records


@dataclass(frozen=True, slots=True)
class Said:
    """The last progress or evidence in words: when, in which entry of the way, and what."""

    seq: int
    on: date
    words: str


def last_said(viewer: Viewer, ids: Iterable[UUID]) -> dict[UUID, Said]:
    """The last words on each of these matters since it was opened (again); matters without any are left out."""
    seen = set(cards(viewer).filter(id__in=set(ids)).values_list("id", flat=True))
    ways = journal.entries_of_many(viewer.realm, projection.STREAM, seen)
    found = {matter_id: last for matter_id, way in ways.items() if (last := _last(way))}
    texts = records.texts(words.text for _, words in found.values())
    return {
        matter_id: Said(seq=entry.seq, on=clock.day(entry.happened_at), words=body)
        for matter_id, (entry, words) in found.items()
        if (body := texts.get(words.text))
    }


@dataclass(frozen=True, slots=True)
class SentBack:
    """Why a matter came back: the ground, and what the unit wrote."""

    ground: Ground
    words: str


def last_returns(viewer: Viewer, ids: Iterable[UUID]) -> dict[UUID, SentBack]:
    """Why each of these matters came back the last time; those that never did, or are not seen, are left out."""
    wanted = set(ids)
    if not wanted:
        return {}
    seen = set(cards(viewer).filter(id__in=wanted).values_list("id", flat=True))
    ways = journal.entries_of_many(viewer.realm, projection.STREAM, seen)
    read = {matter_id: [from_payload(e.name, e.version, e.payload) for e in way] for matter_id, way in ways.items()}
    found = {
        matter_id: next((event for event in reversed(way) if isinstance(event, events.Returned)), None)
        for matter_id, way in read.items()
    }
    texts = records.texts(event.words.text for event in found.values() if event)
    return {
        matter_id: SentBack(event.ground, texts.get(event.words.text) or "")
        for matter_id, event in found.items()
        if event
    }


def _last(way: list[EntryView]) -> tuple[EntryView, Words] | None:
    for entry in reversed(way):
        event = from_payload(entry.name, entry.version, entry.payload)
        if opens_again(event):
            return None
        if isinstance(event, events.Progressed | events.EvidenceAdded) and event.words:
            return entry, event.words
    return None
