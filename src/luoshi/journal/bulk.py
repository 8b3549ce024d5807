"""Entries of many streams written at once: rows in plain Python, each digest computed once, no model instances."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from luoshi.base import bulk
from luoshi.journal import chain
from luoshi.journal.models import Entry, Pending, Stream
from luoshi.journal.refs import Actor

STREAM = ("realm", "kind", "id", "seq", "digest")
PENDING = ("realm", "kind", "stream", "seq")
ENTRY = (
    "realm", "kind", "stream", "seq", "name", "version", "happened_at", "recorded_at", "actor_id", "actor_name",
    "actor_post", "request", "source_inlet", "source_key", "source_ordinal", "payload", "prev", "digest",
)  # fmt: skip


class Told(NamedTuple):
    """What an entry says; the payload is canonical JSON already."""

    name: str
    version: int
    payload: str


class Head(NamedTuple):
    """Where a stream stands."""

    seq: int
    digest: str


NEW = Head(0, "")


class Pages:
    """Entries of one act on many streams of one kind, gathered and then written together."""

    def __init__(
        self,
        realm: str,
        kind: str,
        *,
        by: Actor,
        happened_at: datetime,
        recorded_at: datetime,
        request: str,
        inlet: str,
    ) -> None:
        self._envelope = chain.Envelope(
            realm, kind, by=by, happened_at=happened_at, recorded_at=recorded_at, request=request, inlet=inlet
        )
        self._place = (realm, kind)
        self._when = (bulk.moment(happened_at), bulk.moment(recorded_at), by.id, by.name, by.post, request)
        self._inlet = inlet
        self._acts: list[tuple[str, Sequence[Told], str, int | None, Head]] = []

    def add(self, stream: str, told: Sequence[Told], *, key: str, ordinal: int | None = 0, head: Head = NEW) -> None:
        """Add to the end of a stream (its identifier as the database takes it); `ordinal` is None without a source."""
        self._acts.append((stream, told, key, ordinal, head))

    def write(self) -> int:
        """Write what was gathered; gives how many entries. Raises IntegrityError for a stream or source that stands."""
        opened: list[bulk.Row] = []
        moved: list[bulk.Row] = []
        pending: list[bulk.Row] = []
        # digests are computed while the database takes in the entries before them
        bulk.add(Entry, ENTRY, self._entries(opened, moved, pending))
        if opened:
            bulk.add(Stream, STREAM, opened)
        bulk.change(Stream, ("realm", "kind", "id"), ("seq", "digest"), moved)
        bulk.add(Pending, PENDING, pending)
        self._acts.clear()
        return len(pending)

    def _entries(
        self, opened: list[bulk.Row], moved: list[bulk.Row], pending: list[bulk.Row]
    ) -> Iterator[bulk.Row]:  # fmt: skip
        realm, kind = self._place
        when, inlet, digest_of = self._when, self._inlet, self._envelope.digest
        for stream, told, key, first, head in self._acts:
            hyphened, ordinal = bulk.hyphened(stream), first
            seq, prev = head
            for name, version, payload in told:
                seq += 1
                digest = digest_of(
                    name, version, payload, prev=prev, seq=seq, key=key, ordinal=ordinal, stream=hyphened
                )
                yield realm, kind, stream, seq, name, version, *when, inlet, key, ordinal, payload, prev, digest
                pending.append((realm, kind, stream, seq))
                prev = digest
                ordinal = None if ordinal is None else ordinal + 1
            if head.seq:
                moved.append((seq, prev, realm, kind, stream))
            else:
                opened.append((realm, kind, stream, seq, prev))


def held(realm: str, kind: str, ids: Sequence[UUID]) -> dict[UUID, Head]:
    """The heads of these streams, held until the transaction ends; in one order, so that nobody waits in a ring."""
    rows: Any = Stream.objects.select_for_update().filter(realm=realm, kind=kind, id__in=ids).order_by("id")
    return {stream: Head(seq, digest) for stream, seq, digest in rows.values_list("id", "seq", "digest")}
