"""One matter with everything that a reader may know of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from luoshi.base import clock
from luoshi.journal import queries as journal
from luoshi.journal.refs import EntryView
from luoshi.ledger import events, facts, matter, projection
from luoshi.ledger.events import Event, from_payload
from luoshi.ledger.lights import Lamp
from luoshi.ledger.matter import Matter
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
    for kind in (events.Opened, events.Assigned, events.DueDecided, events.Issued, events.Closed, events.Withdrawn)
)


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
    unit: str  # the unit that an assignment names, or empty
    digest: str


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
    way = _way(entries if is_own else [entry for entry in entries if entry.name in TOLD_BELOW])
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
    )


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
    """The facts, with one unit below that a part could be handed to."""
    known = facts.lookup(viewer, matter_id, found)
    below = (
        next((unit for unit in people.children(found.lead) if unit.id not in known.busy_below), None)
        if (found.lead and matter.acts_for_lead(found, known))
        else None
    )
    return facts.with_target(known, below)


def _way(entries: list[EntryView]) -> tuple[WayLine, ...]:
    happened = [(entry, from_payload(entry.name, entry.version, entry.payload)) for entry in entries]
    texts = records.texts({words.text for _, event in happened for words in words_in(event)})
    files = records.files({found.file for _, event in happened for found in files_in(event)})
    named = people.units({event.lead for _, event in happened if isinstance(event, events.Assigned)})
    return tuple(
        WayLine(
            seq=entry.seq, name=entry.name, event=event, happened_at=entry.happened_at, recorded_at=entry.recorded_at,
            actor=entry.actor.name, post=entry.actor.post, digest=entry.digest,
            words=() if isinstance(event, events.Opened) else tuple(texts.get(w.text) for w in words_in(event)),
            files=tuple(files[found.file] for found in files_in(event) if found.file in files),
            unit=named[event.lead].name if isinstance(event, events.Assigned) and event.lead in named else "",
        )
        for entry, event in happened
    )  # fmt: skip


def _detail(way: tuple[WayLine, ...]) -> str:
    opened = way[0].event
    if not isinstance(opened, events.Opened) or opened.detail is None:
        return ""
    return records.texts([opened.detail.text]).get(opened.detail.text) or ""
