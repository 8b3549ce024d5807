"""Looks up what a decision depends on and freezes it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from luoshi.base import clock, workdays
from luoshi.base.days import Days
from luoshi.journal.refs import Actor
from luoshi.ledger import acts, wholes
from luoshi.ledger.events import Kind, Role
from luoshi.ledger.matter import CLOCK, ENDED, SENDING, Facts, Matter, Other, State
from luoshi.ledger.models import Card
from luoshi.people import queries as people
from luoshi.people.viewer import Duty, UnitRef, Viewer

OPEN = [state for state in State if state not in ENDED]
ELSEWHERE = UUID(int=1)  # stands for anything beside


def calendar(on: date) -> str:
    """The wording of the official calendar that a date was reckoned with."""
    return f"{on.year}:{workdays.version(on.year)}"


def sends_for(viewer: Viewer, issuer: UUID) -> bool:
    """Whether the post in use sends for a unit."""
    return viewer.post is not None and viewer.post.scope.id == issuer and viewer.duty in SENDING


def finds_for(viewer: Viewer, issuer: UUID) -> bool:
    """Whether the post in use may say, for a unit, what was found on the spot in the units below it."""
    return viewer.post is not None and viewer.post.scope.id == issuer and viewer.duty is Duty.SUPERVISION


def lookup(
    viewer: Viewer, matter_id: UUID, matter: Matter, act: acts.Act | None = None, *, on: date | None = None
) -> Facts:
    """The world as the act finds it; `on` is the day on which it happens, where that is not today."""
    return _with_world(_of(viewer, on), viewer.realm, matter_id, matter, act)


def by_the_clock(realm: str, actor: Actor, matter_id: UUID, matter: Matter, act: acts.Act) -> Facts:
    """The world as an act of the system's own actor finds it."""
    found = Facts(
        person=actor.id, duty=CLOCK, unit=None, unit_path="", scope=None, scope_path="", today=clock.today()
    )  # fmt: skip
    return _with_world(found, realm, matter_id, matter, act)


def known(
    viewer: Viewer, matter_id: UUID, matter: Matter, *, open_parts: Iterable[Card], followers: Iterable[Card], lead: str
) -> Facts:
    """The world as somebody who looks at a matter finds it, from cards already read; `lead` is the path of its unit."""
    days = workdays.calendar(matter.opened_on, max(clock.today(), matter.due or clock.today()))
    found = _not_before(_of(viewer, None), matter)
    return _with_parts(found, matter_id, open_parts, followers, lead=lead, days=days)


def open_parts(realm: str, matter_id: UUID, matter: Matter) -> QuerySet[Card]:
    """The open parts of a matter; of a requirement, with tasks in perhaps every village, only one of them."""
    parts = Card.objects.filter(realm=realm, parent=matter_id)
    if matter.kind is Kind.REQUIREMENT:  # of its tasks, any number, one that is open says all
        return parts.filter(requirement=matter_id, state__in=OPEN, role=Role.LEAD)[:1]
    return parts.filter(role__in=list(Role)).exclude(state__in=ENDED)


def _of(viewer: Viewer, on: date | None) -> Facts:
    post = viewer.post
    return Facts(
        person=str(viewer.person_id),
        duty=post.duty.value if post else "",
        unit=post.unit.id if post else None,
        unit_path=post.unit.path if post else "",
        scope=post.scope.id if post else None,
        scope_path=post.scope.path if post else "",
        today=clock.today(),
        on=on,
    )


def _not_before(known: Facts, matter: Matter) -> Facts:
    """A clock that was set back makes no day earlier than that of the opening; a day that somebody gives stands."""
    return replace(known, today=max(known.today, matter.opened_on))


def _with_world(known: Facts, realm: str, matter_id: UUID, matter: Matter, act: acts.Act | None) -> Facts:
    known = _not_before(known, matter)
    named = _named(act)
    units = people.units({*named, *({matter.lead} if matter.lead else set())})
    found = _with_parts(
        known,
        matter_id,
        open_parts(realm, matter_id, matter) if matter.children or matter.lead else (),
        Card.objects.filter(realm=realm, id__in=matter.followers) if matter.followers else (),
        lead=units[matter.lead].path if matter.lead in units else "",
        days=workdays.calendar(matter.opened_on, max(known.today, matter.due or known.today, *_dates(act))),
    )
    return replace(
        found,
        target_paths=tuple((unit, units[unit].path) for unit in named if unit in units),
        open_below=len(wholes.open_below(realm, [matter_id])) if isinstance(act, acts.Withdraw) else 0,
        is_whole_withdrawn=isinstance(act, acts.Reopen | acts.CallBack) and _is_below_withdrawn(realm, matter_id),
        target_kinds=tuple((unit, units[unit].kind) for unit in named if unit in units),
        other=_other(realm, act.to) if isinstance(act, acts.Link) else None,
    )


def _with_parts(
    known: Facts, matter_id: UUID, open_parts: Iterable[Card], followers: Iterable[Card], *, lead: str, days: Days
) -> Facts:
    parts = list(open_parts)
    leads = [part for part in parts if part.role == Role.LEAD]
    assists = [part for part in parts if part.role == Role.ASSIST]
    return replace(
        known,
        matter=matter_id,
        days=days,
        pause_cap=settings.LUOSHI_PAUSE_CAP_DAYS,
        help_days=settings.LUOSHI_HELP_DAYS,
        lead_path=lead,
        assist_paths=(*(one.path for one in assists), *(one.path for one in followers if one.lead)),
        open_children=len(leads),
        open_assists=len(assists),
        returns_allowed=settings.LUOSHI_RETURNS_BEFORE_DESIGNATION,
        busy_below=frozenset(part.lead for part in leads if part.lead),
    )


def _is_below_withdrawn(realm: str, matter_id: UUID) -> bool:
    over = wholes.above(realm, matter_id)
    return Card.objects.filter(realm=realm, id__in=over, state=State.WITHDRAWN).exists() if over else False


def _named(act: acts.Act | None) -> list[UUID]:
    """The units that an act names."""
    if isinstance(act, acts.PassOn):
        return [part.unit for part in act.parts]
    return [act.unit] if isinstance(act, acts.AskHelp | acts.Escalate) else []


def _dates(act: acts.Act | None) -> tuple[date, ...]:
    """The days that an act names, so that the calendar reaches them."""
    if isinstance(act, acts.DecideDue) and act.due:
        return (act.due,)
    return (act.until,) if isinstance(act, acts.AskExtension | acts.AskPause) else ()


def _other(realm: str, matter_id: UUID) -> Other | None:
    card = Card.objects.filter(realm=realm, id=matter_id).first()
    if card is None:
        return None
    return Other(
        id=card.id, kind=Kind(card.kind), issuer=card.issuer, state=State(card.state), role=Role(card.role),
        due=card.due_on, follows=card.follows, parent=card.parent,
    )  # fmt: skip


def paths_of_cards(realm: str) -> dict[UUID, str]:
    """The present paths of every unit that a card of the realm names."""
    named = set(Card.objects.filter(realm=realm).values_list("lead", flat=True).distinct())
    named |= set(Card.objects.filter(realm=realm).values_list("issuer", flat=True).distinct())
    return {unit_id: unit.path for unit_id, unit in people.units(u for u in named if u).items()}


def with_examples(facts: Facts, below: UnitRef | None) -> Facts:
    """The same facts with examples of what an act could name: a unit below, one beside, the sender's other matter."""
    targets = ((below.id, below.path),) if below else ()
    other = facts.scope and Other(
        id=ELSEWHERE, kind=Kind.TASK, issuer=facts.scope, state=State.ACCEPTED, role=Role.LEAD, due=None, follows=None,
        parent=None,
    )  # fmt: skip
    return replace(facts, target_paths=(*targets, (ELSEWHERE, "/")), other=other or None)
