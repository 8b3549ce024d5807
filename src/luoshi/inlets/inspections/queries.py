"""How inspections are read: every question starts with the viewer, and what they may not see does not exist."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from luoshi.base import clock
from luoshi.inlets.inspections import framing, rights
from luoshi.inlets.inspections.commands.findings import OBJECTION_DAYS, is_party
from luoshi.inlets.inspections.models import Finding, Inspection, Item, Look, Plan, Visit
from luoshi.inlets.inspections.refusals import NotHere
from luoshi.journal import queries as journal
from luoshi.journal.refs import EntryView, StreamRef
from luoshi.ledger import queries as ledger
from luoshi.ledger import sampling
from luoshi.ledger.queries import MatterRow
from luoshi.ledger.sampling import Estimate, Seen
from luoshi.people import queries as people
from luoshi.people.viewer import UnitRef, Viewer
from luoshi.records import queries as records
from luoshi.records.refs import FileMeta

SHOWN = 50
TOLERATED = (5, 10, 20)  # false claims in a hundred


# ------------------------------------------------------------------ plans and items


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One plan in a list."""

    id: UUID
    year: int
    unit: str
    items: int
    waiting: int  # for approval


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item as it is read."""

    id: UUID
    plan: UUID
    kind: str
    subjects: tuple[str, ...]
    basis: str
    places: str
    announced: bool
    times: int
    units: int
    matters: int
    inspectors: int
    state: str
    approver: str
    approved_at: datetime | None
    draws: tuple[tuple[UUID, int, str], ...]  # identifier, number, state

    @property
    def title(self) -> str:
        """What it is about, in one line."""
        return "；".join(self.subjects)


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan with its items."""

    id: UUID
    year: int
    unit: UnitRef
    items: tuple[ItemView, ...]
    is_current: bool

    @property
    def waits(self) -> bool:
        """Something in it waits for approval."""
        return any(item.state == "drafted" for item in self.items)


def plans(viewer: Viewer) -> list[PlanRow]:
    """The plans of the unit that the post serves, newest first."""
    if not rights.organises(viewer):
        return []
    scope = rights.scope_of(viewer).scope
    found = Plan.objects.filter(realm=viewer.realm, unit=scope.id).prefetch_related("items").order_by("-year")
    return [
        PlanRow(
            plan.id, plan.year, scope.name, len(plan.items.all()),
            sum(item.state == "drafted" for item in plan.items.all()),
        )
        for plan in found[:SHOWN]
    ]  # fmt: skip


def plan(viewer: Viewer, plan_id: UUID) -> PlanView:
    """A plan. Raises NotHere."""
    found = Plan.objects.filter(realm=viewer.realm, id=plan_id).first()
    if found is None or not rights.organises(viewer, found.unit):
        raise NotHere
    items = _items(found.items.order_by("added_at", "id").prefetch_related("inspections"))
    return PlanView(found.id, found.year, people.unit(found.unit), items, found.year == clock.today().year)


def item(viewer: Viewer, item_id: UUID) -> ItemView:
    """One item. Raises NotHere."""
    found = Item.objects.select_related("plan").filter(id=item_id, plan__realm=viewer.realm).first()
    if found is None or not rights.organises(viewer, found.plan.unit):
        raise NotHere
    return _items([found])[0]


def _items(found: Iterable[Item]) -> tuple[ItemView, ...]:
    rows = list(found)
    named = {UUID(one) for row in rows for one in json.loads(row.subjects)} | {row.basis_text for row in rows}
    words = records.texts(named)
    return tuple(
        ItemView(
            id=row.id, plan=row.plan_id, kind=row.kind, places=row.places, announced=row.announced, times=row.times,
            subjects=tuple(words.get(UUID(one)) or "" for one in json.loads(row.subjects)),
            basis=words.get(row.basis_text) or "", units=row.take_units, matters=row.take_matters,
            inspectors=row.take_inspectors, state=row.state, approver=row.approver, approved_at=row.approved_at,
            draws=tuple((one.id, one.number, one.state) for one in row.inspections.all()),
        )
        for row in rows
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """What a draw of an item could choose from today, and what it would prove."""

    units: int  # that could be drawn
    too_often: int  # that have been drawn as often as is allowed
    silent: int  # that have claimed nothing
    claims: int
    inspectors: int
    least: tuple[tuple[int, int], ...]  # tolerated in a hundred, how many to look at


def choice(viewer: Viewer, item_id: UUID) -> Choice:
    """What could be drawn. Raises NotHere."""
    found = Item.objects.select_related("plan").filter(id=item_id, plan__realm=viewer.realm).first()
    if found is None or not rights.drafts(viewer, found.plan.unit):
        raise NotHere
    frame = framing.frame(viewer, found, found.id)
    of_kind = len(people.units_under(found.plan.unit, kinds=[found.places]))
    allowed = len(framing.allowed(found))
    claims = sum(len(unit.matters) for unit in frame.units)
    least = tuple((share, _least(claims, share)) for share in TOLERATED)
    return Choice(
        len(frame.units), of_kind - allowed, allowed - len(frame.units), claims, len(frame.inspectors), least
    )  # fmt: skip


# ------------------------------------------------------------------ draws


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One unit that was drawn, as a reader sees it."""

    visit: UUID
    unit: UnitRef
    state: str
    inspectors: tuple[str, ...]
    matters: int
    recused: tuple[tuple[str, str], ...]  # name, rule
    short: int


@dataclass(frozen=True, slots=True)
class DrawView:
    """A draw: what was written down before, what was mixed in, what was shown after."""

    id: UUID
    item: ItemView
    number: int
    is_drawn: bool
    committed_at: datetime
    committed: str
    frame_digest: str
    frame_units: int
    frame_people: int
    seed: str
    seal: int | None
    root: str
    rows: tuple[DrawnRow, ...]
    refusals: tuple[tuple[datetime, str], ...]  # when somebody asked for another list, and who


def draw(viewer: Viewer, inspection_id: UUID) -> DrawView:
    """A draw. Raises NotHere."""
    found = _drawn(viewer, inspection_id)
    frame = json.loads(records.texts([found.frame_text])[found.frame_text] or "{}")
    result: dict[str, Any] = json.loads(found.result) if found.result else {"seed": "", "list": []}
    names = {one["id"]: one["name"] for one in frame.get("inspectors", ())}
    entries = journal.entries(StreamRef(found.realm, "draw", found.id))
    return DrawView(
        id=found.id, item=_items([found.item])[0], number=found.number, is_drawn=found.state == "drawn",
        committed_at=found.committed_at, committed=found.committed, frame_digest=found.frame_digest,
        frame_units=len(frame.get("units", ())), frame_people=len(names), seed=result["seed"], seal=found.seal,
        root=found.root, rows=_rows(found, result["list"], names),
        refusals=tuple((one.recorded_at, one.actor.name) for one in entries if one.name == "draw.refused"),
    )  # fmt: skip


def _drawn(viewer: Viewer, inspection_id: UUID) -> Inspection:
    """A draw that the viewer may see: organisers at once, a unit that was drawn once nothing in it is secret."""
    found = Inspection.objects.select_related("item__plan").filter(realm=viewer.realm, id=inspection_id).first()
    if found is None:
        raise NotHere
    if rights.organises(viewer, found.item.plan.unit):
        return found
    visits = list(found.visits.all())
    concerned = any(rights.answers_for(viewer, visit.unit) for visit in visits)
    if not concerned or not all(visit.announced or visit.state == "done" for visit in visits):
        raise NotHere
    return found


def _rows(found: Inspection, result: list[Any], names: Mapping[str, str]) -> tuple[DrawnRow, ...]:
    visits = {str(visit.unit): visit for visit in found.visits.prefetch_related("inspectors")}
    units = people.units(UUID(one["unit"]) for one in result)
    made = []
    for one in result:
        visit = visits[one["unit"]]
        going = tuple(
            names.get(str(row.person)) or people.person_name(row.person) for row in visit.inspectors.all()
        )  # fmt: skip
        recused = tuple((names.get(item["inspector"], ""), item["rule"]) for item in one["recused"])
        unit = units[UUID(one["unit"])]
        made.append(DrawnRow(visit.id, unit, visit.state, going, len(one["matters"]), recused, one["short"]))
    return tuple(made)


def draw_file(viewer: Viewer, inspection_id: UUID) -> dict[str, Any]:
    """What `redraw.py` needs to do the draw again. Raises NotHere before it was made."""
    found = _drawn(viewer, inspection_id)
    if found.state != "drawn":
        raise NotHere
    result = json.loads(found.result)
    return {
        "committed": found.committed,
        "frame": records.texts([found.frame_text])[found.frame_text],
        "frame_digest": found.frame_digest,
        "seed": result["seed"],
        "seal": found.seal,
        "root": found.root,
        "result": result["list"],
    }


# ------------------------------------------------------------------ visits


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit in a list."""

    id: UUID
    unit: UnitRef
    subject: str
    drawn_on: date
    done_on: date | None
    announced: bool
    matters: int
    looked_at: int


@dataclass(frozen=True, slots=True)
class LookView:
    """One drawn matter of a visit; `row` is None where it cannot be seen any more."""

    matter: UUID
    row: MatterRow | None
    outcome: str
    said: str  # what the unit said when it claimed
    holds: int  # the step in which the unit laid files down, 0 for none


@dataclass(frozen=True, slots=True)
class VisitView:
    """What one needs on the way to a unit, and nothing else."""

    id: UUID
    unit: UnitRef
    subjects: tuple[str, ...]
    basis: str
    announced: bool
    is_due: bool
    colleagues: tuple[str, ...]
    looks: tuple[LookView, ...]
    findings: tuple["FindingRow", ...]
    asked: tuple[str, ...]  # papers


def visits(viewer: Viewer) -> list[VisitRow]:
    """Where the viewer goes, what is due first."""
    if not rights.inspects(viewer):
        return []
    found = Visit.objects.filter(realm=viewer.realm, inspectors__person=viewer.person_id)
    scope = rights.scope_of(viewer).scope.id
    return _visit_rows(found.filter(inspection__item__plan__unit=scope).order_by("-state", "-drawn_on", "id")[:SHOWN])


def visits_to(viewer: Viewer) -> list[VisitRow]:
    """Visits to the viewer's own unit: those announced, and those that are over. Of the others nothing is said."""
    units = rights.own_units(viewer)
    found = Visit.objects.filter(realm=viewer.realm, unit__in=units)
    shown = found.filter(announced=True) | found.filter(state="done")
    return _visit_rows(shown.order_by("-drawn_on", "id")[:SHOWN]) if units else []


def _visit_rows(found: Any) -> list[VisitRow]:
    rows = list(found.select_related("inspection__item").prefetch_related("looks"))
    if not rows:
        return []
    units = people.units(row.unit for row in rows)
    items = {one.id: one for one in _items({row.inspection.item_id: row.inspection.item for row in rows}.values())}
    return [
        VisitRow(
            row.id, units[row.unit], items[row.inspection.item_id].title, row.drawn_on, row.done_on, row.announced,
            len(row.looks.all()), sum(bool(look.outcome) for look in row.looks.all()),
        )
        for row in rows
    ]  # fmt: skip


def visit(viewer: Viewer, visit_id: UUID) -> VisitView:
    """A visit that the viewer makes. Raises NotHere."""
    found = Visit.objects.select_related("inspection__item__plan").filter(realm=viewer.realm, id=visit_id).first()
    if found is None or not rights.inspects(viewer, found.inspection.item.plan.unit):
        raise NotHere
    going = [row.person for row in found.inspectors.all()]
    if viewer.person_id not in going:
        raise NotHere
    about = _items([found.inspection.item])[0]
    papers = [
        UUID(entry.payload["words"]["text"])
        for entry in journal.entries(StreamRef(found.realm, "inspection", found.id))
        if entry.name == "inspection.paper_asked"
    ]
    return VisitView(
        id=found.id, unit=people.unit(found.unit), subjects=about.subjects, basis=about.basis,
        announced=found.announced, is_due=found.state == "due",
        colleagues=tuple(people.person_name(one) for one in going if one != viewer.person_id),
        looks=_looks(viewer, list(found.looks.order_by("id"))),
        findings=_finding_rows(found.findings.order_by("written_at")),
        asked=tuple(words or "" for words in records.texts(papers).values()),
    )  # fmt: skip


def _looks(viewer: Viewer, looks: list[Look]) -> tuple[LookView, ...]:
    made = []
    for look in looks:
        try:
            page = ledger.matter_page(viewer, look.matter)
        except ledger.NoSuchMatter:
            made.append(LookView(look.matter, None, look.outcome, "", 0))
            continue
        claims = [line for line in page.way if line.name == "matter.claimed"]
        said = "\n".join(words for words in claims[-1].words if words) if claims else ""
        files = [line.seq for line in page.way if line.files]
        made.append(LookView(look.matter, page.row, look.outcome, said, max(files, default=0)))
    return tuple(made)


# ------------------------------------------------------------------ findings


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One fact sheet in a list."""

    id: UUID
    unit: UnitRef
    facts: str
    state: str
    written_at: datetime
    fed_back_on: date | None
    objected_on: date | None


@dataclass(frozen=True, slots=True)
class FindingView:
    """A fact sheet: facts, evidence, signatures, objection and what was decided."""

    id: UUID
    unit: UnitRef
    scope: UnitRef
    subject: str
    facts: str
    demand: str
    due_on: date | None
    state: str
    signatures: tuple[tuple[str, str, datetime], ...]  # role, name, when
    files: tuple[FileMeta, ...]
    matter: UUID | None
    is_matter_of_its_own: bool
    objection: str
    decision: str
    object_by: date | None
    decide_by: date | None
    way: tuple[EntryView, ...]
    may_sign: bool
    may_object: bool
    may_decide: bool
    by: str  # whose group it was


def findings(viewer: Viewer) -> list[FindingRow]:
    """The fact sheets of the unit that the post serves, newest first."""
    if not rights.organises(viewer):
        return []
    scope = rights.scope_of(viewer).scope.id
    return list(_finding_rows(Finding.objects.filter(realm=viewer.realm, scope=scope).order_by("-written_at")[:SHOWN]))


def findings_about(viewer: Viewer) -> list[FindingRow]:
    """What was found in the viewer's own unit and fed back, newest first."""
    found = Finding.objects.filter(realm=viewer.realm, unit__in=rights.own_units(viewer))
    return list(_finding_rows(found.exclude(fed_back_on=None).order_by("-written_at")[:SHOWN]))


def _finding_rows(found: Iterable[Finding]) -> tuple[FindingRow, ...]:
    rows = list(found)
    if not rows:
        return ()
    words = records.texts(row.facts_text for row in rows)
    units = people.units(row.unit for row in rows)
    return tuple(
        FindingRow(
            row.id, units[row.unit], words.get(row.facts_text) or "", row.state, row.written_at, row.fed_back_on,
            row.objected_on,
        )
        for row in rows
    )  # fmt: skip


def finding(viewer: Viewer, finding_id: UUID) -> FindingView:
    """A fact sheet: organisers see it at once, the unit once it was fed back. Raises NotHere."""
    found = _finding(viewer, finding_id)
    entries = journal.entries(StreamRef(found.realm, "finding", found.id))
    named = {found.facts_text, found.demand_text, found.objection_text, found.decision_text} - {None}
    words = records.texts(one for one in named if one)
    units = people.units({found.unit, found.scope})
    files = records.files(UUID(one["file"]) for one in json.loads(found.files))
    due = found.fed_back_on + OBJECTION_DAYS if found.fed_back_on else None
    signers = {found.handler, found.deputy}
    return FindingView(
        id=found.id, unit=units[found.unit], scope=units[found.scope],
        subject=_items([found.visit.inspection.item])[0].title,
        facts=words.get(found.facts_text) or "", demand=words.get(found.demand_text) or "", due_on=found.due_on,
        state=found.state, signatures=tuple(_signatures(entries)), files=tuple(files.values()),
        matter=found.matter or found.about, is_matter_of_its_own=found.matter is not None,
        objection=words.get(found.objection_text) or "" if found.objection_text else "",
        decision=words.get(found.decision_text) or "" if found.decision_text else "",
        object_by=due, decide_by=found.objected_on + OBJECTION_DAYS if found.objected_on else None,
        way=tuple(entries), by=entries[0].actor.post,
        may_sign=found.state in {"drafted", "countersigned"} and rights.inspects(viewer, found.scope)
        and str(viewer.person_id) not in signers,
        may_object=found.state == "fed_back" and rights.answers_for(viewer, found.unit)
        and due is not None and clock.today() <= due,
        may_decide=found.state == "objected" and rights.decides(viewer, found.scope)
        and not is_party(found, viewer.person_id),
    )  # fmt: skip


def _finding(viewer: Viewer, finding_id: UUID) -> Finding:
    found = Finding.objects.select_related("visit__inspection__item").filter(realm=viewer.realm, id=finding_id).first()
    if found is None:
        raise NotHere
    told = found.fed_back_on is not None and rights.answers_for(viewer, found.unit)
    if not (told or rights.organises(viewer, found.scope)):
        raise NotHere
    return found


def file_of(viewer: Viewer, finding_id: UUID, file_id: UUID) -> FileMeta:
    """A file of a fact sheet that the viewer may see. Raises NotHere."""
    found = _finding(viewer, finding_id)
    if str(file_id) not in {one["file"] for one in json.loads(found.files)}:
        raise NotHere
    return records.files([file_id])[file_id]


def _signatures(entries: list[EntryView]) -> list[tuple[str, str, datetime]]:
    made = []
    for entry in entries:
        if entry.name == "finding.written":
            made.append(("handler", entry.actor.name, entry.recorded_at))
        elif entry.name == "finding.signed":
            made.append((str(entry.payload["role"]), entry.actor.name, entry.recorded_at))
    return made


# ------------------------------------------------------------------ what waits


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a viewer in inspections."""

    plans: tuple[PlanRow, ...] = ()
    visits: tuple[VisitRow, ...] = ()
    to_sign: tuple[FindingRow, ...] = ()
    to_read: tuple[FindingRow, ...] = ()
    to_decide: tuple[FindingRow, ...] = ()


def waiting(viewer: Viewer) -> Waiting:
    """What a viewer has to do here."""
    if not rights.has_a_part(viewer):
        return Waiting()
    scope, person = rights.scope_of(viewer).scope.id, str(viewer.person_id)
    found = Finding.objects.filter(realm=viewer.realm)
    signs = found.filter(scope=scope, state__in=["drafted", "countersigned"]).exclude(handler=person)
    decides = found.filter(scope=scope, state="objected").exclude(handler=person)
    decides = decides.exclude(deputy=person).exclude(head=person).exclude(visit__inspectors__person=viewer.person_id)
    fresh = found.filter(unit__in=rights.own_units(viewer), state="fed_back")
    fresh = fresh.filter(fed_back_on__gte=clock.today() - OBJECTION_DAYS)
    return Waiting(
        plans=tuple(row for row in plans(viewer) if row.waiting) if rights.approves(viewer) else (),
        visits=tuple(row for row in visits(viewer) if row.done_on is None),
        to_sign=_finding_rows(signs.exclude(deputy=person)[:SHOWN]) if rights.inspects(viewer) else (),
        to_read=_finding_rows(fresh.order_by("fed_back_on")[:SHOWN]) if rights.own_units(viewer) else (),
        to_decide=_finding_rows(decides[:SHOWN]) if rights.decides(viewer) else (),
    )


def object_by(row: FindingRow) -> date | None:
    """The last day for an objection."""
    return row.fed_back_on + OBJECTION_DAYS if row.fed_back_on else None


def decide_by(row: FindingRow) -> date | None:
    """The last day to decide on one."""
    return row.objected_on + OBJECTION_DAYS if row.objected_on else None


def finding_of_matter(viewer: Viewer, matter_id: UUID) -> UUID | None:
    """The fact sheet that a matter came from, where the viewer may see it."""
    found = Finding.objects.filter(realm=viewer.realm, matter=matter_id).first()
    try:
        return _finding(viewer, found.id).id if found else None
    except NotHere:
        return None


# ------------------------------------------------------------------ how much of it is true


@dataclass(frozen=True, slots=True)
class EstimateView:
    """How many of the claims of a subtree are true, and where to look next."""

    unit: UnitRef
    found: Estimate
    most_false: int | None  # exact bound, where every look was at one unit's claims
    next_units: tuple[tuple[UnitRef, int], ...]  # in the order of the map
    plan: tuple[tuple[int, int], ...]  # tolerated in a hundred, how many to look at in all


def estimate(viewer: Viewer, unit_id: UUID) -> EstimateView:
    """What the matters that were drawn and looked at say about all claims. Raises NotHere, NoSuchMatter."""
    if not rights.organises(viewer):
        raise NotHere
    own = set(ledger.claims_by_unit(viewer, unit_id))  # says whether the unit is the viewer's to see
    unit, scope = people.unit(unit_id), rights.scope_of(viewer).scope
    seen = _seen(viewer, ledger.claims_by_unit(viewer, scope.id), since=clock.today() - timedelta(days=365))
    own |= set(people.paths_under(unit.path)) & {one.unit for one in seen}
    found = sampling.estimate(seen, of=own)
    proposed = sampling.next_checks(seen, 10, of=own)
    units = people.units(proposed)
    ordered = sorted(proposed.items(), key=lambda pair: units[pair[0]].path)
    alone = len(own) == 1 and found.checked > 0
    false = found.checked - found.held
    return EstimateView(
        unit=unit, found=found,
        most_false=sampling.most_false(found.claimed, found.checked, false) if alone else None,
        next_units=tuple((units[one], count) for one, count in ordered),
        plan=tuple((share, _least(found.claimed, share)) for share in TOLERATED),
    )  # fmt: skip


def _least(claimed: int, per_cent: int) -> int:
    """How many to look at so that, all found true, at most so many in a hundred are false."""
    return sampling.least_sample(claimed, claimed * per_cent // 100) or 0


def _seen(viewer: Viewer, claims: Mapping[UUID, int], *, since: date) -> list[Seen[UUID]]:
    """Claims and blind looks of each unit in a year. A claim that did not hold still counts as one that was made."""
    looks = Look.objects.filter(visit__realm=viewer.realm, visit__drawn_on__gte=since).exclude(outcome="")
    drawn = people.paths_of(set(looks.values_list("visit__unit", flat=True)))
    scope = rights.scope_of(viewer).scope.path
    wanted = set(claims) | {unit for unit, path in drawn.items() if path.startswith(scope)}
    held: dict[UUID, int] = {}
    false: dict[UUID, int] = {}
    latest = {matter: (unit, outcome) for unit, matter, outcome in looks.order_by("visit__drawn_on", "id").values_list(
        "visit__unit", "matter", "outcome")}  # fmt: skip
    for unit, outcome in latest.values():
        if unit in wanted:
            counted = held if outcome == "held" else false
            counted[unit] = counted.get(unit, 0) + 1
    units = people.units(set(claims) | set(held) | set(false))
    made = []
    for unit in sorted(units):
        true, wrong = held.get(unit, 0), false.get(unit, 0)
        claimed = max(claims.get(unit, 0), true) + wrong
        made.append(Seen(unit, claimed, true + wrong, true, units[unit].kind))
    return made
