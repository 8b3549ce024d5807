"""What is due: pure questions to the cards and a date, page by page by key, for whoever acts by the clock."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from luoshi.ledger.events import Kind, Role
from luoshi.ledger.lights import Lamp
from luoshi.ledger.matter import State
from luoshi.ledger.models import Card

SIZE = 500
UNDER_WAY = (State.ASSIGNED, State.ACCEPTED, State.WORKING)  # it is the unit's turn
NEVER_CALLED = (Kind.REQUIREMENT, Kind.HELP)


class Why(StrEnum):
    """Why somebody is reminded; the first three remind the unit, the others the sender."""

    NEAR = "near"
    BEHIND = "behind"
    OVERDUE = "overdue"
    QUESTION = "question"
    WISH = "wish"  # an extension or a pause that is not decided


ORDERED_BY = {
    Why.NEAR: "due_on", Why.BEHIND: "milestone_on", Why.OVERDUE: "due_on", Why.QUESTION: "asked_on",
    Why.WISH: "wished_on",
}  # fmt: skip

Key = tuple[date, UUID]
NAMED = (
    *("id", "state", "issuer", "lead", "path", "post", "due_on", "urged", "urged_on", "rung"),
    *("campaign", "milestone_on", "paused_until"),
)


@dataclass(frozen=True, slots=True)
class DueRow:
    """A matter that somebody is to be reminded of."""

    id: UUID
    since: date  # the date that makes it due: its own, the step's, the day of the question or the wish
    state: State
    issuer: UUID
    lead: UUID | None
    path: str
    post: UUID | None
    due_on: date | None
    urged: int
    urged_on: date | None
    rung: str
    campaign: UUID
    milestone_on: date | None
    paused_until: date | None

    @property
    def key(self) -> Key:
        """Where the next page begins."""
        return (self.since, self.id)


def due_for_urging(
    realm: str, why: Why, on: date, *, until: date | None = None, after: Key | None = None, size: int = SIZE
) -> tuple[DueRow, ...]:  # fmt: skip
    """The next matters of a realm that are due for a reminder on a day, the earliest first, behind a key.

    Those that follow another matter are reminded of with that one; a paused one has its moved date. `until`: how far
    ahead a date is near, where a ladder begins earlier than the blue light.
    """
    column = ORDERED_BY[why]
    asked = _asked(realm, why, on, until or Lamp.on(on).near)
    found = _behind(asked, column, after).order_by(column, "id").only("realm", column, *NAMED)
    return tuple(of_card(card, getattr(card, column)) for card in found[:size])


def due_row(realm: str, matter_id: UUID) -> DueRow | None:
    """One matter as the clock sees it; None where it is not the unit's turn (any more), or follows another."""
    found = Card.objects.filter(realm=realm, id=matter_id, follows=None, state__in=UNDER_WAY)
    card = found.exclude(kind=Kind.REQUIREMENT).first()
    return of_card(card, card.due_on or card.milestone_on or card.opened_on) if card else None


def of_card(card: Card, since: date) -> DueRow:
    """A card as the clock sees it."""
    return DueRow(
        id=card.id, since=since, state=State(card.state), issuer=card.issuer, lead=card.lead,
        path=card.path, post=card.post, due_on=card.due_on, urged=card.urged, urged_on=card.urged_on,
        rung=card.rung, campaign=card.campaign, milestone_on=card.milestone_on, paused_until=card.paused_until,
    )  # fmt: skip


def _asked(realm: str, why: Why, on: date, near: date) -> QuerySet[Card]:
    cards = Card.objects.filter(realm=realm, follows=None)
    if why is Why.QUESTION:
        return cards.filter(asked_on__lt=on)
    if why is Why.WISH:
        return cards.filter(wished_on__lt=on)
    under_way = cards.filter(state__in=UNDER_WAY).exclude(kind=Kind.REQUIREMENT)
    if why is Why.BEHIND:
        return under_way.filter(milestone_on__lt=on)
    under_way = under_way.filter(closed_on=None)  # the condition of the index
    return under_way.filter(due_on__range=(on, near) if why is Why.NEAR else (date.min, on - DAY))


DAY = timedelta(days=1)


def _behind(cards: QuerySet[Card], column: str, after: Key | None) -> QuerySet[Card]:
    if after is None:
        return cards
    at, last = after
    further = Q(**{f"{column}__gt": at}) | Q(**{column: at, "id__gt": last})
    return cards.filter(further, **{f"{column}__gte": at})


@dataclass(frozen=True, slots=True)
class Callback:
    """A closed matter whose people are to be asked again."""

    id: UUID
    number: int  # 0 for the first time
    days: int  # after the closing
    closed_on: date
    due_on: date
    issuer: UUID
    lead: UUID | None

    @property
    def key(self) -> str:
        """What an act by the clock names as its source, so that it is done once."""
        return f"callback:{self.id}:{self.closed_on.isoformat()}:{self.days}"


def due_callbacks(
    realm: str, on: date, *, after: Callback | None = None, size: int = SIZE
) -> tuple[Callback, ...]:  # fmt: skip
    """The next closed matters of a realm that are to be called back by a day, behind one of an earlier page."""
    made: list[Callback] = []
    for number, days in enumerate(settings.LUOSHI_CALLBACK_DAYS):
        if after and number < after.number:
            continue
        key = (after.closed_on, after.id) if after and number == after.number else None
        found = Card.objects.filter(callbacks_due(number, on), realm=realm)
        rows = _behind(found, "closed_on", key).order_by("closed_on", "id")
        rows = rows.only("realm", "id", "closed_on", "issuer", "lead")
        made += [
            Callback(row.id, number, days, row.closed_on, row.closed_on + timedelta(days=days), row.issuer, row.lead)
            for row in rows[: size - len(made)]
            if row.closed_on
        ]
        if len(made) == size:
            break
    return tuple(made)


def callbacks_due(number: int, on: date) -> Q:
    """Closed matters that are to be called back for the first, second … time on a day."""
    by = on - timedelta(days=settings.LUOSHI_CALLBACK_DAYS[number])
    lead = Q(state=State.CLOSED, role=Role.LEAD, called_back=number, closed_on__lte=by)
    return lead & ~Q(kind__in=NEVER_CALLED) & ~Q(answer="")


def any_callback_due(on: date) -> Q:
    """Closed matters that are to be called back on a day, whichever time it is."""
    asked = Q(pk__in=[])
    for number in range(len(settings.LUOSHI_CALLBACK_DAYS)):
        asked |= callbacks_due(number, on)
    return asked
