"""From the journal to the board: the card of a matter is computed from its events, here and nowhere else."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from luoshi.base import bulk, clock
from luoshi.base.text import shorten
from luoshi.journal import queries as journal
from luoshi.journal.refs import EntryView, StreamRef
from luoshi.ledger import standings, tallies
from luoshi.ledger.events import from_payload
from luoshi.ledger.matter import Happened, Matter, evolve
from luoshi.ledger.models import Card, Rollup, TallyDelta
from luoshi.people import queries as people
from luoshi.records import queries as records

STREAM = "matter"
TITLE = 500
BATCH = 500


def stream(realm: str, matter_id: UUID) -> StreamRef:
    """The journal's stream of a matter."""
    return StreamRef(realm=realm, kind=STREAM, id=matter_id)


def happened(entry: EntryView) -> Happened:
    """An entry as the heart takes it: on the day it happened, by the person who acted."""
    event = from_payload(entry.name, entry.version, entry.payload)
    return Happened(event=event, on=clock.day(entry.happened_at), person=entry.actor.id)


def read(entries: Iterable[EntryView]) -> Matter | None:
    """The matter that these entries have made."""
    matter: Matter | None = None
    for entry in entries:
        matter = evolve(matter, happened(entry))
    return matter


def columns(matter: Matter, *, path: str, issuer_path: str, title: str) -> dict[str, Any]:
    """The card's columns, but for its keys and its place in the journal."""
    origin = matter.origin
    return {
        "kind": matter.kind.value,
        "role": matter.role.value,
        "visibility": matter.visibility,
        "campaign": matter.campaign,
        "state": matter.state.value,
        "grade": matter.grade,
        "title_text": matter.title.text,
        "title": shorten(title, TITLE),
        "issuer": matter.issuer,
        "issuer_path": issuer_path,
        "lead": matter.lead,
        "path": path or issuer_path,
        "post": matter.post,
        "parent": matter.parent,
        "requirement": matter.requirement,
        "document": origin.document if origin else None,
        "start": origin.start if origin else None,
        "end": origin.end if origin else None,
        "issuance": matter.issuance,
        "opened_on": matter.opened_on,
        "due_on": matter.due,
        "first_due_on": matter.first_due,
        "milestone_on": matter.next_milestone,
        "claimed_on": matter.claimed_on,
        "closed_on": matter.closed_on,
        "claimant": matter.claimant,
        "verifier": matter.verifier,
        "answer": matter.answer.value if matter.answer else "",
        "extension_on": matter.extension,
        "pause_on": matter.pause,
        "wished_on": matter.wished_on,
        "paused_until": matter.pauses[-1].until if matter.pauses and matter.is_open else None,
        "is_provisional": matter.provisional and matter.is_open,
        "asked_on": min(matter.asked_on, default=None) if matter.is_open else None,
        "questions": matter.questions,
        "returns": matter.returns,
        "refused": matter.refused,
        "reopened": matter.reopened,
        "children": matter.children,
        "called_back": matter.called_back,
        "follows": matter.follows,
        "helps": matter.helps,
        "urged": matter.urged,
        "urged_on": matter.urged_on,
        "rung": matter.rung,
        "rated_clear": matter.rated_clear,
        "rated_helpful": matter.rated_helpful,
        "answers": " ".join(f"{asked}/{answered}" for asked, answered in matter.answers) or None,
    }


def card(matter: Matter, entries: Sequence[EntryView], *, paths: dict[UUID, str], titles: dict[UUID, str]) -> Card:
    """The card after its last entry; `paths` and `titles` hold what the matter refers to."""
    last = entries[-1]
    made = columns(
        matter,
        path=paths.get(matter.lead, "") if matter.lead else "",
        issuer_path=paths.get(matter.issuer, ""),
        title=titles.get(matter.title.text, ""),
    )
    return Card(realm=last.stream.realm, id=last.stream.id, seq=last.seq, last_on=clock.day(last.happened_at), **made)


def change(realm: str, steps: Sequence[tuple[UUID, int, Matter, Matter]], happened_at: datetime) -> None:
    """Bring many cards up to date that one act has changed: those columns that differ, for all of them."""
    written = [(matter_id, seq, _plain(before), _plain(after)) for matter_id, seq, before, after in steps]
    names = sorted({name for *_, old, new in written for name in new if new[name] != old[name]})
    last_on = clock.day(happened_at).isoformat()
    bulk.change(
        Card,
        ("realm", "id"),
        [*names, "seq", "last_on"],
        [
            (*(new[name] for name in names), seq, last_on, realm, bulk.identifier(matter_id))
            for matter_id, seq, _old, new in written
        ],
    )


def _plain(matter: Matter) -> dict[str, Any]:
    """The columns that follow from the matter alone, as the database takes them."""
    found = columns(matter, path="", issuer_path="", title="")
    return {name: bulk.plain(value) for name, value in found.items() if name not in {"path", "issuer_path", "title"}}


def rebuild(realm: str) -> int:
    """Compute every card and every count of a realm anew from the journal alone; gives how many cards."""
    with transaction.atomic():
        Card.objects.filter(realm=realm).delete()
        TallyDelta.objects.filter(realm=realm).delete()
        Rollup.objects.filter(realm=realm).delete()
        made = 0
        histories = journal.histories(realm, STREAM)
        while chunk := list(islice(histories, BATCH)):
            made += _rebuild_chunk(realm, {ref.id: entries for ref, entries in chunk})
        standings.refold(realm)
        return made


def _rebuild_chunk(realm: str, histories: dict[UUID, list[EntryView]]) -> int:
    steps = {matter_id: list(_steps(entries)) for matter_id, entries in histories.items()}
    last = {matter_id: found[-1][1] for matter_id, found in steps.items()}
    paths = unit_paths(last.values())
    titles = title_words(last.values())
    Card.objects.bulk_create(
        [card(matter, histories[matter_id], paths=paths, titles=titles) for matter_id, matter in last.items()]
    )
    deltas = []
    for found in steps.values():
        before: Matter | None = None
        for act, after in found:
            deltas += tallies.deltas(realm, before, after, recorded=act[-1].recorded_at, happened=act[-1].happened_at)
            before = after
    TallyDelta.objects.bulk_create(deltas)
    return len(last)


def _steps(entries: list[EntryView]) -> Iterator[tuple[list[EntryView], Matter]]:
    """The matter after each act: entries of one transaction (one request, one moment of recording) count once."""
    matter: Matter | None = None
    act: list[EntryView] = []
    for number, entry in enumerate(entries):
        act.append(entry)
        matter = evolve(matter, happened(entry))
        following = entries[number + 1] if number + 1 < len(entries) else None
        if following is None or following.recorded_at != entry.recorded_at or following.request != entry.request:
            yield act, matter
            act = []


def unit_paths(matters: Iterable[Matter]) -> dict[UUID, str]:
    """The present paths of the units that matters name."""
    return paths_of({unit for matter in matters for unit in (matter.lead, matter.issuer) if unit})


def paths_of(units: Iterable[UUID]) -> dict[UUID, str]:
    """The present paths of units."""
    return people.paths_of(units)


def title_words(matters: Iterable[Matter]) -> dict[UUID, str]:
    """The words of the titles; an erased one is empty."""
    return words_of({matter.title.text for matter in matters})


def words_of(texts: set[UUID]) -> dict[UUID, str]:
    """The words of texts; an erased one is empty."""
    return {text_id: words or "" for text_id, words in records.texts(texts).items()}
