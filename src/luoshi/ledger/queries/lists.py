"""Lists of matters: filtered, searched, paged by key so that no page gets slower than the first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from luoshi.base import clock
from luoshi.base.text import bigrams
from luoshi.ledger.events import Kind
from luoshi.ledger.lights import Lamp, Light
from luoshi.ledger.matter import BEFORE_ACCEPTANCE, ENDED, IN_HAND, State
from luoshi.ledger.models import Card
from luoshi.ledger.ordering import LEVELS, NEVER, Due, InText, Top
from luoshi.ledger.queries import figures
from luoshi.ledger.queries.visible import NoSuchMatter, cards, own_cards, pieces, tops, under
from luoshi.people import paths
from luoshi.people import queries as people
from luoshi.people.viewer import UnitRef, Viewer
from luoshi.records import queries as records

PAGE = 30
EXPORT_CHUNK = 500
COUNTED_AT_MOST = 10_000
TEXTS, CARDS = 1000, 5000  # as many are found by their titles
COMPARED = 300  # matters looked at for one that is the same
OFFERED = 10
ALIKE = 0.3
BEFORE_CLAIM = BEFORE_ACCEPTANCE | IN_HAND
FURTHEST = 2**31 - 1  # no document is longer


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed by; empty fields narrow nothing."""

    words: str = ""
    states: tuple[State, ...] = ()
    light: Light | None = None
    grade: int | None = None
    kind: str = ""
    role: str = ""
    unit: UUID | None = None  # its subtree
    lead: UUID | None = None  # the unit alone
    requirement: UUID | None = None
    parent: UUID | None = None
    document: UUID | None = None
    campaign: UUID | None = None
    issuance: UUID | None = None
    open_only: bool = False
    without_requirements: bool = False  # as figures count: a requirement stands for its tasks


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One line of a list."""

    id: UUID
    kind: str
    role: str
    title: str
    state: State
    grade: int | None
    light: Light
    lead: str  # name; empty while undecided
    lead_id: UUID | None
    issuer: str
    due_on: date | None
    first_due_on: date | None
    opened_on: date
    claimed_on: date | None
    closed_on: date | None
    last_on: date
    parent: UUID | None
    requirement: UUID | None
    document: UUID | None
    start: int | None
    end: int | None
    questions: int
    extension_on: date | None
    returns: int
    reopened: int
    refused: int
    answer: str
    post: UUID | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list; `after` and `before` are the keys of the next and the last page, or empty."""

    rows: tuple[MatterRow, ...]
    after: str
    total: int
    before: str = ""
    is_more: bool = False  # there are more than `total`: nobody counted on


@dataclass(frozen=True, slots=True)
class Count:
    """How many a list has; `is_more` where counting was given up."""

    n: int
    is_more: bool = False


def matters(viewer: Viewer, narrow: Filter = Filter(), *, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """A page of the matters a viewer may see, the earliest date first, those without a date last."""
    chosen = _chosen(viewer, narrow)
    total = Count(size, is_more=True) if chosen.is_scanned else _counted(viewer, narrow, chosen)
    if before and not after:
        page = _read(viewer, chosen, size + 1, ahead_of=before)
        more, page = len(page) > size, page[:size][::-1]
        if len(page) == size:
            first, last = (_key(page[0]) if more else ""), _key(page[-1])
            return Page(tuple(rows_of(page)), after=last, total=total.n, before=first, is_more=total.is_more)
    page = _read(viewer, chosen, size + 1, behind=after)
    more, page = len(page) > size, page[:size]
    if chosen.is_scanned and not more and not after:
        total = Count(len(page))
    return Page(
        rows=tuple(rows_of(page)),
        after=_key(page[-1]) if more else "",
        total=total.n,
        before=_key(page[0]) if after and page else "",
        is_more=total.is_more,
    )


def known(realm: str, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these matters exist: for whoever derives their identifiers and asks whether they were opened before."""
    return frozenset(Card.objects.filter(realm=realm, id__in=set(ids)).values_list("id", flat=True))


def claimed_in(viewer: Viewer, campaign: UUID, kind: Kind) -> dict[UUID, date]:
    """When the matters of a campaign that the viewer sees were claimed done; those that are not are left out."""
    found = cards(viewer).filter(campaign=campaign, kind=kind).exclude(claimed_on=None)
    return {key: day for key, day in found.values_list("id", "claimed_on") if day is not None}


def open_in(realm: str, campaign: UUID, kind: Kind | None = None) -> list[UUID]:
    """The open matters of a campaign, of one kind or of any: for what is done by rule, whoever may see them."""
    found = Card.objects.filter(realm=realm, campaign=campaign).exclude(state__in=ENDED)
    return list((found.filter(kind=kind) if kind else found).order_by("id").values_list("id", flat=True))


def rows_by_id(viewer: Viewer, ids: Iterable[UUID]) -> tuple[MatterRow, ...]:
    """These matters, the earliest date first. Raises NoSuchMatter where one of them is not the viewer's to see."""
    wanted = set(ids)
    found = list(keyed(cards(viewer).filter(id__in=wanted)).order_by("by", "at", "id"))
    if len(found) != len(wanted):
        raise NoSuchMatter(str(wanted - {card.id for card in found}))
    return tuple(rows_of(found))


def open_parts(viewer: Viewer, ids: Iterable[UUID]) -> dict[UUID, tuple[MatterRow, ...]]:
    """The open parts of each of these matters that were passed on."""
    found = cards(viewer).filter(parent__in=set(ids), role="lead").exclude(state__in=ENDED).order_by("path", "id")
    made: dict[UUID, list[MatterRow]] = {}
    for row in rows_of(found):
        if row.parent:
            made.setdefault(row.parent, []).append(row)
    return {parent: tuple(rows) for parent, rows in made.items()}


def alike(viewer: Viewer, matter_id: UUID) -> tuple[MatterRow, ...]:
    """Other matters of the same sender, not claimed yet, whose words are most like those of a matter.

    Tasks of one requirement have the same words for different units: they are not the same matter.
    """
    card = own_cards(viewer).filter(id=matter_id).first()
    if card is None:
        return ()
    sent = own_cards(viewer).filter(
        issuer=card.issuer, role="lead", follows=None, closed_on=None, state__in=BEFORE_CLAIM
    )
    sent = sent.exclude(id=matter_id).exclude(kind=Kind.REQUIREMENT)
    if card.requirement:
        sent = sent.exclude(requirement=card.requirement)
    wanted = bigrams(card.title)
    found = [(_overlap(wanted, bigrams(one.title)), one) for one in sent.order_by("-opened_on", "id")[:COMPARED]]
    best = sorted((pair for pair in found if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return tuple(rows_of(one for _, one in best[:OFFERED]))


def _overlap(one: set[str], other: set[str]) -> float:
    """Common pairs of characters, of all pairs in the shorter text."""
    return len(one & other) / max(1, min(len(one), len(other)))


def export_rows(viewer: Viewer, narrow: Filter) -> Iterator[MatterRow]:
    """Every row of a list, in pieces, for a file."""
    chosen, after = _chosen(viewer, narrow), ""
    while True:
        page = _read(viewer, chosen, EXPORT_CHUNK + 1, behind=after)
        yield from rows_of(page[:EXPORT_CHUNK])
        if len(page) <= EXPORT_CHUNK:
            return
        after = _key(page[EXPORT_CHUNK - 1])


def units_in(found: Iterable[Card]) -> set[UUID]:
    """The units that cards name."""
    return {unit for card in found for unit in (card.lead, card.issuer) if unit}


def rows_of(
    found: Iterable[Card], lamp: Lamp | None = None, units: Mapping[UUID, UnitRef] | None = None
) -> list[MatterRow]:
    """Cards as lines of a list, the names of units looked up once, where nobody has done so."""
    found = list(found)
    lamp = lamp or Lamp.on(clock.today())
    units = people.units(units_in(found)) if units is None else units
    names = {unit_id: unit.name for unit_id, unit in units.items()}
    return [_row(card, lamp, names) for card in found]


def _row(card: Card, lamp: Lamp, names: dict[UUID, str]) -> MatterRow:
    state = State(card.state)
    return MatterRow(
        id=card.id, kind=card.kind, role=card.role, title=card.title, state=state, grade=card.grade,
        light=lamp.light(is_open=state not in ENDED, due=card.due_on, milestone=card.milestone_on),
        lead=names.get(card.lead, "") if card.lead else "", lead_id=card.lead, issuer=names.get(card.issuer, ""),
        due_on=card.due_on, first_due_on=card.first_due_on, opened_on=card.opened_on, claimed_on=card.claimed_on,
        closed_on=card.closed_on, last_on=card.last_on, parent=card.parent, requirement=card.requirement,
        document=card.document, start=card.start, end=card.end, questions=card.questions,
        extension_on=card.extension_on, returns=card.returns, reopened=card.reopened, refused=card.refused,
        answer=card.answer, post=card.post,
    )  # fmt: skip


# ------------------------------------------------------------------ which cards


@dataclass(frozen=True, slots=True)
class _Arm:
    """Cards that an index gives in the order of lists, or few enough to be sorted: none stands in two arms."""

    found: QuerySet[Card]
    path: str = ""  # of the subtree, where it is one of the large ones
    unit: UnitRef | None = None  # whose subtree it is

    def parts(self, states: Sequence[State]) -> list[QuerySet[Card]]:
        """The same in pieces, each in the order of one index; as it is where it will be sorted."""
        if not self.path:
            return [self.found.filter(state__in=states) if len(states) < len(State) else self.found]
        within = self.found.annotate(top=Top("path", length=len(self.path))).filter(top=self.path)
        return [within.filter(state=state) for state in states]

    def sorted_by_title(self, texts: Sequence[UUID]) -> "_Arm":
        """Those with one of these titles, found by them."""
        found = self.found.filter(title_text__among=texts)
        return _Arm(found.filter(under("path", self.path)) if self.path else found)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What a filter chooses: arms, the states, and conditions on the order."""

    arms: tuple[_Arm, ...]
    states: tuple[State, ...]
    bounds: Q
    known: Count | None = None
    is_scanned: bool = False  # found by going through the list: counting would go through all of it

    def count(self, limit: int, *, without_sums: bool = False) -> int:
        """How many there are, no further than a limit: one question to the database."""
        some = [
            keyed(arm.found.filter(under("path", arm.path)) if arm.path else arm.found)
            .filter(self.bounds, state__in=self.states)
            .values_list("id", flat=True)
            for arm in self.arms
            if not (without_sums and arm.unit)
        ]
        if not some:
            return 0
        found = some[0].union(*some[1:], all=True) if some[1:] else some[0]
        return int(found.order_by()[:limit].count())

    def parts(self) -> list[QuerySet[Card]]:
        """Pieces that none shares with another."""
        return [part for arm in self.arms for part in arm.parts(self.states)]


def _chosen(viewer: Viewer, narrow: Filter) -> _Chosen:
    lamp = Lamp.on(clock.today())
    condition = _condition(narrow)
    bounds = Q()
    if narrow.light:
        condition &= _lit(narrow.light, lamp)
        bounds = _bounds(narrow.light, lamp)
    linked = narrow.requirement or narrow.parent or narrow.document
    arms = tuple(map(_Arm, pieces(viewer))) if linked else tuple(_arms(viewer, narrow))
    if linked and narrow.unit:
        condition &= under("path", people.unit(narrow.unit).path)
    arms = tuple(replace(arm, found=arm.found.filter(condition)) for arm in arms)
    chosen = _Chosen(arms, _states(narrow), bounds)
    return _worded(viewer, narrow.words, chosen) if narrow.words.strip() else chosen


def _worded(viewer: Viewer, words: str, chosen: _Chosen) -> _Chosen:
    """Those whose title has the words.

    Few are found by their titles and sorted; many are soon met in the order of the list, where each title is looked at.
    """
    texts = records.first_texts(viewer.realm, words, TEXTS + 1)
    few = tuple(arm.sorted_by_title(texts) for arm in chosen.arms)
    if len(texts) <= TEXTS:
        sorted_out = replace(chosen, arms=few)
        n = sorted_out.count(CARDS + 1)
        if n <= CARDS:
            return replace(sorted_out, known=Count(n))
        condition: Sequence[Any] = [Q(looked_at__among=texts)]
    else:
        condition = records.holding(viewer.realm, words, "looked_at")
    return replace(
        chosen,
        arms=tuple(
            replace(arm, found=arm.found.annotate(looked_at=Coalesce("title_text", "title_text")).filter(*condition))
            for arm in chosen.arms
        ),
        is_scanned=True,
    )


def _condition(narrow: Filter) -> Q:
    exact = {
        "kind": narrow.kind, "role": narrow.role, "grade": narrow.grade, "lead": narrow.lead,
        "requirement": narrow.requirement, "parent": narrow.parent, "document": narrow.document,
        "campaign": narrow.campaign, "issuance": narrow.issuance,
    }  # fmt: skip
    condition = Q(**{column: value for column, value in exact.items() if value not in (None, "")})
    return condition & ~Q(kind=Kind.REQUIREMENT) if narrow.without_requirements else condition


def _states(narrow: Filter) -> tuple[State, ...]:
    """The states that can be among what is chosen."""
    states = narrow.states or tuple(State)
    if narrow.open_only or narrow.light not in {None, Light.NONE}:
        states = tuple(state for state in states if state not in ENDED)
    if narrow.light is Light.YELLOW:  # milestones count while a matter is in hand
        states = tuple(state for state in states if state in IN_HAND)
    if narrow.light is Light.NONE:
        states = tuple(state for state in states if state in ENDED)
    return states


def _arms(viewer: Viewer, narrow: Filter) -> Iterator[_Arm]:
    """The subtrees that the viewer sees, and what was issued from there to units elsewhere."""
    if not viewer.sees_business or viewer.post is None:
        yield _Arm(Card.objects.none())
        return
    realm = Card.objects.filter(realm=viewer.realm)
    unit = people.unit(narrow.unit) if narrow.unit else None
    inside: list[str] = []
    for top in tops(viewer):
        which = _narrower(top, unit) if unit else top
        if which:
            inside.append(which.path)
            is_large = len(which.path) in LEVELS
            yield _Arm(
                realm if is_large else realm.filter(under("path", which.path)), which.path if is_large else "", which
            )
    if unit and unit.path in inside:
        return
    elsewhere = realm.filter(issuer=viewer.post.scope.id)
    if unit:
        elsewhere = elsewhere.filter(under("path", unit.path))
    gaps, low = [], ""
    for begin, end in sorted(paths.subtree(top.path) for top in tops(viewer)):
        gaps.append(Q(path__gte=low, path__lt=begin))
        low = end
    for gap in (*gaps, Q(path__gte=low)):
        yield _Arm(elsewhere.filter(gap))


def _narrower(one: UnitRef, other: UnitRef) -> UnitRef | None:
    """The one whose subtree is the smaller; None where neither lies in the other's."""
    if paths.is_under(one.path, other.path):
        return one
    return other if paths.is_under(other.path, one.path) else None


def _lit(light: Light, lamp: Lamp) -> Q:
    late = Q(due_on__lt=lamp.today)
    behind = Q(LessThan(Due("milestone_on"), lamp.today))  # as an expression: milestones of all the realm are no way in
    not_late = Q(due_on__isnull=True) | ~late
    not_behind = ~behind
    return {
        Light.RED: late,
        Light.YELLOW: not_late & behind,
        Light.UNDECIDED: Q(due_on__isnull=True) & not_behind,
        Light.BLUE: Q(due_on__gte=lamp.today, due_on__lte=lamp.near) & not_behind,
        Light.GREEN: Q(due_on__gt=lamp.near) & not_behind,
        Light.NONE: Q(),
    }[light]


def _bounds(light: Light, lamp: Lamp) -> Q:
    """The same as far as the order of lists knows it."""
    return {
        Light.RED: Q(by__lt=lamp.today),
        Light.YELLOW: Q(by__gte=lamp.today),
        Light.UNDECIDED: Q(by=NEVER),
        Light.BLUE: Q(by__gte=lamp.today, by__lte=lamp.near),
        Light.GREEN: Q(by__gt=lamp.near, by__lt=NEVER),
        Light.NONE: Q(),
    }[light]


# ------------------------------------------------------------------ in order


def _read(viewer: Viewer, chosen: _Chosen, size: int, *, behind: str = "", ahead_of: str = "") -> list[Card]:
    """The next cards behind a key, or those ahead of one, nearest first: first their keys, then themselves."""
    bounds, back = chosen.bounds, bool(ahead_of)
    if behind:
        bounds &= _behind(behind)
    if ahead_of:
        bounds &= _ahead(ahead_of)
    order = ("-by", "-at", "-id") if back else ("by", "at", "id")
    parts = [keyed(part).filter(bounds).values_list("by", "at", "id") for part in chosen.parts()]
    if len(parts) > 1 and connection.features.supports_slicing_ordering_in_compound:
        parts = [part.order_by(*order)[:size] for part in parts]  # PostgreSQL would sort all; SQLite merges in order
    first, *others = parts
    found = first.union(*others, all=True) if others else first
    keys = [key for _by, _at, key in found.order_by(*order)[:size]]
    by_id = {card.id: card for card in Card.objects.filter(realm=viewer.realm, id__in=keys)}
    return [by_id[key] for key in keys if key in by_id]


def _counted(viewer: Viewer, narrow: Filter, chosen: _Chosen) -> Count:
    """How many there are: from the sums where they know it, else one by one up to a limit."""
    if chosen.known is not None:
        return chosen.known
    if _is_summed(narrow):
        return Count(_summed(viewer, narrow, chosen) + chosen.count(FURTHEST, without_sums=True))
    n = chosen.count(COUNTED_AT_MOST + 1)
    return Count(min(n, COUNTED_AT_MOST), n > COUNTED_AT_MOST)


def _is_summed(narrow: Filter) -> bool:
    """Whether the sums under units know how many there are."""
    linked = narrow.requirement or narrow.parent or narrow.document or narrow.issuance or narrow.lead
    if linked or narrow.words.strip():
        return False
    if narrow.light in {None, Light.NONE}:
        return True
    asked = _states(replace(narrow, light=None))
    return narrow.grade is None and all(state in asked for state in State if state not in ENDED)


def _summed(viewer: Viewer, narrow: Filter, chosen: _Chosen) -> int:
    """How many the sums say there are in the subtrees; what was issued to units elsewhere is not among them."""
    n = 0
    for arm in chosen.arms:
        if arm.unit:
            counted = figures.counted_now(viewer.realm, arm.unit, campaign=narrow.campaign)
            n += counted.many(
                states=chosen.states, light=narrow.light, grade=narrow.grade, kind=narrow.kind, role=narrow.role,
                without_requirements=narrow.without_requirements,
            )  # fmt: skip
    return n


def keyed(found: QuerySet[Card]) -> "QuerySet[Any]":
    """The earliest date first; among those of one date, in the order of the words of the document."""
    return found.annotate(by=Due("due_on"), at=InText("start"))


def key(card: Card) -> tuple[date, int, UUID]:
    """Where a card stands in that order."""
    return card.due_on or NEVER, card.start or 0, card.id


def _key(card: Card) -> str:
    return f"{(card.due_on or NEVER).isoformat()}_{card.start or 0}_{card.id}"


def _read_key(key: str) -> tuple[date, int, UUID] | None:
    """A key as it was given; None for one that nobody gave, which leads to the first or last page."""
    try:
        by, at, last = key.split("_")
        read = date.fromisoformat(by), int(at), UUID(last)
    except ValueError:
        return None
    return read if 0 <= read[1] <= FURTHEST else None


def _behind(after: str) -> Q:
    """Rows behind a key; the date alone is said first, so that an index begins there."""
    key = _read_key(after)
    if key is None:
        return Q()
    by, at, last = key
    return Q(by__gte=by) & (Q(by__gt=by) | Q(by=by, at__gt=at) | Q(by=by, at=at, id__gt=last))


def _ahead(before: str) -> Q:
    """Rows ahead of a key."""
    key = _read_key(before)
    if key is None:
        return Q()
    by, at, first = key
    return Q(by__lte=by) & (Q(by__lt=by) | Q(by=by, at__lt=at) | Q(by=by, at=at, id__lt=first))
