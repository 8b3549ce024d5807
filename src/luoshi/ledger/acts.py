"""What can be asked of a matter: one plain value an act. `matter.decide` answers with events or a refusal.

Words are handed in as `Prose` (text not yet written); `ledger.commands` writes them to `records` first.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from luoshi.ledger.events import Answer, Attachment, Ground, Means, Nature, Words


class Prose(str):
    """Text that is not in `records` yet."""

    __slots__ = ()


Written = Words | Prose


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a person asks of a matter."""


@dataclass(frozen=True, slots=True)
class Assign(Act):
    """Give the matter to a unit (again): by the sender, while nobody has taken it on."""

    lead: UUID
    post: UUID | None = None
    words: Written | None = None


@dataclass(frozen=True, slots=True)
class DecideDue(Act):
    """Set the date where none was set, as a day or as so many working days from now: by the sender."""

    due: date | None = None
    words: Written | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Accept(Act):
    """Take the matter on."""


@dataclass(frozen=True, slots=True)
class Return(Act):
    """Send it back before taking it on, with a reason."""

    ground: Ground
    words: Written


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan as it is entered."""

    title: Written
    due: date


@dataclass(frozen=True, slots=True)
class Plan(Act):
    """Say how, and by when each step."""

    words: Written
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class ReachMilestone(Act):
    """Say that a step of the plan is behind."""

    number: int
    words: Written | None = None


@dataclass(frozen=True, slots=True)
class Progress(Act):
    """Say what was done."""

    words: Written
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class AddEvidence(Act):
    """Lay something down that shows it; the grade follows from what it is and who brings it."""

    nature: Nature
    words: Written | None = None
    files: tuple[Attachment, ...] = ()
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Claim(Act):
    """Say that it is done."""

    words: Written
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Verify(Act):
    """Find it done: on papers, by a third party's record, or on the spot."""

    nature: Nature
    words: Written
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Refuse(Act):
    """Find it not done."""

    words: Written
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply(Act):
    """Answer the words."""

    words: Written


@dataclass(frozen=True, slots=True)
class Confirm(Act):
    """Write down what those affected say."""

    answer: Answer
    means: Means
    words: Written


@dataclass(frozen=True, slots=True)
class Close(Act):
    """Strike it off; a reason is needed while a part of it is open."""

    words: Written | None = None


@dataclass(frozen=True, slots=True)
class CallBack(Act):
    """Ask again after closing."""

    answer: Answer
    words: Written


@dataclass(frozen=True, slots=True)
class Reopen(Act):
    """Open it again, with a reason."""

    words: Written


@dataclass(frozen=True, slots=True)
class Part:
    """A part for one unit below, with a date no later than one's own."""

    unit: UUID
    due: date | None = None
    post: UUID | None = None
    matter: UUID | None = None  # filled in by the command


@dataclass(frozen=True, slots=True)
class PassOn(Act):
    """Hand parts to units below."""

    parts: tuple[Part, ...]
    words: Written | None = None


@dataclass(frozen=True, slots=True)
class AskExtension(Act):
    """Ask for a later date, before the present one has passed."""

    until: date
    words: Written


@dataclass(frozen=True, slots=True)
class DecideExtension(Act):
    """Grant or refuse it: by the sender, who is another person."""

    granted: bool
    words: Written | None = None


@dataclass(frozen=True, slots=True)
class WithdrawExtension(Act):
    """Take the last extension back, with a reason: by the sender."""

    words: Written


@dataclass(frozen=True, slots=True)
class AskPause(Act):
    """Ask for the clock to stand still from today to a last day, before the date has passed."""

    until: date
    words: Written


@dataclass(frozen=True, slots=True)
class DecidePause(Act):
    """Grant or refuse it: by the sender, who is another person."""

    granted: bool
    words: Written | None = None


@dataclass(frozen=True, slots=True)
class Resume(Act):
    """Let the clock run again before the pause is over: by the one who asked for it, or the sender."""

    words: Written | None = None


@dataclass(frozen=True, slots=True)
class SettleDue(Act):
    """Reckon a provisional date anew with the calendar that is published now: by the clock."""


@dataclass(frozen=True, slots=True)
class Link(Act):
    """Let the matter follow another one that is the same: by the sender of both."""

    to: UUID
    words: Written | None = None


@dataclass(frozen=True, slots=True)
class Unlink(Act):
    """Let it stand on its own again: by the sender."""

    words: Written | None = None


@dataclass(frozen=True, slots=True)
class Transfer(Act):
    """Give it to another unit after it was taken on, with a reason: by the sender."""

    lead: UUID
    words: Written
    post: UUID | None = None


@dataclass(frozen=True, slots=True)
class SendOut(Act):
    """Hand it to somebody outside the system, with a reason: by the sender."""

    to: Written
    words: Written


@dataclass(frozen=True, slots=True)
class Escalate(Act):
    """Call in a higher unit or post: by the sender or by the clock."""

    rung: str
    unit: UUID
    post: UUID | None = None
    words: Written | None = None


@dataclass(frozen=True, slots=True)
class Urge(Act):
    """Remind the unit: by the sender or by the clock."""

    rung: str
    how: str
    words: Written | None = None


@dataclass(frozen=True, slots=True)
class AskHelp(Act):
    """Ask another unit to remove an obstacle."""

    unit: UUID
    words: Written
    post: UUID | None = None
    matter: UUID | None = None  # filled in by the command


@dataclass(frozen=True, slots=True)
class Ask(Act):
    """A question to the sender."""

    words: Written


@dataclass(frozen=True, slots=True)
class AnswerQuestion(Act):
    """The sender's answer."""

    words: Written


@dataclass(frozen=True, slots=True)
class Withdraw(Act):
    """Take it back, with a reason: by the sender. Open parts below go with it, once the sender has said so."""

    words: Written
    with_parts: bool = False


@dataclass(frozen=True, slots=True)
class HandOver(Act):
    """Give it to another campaign, because its own has ended: by the clock alone."""

    campaign: UUID


@dataclass(frozen=True, slots=True)
class Note(Act):
    """Lay down a fact under a registered facet."""

    facet: str
    schema: int
    body: str
    words: Written | None = None
