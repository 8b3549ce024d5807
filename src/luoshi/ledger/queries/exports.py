"""Rows with what was said on their way: for ledgers that are handed on, and for the brief.

A piece of so many rows costs the same number of questions to the database, whatever happened to its matters.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from luoshi.base import clock
from luoshi.journal import queries as journal
from luoshi.journal.refs import EntryView
from luoshi.ledger import projection
from luoshi.ledger.events import Event, ExtensionDecided, Opened, Role, from_payload
from luoshi.ledger.matter import State
from luoshi.ledger.queries.lists import EXPORT_CHUNK, Filter, MatterRow, export_rows
from luoshi.ledger.queries.visible import cards
from luoshi.ledger.words import files_in, words_in
from luoshi.people import queries as people
from luoshi.people.viewer import Viewer
from luoshi.records import queries as records


@dataclass(frozen=True, slots=True)
class Word:
    """The last entry of its name on a way: when, by whom, in which words and with which files."""

    seq: int
    on: date
    actor: str
    post: str
    words: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FullRow:
    """A line of a list with what was said on its way."""

    row: MatterRow
    detail: str
    last: Mapping[str, Word]  # by the name of the event
    extended: int  # how many times
    assists: tuple[str, ...]  # names of the units that co-operate
    holders: tuple[str, ...]  # who answers for it today; empty: nobody

    def said(self, *names: str) -> Word | None:
        """The newest of the last entries of these names."""
        return _newest(self.last, names)


def _newest(last: Mapping[str, Word], names: Sequence[str]) -> Word | None:
    found = [last[name] for name in names if name in last]
    return max(found, key=lambda word: word.seq, default=None)


def full_rows(viewer: Viewer, narrow: Filter) -> Iterator[FullRow]:
    """Every row of a list with its words, piece by piece."""
    rows = export_rows(viewer, narrow)
    while piece := list(islice(rows, EXPORT_CHUNK)):
        yield from _filled(viewer, piece)


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A line with the last words of each kind on its way."""

    row: MatterRow
    last: Mapping[str, Word]  # by the name of the event

    def said(self, *names: str) -> Word | None:
        """The newest of the last entries of these names."""
        return _newest(self.last, names)


def told(viewer: Viewer, rows: Sequence[MatterRow]) -> list[ToldRow]:
    """Rows that the viewer was given, with what was said on their way."""
    if not rows:
        return []
    words = _Words.of(viewer.realm, [row.id for row in rows])
    return [ToldRow(row, words.last(row.id)) for row in rows]


def _filled(viewer: Viewer, rows: Sequence[MatterRow]) -> list[FullRow]:
    ids = [row.id for row in rows]
    words = _Words.of(viewer.realm, ids)
    assists = _assists(viewer, ids)
    holders = _holders(rows)
    return [
        FullRow(
            row=row,
            detail=words.detail(row.id),
            last=words.last(row.id),
            extended=words.ways[row.id].extended,
            assists=tuple(assists.get(row.id, ())),
            holders=holders.get(row.id, ()),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class _Words:
    """The ways of some matters with all texts and names of files that they refer to."""

    ways: "Mapping[UUID, _Way]"
    texts: Mapping[UUID, str | None]
    names: Mapping[UUID, str]

    @classmethod
    def of(cls, realm: str, ids: Sequence[UUID]) -> "_Words":
        """Three questions to the database, however many matters there are in one piece."""
        entries = journal.entries_of_many(realm, projection.STREAM, ids)
        ways = {matter_id: _read(way) for matter_id, way in entries.items()}
        events = [event for way in ways.values() for _, event in way.last.values()]
        texts = records.texts({words.text for event in events for words in words_in(event)})
        files = records.files({found.file for event in events for found in files_in(event)})
        return cls(ways, texts, {file_id: meta.name or str(file_id) for file_id, meta in files.items()})

    def last(self, matter_id: UUID) -> dict[str, Word]:
        """The last entry of each name, in words."""
        last = self.ways[matter_id].last
        return {name: _word(entry, event, self.texts, self.names) for name, (entry, event) in last.items()}

    def detail(self, matter_id: UUID) -> str:
        """The words of the detail."""
        which = self.ways[matter_id].detail
        return (self.texts.get(which) or "") if which else ""


@dataclass(frozen=True, slots=True)
class _Way:
    """A way boiled down: the last entry of each name, the words of the detail, how often it was extended."""

    last: dict[str, tuple[EntryView, Event]]
    detail: UUID | None
    extended: int


def _read(entries: Iterable[EntryView]) -> _Way:
    last: dict[str, tuple[EntryView, Event]] = {}
    detail, extended = None, 0
    for entry in entries:
        event = from_payload(entry.name, entry.version, entry.payload)
        last[entry.name] = entry, event
        if isinstance(event, Opened) and event.detail:
            detail = event.detail.text
        elif isinstance(event, ExtensionDecided) and event.granted:
            extended += 1
    return _Way(last, detail, extended)


def _word(entry: EntryView, event: Event, texts: Mapping[UUID, str | None], names: Mapping[UUID, str]) -> Word:
    said = [] if isinstance(event, Opened) else [texts.get(words.text) for words in words_in(event)]
    return Word(
        seq=entry.seq,
        on=clock.day(entry.happened_at),
        actor=entry.actor.name,
        post=entry.actor.post,
        words="\n".join(words for words in said if words),
        files=tuple(names[found.file] for found in files_in(event) if found.file in names),
    )


def _assists(viewer: Viewer, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The co-operating units of each matter; those that were withdrawn are left out."""
    parts = cards(viewer).filter(parent__in=ids, role=Role.ASSIST).exclude(state=State.WITHDRAWN)
    pairs = list(parts.order_by("path", "id").values_list("parent", "lead"))
    units = people.units({unit for _, unit in pairs if unit})
    found: dict[UUID, list[str]] = {}
    for parent, unit in pairs:
        if parent and unit in units:
            found.setdefault(parent, []).append(units[unit].name)
    return found


def _holders(rows: Sequence[MatterRow]) -> dict[UUID, tuple[str, ...]]:
    """Who answers for each matter today: who holds its post, or the post that answers for its unit."""
    answering = people.responsible_posts({row.lead_id for row in rows if row.lead_id and not row.post})
    posts: dict[UUID, UUID] = {}
    for row in rows:
        if row.post:
            posts[row.id] = row.post
        elif row.lead_id and row.lead_id in answering:
            posts[row.id] = answering[row.lead_id].id
    held = people.holders_of(posts.values())
    return {matter_id: tuple(holder.name for holder in held.get(post, [])) for matter_id, post in posts.items()}
