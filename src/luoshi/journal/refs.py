"""The plain values that the journal takes and gives."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class StreamRef:
    """One stream of entries; the realm is the partition and part of every key."""

    realm: str
    kind: str  # matter, review, issuance, tenure, identity, draw, template
    id: UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted, with name and post as they were then."""

    id: str
    name: str
    post: str = ""

    @classmethod
    def system(cls, name: str) -> "Actor":
        """A named actor of the system itself, such as `chasing`."""
        return cls(id=f"system:{name}", name=name)


@dataclass(frozen=True, slots=True)
class Source:
    """Where an act came from: the same key twice is one act, other content under it is a conflict."""

    inlet: str
    key: str
    ordinal: int = 0


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is to be written: decisions and references, never free text or personal data."""

    name: str  # past tense, dotted: matter.opened
    version: int
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry as it stands in the journal."""

    stream: StreamRef
    seq: int
    name: str
    version: int
    happened_at: datetime
    recorded_at: datetime
    actor: Actor
    request: str
    source: Source | None
    payload: dict[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class Batch:
    """The first entries of a new stream, for opening many at once."""

    stream: StreamRef
    entries: tuple[NewEntry, ...]
    by: Actor
    happened_at: datetime
    recorded_at: datetime
    request: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An entry with its number in the realm's log: what readers follow."""

    number: int
    entry: EntryView
