"""The only way to write into the journal: entries are added to the end of a stream, nothing else happens here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from luoshi.base import bulk as tables
from luoshi.base import digests
from luoshi.base.bulk import identifier
from luoshi.journal import bulk, chain
from luoshi.journal.bulk import Pages, Told  # for those who write to streams by the thousand
from luoshi.journal.models import Entry, Pending, Stream
from luoshi.journal.refs import Actor, Batch, EntryView, NewEntry, Source, StreamRef

__all__ = [
    "CHUNK", "Pages", "SourceConflict", "StreamMoved", "Told", "append", "append_each", "append_many", "hold", "lock",
    "settle", "standing",
]  # fmt: skip

CHUNK = 200


class StreamMoved(Exception):
    """The stream has grown since the caller read it: read again and decide again."""


class SourceConflict(Exception):
    """The same source was written before with other content."""


@transaction.atomic
def append(
    stream: StreamRef,
    entries: Sequence[NewEntry],
    *,
    by: Actor,
    happened_at: datetime,
    recorded_at: datetime,
    request: str = "",
    source: Source | None = None,
    expected: int | None = None,
) -> list[EntryView]:
    """Add entries to a stream, opening it when it is new; several entries take the ordinals from the source's upwards.

    The same source with the same content gives back what stands and writes nothing, whatever `expected` says. What is
    compared: stream, names, versions, payloads, actor, and the moment when one was given beside the recording.
    Raises SourceConflict, StreamMoved when `expected` is not the head, TypeError for a payload with floats or objects.
    """
    batch = Batch(stream, tuple(entries), by, happened_at, recorded_at, request, source)
    if not batch.entries:
        return []
    head = _locked(stream)
    if standing := _standing(batch):
        return standing
    if expected is not None and expected != (head.seq if head else 0):
        raise StreamMoved(f"{stream} stands at {head.seq if head else 0}, not at {expected}")
    try:
        with transaction.atomic():
            rows = _rows(batch, head)
            _write(stream, head, rows)
    except IntegrityError as clash:
        return _overtaken(batch, clash)
    return [chain.view(row) for row in rows]


@transaction.atomic
def append_many(batches: Iterable[Batch]) -> int:
    """Open many new streams at once; gives how many entries were written. A source that stands already is left alone.

    Raises SourceConflict as `append` does, and StreamMoved when a stream stands already or comes twice.
    """
    remaining, written = iter(batches), 0
    while chunk := list(islice(remaining, CHUNK)):
        written += _unless_standing(chunk, {})
    return written


@transaction.atomic
def append_each(batches: Sequence[Batch]) -> int:
    """Add to the end of many streams that stand, each stream once; gives how many entries were written.

    Sources are as in `append_many`. Raises SourceConflict; StreamMoved for a stream that is not open or comes twice.
    """
    written = 0
    for (realm, kind), group in _by_place(batches).items():
        heads = bulk.held(realm, kind, [batch.stream.id for batch in group])
        if len(heads) != len(group):
            raise StreamMoved(f"{realm}/{kind}: a stream is not open, or comes twice")
        written += _unless_standing(group, heads)
    return written


def _by_place(batches: Iterable[Batch]) -> dict[tuple[str, str], list[Batch]]:
    found: dict[tuple[str, str], list[Batch]] = {}
    for batch in batches:
        found.setdefault((batch.stream.realm, batch.stream.kind), []).append(batch)
    return found


def _unless_standing(batches: list[Batch], heads: dict[UUID, bulk.Head]) -> int:
    """Write all; where the database refuses, leave out what stands already and write the rest."""
    try:
        with transaction.atomic():
            return _write_together(batches, heads)
    except IntegrityError:
        new = list(_not_standing(batches))
    try:
        with transaction.atomic():
            return _write_together(new, heads)
    except IntegrityError as clash:
        raise StreamMoved("one of the streams was written by somebody else") from clash


def _write_together(batches: list[Batch], heads: dict[UUID, bulk.Head]) -> int:
    pages: dict[tuple[Any, ...], Pages] = {}
    for batch in batches:
        stream, source = batch.stream, batch.source
        inlet = source.inlet if source else ""
        shared = (stream.realm, stream.kind, batch.by, batch.happened_at, batch.recorded_at, batch.request, inlet)
        if shared not in pages:
            pages[shared] = Pages(
                stream.realm, stream.kind, by=batch.by, happened_at=batch.happened_at, recorded_at=batch.recorded_at,
                request=batch.request, inlet=inlet,
            )  # fmt: skip
        pages[shared].add(
            identifier(stream.id),
            [Told(new.name, new.version, digests.canonical(new.payload)) for new in batch.entries],
            key=source.key if source else "",
            ordinal=source.ordinal if source else None,
            head=heads.get(stream.id, bulk.NEW),
        )
    return sum(page.write() for page in pages.values())


def lock(stream: StreamRef) -> int:
    """Hold a stream until the end of the transaction, so that nobody else adds to it; gives its head, 0 for none.

    A stream that is not opened yet cannot be held; two who open it meet at `append`, and one gets StreamMoved.
    """
    head = _locked(stream)
    return head.seq if head else 0


def hold(realm: str, kind: str, ids: Sequence[UUID]) -> dict[UUID, int]:
    """Hold many streams as `lock` does, in one order so that nobody waits in a ring; gives the heads of those open."""
    return {stream: head.seq for stream, head in bulk.held(realm, kind, ids).items()}


def standing(realm: str, kind: str, ids: Sequence[UUID]) -> set[UUID]:
    """Which of these streams are open already."""
    return set(Stream.objects.filter(realm=realm, kind=kind, id__in=ids).values_list("id", flat=True))


def settle() -> None:
    """After very many entries at once: let PostgreSQL look at the journal's tables, so that its next plans fit them."""
    tables.settle(Stream, Entry, Pending)


def _locked(stream: StreamRef) -> Stream | None:
    return Stream.objects.select_for_update().filter(realm=stream.realm, kind=stream.kind, id=stream.id).first()


def _rows(batch: Batch, head: Stream | None) -> list[Entry]:
    rows: list[Entry] = []
    seq, prev = (head.seq, head.digest) if head else (0, "")
    for offset, new in enumerate(batch.entries):
        source = replace(batch.source, ordinal=batch.source.ordinal + offset) if batch.source else None
        row = chain.build(
            batch.stream,
            new,
            after=seq,
            prev=prev,
            by=batch.by,
            happened_at=batch.happened_at,
            recorded_at=batch.recorded_at,
            request=batch.request,
            source=source,
        )
        rows.append(row)
        seq, prev = row.seq, row.digest
    return rows


def _write(stream: StreamRef, head: Stream | None, rows: list[Entry]) -> None:
    last = rows[-1]
    if head is None:
        _stream(stream, last).save(force_insert=True)
    else:
        Stream.objects.filter(realm=stream.realm, kind=stream.kind, id=stream.id).update(
            seq=last.seq, digest=last.digest
        )
    Entry.objects.bulk_create(rows, batch_size=CHUNK)
    Pending.objects.bulk_create([_pending(row) for row in rows], batch_size=CHUNK)


def _stream(stream: StreamRef, last: Entry) -> Stream:
    return Stream(realm=stream.realm, kind=stream.kind, id=stream.id, seq=last.seq, digest=last.digest)


def _pending(row: Entry) -> Pending:
    return Pending(realm=row.realm, kind=row.kind, stream=row.stream, seq=row.seq)


def _overtaken(batch: Batch, clash: IntegrityError) -> list[EntryView]:
    """Somebody wrote the same source or opened the same stream in the same moment: what stands decides."""
    if standing := _standing(batch):
        return standing
    raise StreamMoved(f"{batch.stream} was written by somebody else") from clash


def _standing(batch: Batch) -> list[EntryView]:
    """The entries that this source has written before; empty for a new source."""
    if batch.source is None:
        return []
    first, after = batch.source.ordinal, batch.source.ordinal + len(batch.entries)
    found = list(
        Entry.objects.filter(
            realm=batch.stream.realm,
            source_inlet=batch.source.inlet,
            source_key=batch.source.key,
            source_ordinal__gte=first,
            source_ordinal__lte=after,
        ).order_by("source_ordinal")
    )
    return _checked(batch, found)


def _checked(batch: Batch, found: list[Entry]) -> list[EntryView]:
    source, count = batch.source, len(batch.entries)
    if source is None or not found:
        return []
    own = [row for row in found if source.ordinal <= (row.source_ordinal or 0) < source.ordinal + count]
    following = [row for row in found if row not in own]
    if not own:
        return []
    same = len(own) == count and all(_same(batch, new, row) for new, row in zip(batch.entries, own, strict=True))
    longer = any(
        row.stream == own[-1].stream and row.seq == own[-1].seq + 1 and row.recorded_at == own[-1].recorded_at
        for row in following
    )
    if not same or longer:
        raise SourceConflict(f"{source.inlet} {source.key} was written before with other content")
    return [chain.view(row) for row in own]


def _same(batch: Batch, new: NewEntry, row: Entry) -> bool:
    rebuilt = chain.build(
        batch.stream,
        new,
        after=row.seq - 1,
        prev=row.prev,
        by=batch.by,
        happened_at=_comparable_moment(batch, row),
        recorded_at=row.recorded_at,
        request=row.request,
        source=Source(row.source_inlet, row.source_key, row.source_ordinal or 0),
    )
    columns = [name for name in chain.COVERED if name != "prev"]
    return all(getattr(rebuilt, name) == getattr(row, name) for name in columns)


def _comparable_moment(batch: Batch, row: Entry) -> datetime:
    """A moment that was not given (it is the recording's own) is no content."""
    if batch.happened_at == batch.recorded_at and row.happened_at == row.recorded_at:
        return row.happened_at
    return batch.happened_at


def _not_standing(batches: list[Batch]) -> Iterator[Batch]:
    """Those whose source is new, each once."""
    standing = _by_source(batches)
    taken: dict[tuple[str, Source], Batch] = {}
    for batch in batches:
        if batch.source is None:
            yield batch
            continue
        key = (batch.stream.realm, batch.source)
        if _checked(batch, standing.get((batch.stream.realm, batch.source.inlet, batch.source.key), [])):
            continue
        if key not in taken:
            taken[key] = batch
            yield batch
        elif (taken[key].stream, taken[key].entries) != (batch.stream, batch.entries):
            raise SourceConflict(f"{batch.source.inlet} {batch.source.key} comes twice with other content")


def _by_source(batches: list[Batch]) -> dict[tuple[str, str, str], list[Entry]]:
    keys: dict[tuple[str, str], set[str]] = {}
    for batch in batches:
        if batch.source:
            keys.setdefault((batch.stream.realm, batch.source.inlet), set()).add(batch.source.key)
    found: dict[tuple[str, str, str], list[Entry]] = {}
    for (realm, inlet), wanted in keys.items():
        rows = Entry.objects.filter(realm=realm, source_inlet=inlet, source_key__in=wanted).order_by("source_ordinal")
        for row in rows:
            found.setdefault((realm, inlet, row.source_key), []).append(row)
    return found
