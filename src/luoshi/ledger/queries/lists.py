"""Lists of matters: filtered, searched, paged by key so that no page gets slower than the first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import DateField, F, Q, QuerySet
from django.db.models.expressions import Value
from django.db.models.functions import Coalesce

from luoshi.base import clock
from luoshi.ledger.events import Kind
from luoshi.ledger.lights import Lamp, Light
from luoshi.ledger.matter import ENDED, State
from luoshi.ledger.models import Card
from luoshi.ledger.queries.visible import NoSuchMatter, cards, own_cards, under
from luoshi.people import queries as people
from luoshi.people.viewer import Viewer
from luoshi.records import queries as records

PAGE = 30
EXPORT_CHUNK = 500
NEVER = date(9999, 12, 31)
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


def matters(viewer: Viewer, narrow: Filter = Filter(), *, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """A page of the matters a viewer may see, the earliest date first, those without a date last."""
    found = _narrowed(viewer, narrow)
    total = found.count()
    ordered = _keyed(found)
    if before and not after:
        page = list(ordered.filter(_ahead(before)).reverse()[: size + 1])
        more, page = len(page) > size, page[:size][::-1]
        if len(page) == size:
            first, last = (_key(page[0]) if more else ""), _key(page[-1])
            return Page(rows=tuple(rows_of(page)), after=last, total=total, before=first)
    if after:
        ordered = ordered.filter(_behind(after))
    page = list(ordered[: size + 1])
    more, page = len(page) > size, page[:size]
    return Page(
        rows=tuple(rows_of(page)),
        after=_key(page[-1]) if more else "",
        total=total,
        before=_key(page[0]) if after and page else "",
    )


def known(realm: str, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these matters exist: for whoever derives their identifiers and asks whether they were opened before."""
    return frozenset(Card.objects.filter(realm=realm, id__in=set(ids)).values_list("id", flat=True))


def rows_by_id(viewer: Viewer, ids: Iterable[UUID]) -> tuple[MatterRow, ...]:
    """These matters, the earliest date first. Raises NoSuchMatter where one of them is not the viewer's to see."""
    wanted = set(ids)
    found = list(_keyed(cards(viewer).filter(id__in=wanted)))
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


def export_rows(viewer: Viewer, narrow: Filter) -> Iterator[MatterRow]:
    """Every row of a list, in pieces, for a file."""
    after = ""
    while True:
        page = matters(viewer, narrow, after=after, size=EXPORT_CHUNK)
        yield from page.rows
        after = page.after
        if not after:
            return


def rows_of(found: Iterable[Card], lamp: Lamp | None = None) -> list[MatterRow]:
    """Cards as lines of a list, the names of units looked up once."""
    found = list(found)
    lamp = lamp or Lamp.on(clock.today())
    units = people.units({u for card in found for u in (card.lead, card.issuer) if u})
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


def _narrowed(viewer: Viewer, narrow: Filter) -> QuerySet[Card]:
    linked = narrow.requirement or narrow.parent or narrow.document
    found = cards(viewer) if linked else own_cards(viewer)
    exact = {
        "kind": narrow.kind, "role": narrow.role, "grade": narrow.grade, "lead": narrow.lead,
        "requirement": narrow.requirement, "parent": narrow.parent, "document": narrow.document,
        "campaign": narrow.campaign, "issuance": narrow.issuance,
    }  # fmt: skip
    found = found.filter(**{column: value for column, value in exact.items() if value not in (None, "")})
    if narrow.states:
        found = found.filter(state__in=narrow.states)
    if narrow.open_only:
        found = found.exclude(state__in=ENDED)
    if narrow.without_requirements:
        found = found.exclude(kind=Kind.REQUIREMENT)
    if narrow.unit:
        found = found.filter(under("path", people.unit(narrow.unit).path))
    if narrow.words.strip():
        found = found.filter(title_text__in=records.texts_matching(viewer.realm, narrow.words))
    if narrow.light:
        found = found.filter(_lit(narrow.light, Lamp.on(clock.today())))
    return found


def _lit(light: Light, lamp: Lamp) -> Q:
    is_open = ~Q(state__in=ENDED)
    late = Q(due_on__lt=lamp.today)
    behind = Q(milestone_on__lt=lamp.today)
    not_late = Q(due_on__isnull=True) | ~late
    not_behind = Q(milestone_on__isnull=True) | ~behind
    conditions = {
        Light.RED: is_open & late,
        Light.YELLOW: is_open & not_late & behind,
        Light.UNDECIDED: is_open & Q(due_on__isnull=True) & not_behind,
        Light.BLUE: is_open & Q(due_on__gte=lamp.today, due_on__lte=lamp.near) & not_behind,
        Light.GREEN: is_open & Q(due_on__gt=lamp.near) & not_behind,
        Light.NONE: ~is_open,
    }
    return conditions[light]


def _keyed(found: QuerySet[Card]) -> QuerySet[Card]:
    """The earliest date first; among those of one date, in the order of the words of the document."""
    by, at = Coalesce(F("due_on"), Value(NEVER, output_field=DateField())), Coalesce(F("start"), Value(0))
    return found.annotate(by=by, at=at).order_by("by", "at", "id")


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
    """Rows behind a key."""
    key = _read_key(after)
    if key is None:
        return Q()
    by, at, last = key
    return Q(by__gt=by) | Q(by=by, at__gt=at) | Q(by=by, at=at, id__gt=last)


def _ahead(before: str) -> Q:
    """Rows ahead of a key."""
    key = _read_key(before)
    if key is None:
        return Q()
    by, at, first = key
    return Q(by__lt=by) | Q(by=by, at__lt=at) | Q(by=by, at=at, id__lt=first)
