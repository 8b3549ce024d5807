"""One matter with everything that a reader may know of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from luoshi.base import clock, workdays
from luoshi.journal import queries as journal
from luoshi.journal.refs import EntryView
from luoshi.ledger import events, explained, facts, matter, projection
from luoshi.ledger.clocks import Line, Spent
from luoshi.ledger.events import Event, from_payload
from luoshi.ledger.lights import Lamp
from luoshi.ledger.matter import Matter, State
from luoshi.ledger.models import Card
from luoshi.ledger.queries.lists import MatterRow, rows_of
from luoshi.ledger.queries.visible import NoSuchMatter, cards, own_cards
from luoshi.ledger.words import files_in, words_in
from luoshi.people import queries as people
from luoshi.people.viewer import PostRef, UnitRef, Viewer
from luoshi.records import queries as records
from luoshi.records.refs import FileMeta

CHILDREN_SHOWN = 300
TOLD_BELOW = frozenset(
    kind.NAME
    for kind in (
        events.Opened, events.Assigned, events.DueDecided, events.DueSettled, events.Issued, events.Closed,
        events.Withdrawn, events.SentOut,
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WayLine:
    """One thing that happened to a matter."""

    seq: int
    name: str  # event name; `ledger.labels.EVENTS` has the word
    event: Event
    happened_at: datetime
    recorded_at: datetime
    actor: str
    post: str
    words: tuple[str | None, ...]  # None where a text was erased
    files: tuple[FileMeta, ...]
    unit: str  # the unit that it names, such as an assignment, or empty
    digest: str


@dataclass(frozen=True, slots=True)
class Other:
    """A matter beside this one, as far as everybody who sees this one may know it."""

    id: UUID
    title: str
    lead: str
    state: State
    is_seen: bool  # its page is the viewer's to see


@dataclass(frozen=True, slots=True)
class MatterPage:
    """What the page of a matter shows."""

    row: MatterRow
    matter: Matter
    lead: UnitRef | None
    post: PostRef | None
    holders: tuple[str, ...]  # who holds the post today; empty: nobody (无人在岗)
    issuer: UnitRef | None
    way: tuple[WayLine, ...]
    is_partial: bool  # seen from a part below: what is asked, not how the unit above deals with it
    above: MatterRow | None
    requirement: MatterRow | None
    parts: tuple[MatterRow, ...]
    assists: tuple[MatterRow, ...]
    closed_to_viewer: frozenset[UUID]  # of these, known by unit and state only: their pages are not the viewer's to see
    detail: str
    acts: tuple[str, ...]
    today: date
    deadline: tuple[Line, ...]  # how the date came about, to be done again by hand
    spent: Spent  # working days since the opening: all, and those on which the clock ran
    follows: Other | None = None  # the matter that this one goes along with
    followers: tuple[Other, ...] = ()
    helps: MatterRow | None = None  # the matter that the obstacle stands in the way of
    help_asked: tuple[MatterRow, ...] = ()


def matter_page(viewer: Viewer, matter_id: UUID) -> MatterPage:
    """The page of a matter. Raises NoSuchMatter for what the viewer may not see."""
    card = cards(viewer).filter(id=matter_id).first()
    if card is None:
        raise NoSuchMatter(str(matter_id))
    today = clock.today()
    lamp = Lamp.on(today)
    entries = journal.entries(projection.stream(viewer.realm, matter_id))
    found = projection.read(entries)
    if found is None:
        raise NoSuchMatter(str(matter_id))
    linked = {linked for linked in (found.parent, found.requirement) if linked and linked != matter_id}
    others = {row.id: row for row in rows_of(cards(viewer).filter(id__in=linked), lamp)}
    children = rows_of(cards(viewer).filter(parent=matter_id).order_by("path", "id")[:CHILDREN_SHOWN], lamp)
    is_own = own_cards(viewer).filter(id=matter_id).exists()
    beside = _beside(viewer, matter_id, children, lamp, is_own=is_own)
    units = people.units({u for u in (found.lead, found.issuer) if u})
    post = people.post(found.post) if found.post else (people.responsible_post(found.lead) if found.lead else None)
    told = entries if is_own else [entry for entry in entries if entry.name in TOLD_BELOW]
    way = _way(told)
    days = workdays.calendar(found.opened_on, max(today, found.due or today))
    others_beside = _others(viewer, found) if is_own else {}
    return MatterPage(
        row=rows_of([card], lamp)[0],
        matter=found,
        lead=units.get(found.lead) if found.lead else None,
        post=post,
        holders=tuple(holder.name for holder in people.holders(post.id)) if post else (),
        issuer=units.get(found.issuer),
        way=way,
        is_partial=not is_own,
        above=others.get(found.parent) if found.parent else None,
        requirement=others.get(found.requirement) if found.requirement else None,
        parts=tuple(row for row in children if row.role == "lead"),
        assists=beside,
        closed_to_viewer=frozenset(row.id for row in beside) - {row.id for row in children},
        detail=_detail(way),
        acts=_possible(viewer, matter_id, found),
        today=today,
        deadline=explained.lines([projection.happened(entry) for entry in told], days),
        spent=found.spent(today, days),
        follows=others_beside.get(found.follows) if found.follows else None,
        followers=tuple(others_beside[one] for one in found.followers if one in others_beside),
        helps=next(iter(rows_of(cards(viewer).filter(id=found.helps), lamp)), None) if found.helps else None,
        help_asked=_help_asked(viewer, found, lamp) if is_own else (),
    )


def _others(viewer: Viewer, found: Matter) -> dict[UUID, Other]:
    """The matters that are the same: by title, unit and state; their pages only for those who may see them."""
    wanted = {*found.followers, *({found.follows} if found.follows else set())}
    if not wanted:
        return {}
    seen = set(cards(viewer).filter(id__in=wanted).values_list("id", flat=True))
    rows = rows_of(Card.objects.filter(realm=viewer.realm, id__in=wanted).order_by("opened_on", "id"))
    return {row.id: Other(row.id, row.title, row.lead, row.state, row.id in seen) for row in rows}


def _help_asked(viewer: Viewer, found: Matter, lamp: Lamp) -> tuple[MatterRow, ...]:
    """What was asked of others: whoever sees the matter of origin sees how far they are."""
    if not found.asked_for_help:
        return ()
    asked = Card.objects.filter(realm=viewer.realm, id__in=found.asked_for_help)
    return tuple(rows_of(asked.order_by("opened_on", "id"), lamp))


def _beside(
    viewer: Viewer, matter_id: UUID, children: list[MatterRow], lamp: Lamp, *, is_own: bool
) -> tuple[MatterRow, ...]:
    """The co-operating units' parts: whoever leads or issues the whole knows who co-operates and how far they are."""
    if not is_own:
        return tuple(row for row in children if row.role == "assist")
    return tuple(
        rows_of(Card.objects.filter(realm=viewer.realm, parent=matter_id, role="assist").order_by("path"), lamp)
    )


def possible_acts(viewer: Viewer, matter_id: UUID) -> tuple[Matter, tuple[str, ...]]:
    """A matter and the names of the acts that the viewer could do now. Raises NoSuchMatter."""
    found = _found(viewer, matter_id)
    return found, _possible(viewer, matter_id, found)


def reason_against(viewer: Viewer, matter_id: UUID, act: str) -> matter.Reason | None:
    """Why the viewer could not do an act now; None where it could be done. Raises NoSuchMatter."""
    found = _found(viewer, matter_id)
    return matter.reason_against(found, _known(viewer, matter_id, found), act)


def _found(viewer: Viewer, matter_id: UUID) -> Matter:
    if not cards(viewer).filter(id=matter_id).exists():
        raise NoSuchMatter(str(matter_id))
    found = projection.read(journal.entries(projection.stream(viewer.realm, matter_id)))
    if found is None:
        raise NoSuchMatter(str(matter_id))
    return found


def _possible(viewer: Viewer, matter_id: UUID, found: Matter) -> tuple[str, ...]:
    return matter.possible(found, _known(viewer, matter_id, found))


def _known(viewer: Viewer, matter_id: UUID, found: Matter) -> matter.Facts:
    """The facts, with examples of what an act could name."""
    known = facts.lookup(viewer, matter_id, found)
    below = (
        next((unit for unit in people.children(found.lead) if unit.id not in known.busy_below), None)
        if (found.lead and matter.acts_for_lead(found, known))
        else None
    )
    return facts.with_examples(known, below)


def _way(entries: list[EntryView]) -> tuple[WayLine, ...]:
    happened = [(entry, from_payload(entry.name, entry.version, entry.payload)) for entry in entries]
    texts = records.texts({words.text for _, event in happened for words in words_in(event)})
    files = records.files({found.file for _, event in happened for found in files_in(event)})
    named = people.units({unit for _, event in happened if (unit := _unit_of(event))})
    return tuple(
        WayLine(
            seq=entry.seq, name=entry.name, event=event, happened_at=entry.happened_at, recorded_at=entry.recorded_at,
            actor=entry.actor.name, post=entry.actor.post, digest=entry.digest,
            words=() if isinstance(event, events.Opened) else tuple(texts.get(w.text) for w in words_in(event)),
            files=tuple(files[found.file] for found in files_in(event) if found.file in files),
            unit=named[unit].name if (unit := _unit_of(event)) in named else "",
        )
        for entry, event in happened
    )  # fmt: skip


def _unit_of(event: Event) -> UUID | None:
    """The unit that an event names."""
    match event:
        case events.Assigned(lead=unit) | events.Transferred(lead=unit):
            return unit
        case events.Escalated(unit=unit) | events.HelpAsked(unit=unit):
            return unit
    return None


def _detail(way: tuple[WayLine, ...]) -> str:
    opened = way[0].event
    if not isinstance(opened, events.Opened) or opened.detail is None:
        return ""
    return records.texts([opened.detail.text]).get(opened.detail.text) or ""
