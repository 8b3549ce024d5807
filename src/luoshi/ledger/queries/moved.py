"""What a post has in hand, what it has moved since a day, and what is left: by matters, never by visits or clicks."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from luoshi.base import clock
from luoshi.journal import queries as journal
from luoshi.journal.refs import EntryView
from luoshi.ledger import events, projection
from luoshi.ledger.events import Role
from luoshi.ledger.lights import Lamp
from luoshi.ledger.matter import IN_HAND, UNDERTAKING
from luoshi.ledger.models import Card
from luoshi.ledger.queries.lists import MatterRow, rows_of
from luoshi.people.viewer import Viewer

MOST = 400  # matters whose way is read; where more have changed since, the counts say so
LEFT = 12
DECIDED = (  # what takes an obstacle out of somebody's way, in the order in which it is shown
    events.ExtensionDecided.NAME,
    events.PauseDecided.NAME,
    events.Answered.NAME,
    events.DueDecided.NAME,
    events.Transferred.NAME,
    events.Closed.NAME,
)
DESIGNATED = "designated"  # given again to a unit after it was sent back
HELPED = "helped"  # a request for help was dealt with


@dataclass(frozen=True, slots=True)
class Moved:
    """How it stands with the matters of a post; every matter counts once under what was decided on it."""

    since: date
    in_hand: int
    late: int
    decided: Mapping[str, int]  # by what was decided, matters
    matters: int  # on which anything was decided
    is_whole: bool  # False: more matters have changed since than were read
    left: tuple[MatterRow, ...]  # in hand, the earliest date first


def moved(viewer: Viewer, *, since: date) -> Moved:
    """What the viewer's post has in hand and what it decided from that day on, as the journal names the post."""
    today = clock.today()
    mine = _undertaken(viewer).filter(state__in=IN_HAND)
    ordered = mine.order_by(F("due_on").asc(nulls_last=True), "start", "id")
    changed = _changed(viewer, since)
    ways = journal.entries_of_many(viewer.realm, projection.STREAM, changed[:MOST])
    decided: Counter[str] = Counter()
    matters = 0
    for way in ways.values():
        found = _decided(way, viewer.actor.post, since)
        decided.update(found)
        matters += bool(found)
    counted = {name: decided[name] for name in (DESIGNATED, *DECIDED, HELPED) if decided[name]}
    sums = mine.aggregate(in_hand=Count("id"), late=Count("id", filter=Q(due_on__lt=today)))
    return Moved(
        since=since,
        in_hand=sums["in_hand"],
        late=sums["late"],
        decided=counted,
        matters=matters,
        is_whole=len(changed) <= MOST,
        left=tuple(rows_of(list(ordered[:LEFT]), Lamp.on(today))),
    )


def _undertaken(viewer: Viewer) -> QuerySet[Card]:
    """Matters led by the unit that the post serves."""
    if viewer.post is None or viewer.duty not in UNDERTAKING:
        return Card.objects.none()
    return Card.objects.filter(realm=viewer.realm, lead__in={viewer.post.scope.id, viewer.post.unit.id})


def _changed(viewer: Viewer, since: date) -> list[UUID]:
    """The matters of the post's unit on which something happened, the latest first."""
    if viewer.post is None or not viewer.sees_business:
        return []
    own = Q(issuer=viewer.post.scope.id) | Q(lead__in={viewer.post.scope.id, viewer.post.unit.id}, role=Role.LEAD)
    found = Card.objects.filter(own, realm=viewer.realm, last_on__gte=since)
    return list(found.order_by("-last_on", "id").values_list("id", flat=True)[: MOST + 1])


def _decided(way: list[EntryView], post: str, since: date) -> set[str]:
    """What this post decided on one matter since a day."""
    found: set[str] = set()
    was_returned = is_help = False
    for entry in way:
        was_returned = was_returned or entry.name == events.Returned.NAME
        is_help = is_help or (entry.name == events.Opened.NAME and entry.payload.get("kind") == events.Kind.HELP)
        if entry.actor.post != post or clock.day(entry.recorded_at) < since:
            continue
        if entry.name in DECIDED:
            found.add(entry.name)
        elif entry.name == events.Assigned.NAME and was_returned:
            found.add(DESIGNATED)
        elif entry.name == events.Claimed.NAME and is_help:
            found.add(HELPED)
    return found
