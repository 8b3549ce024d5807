"""What can happen to a matter, as plain values, and how they are written to the journal and read back.

Names are past tense and never reused. A payload holds decisions and references: words lie in `records`, an event
has their reference with a commitment. Units are seconds, days and identifiers; no figure is a fraction.
"""

import types
import typing
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar
from uuid import UUID


class Kind(StrEnum):
    """What sort of thing has to be done."""

    REQUIREMENT = "requirement"
    TASK = "task"
    DELIVERABLE = "deliverable"
    PROBLEM = "problem"
    FINDING = "finding"
    PROMISE = "promise"
    PLAN = "plan"
    DISPUTE = "dispute"
    HELP = "help"


class Role(StrEnum):
    """Whether the unit leads the matter or co-operates in another's."""

    LEAD = "lead"
    ASSIST = "assist"


class Nature(StrEnum):
    """What a piece of evidence is; the grade follows from it (E0 to E5)."""

    CLAIM = "claim"  # E0 the undertaker says so
    OWN = "own"  # E1 a document of the undertaker
    DATED = "dated"  # E2 a dated record made for another purpose
    THIRD = "third"  # E3 the third party's own record
    AFFECTED = "affected"  # E4 those affected confirm
    SPOT = "spot"  # E5 found on the spot


GRADES: dict[Nature, int] = {nature: grade for grade, nature in enumerate(Nature)}


class Ground(StrEnum):
    """Why a matter is sent back before acceptance."""

    NOT_OURS = "not_ours"
    UNCLEAR = "unclear"
    DOUBLE = "double"
    OTHER = "other"


class Answer(StrEnum):
    """What those affected say."""

    SOLVED = "solved"
    HALF = "half"
    NOT = "not"


class Means(StrEnum):
    """How those affected were asked."""

    PERSON = "person"
    SAMPLE = "sample"
    PUBLICATION = "publication"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in `records`, and the commitment to it."""

    text: UUID
    commitment: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in `records`, and its digest."""

    file: UUID
    digest: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The exact place that a requirement came from: characters `start` to `end` of the text of a document."""

    document: UUID
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step of a plan."""

    title: Words
    due: date


@dataclass(frozen=True, slots=True)
class Child:
    """A part of a matter handed to a unit below."""

    matter: UUID
    unit: UUID


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a matter."""

    NAME: ClassVar[str] = ""
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """A matter exists from now on."""

    NAME: ClassVar[str] = "matter.opened"
    kind: Kind
    title: Words
    campaign: UUID
    issuer: UUID
    role: Role = Role.LEAD
    parent: UUID | None = None
    requirement: UUID | None = None
    origin: Origin | None = None
    issuance: UUID | None = None
    visibility: str = "open"
    detail: Words | None = None
    helps: UUID | None = None  # the matter whose unit asks for help


@dataclass(frozen=True, slots=True)
class Assigned(Event):
    """A named person gave the matter to a unit; `designated` settles it after the third return."""

    NAME: ClassVar[str] = "matter.assigned"
    lead: UUID
    post: UUID | None = None
    designated: bool = False
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class DueDecided(Event):
    """A named person set the date, also as so many working days; the first one stays visible."""

    NAME: ClassVar[str] = "matter.due_decided"
    due: date
    calendar: str
    words: Words | None = None
    days: int | None = None  # working days it was reckoned with
    since: date | None = None  # the day after which they are counted


@dataclass(frozen=True, slots=True)
class Accepted(Event):
    """The unit takes the matter on."""

    NAME: ClassVar[str] = "matter.accepted"


@dataclass(frozen=True, slots=True)
class Returned(Event):
    """The unit sends the matter back before taking it on."""

    NAME: ClassVar[str] = "matter.returned"
    ground: Ground
    words: Words


@dataclass(frozen=True, slots=True)
class Planned(Event):
    """How and by when; a later plan replaces an earlier one."""

    NAME: ClassVar[str] = "matter.planned"
    words: Words
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True)
class MilestoneReached(Event):
    """One step of the plan is behind."""

    NAME: ClassVar[str] = "matter.milestone_reached"
    number: int
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Progressed(Event):
    """Something was done."""

    NAME: ClassVar[str] = "matter.progressed"
    words: Words
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceAdded(Event):
    """Something that shows it."""

    NAME: ClassVar[str] = "matter.evidence_added"
    nature: Nature
    words: Words | None = None
    files: tuple[Attachment, ...] = ()
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Claimed(Event):
    """The unit says that it is done."""

    NAME: ClassVar[str] = "matter.claimed"
    words: Words
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Verified(Event):
    """Somebody else found it done."""

    NAME: ClassVar[str] = "matter.verified"
    nature: Nature
    words: Words
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused(Event):
    """Somebody else found it not done: the matter is open again, with its first date."""

    NAME: ClassVar[str] = "matter.refused"
    words: Words
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Replied(Event):
    """The unit answers the words that asked for it."""

    NAME: ClassVar[str] = "matter.replied"
    words: Words


@dataclass(frozen=True, slots=True)
class Confirmed(Event):
    """Those affected say solved, half or not; half and not open the matter again."""

    NAME: ClassVar[str] = "matter.confirmed"
    answer: Answer
    means: Means
    words: Words


@dataclass(frozen=True, slots=True)
class Closed(Event):
    """Struck off."""

    NAME: ClassVar[str] = "matter.closed"
    words: Words | None = None
    open_children: int = 0


@dataclass(frozen=True, slots=True)
class CalledBack(Event):
    """Asked again some time after closing; half and not open the matter again."""

    NAME: ClassVar[str] = "matter.called_back"
    answer: Answer
    words: Words


@dataclass(frozen=True, slots=True)
class Reopened(Event):
    """Open again: the same matter, the first date stands."""

    NAME: ClassVar[str] = "matter.reopened"
    words: Words


@dataclass(frozen=True, slots=True)
class PassedOn(Event):
    """The unit handed parts to those below."""

    NAME: ClassVar[str] = "matter.passed_on"
    children: tuple[Child, ...]
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Issued(Event):
    """A requirement went out as so many tasks, in one issuance."""

    NAME: ClassVar[str] = "matter.issued"
    issuance: UUID
    count: int


@dataclass(frozen=True, slots=True)
class ExtensionAsked(Event):
    """The unit asks for a later date."""

    NAME: ClassVar[str] = "matter.extension_asked"
    until: date
    words: Words


@dataclass(frozen=True, slots=True)
class ExtensionDecided(Event):
    """The sender grants or refuses it."""

    NAME: ClassVar[str] = "matter.extension_decided"
    granted: bool
    until: date
    calendar: str
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class ExtensionWithdrawn(Event):
    """The sender took the last extension back: the date before it holds again."""

    NAME: ClassVar[str] = "matter.extension_withdrawn"
    due: date
    calendar: str
    words: Words


@dataclass(frozen=True, slots=True)
class PauseAsked(Event):
    """The unit asks for the clock to stand still from this day to a last one."""

    NAME: ClassVar[str] = "matter.pause_asked"
    until: date
    words: Words


@dataclass(frozen=True, slots=True)
class PauseDecided(Event):
    """The sender grants or refuses it; granted, the date moves by the working days that lie in it."""

    NAME: ClassVar[str] = "matter.pause_decided"
    granted: bool
    since: date
    until: date  # the last day on which the clock stands still
    days: int = 0  # working days in it that would have counted
    due: date | None = None
    calendar: str = ""
    steps: tuple[date, ...] = ()  # the dates of the plan's steps, moved as well
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class PauseEnded(Event):
    """The clock runs again before the pause was over: the date moves back accordingly."""

    NAME: ClassVar[str] = "matter.pause_ended"
    until: date  # the last day on which the clock stood still
    days: int
    due: date
    calendar: str
    steps: tuple[date, ...] = ()
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class DueSettled(Event):
    """The calendar of the year was published: the provisional date is replaced by the one reckoned with it."""

    NAME: ClassVar[str] = "matter.due_settled"
    due: date
    first: date
    calendar: str


@dataclass(frozen=True, slots=True)
class Linked(Event):
    """It is the same as another matter and follows that one; the earlier of both dates holds."""

    NAME: ClassVar[str] = "matter.linked"
    to: UUID
    due: date | None = None
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Unlinked(Event):
    """It is on its own again, with its own date."""

    NAME: ClassVar[str] = "matter.unlinked"
    to: UUID
    due: date | None = None
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Followed(Event):
    """Another matter, which is the same, follows this one."""

    NAME: ClassVar[str] = "matter.followed"
    matter: UUID


@dataclass(frozen=True, slots=True)
class Unfollowed(Event):
    """That matter is on its own again."""

    NAME: ClassVar[str] = "matter.unfollowed"
    matter: UUID


@dataclass(frozen=True, slots=True)
class Transferred(Event):
    """The sender gave the matter to another unit after it was taken on; the first date stands."""

    NAME: ClassVar[str] = "matter.transferred"
    lead: UUID
    words: Words
    post: UUID | None = None


@dataclass(frozen=True, slots=True)
class SentOut(Event):
    """It was handed to somebody outside the system, with a reason; here it ends."""

    NAME: ClassVar[str] = "matter.sent_out"
    to: Words
    words: Words


@dataclass(frozen=True, slots=True)
class Escalated(Event):
    """A higher unit or post was called in, by a rung of a ladder; the lead stays."""

    NAME: ClassVar[str] = "matter.escalated"
    rung: str
    unit: UUID
    post: UUID | None = None
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Urged(Event):
    """The unit was reminded: on which rung of which ladder, and how."""

    NAME: ClassVar[str] = "matter.urged"
    rung: str
    how: str
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class HelpAsked(Event):
    """The unit asked another one to remove an obstacle: a matter of that one."""

    NAME: ClassVar[str] = "matter.help_asked"
    matter: UUID
    unit: UUID
    due: date
    words: Words


@dataclass(frozen=True, slots=True)
class Asked(Event):
    """A question to the sender, without sending the matter back."""

    NAME: ClassVar[str] = "matter.asked"
    words: Words


@dataclass(frozen=True, slots=True)
class Answered(Event):
    """The sender's answer."""

    NAME: ClassVar[str] = "matter.answered"
    words: Words


@dataclass(frozen=True, slots=True)
class Withdrawn(Event):
    """The sender takes the matter back, with a reason."""

    NAME: ClassVar[str] = "matter.withdrawn"
    words: Words


@dataclass(frozen=True, slots=True)
class HandedOver(Event):
    """It belongs to another campaign from now on; everything else stands."""

    NAME: ClassVar[str] = "matter.handed_over"
    campaign: UUID


@dataclass(frozen=True, slots=True)
class Noted(Event):
    """A fact that one inlet alone understands, under a facet whose schema that inlet registers."""

    NAME: ClassVar[str] = "matter.noted"
    facet: str
    schema: int
    body: str  # canonical JSON
    words: Words | None = None


EVENTS: dict[tuple[str, int], type[Event]] = {
    (kind.NAME, kind.VERSION): kind
    for kind in (
        Opened, Assigned, DueDecided, Accepted, Returned, Planned, MilestoneReached, Progressed, EvidenceAdded, Claimed,
        Verified, Refused, Replied, Confirmed, Closed, CalledBack, Reopened, PassedOn, Issued, ExtensionAsked,
        ExtensionDecided, ExtensionWithdrawn, PauseAsked, PauseDecided, PauseEnded, DueSettled, Linked, Unlinked,
        Followed, Unfollowed, Transferred, SentOut, Escalated, Urged, HelpAsked, Asked, Answered, Withdrawn,
        HandedOver, Noted,
    )
}  # fmt: skip


class UnknownEvent(ValueError):
    """The journal holds an event that this release does not know."""


def to_payload(event: Event) -> dict[str, Any]:
    """The event as text, numbers, lists and mappings; fields without a value are left out."""
    written = _written(event)
    assert isinstance(written, dict)  # noqa: S101 - an event is a dataclass
    return written


def _written(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((f, getattr(value, f.name)) for f in fields(value))
        return {f.name: _written(item) for f, item in pairs if not (item in (None, ()) and f.default is not MISSING)}
    if isinstance(value, tuple):
        return [_written(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def from_payload(name: str, version: int, payload: dict[str, Any]) -> Event:
    """The event that a journal entry holds. Raises UnknownEvent for a name or version never written."""
    kind = EVENTS.get((name, version))
    if kind is None:
        raise UnknownEvent(f"{name} version {version}")
    event: Event = _read(kind, payload)
    return event


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {f.name: hints[f.name] for f in fields(kind)}


def _read(wanted: Any, raw: Any) -> Any:
    origin = typing.get_origin(wanted)
    if origin is types.UnionType:
        inner = next(arg for arg in typing.get_args(wanted) if arg is not types.NoneType)
        return None if raw is None else _read(inner, raw)
    if origin is tuple:
        return tuple(_read(typing.get_args(wanted)[0], item) for item in raw)
    if is_dataclass(wanted):
        hints = _hints(typing.cast(type, wanted))
        return typing.cast(type, wanted)(**{key: _read(hints[key], item) for key, item in raw.items()})
    if wanted is date:
        return date.fromisoformat(raw)
    return raw if wanted in (str, int, bool) else wanted(raw)
