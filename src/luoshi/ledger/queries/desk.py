"""What waits for a person: groups in the order of need, each a question to the cards."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from luoshi.base import clock
from luoshi.ledger.lights import Lamp
from luoshi.ledger.matter import CONFIRMING, SENDING, UNDERTAKING, VERIFYING
from luoshi.ledger.models import Card
from luoshi.ledger.queries.lists import MatterRow, rows_of
from luoshi.ledger.queries.visible import own_cards, under
from luoshi.people import queries as people
from luoshi.people.viewer import Viewer

SHOWN = 50
CHOSEN_FROM = 300
IN_HAND = ["accepted", "working"]
ENDED = ["closed", "withdrawn"]


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
    due_this_month: int
    in_hand: int


def desk(viewer: Viewer) -> Desk:
    """The desk of a viewer: empty for those who handle no matters."""
    today = clock.today()
    lamp = Lamp.on(today)
    this_month = Q(due_on__gte=today, due_on__lte=_last_of_month(today))
    groups = [_group(name, act, found, lamp, this_month) for name, act, found in _waiting(viewer, today)]
    mine = _led(viewer).exclude(state__in=ENDED)
    return Desk(
        today=today,
        groups=tuple(group for group in groups if group.total),
        late=mine.filter(due_on__lt=today).count(),
        due_this_month=mine.filter(this_month).count(),
        in_hand=mine.filter(state__in=IN_HAND).count(),
    )


def for_many(viewer: Viewer, act: str) -> tuple[MatterRow, ...]:
    """The matters on which a viewer could do the same act in one go, the earliest date first."""
    led, sent = _led(viewer), _sent(viewer)
    sent_open = sent.exclude(state__in=ENDED).exclude(kind="requirement")
    chosen = {
        "accept": lambda: led.filter(state="assigned"),
        "pass_on": lambda: led.filter(state__in=IN_HAND, children=0),
        "decide_due": lambda: sent_open.filter(due_on=None),
        "withdraw": lambda: sent_open,
    }[act]()
    return tuple(rows_of(chosen.order_by(F("due_on").asc(nulls_last=True), "start", "id")[:CHOSEN_FROM]))


def _last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _group(name: str, act: str, found: QuerySet[Card], lamp: Lamp, this_month: Q) -> DeskGroup:
    rows = list(found.order_by(F("due_on").asc(nulls_last=True), "start", "id")[: SHOWN + 1])
    total = len(rows) if len(rows) <= SHOWN else found.count()
    return DeskGroup(
        name=name,
        act=act,
        total=total,
        due_this_month=found.filter(this_month).count() if rows else 0,
        rows=tuple(rows_of(rows[:SHOWN], lamp)),
    )


def _waiting(viewer: Viewer, today: date) -> list[tuple[str, str, QuerySet[Card]]]:
    led, sent = _led(viewer), _sent(viewer)
    late = Q(due_on__lt=today)
    return [
        ("late", "progress", led.filter(late, state__in=IN_HAND)),
        ("accept", "accept", led.filter(state="assigned")),
        ("returned", "assign", sent.filter(state="returned")),
        ("questions", "answer", sent.filter(questions__gt=0).exclude(state__in=ENDED)),
        ("extensions", "decide_extension", sent.exclude(extension_on=None)),
        ("verify", "verify", _to_verify(viewer)),
        ("reply", "reply", led.filter(state="verified")),
        ("confirm", "confirm", _to_confirm(viewer)),
        ("close", "close", sent.filter(state="confirmed")),
        ("unassigned", "assign", sent.filter(state="opened").exclude(kind="requirement")),
        ("in_hand", "progress", led.filter(state__in=IN_HAND).exclude(late)),
    ]


def _duty(viewer: Viewer) -> str:
    return viewer.duty.value if viewer.duty else ""


def _led(viewer: Viewer) -> QuerySet[Card]:
    """Matters that the post undertakes."""
    if viewer.post is None or not viewer.sees_business:
        return Card.objects.none()
    units: set[UUID] = set()
    if _duty(viewer) in UNDERTAKING:
        units = {viewer.post.scope.id, viewer.post.unit.id}
    elif _duty(viewer) == "supervision":
        units = {viewer.post.unit.id}
    return Card.objects.filter(realm=viewer.realm, lead__in=units) if units else Card.objects.none()


def _sent(viewer: Viewer) -> QuerySet[Card]:
    """Matters that the post's unit has issued."""
    if viewer.post is None or _duty(viewer) not in SENDING:
        return Card.objects.none()
    return Card.objects.filter(realm=viewer.realm, issuer=viewer.post.scope.id)


def _to_verify(viewer: Viewer) -> QuerySet[Card]:
    """Claims within reach that are neither one's own nor one's unit's."""
    if viewer.post is None or _duty(viewer) not in VERIFYING:
        return Card.objects.none()
    unit = viewer.post.unit
    claims = own_cards(viewer).filter(under("path", viewer.post.scope.path), state="claimed")
    return claims.exclude(claimant=str(viewer.person_id)).exclude(lead__in=_at_or_above(unit.path))


def _to_confirm(viewer: Viewer) -> QuerySet[Card]:
    if viewer.post is None or _duty(viewer) not in CONFIRMING:
        return Card.objects.none()
    person = str(viewer.person_id)
    replied = own_cards(viewer).filter(under("path", viewer.post.scope.path), state="replied")
    replied = replied.exclude(claimant=person).exclude(verifier=person)
    own = _led(viewer)
    return replied.exclude(id__in=own.values("id"))


def _at_or_above(path: str) -> list[UUID]:
    return people.ids_at_or_above(path)
