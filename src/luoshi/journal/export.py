"""What of the journal leaves with an export: everything, as it is covered by digests and seals."""

import json
from collections.abc import Iterator

from luoshi.base.outgoing import Row, Table, table
from luoshi.journal import chain, outside, queries
from luoshi.journal.models import Entry, Leaf, Pending, Stream

PLACE = ["realm", "kind", "stream", "seq"]


def tables() -> Iterator[Table]:
    """Streams, entries, the log, what waits for a number, and the seals with their public keys."""
    streams = Stream.objects.order_by("realm", "kind", "id")
    yield table("journal/streams", streams, ["realm", "kind", "id", "seq", "digest"])
    yield table("journal/entries", Entry.objects.order_by(*PLACE), [*chain.COVERED, "digest"])
    yield table("journal/leaves", Leaf.objects.order_by("realm", "number"), ["realm", "number", *PLACE[1:], "digest"])
    yield table("journal/pending", Pending.objects.order_by("id"), PLACE)
    yield Table("journal/seals", _seals)


def _seals() -> Iterator[Row]:
    for realm in queries.realms():
        for line in outside.export_seals(realm).splitlines():
            yield json.loads(line)
