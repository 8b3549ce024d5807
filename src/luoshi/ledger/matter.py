"""The heart: what a matter is, what may be asked of it, and what follows. Plain Python, no clock, no chance.

`evolve(matter, event)` gives the matter after an event; `decide(matter, act, facts)` gives the events that an act
leads to, or raises `Refusal`. Everything about the world (who is above whom, the calendar, open parts) is looked up
beforehand and handed in as `Facts`.

Sources of the rules: one lead and an end to sending back and forth (letters rule on transfer; 政府督查工作条例 art. 17
for review by others), undertaker, verifier and the one who asks for satisfaction are different people (谁验收谁负责;
群众路线 practice of 组织开单、党员接单、督导组核单、群众回单).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import singledispatch
from uuid import UUID

from luoshi.base.days import ONE, Days, is_unpublished
from luoshi.ledger import acts, clocks, events
from luoshi.ledger.acts import Prose
from luoshi.ledger.events import GRADES, Answer, Event, Kind, Means, Milestone, Nature, Role, Words


class State(StrEnum):
    """Where a matter stands on its way."""

    OPENED = "opened"  # no unit yet
    ASSIGNED = "assigned"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WORKING = "working"
    CLAIMED = "claimed"
    VERIFIED = "verified"
    REPLIED = "replied"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    SENT_OUT = "sent_out"


ENDED = frozenset({State.CLOSED, State.WITHDRAWN, State.SENT_OUT})
IN_HAND = frozenset({State.ACCEPTED, State.WORKING})
DONE_WRITING = ENDED | {State.CLAIMED, State.VERIFIED, State.REPLIED, State.CONFIRMED}
BEFORE_ACCEPTANCE = frozenset({State.OPENED, State.ASSIGNED, State.RETURNED})

UNDERTAKING = frozenset({"principal", "office", "liaison", "leader"})
SENDING = frozenset({"principal", "office"})
VERIFYING = frozenset({"principal", "office", "supervision"})
CONFIRMING = frozenset({"principal", "office", "supervision", "stationed", "liaison"})
CLOCK = "clock"  # the duty of the system's own actor, which no person holds
RATING = "rating"  # the facet under which the unit says how what came down was
NEVER_ASKED = frozenset({"village"})  # kinds of units that are not asked for help: their list of duties is closed


class Reason(StrEnum):
    """Why an act is refused; `ledger.refusals` says it in the reader's language."""

    WRONG_STATE = "wrong_state"
    NOT_UNDERTAKER = "not_undertaker"
    NOT_SENDER = "not_sender"
    NOT_VERIFIER = "not_verifier"
    OWN_CLAIM = "own_claim"
    NOT_CONFIRMER = "not_confirmer"
    SAME_PERSON = "same_person"
    NO_WORDS = "no_words"
    NO_DUE = "no_due"
    PAST_DUE = "past_due"
    NOT_LATER = "not_later"
    AFTER_OWN_DUE = "after_own_due"
    ALREADY_ASKED = "already_asked"
    NOTHING_ASKED = "nothing_asked"
    DESIGNATED = "designated"
    NOT_BELOW = "not_below"
    NO_PARTS = "no_parts"
    OPEN_PARTS = "open_parts"
    GRADE_TOO_HIGH = "grade_too_high"
    GRADE_TOO_LOW = "grade_too_low"
    NO_DATE_OF_RECORD = "no_date_of_record"
    NO_SUCH_MILESTONE = "no_such_milestone"
    ALREADY_BELOW = "already_below"
    PARTS_BELOW = "parts_below"
    WHOLE_WITHDRAWN = "whole_withdrawn"
    NOT_EXTENDED = "not_extended"
    PAUSED = "paused"
    NOT_PAUSED = "not_paused"
    PAUSE_CAP = "pause_cap"
    FOLLOWS = "follows"
    NOT_THE_SAME = "not_the_same"
    NO_RING = "no_ring"
    SAME_UNIT = "same_unit"
    NOT_ABOVE = "not_above"
    NOT_ASKED = "not_asked"
    BEFORE_OPENING = "before_opening"
    NOT_PROVISIONAL = "not_provisional"
    NOT_THE_CLOCK = "not_the_clock"


class Refusal(Exception):
    """An act that may not be; says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Facts:
    """The world as an act finds it, looked up by the command and frozen."""

    person: str
    duty: str
    unit: UUID | None  # where the acting post sits
    unit_path: str
    scope: UUID | None  # whose subtree it serves
    scope_path: str
    today: date
    on: date | None = None  # the day on which it happens, where that is not today
    matter: UUID | None = None  # the matter that is acted on
    days: Days = field(default_factory=Days)  # the official calendar
    pause_cap: int = 30  # working days that a matter may be paused in all
    help_days: int = 5  # working days that the one asked for help has
    lead_path: str = ""
    assist_paths: tuple[str, ...] = ()
    open_children: int = 0  # parts handed on; of a requirement 1 where any task is open
    open_assists: int = 0  # co-operating units' parts
    returns_allowed: int = 3
    target_paths: tuple[tuple[UUID, str], ...] = ()  # paths of units that the act names
    open_below: int = 0  # all that is open at any depth below; looked up for a withdrawal only
    is_whole_withdrawn: bool = False  # of a matter above; looked up for acts that open again
    busy_below: frozenset[UUID] = frozenset()  # units that hold an open part already
    target_kinds: tuple[tuple[UUID, str], ...] = ()  # kinds of units that the act names
    other: "Other | None" = None  # the matter that the act names

    @property
    def day(self) -> date:
        """The day on which the act happens."""
        return self.on or self.today


@dataclass(frozen=True, slots=True)
class Other:
    """Another matter, as far as a link to it depends on it."""

    id: UUID
    kind: Kind
    issuer: UUID
    state: State
    role: Role
    due: date | None
    follows: UUID | None
    parent: UUID | None


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone and whether it is behind."""

    milestone: Milestone
    reached_on: date | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter as its events have made it."""

    kind: Kind
    title: Words
    campaign: UUID
    issuer: UUID
    opened_on: date
    role: Role = Role.LEAD
    parent: UUID | None = None
    requirement: UUID | None = None
    origin: events.Origin | None = None
    issuance: UUID | None = None
    visibility: str = "open"
    state: State = State.OPENED
    lead: UUID | None = None
    post: UUID | None = None
    due: date | None = None
    first_due: date | None = None
    designated: bool = False
    returns: int = 0
    plan: tuple[Step, ...] = ()
    evidence: Nature | None = None  # best piece laid down by the undertaker since the last opening
    grade: int | None = None  # of what is claimed or found done
    claimant: str = ""
    claimed_on: date | None = None
    verifier: str = ""
    answer: Answer | None = None
    closed_on: date | None = None
    reopened: int = 0
    refused: int = 0
    questions: int = 0  # asked and not answered
    extension: date | None = None  # asked for and not decided
    asked_by: str = ""
    children: int = 0
    progress: int = 0
    pieces: tuple[clocks.Piece, ...] = ()  # what the date is made of
    provisional: bool = False  # reckoned in a year whose calendar was not published
    pause: date | None = None  # asked for and not decided
    wished_on: date | None = None  # when the extension or the pause was asked for
    spells: tuple[clocks.Spell, ...] = ()  # closed and opened again
    asked_on: tuple[date, ...] = ()  # of the questions not answered
    returned_on: date | None = None  # and not assigned again
    answers: tuple[tuple[date, date], ...] = ()  # question or return, and the sender's answer
    follows: UUID | None = None
    ceiling: date | None = None  # the date of the matter that it follows
    followers: tuple[UUID, ...] = ()
    helps: UUID | None = None
    asked_for_help: tuple[UUID, ...] = ()
    called_back: int = 0  # since the last closing
    urged: int = 0
    urged_on: date | None = None
    rung: str = ""  # the last one of a ladder
    rated_clear: bool | None = None
    rated_helpful: bool | None = None

    @property
    def is_open(self) -> bool:
        """Neither struck off nor withdrawn."""
        return self.state not in ENDED

    @property
    def pauses(self) -> tuple[clocks.Pause, ...]:
        """Every pause, those that are over too."""
        return tuple(piece for piece in self.pieces if isinstance(piece, clocks.Pause))

    def is_paused(self, on: date) -> bool:
        """Whether the clock stands still on a day."""
        return any(pause.since <= on <= pause.until for pause in self.pauses)

    def spent(self, today: date, days: Days) -> clocks.Spent:
        """Working days since the opening, all and those on which the clock ran; to the day on which it ended."""
        return clocks.spent(
            self.opened_on, self.closed_on or today, pauses=self.pauses, spells=self.spells, days=days
        )  # fmt: skip

    @property
    def next_milestone(self) -> date | None:
        """The earliest step not yet reached, while the matter is in hand."""
        if self.state not in IN_HAND:
            return None
        return min((step.milestone.due for step in self.plan if step.reached_on is None), default=None)


@dataclass(frozen=True, slots=True)
class Happened:
    """An event with the day and the person."""

    event: Event
    on: date
    person: str = ""


class NotOpened(ValueError):
    """A stream that does not begin with an opening."""


# ------------------------------------------------------------------ evolve


def replay(happened: Iterable[Happened]) -> Matter | None:
    """The matter that a list of events has made; None for an empty list."""
    matter: Matter | None = None
    for item in happened:
        matter = evolve(matter, item)
    return matter


def evolve(matter: Matter | None, happened: Happened) -> Matter:
    """The matter after one more event."""
    event = happened.event
    if isinstance(event, events.Opened):
        return Matter(
            kind=event.kind, title=event.title, campaign=event.campaign, issuer=event.issuer, opened_on=happened.on,
            role=event.role, parent=event.parent, requirement=event.requirement, origin=event.origin,
            issuance=event.issuance, visibility=event.visibility, helps=event.helps,
        )  # fmt: skip
    if matter is None:
        raise NotOpened(event.NAME)
    return _evolve(event, matter, happened)


@singledispatch
def _evolve(event: Event, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return matter


@_evolve.register
def _(event: events.Assigned, matter: Matter, happened: Happened) -> Matter:
    answered = ((matter.returned_on, happened.on),) if matter.returned_on else ()
    return replace(
        matter, lead=event.lead, post=event.post, state=State.ASSIGNED, returned_on=None,
        designated=matter.designated or event.designated, answers=(*matter.answers, *answered),
    )  # fmt: skip


@_evolve.register
def _(event: events.DueDecided, matter: Matter, happened: Happened) -> Matter:
    begun = clocks.Begun(happened.on, event.due, event.days, event.since)
    return replace(
        matter, due=event.due, first_due=matter.first_due or event.due, pieces=(*matter.pieces, begun),
        provisional=is_unpublished(event.calendar),
    )  # fmt: skip


@_evolve.register
def _(event: events.Accepted, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return replace(matter, state=State.ACCEPTED)


@_evolve.register
def _(event: events.Returned, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return replace(matter, state=State.RETURNED, returns=matter.returns + 1, returned_on=happened.on)


@_evolve.register
def _(event: events.Planned, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return replace(matter, state=State.WORKING, plan=tuple(Step(step) for step in event.milestones))


@_evolve.register
def _(event: events.MilestoneReached, matter: Matter, happened: Happened) -> Matter:
    steps = list(matter.plan)
    steps[event.number] = replace(steps[event.number], reached_on=happened.on)
    return replace(matter, plan=tuple(steps), state=State.WORKING, progress=matter.progress + 1)


@_evolve.register
def _(event: events.Progressed, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return replace(matter, state=State.WORKING, progress=matter.progress + 1)


@_evolve.register
def _(event: events.EvidenceAdded, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    grade = max(GRADES[event.nature], GRADES[matter.evidence] if matter.evidence else 0)
    best = max((event.nature, matter.evidence or event.nature), key=lambda nature: GRADES[nature])
    return replace(matter, evidence=best, grade=grade if matter.state is State.CLAIMED else matter.grade)


@_evolve.register
def _(event: events.Claimed, matter: Matter, happened: Happened) -> Matter:
    best = matter.evidence
    if event.files and (best is None or GRADES[best] < GRADES[Nature.OWN]):
        best = Nature.OWN
    return replace(
        matter, state=State.CLAIMED, claimant=happened.person, claimed_on=happened.on, evidence=best,
        grade=GRADES[best] if best else 0, extension=None, pause=None, asked_by="", wished_on=None,
    )  # fmt: skip


@_evolve.register
def _(event: events.Verified, matter: Matter, happened: Happened) -> Matter:
    grade = max(GRADES[event.nature], matter.grade or 0)
    return replace(matter, state=State.VERIFIED, verifier=happened.person, grade=grade)


@_evolve.register
def _(event: events.Refused, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return replace(_open_again(matter, happened.on), refused=matter.refused + 1)


@_evolve.register
def _(event: events.Replied, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return replace(matter, state=State.REPLIED)


@_evolve.register
def _(event: events.Confirmed, matter: Matter, happened: Happened) -> Matter:
    if opens_again(event):
        return replace(
            _open_again(matter, happened.on), answer=event.answer, reopened=matter.reopened + 1, follows=None
        )
    asked = event.means is not Means.PUBLICATION
    grade = max(GRADES[Nature.AFFECTED], matter.grade or 0) if asked else matter.grade
    return replace(matter, state=State.CONFIRMED, answer=event.answer, grade=grade)


@_evolve.register
def _(event: events.Closed, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return replace(matter, state=State.CLOSED, closed_on=happened.on, called_back=0)


@_evolve.register
def _(event: events.CalledBack, matter: Matter, happened: Happened) -> Matter:
    if opens_again(event):
        return replace(
            _open_again(matter, happened.on), answer=event.answer, reopened=matter.reopened + 1, follows=None
        )
    grade = max(GRADES[Nature.AFFECTED], matter.grade or 0)
    return replace(matter, answer=event.answer, grade=grade, called_back=matter.called_back + 1)


@_evolve.register
def _(event: events.Reopened, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    again = _open_again(matter, happened.on)
    if matter.kind is Kind.REQUIREMENT:
        again = replace(again, state=State.OPENED)
    return replace(again, reopened=matter.reopened + 1, follows=None)  # opened for itself, it is handled for itself


@_evolve.register
def _(event: events.PassedOn, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    state = State.WORKING if matter.state in IN_HAND else matter.state
    return replace(matter, children=matter.children + len(event.children), state=state)


@_evolve.register
def _(event: events.Issued, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return replace(matter, children=matter.children + event.count)


@_evolve.register
def _(event: events.ExtensionAsked, matter: Matter, happened: Happened) -> Matter:
    return replace(matter, extension=event.until, asked_by=happened.person, wished_on=happened.on)


@_evolve.register
def _(event: events.ExtensionDecided, matter: Matter, happened: Happened) -> Matter:
    settled = replace(matter, extension=None, asked_by="", wished_on=None)
    if not event.granted:
        return settled
    return replace(
        settled, due=event.until, pieces=(*matter.pieces, clocks.Extended(happened.on, event.until)),
        provisional=is_unpublished(event.calendar),
    )  # fmt: skip


@_evolve.register
def _(event: events.ExtensionWithdrawn, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    pieces = clocks.without_last_extension(matter.pieces)
    return replace(matter, due=event.due, pieces=pieces, provisional=is_unpublished(event.calendar))


@_evolve.register
def _(event: events.PauseAsked, matter: Matter, happened: Happened) -> Matter:
    return replace(matter, pause=event.until, asked_by=happened.person, wished_on=happened.on)


@_evolve.register
def _(event: events.PauseDecided, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    settled = replace(matter, pause=None, asked_by="", wished_on=None)
    if not event.granted:
        return settled
    return replace(
        settled, due=event.due, plan=_moved(matter.plan, event.steps), provisional=is_unpublished(event.calendar),
        pieces=(*matter.pieces, clocks.Pause(event.since, event.until, event.days)),
    )  # fmt: skip


@_evolve.register
def _(event: events.PauseEnded, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return replace(
        matter, due=event.due, plan=_moved(matter.plan, event.steps), provisional=is_unpublished(event.calendar),
        pieces=_ended(matter.pieces, event.until, event.days),
    )  # fmt: skip


def _ended(pieces: tuple[clocks.Piece, ...], until: date, counted: int) -> tuple[clocks.Piece, ...]:
    """The pieces with the last pause ended earlier."""
    last = max(n for n, piece in enumerate(pieces) if isinstance(piece, clocks.Pause))
    found = pieces[last]
    assert isinstance(found, clocks.Pause)  # noqa: S101 - chosen above
    return (*pieces[:last], replace(found, until=until, days=counted), *pieces[last + 1 :])


def _moved(plan: tuple[Step, ...], dates: tuple[date, ...]) -> tuple[Step, ...]:
    """The plan with its steps on other dates."""
    if len(dates) != len(plan):
        return plan
    return tuple(
        replace(step, milestone=replace(step.milestone, due=due)) for step, due in zip(plan, dates, strict=True)
    )


@_evolve.register
def _(event: events.DueSettled, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return replace(matter, due=event.due, first_due=event.first, provisional=is_unpublished(event.calendar))


@_evolve.register
def _(event: events.Linked, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return replace(
        matter, follows=event.to, ceiling=event.due, due=event.due, extension=None, pause=None, asked_by="",
        wished_on=None, first_due=matter.first_due or event.due,
    )  # fmt: skip


@_evolve.register
def _(event: events.Unlinked, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    first = matter.first_due if matter.pieces else event.due
    return replace(matter, follows=None, ceiling=None, due=event.due, first_due=first)


@_evolve.register
def _(event: events.Followed, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return replace(matter, followers=(*matter.followers, event.matter))


@_evolve.register
def _(event: events.Unfollowed, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return replace(matter, followers=tuple(one for one in matter.followers if one != event.matter))


@_evolve.register
def _(event: events.Transferred, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return replace(
        _open_again(matter, None), state=State.ASSIGNED, lead=event.lead, post=event.post, plan=(), extension=None,
        pause=None, asked_by="", wished_on=None,
    )  # fmt: skip


@_evolve.register
def _(event: events.SentOut, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return _over(matter, State.SENT_OUT, happened.on)


@_evolve.register
def _(event: events.Escalated, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return replace(matter, rung=event.rung)


@_evolve.register
def _(event: events.HandedOver, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return replace(matter, campaign=event.campaign)


@_evolve.register
def _(event: events.Urged, matter: Matter, happened: Happened) -> Matter:
    return replace(matter, rung=event.rung, urged=matter.urged + 1, urged_on=happened.on)


@_evolve.register
def _(event: events.HelpAsked, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return replace(matter, asked_for_help=(*matter.asked_for_help, event.matter))


@_evolve.register
def _(event: events.Asked, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return replace(matter, questions=matter.questions + 1, asked_on=(*matter.asked_on, happened.on))


@_evolve.register
def _(event: events.Answered, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    answered = ((matter.asked_on[0], happened.on),) if matter.asked_on else ()
    return replace(
        matter, questions=max(0, matter.questions - 1), asked_on=matter.asked_on[1:],
        answers=(*matter.answers, *answered),
    )  # fmt: skip


@_evolve.register
def _(event: events.Withdrawn, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    return _over(matter, State.WITHDRAWN, happened.on)


@_evolve.register
def _(event: events.Noted, matter: Matter, happened: Happened) -> Matter:  # noqa: ARG001
    if event.facet != RATING:
        return matter
    said = json.loads(event.body)
    return replace(matter, rated_clear=said.get("clear"), rated_helpful=said.get("helpful"))


def _over(matter: Matter, state: State, on: date) -> Matter:
    return replace(matter, state=state, closed_on=on, extension=None, pause=None, asked_by="", wished_on=None)


def opens_again(event: Event) -> bool:
    """Whether the unit has it in hand again: what it said and laid down before no longer counts."""
    if isinstance(event, events.Confirmed | events.CalledBack):
        return event.answer is not Answer.SOLVED
    return isinstance(event, events.Refused | events.Reopened)


def _open_again(matter: Matter, on: date | None) -> Matter:
    closed = (clocks.Spell(matter.closed_on + ONE, on - ONE),) if matter.closed_on and on else ()
    return replace(
        matter,
        spells=(*matter.spells, *closed),
        state=State.WORKING,
        grade=None,
        evidence=None,
        claimant="",
        claimed_on=None,
        verifier="",
        closed_on=None,
    )


# ------------------------------------------------------------------ who may


def is_under(path: str, ancestor: str) -> bool:
    """Whether a unit is the other or lies below it; nothing lies below an unknown unit."""
    return bool(ancestor) and path.startswith(ancestor)


def acts_for_lead(matter: Matter, facts: Facts) -> bool:
    """The post undertakes for the unit that leads the matter; a supervision group does so for itself alone."""
    if matter.lead is None:
        return False
    if facts.duty in UNDERTAKING:
        return matter.lead in {facts.scope, facts.unit}
    return facts.duty == "supervision" and facts.unit == matter.lead


def acts_for_sender(matter: Matter, facts: Facts) -> bool:
    """The post sends for the unit that issued the matter."""
    return facts.scope == matter.issuer and facts.duty in SENDING


def passes_on(matter: Matter, facts: Facts) -> bool:
    """The post may undo and settle what its unit passed on; there the liaison who did so counts as the sender."""
    if acts_for_sender(matter, facts):
        return True
    is_part = matter.parent is not None and matter.parent != matter.requirement and matter.role is Role.LEAD
    return (is_part or matter.kind is Kind.HELP) and facts.scope == matter.issuer and facts.duty == "liaison"


def _need(condition: object, reason: Reason) -> None:
    if not condition:
        raise Refusal(reason)


def _need_lead(matter: Matter, facts: Facts) -> None:
    _need(acts_for_lead(matter, facts), Reason.NOT_UNDERTAKER)


def _need_sender(matter: Matter, facts: Facts) -> None:
    _need(acts_for_sender(matter, facts), Reason.NOT_SENDER)


def _need_sender_or_liaison(matter: Matter, facts: Facts) -> None:
    _need(passes_on(matter, facts), Reason.NOT_SENDER)


def _need_words(words: acts.Written | None) -> Words:
    if not isinstance(words, Words):
        raise Refusal(Reason.NO_WORDS)
    return words


def _written(words: acts.Written | None) -> Words | None:
    if isinstance(words, Prose):
        raise TypeError("words are written to records before a decision is asked for")
    return words


def _need_independent(matter: Matter, facts: Facts) -> None:
    """Another person, of a unit that is neither the claimant's nor co-operating nor below either."""
    _need(facts.duty in VERIFYING and is_under(facts.lead_path, facts.scope_path), Reason.NOT_VERIFIER)
    _need(facts.person != matter.claimant, Reason.OWN_CLAIM)
    involved = (facts.lead_path, *facts.assist_paths)
    _need(not any(is_under(facts.unit_path, path) for path in involved), Reason.NOT_VERIFIER)


# ------------------------------------------------------------------ decide


def decide(matter: Matter, act: acts.Act, facts: Facts) -> list[Event]:
    """The events that an act leads to. Raises Refusal."""
    _need(facts.day >= matter.opened_on, Reason.BEFORE_OPENING)
    return _decide(act, matter, facts)


@singledispatch
def _decide(act: acts.Act, matter: Matter, facts: Facts) -> list[Event]:  # noqa: ARG001
    raise TypeError(f"no rule for {type(act).__name__}")


@_decide.register
def _(act: acts.Assign, matter: Matter, facts: Facts) -> list[Event]:
    _need_sender_or_liaison(matter, facts)
    _need(matter.state in BEFORE_ACCEPTANCE and matter.kind is not Kind.REQUIREMENT, Reason.WRONG_STATE)
    settled = matter.state is State.RETURNED and matter.returns >= facts.returns_allowed
    return [events.Assigned(lead=act.lead, post=act.post, designated=settled, words=_written(act.words))]


@_decide.register
def _(act: acts.DecideDue, matter: Matter, facts: Facts) -> list[Event]:
    _need_sender_or_liaison(matter, facts)
    _need(matter.is_open and matter.due is None and matter.kind is not Kind.REQUIREMENT, Reason.WRONG_STATE)
    since = facts.day if act.days else None
    due = facts.days.add(since, act.days) if since and act.days else act.due
    if due is None:
        raise Refusal(Reason.NO_DUE)
    _need(due >= matter.opened_on, Reason.PAST_DUE)
    return [
        events.DueDecided(
            due=due, calendar=facts.days.version(due), words=_written(act.words), days=act.days, since=since
        )
    ]


@_decide.register
def _(act: acts.Accept, matter: Matter, facts: Facts) -> list[Event]:  # noqa: ARG001
    _need_lead(matter, facts)
    _need(matter.state is State.ASSIGNED, Reason.WRONG_STATE)
    return [events.Accepted()]


@_decide.register
def _(act: acts.Return, matter: Matter, facts: Facts) -> list[Event]:
    _need_lead(matter, facts)
    _need(matter.state is State.ASSIGNED, Reason.WRONG_STATE)
    _need(not matter.designated, Reason.DESIGNATED)
    return [events.Returned(ground=act.ground, words=_need_words(act.words))]


@_decide.register
def _(act: acts.Plan, matter: Matter, facts: Facts) -> list[Event]:
    _need_lead(matter, facts)
    _need(matter.state in IN_HAND, Reason.WRONG_STATE)
    steps = []
    for step in sorted(act.steps, key=lambda step: step.due):
        _need(step.due >= facts.today, Reason.PAST_DUE)
        _need(matter.due is None or step.due <= matter.due, Reason.AFTER_OWN_DUE)
        steps.append(Milestone(title=_need_words(step.title), due=step.due))
    return [events.Planned(words=_need_words(act.words), milestones=tuple(steps))]


@_decide.register
def _(act: acts.ReachMilestone, matter: Matter, facts: Facts) -> list[Event]:
    _need_lead(matter, facts)
    _need(matter.state in IN_HAND, Reason.WRONG_STATE)
    _need(0 <= act.number < len(matter.plan) and not matter.plan[act.number].reached_on, Reason.NO_SUCH_MILESTONE)
    return [events.MilestoneReached(number=act.number, words=_written(act.words))]


@_decide.register
def _(act: acts.Progress, matter: Matter, facts: Facts) -> list[Event]:
    _need_lead(matter, facts)
    _need(matter.state in IN_HAND, Reason.WRONG_STATE)
    return [events.Progressed(words=_need_words(act.words), files=act.files)]


@_decide.register
def _(act: acts.AddEvidence, matter: Matter, facts: Facts) -> list[Event]:
    _need_lead(matter, facts)
    _need(matter.state in IN_HAND or matter.state is State.CLAIMED, Reason.WRONG_STATE)
    _need(GRADES[act.nature] <= GRADES[Nature.DATED], Reason.GRADE_TOO_HIGH)
    _need(act.words or act.files, Reason.NO_WORDS)
    _need(act.nature is not Nature.DATED or (act.dated and act.dated <= facts.today), Reason.NO_DATE_OF_RECORD)
    return [events.EvidenceAdded(nature=act.nature, words=_written(act.words), files=act.files, dated=act.dated)]


@_decide.register
def _(act: acts.Claim, matter: Matter, facts: Facts) -> list[Event]:
    _need_lead(matter, facts)
    _need(matter.state in IN_HAND, Reason.WRONG_STATE)
    _need(matter.follows is None, Reason.FOLLOWS)
    _need(facts.open_children == 0, Reason.OPEN_PARTS)
    return [*_running_again(matter, facts), events.Claimed(words=_need_words(act.words), files=act.files)]


@_decide.register
def _(act: acts.Verify, matter: Matter, facts: Facts) -> list[Event]:
    _need(matter.state is State.CLAIMED, Reason.WRONG_STATE)
    _need_independent(matter, facts)
    _need(act.nature is not Nature.AFFECTED, Reason.GRADE_TOO_HIGH)
    _need(act.nature not in {Nature.CLAIM, Nature.DATED}, Reason.GRADE_TOO_LOW)
    return [events.Verified(nature=act.nature, words=_need_words(act.words), files=act.files)]


@_decide.register
def _(act: acts.Refuse, matter: Matter, facts: Facts) -> list[Event]:
    _need(matter.state is State.CLAIMED, Reason.WRONG_STATE)
    _need_independent(matter, facts)
    return [events.Refused(words=_need_words(act.words), files=act.files)]


@_decide.register
def _(act: acts.Reply, matter: Matter, facts: Facts) -> list[Event]:
    _need_lead(matter, facts)
    _need(matter.state is State.VERIFIED, Reason.WRONG_STATE)
    return [events.Replied(words=_need_words(act.words))]


@_decide.register
def _(act: acts.Confirm, matter: Matter, facts: Facts) -> list[Event]:
    words = _need_words(act.words)
    confirmed = events.Confirmed(answer=act.answer, means=act.means, words=words)
    if matter.kind is Kind.HELP:  # the one who asked says whether the obstacle is gone, and that is the end of it
        _need(matter.state in {State.CLAIMED, State.VERIFIED, State.REPLIED}, Reason.WRONG_STATE)
        _need_sender_or_liaison(matter, facts)
        _need(facts.person != matter.claimant, Reason.SAME_PERSON)
        return [confirmed] if opens_again(confirmed) else [confirmed, events.Closed()]
    _need(matter.state is State.REPLIED, Reason.WRONG_STATE)
    _need_other_person(matter, facts)
    return [confirmed]


@_decide.register
def _(act: acts.CallBack, matter: Matter, facts: Facts) -> list[Event]:
    _need(matter.state is State.CLOSED and matter.kind not in {Kind.REQUIREMENT, Kind.HELP}, Reason.WRONG_STATE)
    _need_other_person(matter, facts)
    called = events.CalledBack(answer=act.answer, words=_need_words(act.words))
    _need(not opens_again(called) or not facts.is_whole_withdrawn, Reason.WHOLE_WITHDRAWN)
    return [called]


def _need_other_person(matter: Matter, facts: Facts) -> None:
    reaches = is_under(facts.lead_path, facts.scope_path)
    _need(facts.duty in CONFIRMING and reaches and not acts_for_lead(matter, facts), Reason.NOT_CONFIRMER)
    _need(facts.person not in {matter.claimant, matter.verifier}, Reason.SAME_PERSON)


@_decide.register
def _(act: acts.Close, matter: Matter, facts: Facts) -> list[Event]:
    _need_sender(matter, facts)
    words = _written(act.words)
    if matter.kind is Kind.REQUIREMENT:
        _need(matter.state is State.OPENED and matter.children > 0, Reason.WRONG_STATE)
        _need(facts.open_children == 0, Reason.OPEN_PARTS)
        return [events.Closed(words=words)]
    _need(matter.state is State.CONFIRMED, Reason.WRONG_STATE)
    _need(facts.person != matter.claimant, Reason.SAME_PERSON)
    left = facts.open_children + facts.open_assists
    _need(left == 0 or words is not None, Reason.OPEN_PARTS)
    return [events.Closed(words=words, open_children=left)]


@_decide.register
def _(act: acts.Reopen, matter: Matter, facts: Facts) -> list[Event]:
    _need(passes_on(matter, facts) if matter.kind is Kind.HELP else acts_for_sender(matter, facts), Reason.NOT_SENDER)
    later = {State.VERIFIED, State.REPLIED, State.CONFIRMED, State.CLOSED}
    _need(matter.state in later, Reason.WRONG_STATE)
    _need(not facts.is_whole_withdrawn, Reason.WHOLE_WITHDRAWN)
    return [events.Reopened(words=_need_words(act.words))]


@_decide.register
def _(act: acts.PassOn, matter: Matter, facts: Facts) -> list[Event]:
    _need_lead(matter, facts)
    _need(matter.state in IN_HAND, Reason.WRONG_STATE)
    _need(act.parts, Reason.NO_PARTS)
    paths = dict(facts.target_paths)
    children = []
    for part in act.parts:
        path = paths.get(part.unit, "")
        _need(path and is_under(path, facts.lead_path) and path != facts.lead_path, Reason.NOT_BELOW)
        _need(part.unit not in facts.busy_below, Reason.ALREADY_BELOW)
        _need(part.due is None or part.due >= facts.today, Reason.PAST_DUE)
        _need(part.due is None or matter.due is None or part.due <= matter.due, Reason.AFTER_OWN_DUE)
        if part.matter is None:
            raise TypeError("the command gives every part its identifier")
        children.append(events.Child(matter=part.matter, unit=part.unit))
    return [events.PassedOn(children=tuple(children), words=_written(act.words))]


@_decide.register
def _(act: acts.AskExtension, matter: Matter, facts: Facts) -> list[Event]:
    _need_lead(matter, facts)
    _need(matter.state in IN_HAND, Reason.WRONG_STATE)
    if matter.due is None:
        raise Refusal(Reason.NO_DUE)
    _need_free_clock(matter, facts)
    _need(facts.today <= matter.due, Reason.PAST_DUE)
    _need(act.until > matter.due, Reason.NOT_LATER)
    return [events.ExtensionAsked(until=act.until, words=_need_words(act.words))]


@_decide.register
def _(act: acts.DecideExtension, matter: Matter, facts: Facts) -> list[Event]:
    _need_sender(matter, facts)
    if matter.extension is None:
        raise Refusal(Reason.NOTHING_ASKED)
    _need(facts.person != matter.asked_by, Reason.SAME_PERSON)
    until = matter.extension
    version = facts.days.version(until)
    return [
        events.ExtensionDecided(granted=act.granted, until=until, calendar=version, words=_written(act.words)),
    ]


def _need_free_clock(matter: Matter, facts: Facts) -> None:
    """One wish at a time, none while the clock stands still, none where another matter's date holds."""
    _need(matter.follows is None, Reason.FOLLOWS)
    _need(matter.extension is None and matter.pause is None, Reason.ALREADY_ASKED)
    _need(not matter.is_paused(facts.day), Reason.PAUSED)


def _due_of(matter: Matter, pieces: tuple[clocks.Piece, ...], facts: Facts) -> date:
    """The date that pieces lead to. Raises Refusal where there is none."""
    due = clocks.due_after(pieces, matter.opened_on, facts.days)
    if due is None:
        raise Refusal(Reason.NO_DUE)
    return due


def _earlier(*dates: date | None) -> date | None:
    return min((one for one in dates if one), default=None)


@_decide.register
def _(act: acts.WithdrawExtension, matter: Matter, facts: Facts) -> list[Event]:
    _need_sender(matter, facts)
    _need(matter.state in BEFORE_ACCEPTANCE | IN_HAND and matter.follows is None, Reason.WRONG_STATE)
    _need(any(isinstance(piece, clocks.Extended) for piece in matter.pieces), Reason.NOT_EXTENDED)
    due = _due_of(matter, clocks.without_last_extension(matter.pieces), facts)
    return [events.ExtensionWithdrawn(due=due, calendar=facts.days.version(due), words=_need_words(act.words))]


@_decide.register
def _(act: acts.AskPause, matter: Matter, facts: Facts) -> list[Event]:
    _need_lead(matter, facts)
    _need(matter.state in IN_HAND, Reason.WRONG_STATE)
    if matter.due is None:
        raise Refusal(Reason.NO_DUE)
    _need_free_clock(matter, facts)
    _need(facts.day <= matter.due, Reason.PAST_DUE)
    _need(act.until >= facts.day, Reason.PAST_DUE)
    had = sum(clocks.paused_days(facts.days, matter.opened_on, one.since, one.until) for one in matter.pauses)
    wanted = clocks.paused_days(facts.days, matter.opened_on, facts.day, act.until)
    _need(had + wanted <= facts.pause_cap, Reason.PAUSE_CAP)
    return [events.PauseAsked(until=act.until, words=_need_words(act.words))]


@_decide.register
def _(act: acts.DecidePause, matter: Matter, facts: Facts) -> list[Event]:
    _need_sender(matter, facts)
    if matter.pause is None or matter.wished_on is None:
        raise Refusal(Reason.NOTHING_ASKED)
    _need(facts.person != matter.asked_by, Reason.SAME_PERSON)
    words = _written(act.words)
    since, until = matter.wished_on, matter.pause
    if not act.granted:
        return [events.PauseDecided(granted=False, since=since, until=until, words=words)]
    counted = clocks.paused_days(facts.days, matter.opened_on, since, until)
    due = _due_of(matter, (*matter.pieces, clocks.Pause(since, until, counted)), facts)
    return [
        events.PauseDecided(
            granted=True, since=since, until=until, days=counted, due=due, calendar=facts.days.version(due),
            steps=_shifted(matter, counted, facts.days), words=words,
        )
    ]  # fmt: skip


def _shifted(matter: Matter, by: int, days: Days) -> tuple[date, ...]:
    """The dates of the plan's steps, those not reached moved by so many working days."""
    return tuple(step.milestone.due if step.reached_on else days.add(step.milestone.due, by) for step in matter.plan)


@_decide.register
def _(act: acts.Resume, matter: Matter, facts: Facts) -> list[Event]:
    _need(acts_for_lead(matter, facts) or acts_for_sender(matter, facts), Reason.NOT_UNDERTAKER)
    _need(matter.is_open, Reason.WRONG_STATE)
    ended = _running_again(matter, facts, _written(act.words))
    _need(ended, Reason.NOT_PAUSED)
    return ended


def _running_again(matter: Matter, facts: Facts, words: Words | None = None) -> list[Event]:
    """The end of a pause that is not over yet: its last day is the day before; nothing where the clock runs."""
    if not matter.is_paused(facts.day):
        return []
    last = matter.pauses[-1]
    until = facts.day - ONE
    counted = clocks.paused_days(facts.days, matter.opened_on, last.since, until)
    due = _due_of(matter, _ended(matter.pieces, until, counted), facts)
    steps = _shifted(matter, counted - last.days, facts.days)
    version = facts.days.version(due)
    return [events.PauseEnded(until=until, days=counted, due=due, calendar=version, steps=steps, words=words)]


@_decide.register
def _(act: acts.SettleDue, matter: Matter, facts: Facts) -> list[Event]:  # noqa: ARG001
    _need(facts.duty == CLOCK, Reason.NOT_THE_CLOCK)
    _need(matter.is_open and matter.provisional and matter.due, Reason.NOT_PROVISIONAL)
    _need(matter.due and not is_unpublished(facts.days.version(matter.due)), Reason.NOT_PROVISIONAL)
    own, first = _due_of(matter, matter.pieces, facts), _due_of(matter, matter.pieces[:1], facts)
    due = min(own, matter.ceiling or own)
    return [events.DueSettled(due=due, first=first, calendar=facts.days.version(due))]


@_decide.register
def _(act: acts.Link, matter: Matter, facts: Facts) -> list[Event]:
    _need_sender(matter, facts)
    other = facts.other
    if other is None or other.id != act.to or other.id == facts.matter:
        raise Refusal(Reason.NOT_THE_SAME)
    _need(other.issuer == facts.scope, Reason.NOT_SENDER)
    _need(Kind.REQUIREMENT not in {matter.kind, other.kind}, Reason.NOT_THE_SAME)
    _need(matter.role is Role.LEAD and other.role is Role.LEAD, Reason.NOT_THE_SAME)
    _need(matter.parent != other.id and (facts.matter is None or other.parent != facts.matter), Reason.NOT_THE_SAME)
    _need(matter.follows is None, Reason.FOLLOWS)
    _need(not matter.followers and other.follows is None, Reason.NO_RING)
    _need({matter.state, other.state} <= BEFORE_ACCEPTANCE | IN_HAND, Reason.WRONG_STATE)
    _need(facts.open_children == 0, Reason.OPEN_PARTS)
    again = _running_again(matter, facts)
    own = again[0].due if again and isinstance(again[0], events.PauseEnded) else matter.due
    return [*again, events.Linked(to=act.to, due=_earlier(own, other.due), words=_written(act.words))]


@_decide.register
def _(act: acts.Unlink, matter: Matter, facts: Facts) -> list[Event]:
    _need_sender(matter, facts)
    _need(matter.follows is not None and matter.is_open, Reason.WRONG_STATE)
    assert matter.follows is not None  # noqa: S101 - said above
    return [unlinked(matter, facts.days, _written(act.words))]


def unlinked(matter: Matter, days: Days, words: Words | None = None) -> events.Unlinked:
    """What lets a matter that follows another stand on its own, with its own date."""
    if matter.follows is None:
        raise Refusal(Reason.WRONG_STATE)
    due = clocks.due_after(matter.pieces, matter.opened_on, days)
    return events.Unlinked(to=matter.follows, due=due, words=words)


def carried_along(event: Event, follower: Matter, days: Days) -> list[Event]:
    """What happens to a matter that follows, when this happens to the one it follows.

    It is claimed, verified and refused with it; it answers, asks and calls back on its own; where the other ends, it
    stands on its own again.
    """
    if not follower.is_open:
        return []
    if isinstance(event, events.Claimed):
        return [event] if follower.state in BEFORE_ACCEPTANCE | IN_HAND else []
    if isinstance(event, events.Verified | events.Refused):
        return [event] if follower.state is State.CLAIMED else []
    if isinstance(event, events.Withdrawn | events.SentOut):
        return [unlinked(follower, days)]
    return []


@_decide.register
def _(act: acts.Transfer, matter: Matter, facts: Facts) -> list[Event]:
    _need_sender(matter, facts)
    _need(matter.state in IN_HAND and matter.kind is not Kind.REQUIREMENT, Reason.WRONG_STATE)
    _need(act.lead != matter.lead, Reason.SAME_UNIT)
    _need(facts.open_children == 0, Reason.OPEN_PARTS)
    given = events.Transferred(lead=act.lead, post=act.post, words=_need_words(act.words))
    return [*_running_again(matter, facts), given]


@_decide.register
def _(act: acts.SendOut, matter: Matter, facts: Facts) -> list[Event]:
    _need_sender(matter, facts)
    _need(matter.is_open and matter.kind not in {Kind.REQUIREMENT, Kind.HELP}, Reason.WRONG_STATE)
    _need(facts.open_children + facts.open_assists == 0, Reason.OPEN_PARTS)
    return [events.SentOut(to=_need_words(act.to), words=_need_words(act.words))]


@_decide.register
def _(act: acts.Escalate, matter: Matter, facts: Facts) -> list[Event]:
    _need(facts.duty == CLOCK or passes_on(matter, facts), Reason.NOT_SENDER)
    _need(matter.is_open and matter.kind is not Kind.REQUIREMENT and matter.lead, Reason.WRONG_STATE)
    path = dict(facts.target_paths).get(act.unit, "")
    _need(path and not is_under(path, facts.lead_path), Reason.NOT_ABOVE)
    return [events.Escalated(rung=act.rung, unit=act.unit, post=act.post, words=_written(act.words))]


@_decide.register
def _(act: acts.Urge, matter: Matter, facts: Facts) -> list[Event]:
    _need(facts.duty == CLOCK or passes_on(matter, facts), Reason.NOT_SENDER)
    _need(matter.is_open and matter.kind is not Kind.REQUIREMENT and matter.lead, Reason.WRONG_STATE)
    return [events.Urged(rung=act.rung, how=act.how, words=_written(act.words))]


@_decide.register
def _(act: acts.AskHelp, matter: Matter, facts: Facts) -> list[Event]:
    _need_lead(matter, facts)
    _need(matter.state in IN_HAND, Reason.WRONG_STATE)
    path = dict(facts.target_paths).get(act.unit, "")
    _need(path and not is_under(path, facts.lead_path), Reason.NOT_ASKED)
    _need(dict(facts.target_kinds).get(act.unit, "") not in NEVER_ASKED, Reason.NOT_ASKED)
    if act.matter is None:
        raise TypeError("the command gives the matter of the one asked its identifier")
    due = facts.days.add(facts.day, facts.help_days)
    return [events.HelpAsked(matter=act.matter, unit=act.unit, due=due, words=_need_words(act.words))]


@_decide.register
def _(act: acts.Ask, matter: Matter, facts: Facts) -> list[Event]:
    _need_lead(matter, facts)
    _need(matter.is_open, Reason.WRONG_STATE)
    return [events.Asked(words=_need_words(act.words))]


@_decide.register
def _(act: acts.AnswerQuestion, matter: Matter, facts: Facts) -> list[Event]:
    _need_sender_or_liaison(matter, facts)
    _need(matter.questions > 0, Reason.NOTHING_ASKED)
    return [events.Answered(words=_need_words(act.words))]


@_decide.register
def _(act: acts.HandOver, matter: Matter, facts: Facts) -> list[Event]:
    _need(facts.duty == CLOCK, Reason.NOT_THE_CLOCK)
    _need(matter.is_open and act.campaign != matter.campaign, Reason.WRONG_STATE)
    return [events.HandedOver(campaign=act.campaign)]


@_decide.register
def _(act: acts.Withdraw, matter: Matter, facts: Facts) -> list[Event]:
    if not (facts.duty == CLOCK and matter.kind is Kind.DELIVERABLE):  # whose unit is gone, or that nobody asks for now
        _need_sender_or_liaison(matter, facts)
    _need(matter.is_open, Reason.WRONG_STATE)
    _need(matter.kind is not Kind.REQUIREMENT or facts.open_children == 0, Reason.OPEN_PARTS)
    _need(act.with_parts or facts.open_below == 0, Reason.PARTS_BELOW)
    return [events.Withdrawn(words=_need_words(act.words))]


def withdrawn_with(part: Matter, words: Words) -> list[Event]:
    """What follows for a part when the whole is withdrawn: nothing stays open below it, the reason is the same."""
    return [events.Withdrawn(words=words)] if part.is_open else []


@_decide.register
def _(act: acts.Note, matter: Matter, facts: Facts) -> list[Event]:
    if act.facet == RATING:
        _need_lead(matter, facts)
        came_down = matter.lead != matter.issuer and matter.kind is not Kind.HELP
        _need(came_down and matter.state not in {State.WITHDRAWN, State.SENT_OUT}, Reason.WRONG_STATE)
    else:
        _need(matter.is_open, Reason.WRONG_STATE)
    return [events.Noted(facet=act.facet, schema=act.schema, body=act.body, words=_written(act.words))]


def opening(
    opened: events.Opened, *, lead: UUID | None, post: UUID | None, due: date | None, calendar: str,
    days: int | None = None, since: date | None = None,
) -> list[Event]:  # fmt: skip
    """The events that begin a matter: owner and date only where somebody decided them."""
    begun: list[Event] = [opened]
    if due is not None:
        begun.append(events.DueDecided(due=due, calendar=calendar, days=days, since=since))
    if lead is not None:
        begun.append(events.Assigned(lead=lead, post=post))
    return begun


NOTHING = Words(text=UUID(int=0), commitment="")


def _probes(matter: Matter, facts: Facts) -> dict[str, acts.Act]:
    """One harmless example of every act a person does, to ask whether it could be done now."""
    later = max(facts.today, matter.due or facts.today) + timedelta(days=1)
    undone = next((n for n, step in enumerate(matter.plan) if step.reached_on is None), -1)
    below = next((unit for unit, path in facts.target_paths if is_under(path, facts.lead_path)), UUID(int=0))
    beside = next((unit for unit, path in facts.target_paths if not is_under(path, facts.lead_path)), UUID(int=0))
    other = facts.other.id if facts.other else UUID(int=0)
    part = acts.Part(unit=below, matter=UUID(int=0))
    return {
        "assign": acts.Assign(lead=UUID(int=0)),
        "decide_due": acts.DecideDue(due=later),
        "accept": acts.Accept(),
        "return": acts.Return(ground=events.Ground.OTHER, words=NOTHING),
        "ask": acts.Ask(words=NOTHING),
        "answer": acts.AnswerQuestion(words=NOTHING),
        "plan": acts.Plan(words=NOTHING),
        "reach_milestone": acts.ReachMilestone(number=undone),
        "progress": acts.Progress(words=NOTHING),
        "add_evidence": acts.AddEvidence(nature=Nature.OWN, words=NOTHING),
        "pass_on": acts.PassOn(parts=(part,)),
        "ask_extension": acts.AskExtension(until=later, words=NOTHING),
        "decide_extension": acts.DecideExtension(granted=True),
        "withdraw_extension": acts.WithdrawExtension(words=NOTHING),
        "ask_pause": acts.AskPause(until=facts.day, words=NOTHING),
        "decide_pause": acts.DecidePause(granted=True),
        "resume": acts.Resume(),
        "ask_help": acts.AskHelp(unit=beside, words=NOTHING, matter=UUID(int=0)),
        "claim": acts.Claim(words=NOTHING),
        "verify": acts.Verify(nature=Nature.SPOT, words=NOTHING),
        "refuse": acts.Refuse(words=NOTHING),
        "reply": acts.Reply(words=NOTHING),
        "confirm": acts.Confirm(answer=Answer.SOLVED, means=Means.PERSON, words=NOTHING),
        "close": acts.Close(words=NOTHING),
        "call_back": acts.CallBack(answer=Answer.SOLVED, words=NOTHING),
        "reopen": acts.Reopen(words=NOTHING),
        "urge": acts.Urge(rung="", how="", words=NOTHING),
        "escalate": acts.Escalate(rung="", unit=beside),
        "transfer": acts.Transfer(lead=UUID(int=0), words=NOTHING),
        "link": acts.Link(to=other),
        "unlink": acts.Unlink(),
        "send_out": acts.SendOut(to=NOTHING, words=NOTHING),
        "withdraw": acts.Withdraw(words=NOTHING, with_parts=True),
        "rate": acts.Note(facet=RATING, schema=1, body="{}"),
    }


def possible(matter: Matter, facts: Facts) -> tuple[str, ...]:
    """The names of the acts that would not be refused now, in the order in which a person would look for them."""
    found = []
    for name, act in _probes(matter, facts).items():
        try:
            decide(matter, act, facts)
        except Refusal:
            continue
        found.append(name)
    return tuple(found)


def reason_against(matter: Matter, facts: Facts, name: str) -> Reason | None:
    """Why an act of that name would be refused now; None where it would not."""
    try:
        decide(matter, _probes(matter, facts)[name], facts)
    except Refusal as refusal:
        return refusal.reason
    return None
