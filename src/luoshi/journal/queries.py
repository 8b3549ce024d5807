"""The only way to read the journal from outside: plain values, never rows."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby, islice
from typing import TypeVar
from uuid import UUID

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from luoshi.journal import chain
from luoshi.journal.models import WATCHED, Entry, Leaf, Log, Pending, Stream
from luoshi.journal.refs import EntryView, FeedItem, StreamRef

PAGE = 500
# As the index says it, word for word: SQLite takes an index over some rows for no other condition.
IS_WATCHED = RawSQL(f"kind IN {WATCHED}", (), output_field=BooleanField())  # noqa: S611 - our own constant
Item = TypeVar("Item")


def head(stream: StreamRef) -> int:
    """The last sequence number of a stream; 0 when it was never opened."""
    found = Stream.objects.filter(realm=stream.realm, kind=stream.kind, id=stream.id)
    return found.values_list("seq", flat=True).first() or 0


def entries(stream: StreamRef, *, after: int = 0) -> list[EntryView]:
    """What happened in a stream, in order."""
    rows = Entry.objects.filter(realm=stream.realm, kind=stream.kind, stream=stream.id, seq__gt=after)
    return [chain.view(row) for row in rows.order_by("seq")]


def entries_of_many(realm: str, kind: str, ids: Iterable[UUID]) -> dict[UUID, list[EntryView]]:
    """What happened in each of these streams, in order; streams without entries are left out."""
    found: dict[UUID, list[EntryView]] = {}
    for page in _pages(ids):
        rows = Entry.objects.filter(realm=realm, kind=kind, stream__in=page).order_by("stream", "seq")
        for row in rows:
            found.setdefault(row.stream, []).append(chain.view(row))
    return found


def watched(
    realm: str,
    *,
    about: UUID | None = None,
    beside: Iterable[UUID] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    before: tuple[datetime, UUID, int] | None = None,
    size: int = PAGE,
) -> list[EntryView]:
    """Entries on accounts and posts, the newest first; `before` is the moment, stream and number of the last one seen.

    `about` narrows to the stream of that person, to what the streams `beside` say of them, and to what they did.
    """
    rows = Entry.objects.filter(IS_WATCHED, realm=realm)
    if about is not None:
        named = Q(stream__in=list(beside), payload__contains=str(about))
        rows = rows.filter(Q(stream=about) | named | Q(actor_id=str(about)))
    if since is not None:
        rows = rows.filter(recorded_at__gte=since)
    if until is not None:
        rows = rows.filter(recorded_at__lt=until)
    if before is not None:
        at, stream, seq = before
        same = Q(recorded_at=at) & (Q(stream__lt=stream) | Q(stream=stream, seq__lt=seq))
        rows = rows.filter(Q(recorded_at__lte=at) & (Q(recorded_at__lt=at) | same))
    return [chain.view(row) for row in rows.order_by("-recorded_at", "-stream", "-seq")[:size]]


def entries_of_source(realm: str, inlet: str, key: str) -> list[EntryView]:
    """What a source has written, by ordinal: empty for an act that was not done yet."""
    rows = Entry.objects.filter(realm=realm, source_inlet=inlet, source_key=key).order_by("source_ordinal")
    return [chain.view(row) for row in rows]


def streams(realm: str, kind: str) -> Iterator[StreamRef]:
    """Every stream of a kind by identifier, which is the order they were opened in; memory stays flat."""
    last: UUID | None = None
    while True:
        rows = Stream.objects.filter(realm=realm, kind=kind)
        if last is not None:
            rows = rows.filter(id__gt=last)
        page = list(rows.order_by("id").values_list("id", flat=True)[:PAGE])
        if not page:
            return
        yield from (StreamRef(realm, kind, stream) for stream in page)
        last = page[-1]


def histories(realm: str, kind: str) -> Iterator[tuple[StreamRef, list[EntryView]]]:
    """Every stream of a kind with what happened in it, for rebuilds; memory stays flat."""
    for page in _pages(streams(realm, kind)):
        rows = Entry.objects.filter(realm=realm, kind=kind, stream__in=[ref.id for ref in page])
        for _stream, group in groupby(rows.order_by("stream", "seq"), key=lambda row: row.stream):
            history = [chain.view(row) for row in group]
            yield history[0].stream, history


def realms() -> list[str]:
    """The realms that have entries: a step in the index for each, however many streams it has."""
    found: list[str] = []
    behind = Stream.objects.order_by("realm").values_list("realm", flat=True)
    realm = behind.first()
    while realm is not None:
        found.append(realm)
        realm = behind.filter(realm__gt=realm).first()
    return found


def numbered(realm: str) -> int:
    """How many entries of a realm have a number: the end of its feed."""
    return Log.objects.filter(realm=realm).values_list("size", flat=True).first() or 0


def number_of(stream: StreamRef, seq: int) -> int | None:
    """The number that the sealer gave an entry; None while it waits for one."""
    found = Leaf.objects.filter(realm=stream.realm, kind=stream.kind, stream=stream.id, seq=seq)
    return found.values_list("number", flat=True).first()


def last_recorded(realm: str) -> datetime | None:
    """When the newest entry was written, by the numbers and the queue; None for an empty realm."""
    newest = Pending.objects.filter(realm=realm).order_by("-id").first()
    newest = newest or Leaf.objects.filter(realm=realm).order_by("-number").first()
    if newest is None:
        return None
    rows = Entry.objects.filter(realm=realm, kind=newest.kind, stream=newest.stream, seq=newest.seq)
    return rows.values_list("recorded_at", flat=True).first()


def feed(realm: str, after: int, limit: int) -> list[FeedItem]:
    """Entries by the sealer's number, from the one behind `after`: no reader misses what was committed late."""
    leaves = Leaf.objects.filter(realm=realm, number__gt=after).order_by("number")
    items: list[FeedItem] = []
    for page in _pages(leaves[:limit]):
        rows = Entry.objects.filter(
            realm=realm, stream__in={leaf.stream for leaf in page}, seq__in={leaf.seq for leaf in page}
        )
        found = {(row.kind, row.stream, row.seq): row for row in rows}
        items += [FeedItem(leaf.number, chain.view(found[leaf.kind, leaf.stream, leaf.seq])) for leaf in page]
    return items


def _pages(items: Iterable[Item]) -> Iterator[list[Item]]:
    remaining = iter(items)
    while page := list(islice(remaining, PAGE)):
        yield page
