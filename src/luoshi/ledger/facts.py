"""Looks up what a decision depends on and freezes it."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.conf import settings

from luoshi.base import clock, workdays
from luoshi.ledger import acts, wholes
from luoshi.ledger.events import Kind, Role
from luoshi.ledger.matter import ENDED, SENDING, Facts, Matter, State
from luoshi.ledger.models import Card
from luoshi.people import queries as people
from luoshi.people.viewer import Duty, UnitRef, Viewer

OPEN = [state for state in State if state not in ENDED]


def calendar(on: date) -> str:
    """The wording of the official calendar that a date was reckoned with."""
    return f"{on.year}:{workdays.version(on.year)}"


def sends_for(viewer: Viewer, issuer: UUID) -> bool:
    """Whether the post in use sends for a unit."""
    return viewer.post is not None and viewer.post.scope.id == issuer and viewer.duty in SENDING


def finds_for(viewer: Viewer, issuer: UUID) -> bool:
    """Whether the post in use may say, for a unit, what was found on the spot in the units below it."""
    return viewer.post is not None and viewer.post.scope.id == issuer and viewer.duty is Duty.SUPERVISION


def lookup(viewer: Viewer, matter_id: UUID, matter: Matter, act: acts.Act | None = None) -> Facts:
    """The world as the act finds it."""
    post = viewer.post
    named = [part.unit for part in act.parts] if isinstance(act, acts.PassOn) else []
    parts = Card.objects.filter(realm=viewer.realm, parent=matter_id)
    if matter.kind is Kind.REQUIREMENT:  # of its tasks, any number, one that is open says all
        parts = parts.filter(requirement=matter_id, state__in=OPEN, role=Role.LEAD)[:1]
    else:
        parts = parts.filter(role__in=list(Role)).exclude(state__in=ENDED)
    found = list(parts.values_list("role", "lead", "path")) if matter.children or matter.lead else []
    units = people.units({*named, *({matter.lead} if matter.lead else set())})
    today = clock.today()
    opens_again = isinstance(act, acts.Reopen | acts.CallBack)
    return Facts(
        person=str(viewer.person_id),
        duty=post.duty.value if post else "",
        unit=post.unit.id if post else None,
        unit_path=post.unit.path if post else "",
        scope=post.scope.id if post else None,
        scope_path=post.scope.path if post else "",
        today=today,
        calendar=calendar(matter.due or today),
        lead_path=units[matter.lead].path if matter.lead in units else "",
        assist_paths=tuple(path for role, _, path in found if role == "assist"),
        open_children=sum(role == "lead" for role, _, _ in found),
        open_assists=sum(role == "assist" for role, _, _ in found),
        returns_allowed=settings.LUOSHI_RETURNS_BEFORE_DESIGNATION,
        target_paths=tuple((unit, units[unit].path) for unit in named if unit in units),
        open_below=len(wholes.open_below(viewer.realm, [matter_id])) if isinstance(act, acts.Withdraw) else 0,
        is_whole_withdrawn=opens_again and _is_below_withdrawn(viewer.realm, matter_id),
        busy_below=frozenset(lead for role, lead, _ in found if role == "lead" and lead),
    )


def _is_below_withdrawn(realm: str, matter_id: UUID) -> bool:
    over = wholes.above(realm, matter_id)
    return Card.objects.filter(realm=realm, id__in=over, state=State.WITHDRAWN).exists() if over else False


def paths_of_cards(realm: str) -> dict[UUID, str]:
    """The present paths of every unit that a card of the realm names."""
    named = set(Card.objects.filter(realm=realm).values_list("lead", flat=True).distinct())
    named |= set(Card.objects.filter(realm=realm).values_list("issuer", flat=True).distinct())
    return {unit_id: unit.path for unit_id, unit in people.units(u for u in named if u).items()}


def with_target(facts: Facts, unit: UnitRef | None) -> Facts:
    """The same facts with one unit that a part could be handed to."""
    return replace(facts, target_paths=((unit.id, unit.path),) if unit else ())
