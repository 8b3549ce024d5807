"""How an act on units, posts or accounts is written into the journal."""

from typing import Any
from uuid import UUID

from luoshi.base import clock
from luoshi.journal import commands as journal
from luoshi.journal.refs import NewEntry, StreamRef
from luoshi.people.rights import By, actor_of


def write(realm: str, kind: str, stream_id: UUID, name: str, payload: dict[str, Any], *, by: By) -> None:
    """Append one entry to the stream of a unit, of a post's tenures, or of a person's account."""
    moment = clock.now()
    journal.append(
        StreamRef(realm, kind, stream_id),
        [NewEntry(name, 1, payload)],
        by=actor_of(by),
        happened_at=moment,
        recorded_at=moment,
    )
