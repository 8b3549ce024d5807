"""What was chased, what will be, and what would have been: for those who answer for the chasing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from luoshi.base import clock
from luoshi.campaigns.template import Rung
from luoshi.journal import queries as journal
from luoshi.journal.refs import EntryView
from luoshi.ledger import events, projection
from luoshi.ledger.events import Kind
from luoshi.ledger.matter import Matter, evolve
from luoshi.ledger.models import Card
from luoshi.ledger.queries.due import UNDER_WAY, DueRow, of_card
from luoshi.ledger.queries.visible import own_cards, under
from luoshi.people import paths
from luoshi.people import queries as people
from luoshi.people.viewer import Duty, Viewer


def raised(viewer: Viewer) -> QuerySet[Card]:
    """What the ladder has brought before the post in use: the office of the sender, the leader, the unit above.

    Where no leader looks after a unit, the leader's rung is that of the sender's first responsible person; so is the
    rung above a sender who has nobody above.
    """
    asked = _raised_to(viewer)
    if asked is None:
        return Card.objects.none()
    return own_cards(viewer).filter(asked, state__in=UNDER_WAY).exclude(kind=Kind.REQUIREMENT)


def _raised_to(viewer: Viewer) -> Q | None:
    if viewer.post is None:
        return None
    scope = viewer.post.scope
    ours = Q(issuer=scope.id)
    from_below = under("issuer_path", scope.path) & ~ours & Q(rung=Rung.SUPERIOR)
    match viewer.duty:
        case Duty.OFFICE:
            return (ours & Q(rung=Rung.OFFICE)) | from_below
        case Duty.LEADER:
            return under("path", scope.path) & Q(rung=Rung.LEADER)
        case Duty.PRINCIPAL:
            nobody = Q(rung=Rung.LEADER) & ~Exists(people.serving(OuterRef("path"), Duty.LEADER))
            top = Q() if paths.parent(scope.path) else Q(rung=Rung.SUPERIOR)
            return (ours & (nobody | top)) | from_below
        case _:
            return None


def watched(viewer: Viewer, until: date, *, size: int) -> tuple[tuple[DueRow, ...], bool]:
    """Matters of the viewer that the clock may come to by a day, the earliest dates first; whether there are more."""
    found = _under_way(own_cards(viewer)).filter(Q(due_on__lte=until) | Q(milestone_on__lt=until))
    cards = list(found.order_by(F("due_on").asc(nulls_last=True), "id")[: size + 1])
    rows = tuple(of_card(card, card.due_on or card.opened_on) for card in cards[:size])
    return rows, len(cards) > size


def _under_way(cards: QuerySet[Card]) -> QuerySet[Card]:
    return cards.filter(state__in=UNDER_WAY, follows=None).exclude(kind=Kind.REQUIREMENT)


@dataclass(frozen=True, slots=True)
class Stretch:
    """How a matter stood from the end of a day on, until the next stretch."""

    since: date
    is_under_way: bool
    due: date | None
    milestone: date | None
    paused_until: date | None


@dataclass(frozen=True, slots=True)
class Course:
    """How a matter stood over some days, and when it was urged, by the clock or by a person."""

    id: UUID
    campaign: UUID
    urged_before: tuple[date, str] | None  # the last time before the first day: when, on which rung
    stretches: tuple[Stretch, ...]
    urged: tuple[tuple[date, str], ...]


def courses(viewer: Viewer, first: date, last: date, *, size: int) -> tuple[tuple[Course, ...], bool]:
    """How the viewer's matters with a date went from one day to another, replayed from the journal; whether more."""
    open_then = Q(closed_on=None) | Q(closed_on__gte=first)
    found = own_cards(viewer).filter(open_then, opened_on__lte=last, follows=None).exclude(kind=Kind.REQUIREMENT)
    found = found.exclude(due_on=None, milestone_on=None)
    ids = list(found.order_by("id").values_list("id", flat=True)[: size + 1])
    histories = journal.entries_of_many(viewer.realm, projection.STREAM, ids[:size])
    return tuple(_course(which, histories[which], first, last) for which in ids[:size] if which in histories), (
        len(ids) > size
    )


def _course(which: UUID, entries: list[EntryView], first: date, last: date) -> Course:
    matter: Matter | None = None
    stretches: list[Stretch] = []
    urged: list[tuple[date, str]] = []
    before: tuple[date, str] | None = None
    for entry in entries:
        on = clock.day(entry.recorded_at)
        if on > last:
            break
        event = projection.happened(entry)
        matter = evolve(matter, event)
        if isinstance(event.event, events.Urged):
            if on >= first:
                urged.append((on, event.event.rung))
            else:
                before = (on, event.event.rung)
        now = _stretch(on, matter)
        if stretches and stretches[-1].since == on:
            stretches.pop()
        stretches.append(now)
    assert matter is not None  # noqa: S101 - a stream begins with an opening
    return Course(which, matter.campaign, before, tuple(stretches), tuple(urged))


def _stretch(on: date, matter: Matter) -> Stretch:
    under_way = matter.state in UNDER_WAY
    paused = max((pause.until for pause in matter.pauses), default=None)
    return Stretch(on, under_way, matter.due, matter.next_milestone, paused)
