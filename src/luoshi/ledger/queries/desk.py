"""What waits for a person: groups in the order of need, each a question to the cards, all asked together."""

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from luoshi.base import clock
from luoshi.ledger.events import Kind, Role
from luoshi.ledger.lights import Lamp
from luoshi.ledger.matter import CONFIRMING, ENDED, IN_HAND, SENDING, UNDERTAKING, VERIFYING, State
from luoshi.ledger.models import Card
from luoshi.ledger.queries import together
from luoshi.ledger.queries.chased import raised
from luoshi.ledger.queries.due import any_callback_due
from luoshi.ledger.queries.lists import MatterRow, rows_of
from luoshi.ledger.queries.said import Said, SentBack, spoken
from luoshi.ledger.queries.visible import own_cards, under
from luoshi.people import queries as people
from luoshi.people.viewer import Duty, Viewer

SHOWN = 50
CHOSEN_FROM = 300
IN_ORDER = (F("due_on").asc(nulls_last=True), F("start").asc(nulls_first=True), "id")


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
    said: Mapping[UUID, Said]  # the last words on matters in hand, so that nobody is asked twice
    sent_back: Mapping[UUID, SentBack]  # why matters came back


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A question to the cards: what waits for the same act."""

    name: str
    act: str
    found: QuerySet[Card]


def desk(viewer: Viewer) -> Desk:
    """The desk of a viewer: empty for those who handle no matters."""
    today = clock.today()
    groups = _groups(_waiting(viewer, today))
    month = (today, _last_of_month(today))
    mine = _led(viewer)
    asked = {
        "late": mine.filter(due_on__lt=today).exclude(state__in=ENDED),
        "in_hand": mine.filter(state__in=IN_HAND),
    }
    for group in groups:
        if not group.is_whole:
            asked[f"total {group.one.name}"] = group.one.found
            asked[f"month {group.one.name}"] = group.one.found.filter(due_on__range=month)
    counted = together.counts(asked)
    rows = _rows(groups, today)
    said, sent_back = spoken(
        viewer.realm,
        [card.id for group in groups if group.one.act == "progress" for card in group.shown],
        [card.id for group in groups if group.one.name == "returned" for card in group.shown],
    )
    return Desk(
        today=today,
        groups=tuple(_group(group, month, rows, counted) for group in groups),
        late=counted["late"],
        in_hand=counted["in_hand"],
        said=said,
        sent_back=sent_back,
    )


def waiting(viewer: Viewer, names: Collection[str]) -> dict[str, tuple[MatterRow, ...]]:
    """The rows of some groups of the desk alone, by name; groups without any are left out."""
    today = clock.today()
    groups = _groups([one for one in _waiting(viewer, today) if one.name in names])
    rows = _rows(groups, today)
    return {group.one.name: tuple(rows[card.id] for card in group.shown) for group in groups}


@dataclass(frozen=True, slots=True)
class _Found:
    """What the cards answer to one question: at most one more than is shown."""

    one: _Waiting
    cards: Sequence[Card]

    @property
    def is_whole(self) -> bool:
        """Nothing waits beyond what was read."""
        return len(self.cards) <= SHOWN

    @property
    def shown(self) -> Sequence[Card]:
        """What is shown of it."""
        return self.cards[:SHOWN]


def _groups(asked: Sequence[_Waiting]) -> list[_Found]:
    """The groups in which something waits."""
    found = together.answers({one.name: one.found.order_by(*IN_ORDER)[: SHOWN + 1] for one in asked})
    return [_Found(one, sorted(found[one.name], key=_in_order)) for one in asked if found[one.name]]


def _in_order(card: Card) -> tuple[bool, date, int, UUID]:
    return card.due_on is None, card.due_on or date.max, -1 if card.start is None else card.start, card.id


def _rows(groups: Sequence[_Found], today: date) -> dict[UUID, MatterRow]:
    return {row.id: row for row in rows_of((card for group in groups for card in group.shown), Lamp.on(today))}


def _group(
    group: _Found, month: tuple[date, date], rows: Mapping[UUID, MatterRow], counted: Mapping[str, int]
) -> DeskGroup:
    """What waits for one act; the database counts only where not all has been read."""
    name = group.one.name
    within = sum(card.due_on is not None and month[0] <= card.due_on <= month[1] for card in group.cards)
    return DeskGroup(
        name=name,
        act=group.one.act,
        total=len(group.cards) if group.is_whole else counted[f"total {name}"],
        due_this_month=within if group.is_whole else counted[f"month {name}"],
        rows=tuple(rows[card.id] for card in group.shown),
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
        _Waiting("raised", "", raised(viewer)),  # read it: what to do is up to the reader
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
    return claims.exclude(claimant=str(viewer.person_id)).exclude(lead__in=people.at_or_above(unit.path))


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
