"""One matter with everything that a reader may know of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from luoshi.base import clock, workdays
from luoshi.journal import queries as journal
from luoshi.journal.refs import EntryView
from luoshi.ledger import events, explained, facts, matter, projection
from luoshi.ledger.clocks import Line, Spent
from luoshi.ledger.events import Event, Kind, Role, from_payload
from luoshi.ledger.lights import Lamp
from luoshi.ledger.matter import Facts, Matter, Reason, State, opens_again
from luoshi.ledger.models import Card
from luoshi.ledger.queries import together, visible
from luoshi.ledger.queries.lists import MatterRow, key, keyed, rows_of, units_in
from luoshi.ledger.queries.said import Said
from luoshi.ledger.queries.visible import NoSuchMatter, cards
from luoshi.ledger.words import files_in, words_in
from luoshi.people import queries as people
from luoshi.people.viewer import PostRef, UnitRef, Viewer
from luoshi.records import queries as records
from luoshi.records.refs import FileMeta

CHILDREN_SHOWN = 300
TASKS_SHOWN = 30
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
    tasks: tuple[MatterRow, ...]  # of a requirement: the first of them
    parts: tuple[MatterRow, ...]
    assists: tuple[MatterRow, ...]
    closed_to_viewer: frozenset[UUID]  # of these, known by unit and state only: their pages are not the viewer's to see
    detail: str
    facts: Facts  # what decides whether an act can be done now
    acts: tuple[str, ...]
    today: date
    deadline: tuple[Line, ...]  # how the date came about, to be done again by hand
    spent: Spent  # working days since the opening: all, and those on which the clock ran
    follows: Other | None = None  # the matter that this one goes along with
    followers: tuple[Other, ...] = ()
    helps: MatterRow | None = None  # the matter that the obstacle stands in the way of
    help_asked: tuple[MatterRow, ...] = ()

    def reason_against(self, act: str) -> Reason | None:
        """Why the viewer could not do an act now; None where it could be done."""
        return matter.reason_against(self.matter, self.facts, act)

    @property
    def said(self) -> Said | None:
        """The last progress or evidence in words since it was opened (again)."""
        for line in reversed(self.way):
            if opens_again(line.event):
                return None
            if isinstance(line.event, events.Progressed | events.EvidenceAdded) and line.event.words:
                body = line.words[0] if line.words else None
                return Said(seq=line.seq, on=clock.day(line.happened_at), words=body) if body else None
        return None


def matter_page(viewer: Viewer, matter_id: UUID) -> MatterPage:
    """The page of a matter. Raises NoSuchMatter for what the viewer may not see."""
    card = _card(viewer, matter_id)
    entries = journal.entries(projection.stream(viewer.realm, matter_id))
    found = projection.read(entries)
    if found is None:
        raise NoSuchMatter(str(matter_id))
    is_own = visible.is_own(viewer, card)
    around = _around(viewer, matter_id, found)
    shown = entries if is_own else [entry for entry in entries if entry.name in TOLD_BELOW]
    told = _told(shown)
    named = {unit for _, event in told if (unit := _unit_of(event))}
    cards_shown = [card, *(one for many in around.values() for one in many)]
    units = people.units(units_in(cards_shown) | named | {unit for unit in (found.lead, found.issuer) if unit})
    today = clock.today()
    lamp = Lamp.on(today)
    days = workdays.calendar(found.opened_on, max(today, found.due or today))
    rows = {name: tuple(rows_of(many, lamp, units)) for name, many in around.items()}
    linked = {row.id: row for row in rows["linked"]}
    beside = rows["assists"] if is_own else tuple(row for row in rows["children"] if row.role == "assist")
    known = _known(viewer, matter_id, found, around, units)
    charge = people.in_charge(found.lead, found.post)
    way, detail = _way(told, units)
    others_beside = _others(rows) if is_own else {}
    return MatterPage(
        row=rows_of([card], lamp, units)[0],
        matter=found,
        lead=units.get(found.lead) if found.lead else None,
        post=charge.post if charge else None,
        holders=tuple(holder.name for holder in charge.holders) if charge else (),
        issuer=units.get(found.issuer),
        way=way,
        is_partial=not is_own,
        above=linked.get(found.parent) if found.parent else None,
        requirement=linked.get(found.requirement) if found.requirement else None,
        tasks=rows["tasks"],
        parts=tuple(row for row in rows["children"] if row.role == "lead"),
        assists=beside,
        closed_to_viewer=frozenset(row.id for row in beside) - {row.id for row in rows["children"]},
        detail=detail,
        facts=known,
        acts=matter.possible(found, known),
        today=today,
        deadline=explained.lines([projection.happened(entry) for entry in shown], days),
        spent=found.spent(today, days),
        follows=others_beside.get(found.follows) if found.follows else None,
        followers=tuple(others_beside[one] for one in found.followers if one in others_beside),
        helps=next(iter(rows["helps"]), None),
        help_asked=tuple(sorted(rows["help asked"], key=_by_opening)) if is_own else (),
    )


def _others(rows: Mapping[str, Sequence[MatterRow]]) -> dict[UUID, Other]:
    """The matters that are the same: by title, unit and state; their pages only for those who may see them."""
    seen = {row.id for row in rows["same seen"]}
    return {row.id: Other(row.id, row.title, row.lead, row.state, row.id in seen) for row in rows["same"]}


def possible_acts(viewer: Viewer, matter_id: UUID) -> tuple[Matter, tuple[str, ...]]:
    """A matter and the names of the acts that the viewer could do now. Raises NoSuchMatter."""
    page = matter_page(viewer, matter_id)
    return page.matter, page.acts


def _card(viewer: Viewer, matter_id: UUID) -> Card:
    """The card; whether it is open to somebody below is asked only where it is not the viewer's own."""
    card = Card.objects.filter(realm=viewer.realm, id=matter_id).first()
    if card is None or not (visible.is_own(viewer, card) or visible.sees(viewer, matter_id)):
        raise NoSuchMatter(str(matter_id))
    return card


def _around(viewer: Viewer, matter_id: UUID, found: Matter) -> dict[str, list[Card]]:
    """The cards around a matter: those above it, its parts, its tasks, and what of it is open.

    Whoever leads or issues the whole knows who co-operates and how far they are (`assists`), which matters are the
    same, and what was asked of others.
    """
    seen = cards(viewer)
    above = {linked for linked in (found.parent, found.requirement) if linked and linked != matter_id}
    same = {*found.followers, *({found.follows} if found.follows else set())}
    realm = Card.objects.filter(realm=viewer.realm)
    asked = {
        "linked": seen.filter(id__in=above) if above else seen.none(),
        "same": realm.filter(id__in=same) if same else realm.none(),
        "same seen": seen.filter(id__in=same) if same else seen.none(),
        "helps": seen.filter(id=found.helps) if found.helps else seen.none(),
        "help asked": realm.filter(id__in=found.asked_for_help) if found.asked_for_help else realm.none(),
        "assists": realm.filter(parent=matter_id, role="assist"),
        "open": facts.open_parts(viewer.realm, matter_id, found),
    }
    is_whole = found.kind is Kind.REQUIREMENT
    pieces = visible.pieces(viewer)
    for number, piece in enumerate(pieces):
        if is_whole:
            tasks = keyed(piece.filter(requirement=matter_id)).order_by("by", "at", "id")
            asked[f"below {number}"] = tasks[:TASKS_SHOWN]
        else:
            parts = piece.filter(parent=matter_id, role__in=list(Role)).order_by("path", "id")
            asked[f"below {number}"] = parts[:CHILDREN_SHOWN]
    answers = together.answers(asked)
    below = [card for number in range(len(pieces)) for card in answers.pop(f"below {number}")]
    in_order = {name: sorted(many, key=_by_path) for name, many in answers.items()}
    return {
        **in_order,
        "tasks": sorted(below, key=key)[:TASKS_SHOWN] if is_whole else [],
        "children": [] if is_whole else sorted(below, key=_by_path)[:CHILDREN_SHOWN],
    }


def _by_opening(row: MatterRow) -> tuple[date, UUID]:
    return row.opened_on, row.id


def _by_path(card: Card) -> tuple[str, UUID]:
    return card.path, card.id


def _known(
    viewer: Viewer, matter_id: UUID, found: Matter, around: Mapping[str, list[Card]], units: Mapping[UUID, UnitRef]
) -> Facts:
    """The facts, with examples of what an act could name."""
    lead = units.get(found.lead) if found.lead else None
    followers = [card for card in around["same"] if card.id in found.followers]
    known = facts.known(
        viewer, matter_id, found, open_parts=around["open"], followers=followers, lead=lead.path if lead else ""
    )
    acts_for_lead = lead is not None and matter.acts_for_lead(found, known)
    return facts.with_examples(
        known, people.first_child(lead.id, without=known.busy_below) if lead and acts_for_lead else None
    )


Told = list[tuple[EntryView, Event]]


def _told(entries: Iterable[EntryView]) -> Told:
    return [(entry, from_payload(entry.name, entry.version, entry.payload)) for entry in entries]


def _way(told: Told, units: Mapping[UUID, UnitRef]) -> tuple[tuple[WayLine, ...], str]:
    """The way, line by line, and the words of the detail that the matter was opened with."""
    texts = records.texts({words.text for _, event in told for words in words_in(event)})
    attached = {found.file for _, event in told for found in files_in(event)}
    files = records.files(attached) if attached else {}
    way = tuple(
        WayLine(
            seq=entry.seq, name=entry.name, event=event, happened_at=entry.happened_at, recorded_at=entry.recorded_at,
            actor=entry.actor.name, post=entry.actor.post, digest=entry.digest,
            words=() if isinstance(event, events.Opened) else tuple(texts.get(w.text) for w in words_in(event)),
            files=tuple(files[found.file] for found in files_in(event) if found.file in files),
            unit=units[unit].name if (unit := _unit_of(event)) and unit in units else "",
        )
        for entry, event in told
    )  # fmt: skip
    opened = way[0].event
    detail = opened.detail if isinstance(opened, events.Opened) else None
    return way, (texts.get(detail.text) or "") if detail else ""


def _unit_of(event: Event) -> UUID | None:
    """The unit that an event names."""
    match event:
        case events.Assigned(lead=unit) | events.Transferred(lead=unit):
            return unit
        case events.Escalated(unit=unit) | events.HelpAsked(unit=unit):
            return unit
    return None
