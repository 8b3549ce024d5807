"""What waits for a person: groups in the order of need, each a question to the cards."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from luoshi.base import clock
from luoshi.ledger.events import Kind, Role
from luoshi.ledger.lights import Lamp
from luoshi.ledger.matter import CONFIRMING, ENDED, IN_HAND, SENDING, UNDERTAKING, VERIFYING, State
from luoshi.ledger.models import Card
from luoshi.ledger.queries.due import any_callback_due
from luoshi.ledger.queries.lists import MatterRow, rows_of
from luoshi.ledger.queries.visible import own_cards, under
from luoshi.people import queries as people
from luoshi.people.viewer import Duty, Viewer

SHOWN = 50
CHOSEN_FROM = 300
IN_ORDER = (F("due_on").asc(nulls_last=True), "start", "id")


@dataclass(frozen=True, slots=True)
class DeskGroup:
    """Matters that wait for the same act; `act` is the name of the handling form."""

    name: str
    act: str
    total: int
    due_this_month: int
    rows: tuple[MatterRow, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a person has to do, what is late first."""

    today: date
    groups: tuple[DeskGroup, ...]
    late: int
    in_hand: int


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A question to the cards: what waits for the same act."""

    name: str
    act: str
    found: QuerySet[Card]


def desk(viewer: Viewer) -> Desk:
    """The desk of a viewer: empty for those who handle no matters."""
    today = clock.today()
    month = (today, _last_of_month(today))
    asked = [(one, list(one.found.order_by(*IN_ORDER)[: SHOWN + 1])) for one in _waiting(viewer, today)]
    rows = {row.id: row for row in rows_of((card for _, cards in asked for card in cards[:SHOWN]), Lamp.on(today))}
    mine = _led(viewer)
    return Desk(
        today=today,
        groups=tuple(_group(one, cards, month, rows) for one, cards in asked if cards),
        late=mine.filter(due_on__lt=today).exclude(state__in=ENDED).count(),
        in_hand=mine.filter(state__in=IN_HAND).count(),
    )


def _group(one: _Waiting, cards: Sequence[Card], month: tuple[date, date], rows: Mapping[UUID, MatterRow]) -> DeskGroup:
    """What waits for one act; the database is asked to count only where not all has been read."""
    is_whole = len(cards) <= SHOWN
    within = sum(card.due_on is not None and month[0] <= card.due_on <= month[1] for card in cards)
    return DeskGroup(
        name=one.name,
        act=one.act,
        total=len(cards) if is_whole else one.found.count(),
        due_this_month=within if is_whole else one.found.filter(due_on__range=month).count(),
        rows=tuple(rows[card.id] for card in cards[:SHOWN]),
    )


def for_many(viewer: Viewer, act: str) -> tuple[MatterRow, ...]:
    """The matters on which a viewer could do the same act in one go, the earliest date first."""
    led, sent = _led(viewer), _sent(viewer)
    sent_open = sent.exclude(state__in=ENDED).exclude(kind=Kind.REQUIREMENT)
    chosen = {
        "accept": lambda: led.filter(state=State.ASSIGNED),
        "pass_on": lambda: led.filter(state__in=IN_HAND, children=0),
        "decide_due": lambda: sent_open.filter(due_on=None),
        "withdraw": lambda: sent_open,
    }[act]()
    return tuple(rows_of(chosen.order_by(*IN_ORDER)[:CHOSEN_FROM]))


def _last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _waiting(viewer: Viewer, today: date) -> list[_Waiting]:
    led, sent = _led(viewer), _sent(viewer)
    settled = sent if viewer.duty in SENDING else sent.none()
    late = Q(due_on__lt=today)
    in_hand = led.filter(state__in=IN_HAND).exclude(late)
    presses = Q(due_on__lte=_last_of_month(today)) | Q(milestone_on__lt=today)
    return [
        _Waiting("late", "progress", led.filter(late, state__in=IN_HAND)),
        _Waiting("soon", "progress", in_hand.filter(presses)),
        _Waiting("returned", "assign", sent.filter(state=State.RETURNED)),
        _Waiting("questions", "answer", sent.filter(questions__gt=0).exclude(state__in=ENDED)),
        _Waiting("extensions", "decide_extension", settled.exclude(extension_on=None)),
        _Waiting("pauses", "decide_pause", settled.exclude(pause_on=None)),
        _Waiting("verify", "verify", _to_verify(viewer)),
        _Waiting("accept", "accept", led.filter(state=State.ASSIGNED)),
        _Waiting("reply", "reply", led.filter(state=State.VERIFIED)),
        _Waiting("confirm", "confirm", _to_confirm(viewer)),
        _Waiting("close", "close", settled.filter(state=State.CONFIRMED)),
        _Waiting("helped", "confirm", sent.filter(kind=Kind.HELP, state=State.CLAIMED)),
        _Waiting("callbacks", "call_back", _to_call_back(viewer, settled, today)),
        _Waiting("unassigned", "assign", sent.filter(state=State.OPENED).exclude(kind=Kind.REQUIREMENT)),
        _Waiting("in_hand", "progress", in_hand.exclude(presses)),
    ]


def _led(viewer: Viewer) -> QuerySet[Card]:
    """Matters that the post undertakes."""
    if viewer.post is None or not viewer.sees_business:
        return Card.objects.none()
    units: set[UUID] = set()
    if viewer.duty in UNDERTAKING:
        units = {viewer.post.scope.id, viewer.post.unit.id}
    elif viewer.duty is Duty.SUPERVISION:
        units = {viewer.post.unit.id}
    return Card.objects.filter(realm=viewer.realm, lead__in=units) if units else Card.objects.none()


def _sent(viewer: Viewer) -> QuerySet[Card]:
    """Matters that the post's unit has issued; for a liaison, what the unit passed on."""
    if viewer.post is None:
        return Card.objects.none()
    sent = Card.objects.filter(realm=viewer.realm, issuer=viewer.post.scope.id)
    if viewer.duty in SENDING:
        return sent
    if viewer.duty is Duty.LIAISON:
        passed_on = Q(role=Role.LEAD, parent__isnull=False) & ~Q(parent=F("requirement"))
        return sent.filter(passed_on | Q(helps__isnull=False))
    return Card.objects.none()


def _to_verify(viewer: Viewer) -> QuerySet[Card]:
    """Claims within reach that are neither one's own nor one's unit's."""
    if viewer.post is None or viewer.duty not in VERIFYING:
        return Card.objects.none()
    unit = viewer.post.unit
    claims = own_cards(viewer).filter(under("path", viewer.post.scope.path), state=State.CLAIMED)
    return claims.exclude(claimant=str(viewer.person_id)).exclude(lead__in=people.ids_at_or_above(unit.path))


def _to_call_back(viewer: Viewer, sent: QuerySet[Card], today: date) -> QuerySet[Card]:
    """Those affected are asked again by another person than the one who claimed and the one who verified."""
    person = str(viewer.person_id)
    return sent.filter(any_callback_due(today)).exclude(claimant=person).exclude(verifier=person)


def _to_confirm(viewer: Viewer) -> QuerySet[Card]:
    if viewer.post is None or viewer.duty not in CONFIRMING:
        return Card.objects.none()
    person = str(viewer.person_id)
    replied = own_cards(viewer).filter(under("path", viewer.post.scope.path), state=State.REPLIED)
    replied = replied.exclude(claimant=person).exclude(verifier=person)
    own = _led(viewer)
    return replied.exclude(id__in=own.values("id"))
