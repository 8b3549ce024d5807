"""What would go out, what is going out, and what has gone out."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from luoshi.base import clock, digests
from luoshi.inlets.documents import costs
from luoshi.inlets.documents.clauses import Clause, Target
from luoshi.inlets.documents.models import Clause as Row
from luoshi.inlets.documents.models import Issuance, IssuanceLine
from luoshi.inlets.documents.queries.targets import describe, resolve
from luoshi.inlets.documents.rows import clause_of
from luoshi.people import queries as people
from luoshi.people.viewer import UnitRef

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
    lines = IssuanceLine.objects.filter(
        issuance__document=document_id, issuance__state__in=["prepared", "released", "withdrawn"], state__in=STANDING
    )
    return frozenset(lines.values_list("clause", flat=True))


def plan(document_id: UUID, text: str) -> Plan:
    """What would go out of a signed document now; for a document that the caller's office took in."""
    gone = issued_clauses(document_id)
    rows = Row.objects.filter(document_id=document_id).exclude(matter=None).order_by("start")
    meaning = _Meaning()
    planned = [_row(clause_of(row), row.matter, text, meaning) for row in rows if row.number not in gone and row.matter]
    going = [row for row in planned if not row.held]
    named = [[row.clause, [str(u) for u in row.leads], [str(u) for u in row.assists], str(row.due)] for row in going]
    digest = digests.digest(digests.canonical(named).encode())
    return Plan(tuple(planned), tuple(_shares(going)), len(gone), digest)


@dataclass(slots=True)
class _Meaning:
    """What targets mean today, each looked up once."""

    units: dict[Target | None, list[UUID]] = field(default_factory=dict)
    words: dict[Target | None, str] = field(default_factory=dict)

    def of(self, target: Target | None) -> list[UUID]:
        """The units."""
        if target not in self.units:
            self.units[target] = [unit.id for unit in resolve(target)]
            self.words[target] = describe(target)
        return self.units[target]


def _row(clause: Clause, matter: UUID, text: str, meaning: _Meaning) -> PlanRow:
    start, end = clause.quote or (clause.start, clause.end)
    leads = tuple(meaning.of(clause.lead_target))
    assists = tuple(unit for unit in meaning.of(clause.assist_target) if unit not in set(leads))
    held = "owner" if not leads else "passed" if clause.due and clause.due < clock.today() else ""
    return PlanRow(
        clause.number, matter, text[start:end], leads, assists, meaning.words[clause.lead_target],
        meaning.words[clause.assist_target], clause.due, held,
    )  # fmt: skip


def _shares(rows: Sequence[PlanRow]) -> list[UnitShare]:
    leads = Counter(unit for row in rows for unit in row.leads)
    assists = Counter(unit for row in rows for unit in row.assists)
    units = people.units([*leads, *assists])
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


def issuances(document_id: UUID, text: str) -> list[IssuanceView]:
    """Every issuance of a document that was not cancelled, the newest first."""
    found = Issuance.objects.filter(document=document_id).exclude(state="cancelled").order_by("-prepared_at")
    return [_issuance(row, text) for row in found.prefetch_related("lines")]


def issuance(issuance_id: UUID) -> tuple[UUID, IssuanceView] | None:
    """An issuance and its document, before anybody has asked whether the viewer may see that."""
    row = Issuance.objects.prefetch_related("lines").filter(pk=issuance_id).first()
    return (row.document_id, _issuance(row, "")) if row else None


def with_words(view: IssuanceView, document_id: UUID, text: str) -> IssuanceView:
    """The same issuance, its lines with their words."""
    row = Issuance.objects.prefetch_related("lines").get(pk=view.id, document=document_id)
    return _issuance(row, text)


def _issuance(row: Issuance, text: str) -> IssuanceView:
    quotes = {
        clause.number: clause_of(clause).quote or (clause.start, clause.end)
        for clause in Row.objects.filter(document_id=row.document_id)
    }
    lines = tuple(
        LineView(
            clause=line.clause, requirement=line.requirement, words=text[slice(*quotes.get(line.clause, (0, 0)))],
            due=line.due_on, total=line.total, made=line.made, state=line.state, refusal=line.refusal,
        )
        for line in row.lines.all()
    )  # fmt: skip
    return IssuanceView(row.id, row.document_id, row.state, row.prepared_at, row.released_at, lines)


def units_of(written: str) -> list[UUID]:
    """The identifiers that a line holds."""
    return [UUID(unit) for unit in json.loads(written)]
