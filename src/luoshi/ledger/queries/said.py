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
    return spoken(viewer.realm, cards(viewer).filter(id__in=set(ids)).values_list("id", flat=True), ())[0]


@dataclass(frozen=True, slots=True)
class SentBack:
    """Why a matter came back: the ground, and what the unit wrote."""

    ground: Ground
    words: str


def spoken(
    realm: str, in_hand: Iterable[UUID], sent_back: Iterable[UUID]
) -> tuple[dict[UUID, Said], dict[UUID, SentBack]]:
    """The last words on some matters and why others came back, all read together; it is known that they are seen."""
    told, returned = set(in_hand), set(sent_back)
    ways = journal.entries_of_many(realm, projection.STREAM, told | returned) if told | returned else {}
    last = {which: words for which, way in ways.items() if which in told and (words := _last(way))}
    back = {which: event for which, way in ways.items() if which in returned and (event := _return(way))}
    wanted = [words.text for _, words in last.values()] + [event.words.text for event in back.values()]
    texts = records.texts(wanted) if wanted else {}
    said = {
        which: Said(seq=entry.seq, on=clock.day(entry.happened_at), words=body)
        for which, (entry, words) in last.items()
        if (body := texts.get(words.text))
    }
    return said, {which: SentBack(event.ground, texts.get(event.words.text) or "") for which, event in back.items()}


def _return(way: list[EntryView]) -> events.Returned | None:
    for entry in reversed(way):
        event = from_payload(entry.name, entry.version, entry.payload)
        if isinstance(event, events.Returned):
            return event
    return None


def _last(way: list[EntryView]) -> tuple[EntryView, Words] | None:
    for entry in reversed(way):
        event = from_payload(entry.name, entry.version, entry.payload)
        if opens_again(event):
            return None
        if isinstance(event, events.Progressed | events.EvidenceAdded) and event.words:
            return entry, event.words
    return None
