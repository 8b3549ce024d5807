"""Opening many matters at once: what they share is worked out once, in a mould; each one only puts in what differs.

Events, card and count of a mould come from the same functions as those of a single matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from luoshi.base import bulk, clock, digests
from luoshi.journal import commands as journal
from luoshi.journal.refs import Actor
from luoshi.ledger import events, facts, matter, projection, tallies
from luoshi.ledger.events import Event, Kind, Origin, Role, Words, to_payload
from luoshi.ledger.matter import Happened
from luoshi.ledger.models import Card, TallyDelta

ID, LEAD, POST = (UUID(int=(0xA5 << 120) + number) for number in range(3))  # put in where a matter differs

LEAD_TEXT, POST_TEXT = str(LEAD), str(POST)


@dataclass(frozen=True, slots=True)
class Opening:
    """A matter to be opened. Owner and date stay undecided where nobody decided them."""

    id: UUID
    kind: Kind
    title: Words
    campaign: UUID
    issuer: UUID
    lead: UUID | None = None
    post: UUID | None = None
    due: date | None = None
    parent: UUID | None = None
    requirement: UUID | None = None
    origin: Origin | None = None
    role: Role = Role.LEAD
    issuance: UUID | None = None
    detail: Words | None = None
    key: str = ""  # source key within the inlet; the identifier where empty
    days: int | None = None  # the date as so many working days after `since`
    since: date | None = None
    helps: UUID | None = None  # the matter whose unit asks for help


@dataclass(frozen=True, slots=True)
class Line:
    """One unit to which a requirement is issued."""

    unit: UUID
    post: UUID | None = None
    due: date | None = None
    role: Role = Role.LEAD


def blank(opening: Opening) -> Opening:
    """The opening without what differs within a mould."""
    return replace(
        opening, id=ID, key="", lead=LEAD if opening.lead else None, post=POST if opening.post else None
    )  # fmt: skip


def opening_events(opening: Opening, at: datetime) -> list[Event]:
    """The events that begin a matter."""
    opened = events.Opened(
        kind=opening.kind, title=opening.title, campaign=opening.campaign, issuer=opening.issuer, role=opening.role,
        parent=opening.parent, requirement=opening.requirement, origin=opening.origin, issuance=opening.issuance,
        detail=opening.detail, helps=opening.helps,
    )  # fmt: skip
    calendar = facts.calendar(opening.due or clock.day(at))
    return matter.opening(
        opened, lead=opening.lead, post=opening.post, due=opening.due, calendar=calendar,
        days=opening.days, since=opening.since,
    )  # fmt: skip


class Mould:
    """Everything that openings alike share: texts of payloads, the card, the count."""

    __slots__ = ("_card", "_delta", "_issuer_path", "_places", "_told", "_unit", "seq")

    def __init__(
        self, realm: str, opening: Opening, *, by: Actor, at: datetime, now: datetime, issuer_path: str, title: str
    ) -> None:
        form = blank(opening)
        begun = opening_events(form, at)
        found = matter.replay(Happened(event, clock.day(at), by.id) for event in begun)
        assert found is not None  # noqa: S101 - an opening is never empty
        self.seq = len(begun)
        self._issuer_path = issuer_path
        texts = [digests.canonical(to_payload(event)) for event in begun]
        self._told = [
            (journal.Told(event.NAME, event.VERSION, text), LEAD_TEXT in text or POST_TEXT in text)
            for event, text in zip(begun, texts, strict=True)
        ]
        columns = projection.columns(found, path="", issuer_path=issuer_path, title=title)
        columns |= {"realm": realm, "id": ID, "seq": self.seq, "last_on": clock.day(at)}
        self._card = [bulk.plain(columns[name]) for name in CARD]
        self._places = tuple(CARD.index(name) for name in ("id", "lead", "path", "post"))
        (self._delta,) = ([*row] for row in tallies.rows(realm, None, found, recorded=now, happened=at))
        self._unit = tallies.WRITTEN.index("unit")

    def told(self, lead: str, post: str) -> list[journal.Told]:
        """The entries for one unit; identifiers with hyphens."""
        return [self._filled(entry, lead, post) if differs else entry for entry, differs in self._told]

    @staticmethod
    def _filled(entry: journal.Told, lead: str, post: str) -> journal.Told:
        name, version, payload = entry
        return journal.Told(name, version, payload.replace(LEAD_TEXT, lead).replace(POST_TEXT, post))

    def card(self, matter_id: str, lead: str | None, path: str, post: str | None) -> bulk.Row:
        """The card of one matter; identifiers as the database takes them."""
        row = self._card.copy()
        at_id, at_lead, at_path, at_post = self._places
        row[at_id], row[at_lead], row[at_path], row[at_post] = matter_id, lead, path or self._issuer_path, post
        return row

    def delta(self, lead: str | None) -> bulk.Row:
        """The count of one matter."""
        row = self._delta.copy()
        if lead is not None:
            row[self._unit] = lead
        return row


CARD = tuple(f.name for f in Card._meta.concrete_fields)


class Castings:
    """Matters gathered for one transaction: entries, cards and counts, written together."""

    def __init__(self, pages: journal.Pages) -> None:
        self._pages = pages
        self._cards: list[bulk.Row] = []
        self._deltas: list[bulk.Row] = []

    def add(self, mould: Mould, matter_id: str, *, lead: str | None, path: str, post: str | None, key: str) -> None:
        """One more matter; identifiers as the database takes them."""
        told = mould.told(bulk.hyphened(lead) if lead else "", bulk.hyphened(post) if post else "")
        self._pages.add(matter_id, told, key=key)
        self._cards.append(mould.card(matter_id, lead, path, post))
        self._deltas.append(mould.delta(lead))

    def write(self) -> int:
        """Write what was gathered; gives how many matters. Raises IntegrityError for what stands already."""
        self._pages.write()
        bulk.add(Card, CARD, self._cards)
        bulk.add(TallyDelta, tallies.WRITTEN, self._deltas)
        return len(self._cards)


def cast(listed: Sequence[Opening], realm: str, castings: Castings, *, by: Actor, at: datetime, now: datetime) -> None:
    """Gather openings, a mould for those alike."""
    moulds: dict[Opening, Mould] = {}
    paths = projection.paths_of({unit for opening in listed for unit in (opening.lead, opening.issuer) if unit})
    titles = projection.words_of({opening.title.text for opening in listed})
    for opening in listed:
        form = blank(opening)
        if form not in moulds:
            issuer_path, title = paths.get(opening.issuer, ""), titles.get(opening.title.text, "")
            moulds[form] = Mould(realm, form, by=by, at=at, now=now, issuer_path=issuer_path, title=title)
        lead = bulk.identifier(opening.lead) if opening.lead else None
        post = bulk.identifier(opening.post) if opening.post else None
        path = paths.get(opening.lead, "") if opening.lead else ""
        key = f"open:{opening.key or opening.id}"
        castings.add(moulds[form], bulk.identifier(opening.id), lead=lead, path=path, post=post, key=key)
