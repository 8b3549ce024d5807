"""What would go out, what is going out, and what has gone out."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from luoshi.base import clock, digests
from luoshi.inlets.documents.clauses import Clause
from luoshi.inlets.documents.models import Clause as Row
from luoshi.inlets.documents.models import Issuance, IssuanceLine
from luoshi.inlets.documents.queries.targets import Meanings
from luoshi.inlets.documents.rows import clause_of
from luoshi.ledger import costs
from luoshi.ledger import queries as ledger
from luoshi.people import queries as people
from luoshi.people.viewer import UnitRef

OUT = ("prepared", "released", "withdrawn")
VILLAGE = "village"
RECKONED = 2000  # villages whose load is looked at before sending
STANDING = ("waiting", "done", "withdrawing")  # lines that have gone out, or will


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One requirement as it would go out; `held` says why it would not: owner, passed, or nothing."""

    clause: int
    matter: UUID
    words: str
    leads: tuple[UUID, ...]
    assists: tuple[UUID, ...]
    to_whom: str
    with_whom: str
    due: date | None
    held: str

    @property
    def total(self) -> int:
        """How many matters this makes."""
        return len(self.leads) + len(self.assists)


@dataclass(frozen=True, slots=True)
class UnitShare:
    """Units that get the same: how many matters each, and how many minutes that costs each."""

    kind: str
    units: tuple[UnitRef, ...]
    leads: int
    assists: int
    minutes: int
    vacant: int  # how many of them have nobody in a responsible post


@dataclass(frozen=True, slots=True)
class Plan:
    """What would go out of a document now; `digest` names exactly this."""

    rows: tuple[PlanRow, ...]
    shares: tuple[UnitShare, ...]
    issued: int  # requirements that have gone out before
    digest: str

    @property
    def going(self) -> tuple[PlanRow, ...]:
        """What would go out."""
        return tuple(row for row in self.rows if not row.held)

    @property
    def held(self) -> tuple[PlanRow, ...]:
        """What would stay."""
        return tuple(row for row in self.rows if row.held)

    @property
    def undated(self) -> int:
        """How many would go out with 时限待定."""
        return sum(row.due is None for row in self.going)

    @property
    def matters(self) -> int:
        """How many matters it would make."""
        return sum(row.total for row in self.going)

    @property
    def units(self) -> int:
        """How many units would get something."""
        return sum(len(share.units) for share in self.shares)

    @property
    def minutes(self) -> int:
        """What it would cost all of them together."""
        return sum(share.minutes * len(share.units) for share in self.shares)


@dataclass(frozen=True, slots=True)
class VillageLoad:
    """In which weeks how many villages would have more than their budget, and how many have it already."""

    budget: int  # minutes a week
    villages: int
    weeks: tuple[tuple[date, int, int], ...]


@dataclass(frozen=True, slots=True)
class LineView:
    """One requirement of an issuance, and how far it has got."""

    clause: int
    requirement: UUID
    words: str
    due: date | None
    total: int
    made: int
    state: str
    refusal: str


@dataclass(frozen=True, slots=True)
class IssuanceView:
    """One issuance with its lines."""

    id: UUID
    document: UUID
    state: str
    prepared_at: datetime
    released_at: datetime | None
    lines: tuple[LineView, ...]

    @property
    def total(self) -> int:
        """How many matters it makes."""
        return sum(line.total for line in self.lines)

    @property
    def made(self) -> int:
        """How many of them there are."""
        out = {"done", "withdrawing", "withdrawn"}
        return sum(line.total if line.state in out else line.made for line in self.lines)

    @property
    def is_withdrawing(self) -> bool:
        """The system is still taking something back."""
        return any(line.state == "withdrawing" for line in self.lines)

    @property
    def is_running(self) -> bool:
        """The system is still at work on it."""
        return self.is_withdrawing or (self.state == "released" and any(line.state == "waiting" for line in self.lines))

    @property
    def taken_back(self) -> int:
        """How many matters have been taken back."""
        return sum(line.total for line in self.lines if line.state == "withdrawn")


def issued_clauses(document_id: UUID) -> frozenset[int]:
    """The clauses whose requirement has gone out or is about to, and was not withdrawn."""
    lines = IssuanceLine.objects.filter(issuance__document=document_id, issuance__state__in=OUT, state__in=STANDING)
    return frozenset(lines.values_list("clause", flat=True))


@dataclass(frozen=True, slots=True)
class Issuing:
    """What would go out of a document now, and what has gone out of it before, the newest first."""

    plan: Plan
    earlier: list[IssuanceView]


def issuing(document_id: UUID, text: str) -> Issuing:
    """Both at once; for a document that the caller's office took in."""
    rows = list(Row.objects.filter(document_id=document_id).order_by("start"))
    lines = _lines(document_id)
    gone = frozenset(line.clause for line in lines if line.issuance.state in OUT and line.state in STANDING)
    return Issuing(_plan(rows, gone, text), _issuances(lines, rows, text))


def plan(document_id: UUID, text: str) -> Plan:
    """What would go out of a signed document now; for a document that the caller's office took in."""
    rows = Row.objects.filter(document_id=document_id).order_by("start")
    return _plan(list(rows), issued_clauses(document_id), text)


def _plan(rows: Sequence[Row], gone: frozenset[int], text: str) -> Plan:
    wanted = [(clause_of(row), row.matter) for row in rows if row.number not in gone and row.matter]
    meanings = Meanings(target for clause, _matter in wanted for target in (clause.lead_target, clause.assist_target))
    planned = [_row(clause, matter, text, meanings) for clause, matter in wanted]
    going = [row for row in planned if not row.held]
    named = [[row.clause, [str(u) for u in row.leads], [str(u) for u in row.assists], str(row.due)] for row in going]
    digest = digests.digest(digests.canonical(named).encode())
    return Plan(tuple(planned), tuple(_shares(going, meanings)), len(gone), digest)


def _row(clause: Clause, matter: UUID, text: str, meanings: Meanings) -> PlanRow:
    start, end = clause.quote or (clause.start, clause.end)
    leads = tuple(unit.id for unit in meanings.resolve(clause.lead_target))
    beside = set(leads)
    assists = tuple(unit.id for unit in meanings.resolve(clause.assist_target) if unit.id not in beside)
    held = "owner" if not leads else "passed" if clause.due and clause.due < clock.today() else ""
    return PlanRow(
        clause.number, matter, text[start:end], leads, assists, meanings.describe(clause.lead_target),
        meanings.describe(clause.assist_target), clause.due, held,
    )  # fmt: skip


def _shares(rows: Sequence[PlanRow], meanings: Meanings) -> list[UnitShare]:
    leads = Counter(unit for row in rows for unit in row.leads)
    assists = Counter(unit for row in rows for unit in row.assists)
    units = meanings.units({*leads, *assists})
    held = people.responsible_posts(units)
    groups: dict[tuple[str, int, int], list[UnitRef]] = {}
    for unit in sorted(units.values(), key=lambda unit: unit.path):
        groups.setdefault((unit.kind, leads[unit.id], assists[unit.id]), []).append(unit)
    labels = people.kind_labels()
    return [
        UnitShare(
            kind=labels.get(kind, kind), units=tuple(found), leads=as_lead, assists=as_assist,
            minutes=costs.minutes(as_lead, as_assist), vacant=sum(unit.id not in held for unit in found),
        )
        for (kind, as_lead, as_assist), found in groups.items()
    ]  # fmt: skip


def over_budget(realm: str, found: Plan) -> VillageLoad | None:
    """What villages would face week by week if this went out; None where there are too many to be reckoned here."""
    going = {unit.id for share in found.shares for unit in share.units if unit.kind == VILLAGE}
    if len(going) > RECKONED:
        return None
    loads = {unit: dict(weeks) for unit, weeks in ledger.weekly(realm, going).items()}
    budget, today = ledger.village_budget(realm), clock.today()
    before = ledger.over(loads.values(), budget)
    for row in found.going:
        for units, cost in ((row.leads, costs.LEAD), (row.assists, costs.ASSIST)):
            for unit in going.intersection(units):
                ledger.add_weeks(loads.setdefault(unit, {}), costs.spread(cost, row.due, today))
    after = ledger.over(loads.values(), budget)
    return VillageLoad(budget, len(going), tuple((week, n, before.get(week, 0)) for week, n in after.items()))


def issuances(document_id: UUID, text: str) -> list[IssuanceView]:
    """Every issuance of a document that was not cancelled, the newest first."""
    lines = _lines(document_id)
    rows = list(Row.objects.filter(document_id=document_id)) if lines else []
    return _issuances(lines, rows, text)


def issuance(issuance_id: UUID) -> tuple[UUID, IssuanceView] | None:
    """An issuance and its document, before anybody has asked whether the viewer may see that; without the words."""
    lines = list(IssuanceLine.objects.select_related("issuance").filter(issuance=issuance_id))
    found = lines[0].issuance if lines else Issuance.objects.filter(pk=issuance_id).first()
    return (found.document_id, _issuance(found, lines, {}, "")) if found else None


def with_words(view: IssuanceView, document_id: UUID, text: str) -> IssuanceView:
    """The same issuance, its lines with their words."""
    quotes = _quotes(Row.objects.filter(document_id=document_id))
    lines = tuple(replace(line, words=text[slice(*quotes.get(line.clause, (0, 0)))]) for line in view.lines)
    return replace(view, lines=lines)


def _lines(document_id: UUID) -> list[IssuanceLine]:
    """The lines of every issuance of a document that was not cancelled."""
    found = IssuanceLine.objects.select_related("issuance").filter(issuance__document=document_id)
    return list(found.exclude(issuance__state="cancelled"))


def _issuances(lines: Sequence[IssuanceLine], rows: Iterable[Row], text: str) -> list[IssuanceView]:
    quotes = _quotes(rows)
    found: dict[UUID, list[IssuanceLine]] = {}
    for line in lines:
        found.setdefault(line.issuance_id, []).append(line)
    views = [_issuance(own[0].issuance, own, quotes, text) for own in found.values()]
    return sorted(views, key=lambda view: view.prepared_at, reverse=True)


def _quotes(rows: Iterable[Row]) -> dict[int, tuple[int, int]]:
    return {clause.number: clause_of(clause).quote or (clause.start, clause.end) for clause in rows}


def _issuance(
    row: Issuance, lines: Sequence[IssuanceLine], quotes: Mapping[int, tuple[int, int]], text: str
) -> IssuanceView:
    shown = tuple(
        LineView(
            clause=line.clause, requirement=line.requirement, words=text[slice(*quotes.get(line.clause, (0, 0)))],
            due=line.due_on, total=line.total, made=line.made, state=line.state, refusal=line.refusal,
        )
        for line in lines
    )  # fmt: skip
    return IssuanceView(row.id, row.document_id, row.state, row.prepared_at, row.released_at, shown)


def units_of(written: str) -> list[UUID]:
    """The identifiers that a line holds."""
    return [UUID(unit) for unit in json.loads(written)]
