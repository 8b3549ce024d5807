"""What the templates of inspections are given: frozen values, with words in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.base.text import shorten
from luoshi.inlets.inspections import labels, queries, rights
from luoshi.inlets.inspections.queries import (
    Choice,
    DrawView,
    EstimateView,
    FindingRow,
    FindingView,
    ItemView,
    PlanView,
    VisitRow,
    VisitView,
)
from luoshi.people import queries as people
from luoshi.people.viewer import UnitRef, Viewer
from luoshi.web import registry
from luoshi.web.dates import day
from luoshi.web.parts import Cell, Column, Crumb, Fact, Step, Table
from luoshi.web.registry import Words

TITLE = 80


@dataclass(frozen=True, slots=True)
class Home:
    """Plans, visits, fact sheets: those that concern the viewer."""

    organises: bool
    drafts: bool
    inspects: bool
    estimate_url: str
    due: tuple[VisitRow, ...]
    visits: Table | None
    plans: Table | None
    findings: Table | None
    about_us: Table | None
    visits_to_us: Table | None


def home(viewer: Viewer) -> Home:
    """Everything a viewer has to do with inspections."""
    visits = queries.visits(viewer)
    plans = queries.plans(viewer)
    scope = viewer.post.scope.id if viewer.post else None
    organises = rights.organises(viewer)
    return Home(
        organises=organises,
        drafts=rights.drafts(viewer),
        inspects=rights.inspects(viewer),
        estimate_url=reverse("inspections:estimate", args=[scope]) if organises and scope else "",
        due=tuple(row for row in visits if row.done_on is None),
        visits=_visits(_("Visits that are over"), [row for row in visits if row.done_on], linked=True),
        plans=_table(
            _("Plans"), (Column(_("Year"), "title"), Column(_("Items"), "number"), Column(_("To approve"), "number")),
            [(Cell(row.year, reverse("inspections:plan", args=[row.id])), row.items, row.waiting) for row in plans],
        ),
        findings=_findings(_("Fact sheets"), queries.findings(viewer)),
        about_us=_findings(_("Found in our unit"), queries.findings_about(viewer)),
        visits_to_us=_visits(_("Visits to our unit"), queries.visits_to(viewer), linked=False),
    )  # fmt: skip


def _table(caption: str, columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> Table | None:
    return Table(caption, columns, rows) if rows else None


def _visits(caption: str, rows: Sequence[VisitRow], *, linked: bool) -> Table | None:
    columns = (Column(_("Unit"), "title"), Column(_("Subject")), Column(_("Drawn on"), "date"), Column(_("Looked at")))
    return _table(
        caption, columns,
        [
            (
                Cell(row.unit.name, reverse("inspections:visit", args=[row.id]) if linked else ""),
                shorten(row.subject, TITLE), row.drawn_on,
                _("%(done)s of %(all)s") % {"done": row.looked_at, "all": row.matters},
            )
            for row in rows
        ],
    )  # fmt: skip


def _findings(caption: str, rows: Sequence[FindingRow]) -> Table | None:
    columns = (Column(_("Facts"), "title"), Column(_("Unit")), Column(_("State")), Column(_("Fed back")))
    return _table(
        caption, columns,
        [
            (
                Cell(shorten(row.facts, TITLE), reverse("inspections:finding", args=[row.id])), row.unit.name,
                str(labels.FINDING_STATES[row.state]), day(row.fed_back_on) if row.fed_back_on else "",
            )
            for row in rows
        ],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan with what can be done with it."""

    id: UUID
    title: str
    unit: UnitRef
    items: tuple["ItemCard", ...]
    may_add: bool
    may_approve: bool
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One item of a plan."""

    title: str
    is_approved: bool
    facts: tuple[Fact, ...]
    draws: tuple[tuple[str, str], ...]  # words, address
    draw_url: str  # where a draw is asked for, or nothing


def plan(viewer: Viewer, found: PlanView) -> PlanPage:
    """The page of a plan."""
    title = _("Plan of inspections %(year)s") % {"year": found.year}
    return PlanPage(
        id=found.id, title=title, unit=found.unit,
        items=tuple(_item(viewer, found, one) for one in found.items),
        may_add=rights.drafts(viewer, found.unit.id),
        may_approve=found.waits and rights.approves(viewer, found.unit.id),
        crumbs=(Crumb(_("Inspections"), reverse("inspections:home")), Crumb(title)),
    )  # fmt: skip


def _item(viewer: Viewer, plan: PlanView, item: ItemView) -> ItemCard:
    approved = item.state == "approved"
    when = day(item.approved_at) if item.approved_at else ""
    facts = (*_about(item), Fact(_("Approved by"), item.approver or _("waits for approval"), note=when))
    open_draws = len(item.draws) < item.times
    may_draw = approved and plan.is_current and open_draws and rights.drafts(viewer, plan.unit.id)
    return ItemCard(
        title=item.title, is_approved=approved, facts=facts,
        draws=tuple(
            (_("Draw %(number)s") % {"number": number}, reverse("inspections:draw", args=[which]))
            for which, number, _state in sorted(item.draws, key=lambda one: one[1])
        ),
        draw_url=reverse("inspections:commit", args=[item.id]) if may_draw else "",
    )  # fmt: skip


def _about(item: ItemView) -> tuple[Fact, ...]:
    announced = _("announced") if item.announced else _("unannounced: the unit sees nothing of it before it is over")
    takes = _("%(units)s units, %(matters)s matters in each, %(people)s inspectors for each") % {
        "units": item.units, "matters": item.matters, "people": item.inspectors,
    }  # fmt: skip
    return (
        Fact(_("Kind of inspection"), labels.KINDS[item.kind], note=announced),
        Fact(_("Decided by"), item.basis),
        Fact(_("Kind of units"), people.kind_labels().get(item.places, item.places)),
        Fact(_("Each draw takes"), takes),
        Fact(_("Draws in the year"), item.times),
    )


def choice(item: ItemView, found: Choice) -> tuple[Fact, ...]:
    """What a draw would choose from, before it is asked for."""
    return (
        *_about(item),
        Fact(_("Units that can be drawn"), found.units),
        Fact(_("Left out: drawn as often as is allowed this year"), found.too_often),
        Fact(_("Left out: nothing claimed"), found.silent),
        Fact(_("Claims among them"), found.claims),
        Fact(_("Inspectors"), found.inspectors, note=_("who may not go to a unit is found out by rule, unit by unit")),
    )


def least(found: Choice) -> Table | None:
    """How many to look at, and what it proves when all of them hold."""
    return _least(found.claims, found.least)


def _least(claims: int, rows: Sequence[tuple[int, int]]) -> Table | None:
    columns = (Column(_("To be sure that at most so many are false"), "title"), Column(_("Look at"), "number"))
    made = [
        (_("%(n)s of %(claims)s (%(share)s in 100)") % {"n": claims * share // 100, "claims": claims, "share": share},
         count)
        for share, count in rows
    ]  # fmt: skip
    return _table(_("How many to look at"), columns, made if claims else [])


@dataclass(frozen=True, slots=True)
class DrawPage:
    """A draw as it is read."""

    id: UUID
    title: str
    lead: str
    is_drawn: bool
    steps: tuple[Step, ...]
    table: Table | None
    recused: Table | None
    command: str
    organises: bool
    crumbs: tuple[Crumb, ...]


def draw(viewer: Viewer, found: DrawView) -> DrawPage:
    """The page of a draw: three steps that nobody could bend, the list, and how to do it again."""
    organises = rights.organises(viewer)
    back: tuple[Crumb, ...] = (Crumb(_("Inspections"), reverse("inspections:home")),)
    if organises:
        back = (*back, Crumb(_("Plan of inspections"), reverse("inspections:plan", args=[found.item.plan])))
    title = _("Draw %(number)s") % {"number": found.number}
    return DrawPage(
        id=found.id, title=title, lead=found.item.title, is_drawn=found.is_drawn, steps=_draw_steps(found),
        table=_drawn_table(viewer, found), recused=_recused_table(found),
        command=f"python3 redraw.py draw-{found.id}.json", organises=organises, crumbs=(*back, Crumb(title)),
    )  # fmt: skip


def _draw_steps(found: DrawView) -> tuple[Step, ...]:
    fixed = _("%(units)s units and %(people)s inspectors can be drawn. Digest of the list: %(digest)s") % {
        "units": found.frame_units, "people": found.frame_people, "digest": found.frame_digest,
    }  # fmt: skip
    steps = [
        Step(found.committed_at, "", _("Before: list and seed are fixed"), note=fixed),
        Step(found.committed_at, "", _("Digest of the seed"), note=found.committed),
    ]
    if found.is_drawn:
        steps += [
            Step(
                found.committed_at, "", _("Mixed in: the root of seal no. %(n)s") % {"n": found.seal}, note=found.root
            ),
            Step(found.committed_at, "", _("After: the seed"), note=found.seed),
        ]
    steps += [
        Step(at, who, _("Another draw was asked for and refused"), light="amber", word=_("refused"))
        for at, who in found.refusals
    ]
    return tuple(steps)


def _drawn_table(viewer: Viewer, found: DrawView) -> Table | None:
    columns = (Column(_("Unit"), "title"), Column(_("Inspectors")), Column(_("Matters"), "number"), Column(_("State")))
    return _table(
        _("What was drawn"), columns,
        [
            (
                Cell(row.unit.name, _visit_url(viewer, row.visit, row.inspectors)),
                Cell(
                    "、".join(row.inspectors) or _("nobody"),
                    note=ngettext("%(n)s is missing", "%(n)s are missing", row.short) % {"n": row.short}
                    if row.short else "",
                ),
                row.matters, _("Visit over") if row.state == "done" else _("Visit to be made"),
            )
            for row in found.rows
        ],
    )  # fmt: skip


def _visit_url(viewer: Viewer, visit: UUID, going: Sequence[str]) -> str:
    mine = rights.inspects(viewer) and viewer.person_name in going
    return reverse("inspections:visit", args=[visit]) if mine else ""


def _recused_table(found: DrawView) -> Table | None:
    rules = {str(rule.value): words for rule, words in labels.RULES.items()}
    columns = (Column(_("Unit"), "title"), Column(_("Kept away")), Column(_("By rule")))
    return _table(
        _("Who was kept away"), columns,
        [(row.unit.name, name, rules[rule]) for row in found.rows for name, rule in row.recused],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LookCard:
    """One matter to look at."""

    title: str
    due_on: date | None
    said: str
    outcome: Words
    tone: str
    url: str  # where it is looked at, or nothing
    paper_url: str
    held_url: str  # where the unit's papers lie, or nothing


@dataclass(frozen=True, slots=True)
class VisitPage:
    """A visit as it is read on a phone."""

    id: UUID
    unit: UnitRef
    subjects: tuple[str, ...]
    note: str
    is_due: bool
    colleagues: tuple[str, ...]
    looks: tuple[LookCard, ...]
    findings: Table | None
    asked: tuple[str, ...]


def visit(found: VisitView) -> VisitPage:
    """The page of a visit."""
    note = _("announced") if found.announced else _("unannounced: the unit sees nothing of it before it is over")
    return VisitPage(
        id=found.id, unit=found.unit, subjects=found.subjects, note=note, is_due=found.is_due,
        colleagues=found.colleagues, looks=tuple(_look(found, one) for one in found.looks),
        findings=_findings(_("Fact sheets"), found.findings), asked=found.asked,
    )  # fmt: skip


def _look(found: VisitView, one: queries.LookView) -> LookCard:
    args = [found.id, one.matter]
    is_open = found.is_due and not one.outcome and one.row is not None and one.row.state == "claimed"
    outcome: Words = labels.OUTCOMES[one.outcome]
    if not one.outcome and not is_open:
        outcome = _("No claim any more: nothing to look at")
    return LookCard(
        title=one.row.title if one.row else _("A matter that can no longer be seen"),
        due_on=one.row.due_on if one.row else None, said=one.said, outcome=outcome,
        tone={"held": "green", "false": "red"}.get(one.outcome, "none"),
        url=reverse("inspections:look", args=args) if is_open else "",
        paper_url=reverse("inspections:paper", args=args) if is_open and not one.holds else "",
        held_url=registry.url_for("matter", one.matter) if one.holds else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FindingPage:
    """A fact sheet as it is read."""

    id: UUID
    title: str
    unit: UnitRef
    scope: UnitRef
    subject: str
    facts: str
    demand: str
    state: Words
    tone: str
    is_withdrawn: bool
    side: tuple[Fact, ...]
    files: tuple[tuple[str, str, bool], ...]  # name, address, picture
    steps: tuple[Step, ...]
    objection: str
    decision: str
    acts: tuple[tuple[Words, str], ...]
    notice_url: str
    due_on: date | None
    object_by: date | None
    fed_back_at: datetime | None
    signatures: tuple[tuple[Words, str, datetime], ...]
    by: str
    crumbs: tuple[Crumb, ...]


def finding(viewer: Viewer, found: FindingView) -> FindingPage:  # noqa: ARG001 - the view was made for the viewer
    """The page of a fact sheet."""
    title = shorten(found.facts.splitlines()[0] if found.facts else _("Fact sheet"), TITLE)
    stands = found.object_by is not None and found.state != "upheld"
    fed_back = next((entry.recorded_at for entry in found.way if entry.name == "finding.fed_back"), None)
    return FindingPage(
        id=found.id, title=title, unit=found.unit, scope=found.scope, subject=found.subject, facts=found.facts,
        demand=found.demand, state=labels.FINDING_STATES[found.state],
        tone=labels.STATE_TONES.get(found.state, "none"), is_withdrawn=found.state == "upheld", side=_side(found),
        files=tuple(
            (one.name or _("File"), reverse("inspections:file", args=[found.id, one.id]), one.is_picture)
            for one in found.files
        ),
        steps=_finding_steps(found), objection=found.objection, decision=found.decision, acts=_acts(found),
        notice_url=reverse("inspections:notice", args=[found.id]) if stands else "",
        due_on=found.due_on, object_by=found.object_by, fed_back_at=fed_back,
        signatures=tuple((_role(role), name, at) for role, name, at in found.signatures), by=found.by,
        crumbs=(Crumb(_("Inspections"), reverse("inspections:home")), Crumb(_("Fact sheet"))),
    )  # fmt: skip


def _role(role: str) -> str:
    return {"handler": _("Handler"), "deputy": _("Deputy head of the group"), "head": _("Head of the group")}[role]


def _side(found: FindingView) -> tuple[Fact, ...]:
    signed = {role: name for role, name, _at in found.signatures}
    facts = [
        Fact(_("Unit"), found.unit.name, registry.url_for("unit", found.unit.id)),
        Fact(_("Subject"), found.subject),
        *(Fact(_role(role), signed.get(role, _("has not signed"))) for role in ("handler", "deputy", "head")),
        Fact(_("Put right by"), day(found.due_on) if found.due_on else _("undecided")),
    ]
    if found.object_by:
        facts.append(Fact(_("Objection until"), day(found.object_by)))
    if found.decide_by:
        facts.append(Fact(_("To be decided by"), day(found.decide_by)))
    if found.matter:
        words = _("The matter it became") if found.is_matter_of_its_own else _("The matter whose claim did not hold")
        facts.append(Fact(_("Matter"), words, registry.url_for("matter", found.matter)))
    return tuple(facts)


def _finding_steps(found: FindingView) -> tuple[Step, ...]:
    steps = []
    for entry in found.way:
        name = f"{entry.name}:{entry.payload['role']}" if entry.name == "finding.signed" else entry.name
        words = found.objection if entry.name == "finding.objected" else ""
        if entry.name == "finding.objection_decided":
            words = found.decision
        what = labels.ENTRIES.get(name, name)
        if entry.name == "finding.objection_decided":
            what = labels.FINDING_STATES["upheld" if entry.payload["upheld"] else "rejected"]
        steps.append(Step(entry.recorded_at, entry.actor.name, what, words=words, note=entry.actor.post))
    return tuple(steps)


def _acts(found: FindingView) -> tuple[tuple[Words, str], ...]:
    acts: list[tuple[Words, str]] = []
    if found.may_sign:
        verb = _("Sign as the head") if found.state == "countersigned" else _("Sign as the deputy head")
        acts.append((verb, reverse("inspections:sign", args=[found.id])))
    if found.may_object:
        acts.append((_("Object"), reverse("inspections:object", args=[found.id])))
    if found.may_decide:
        acts.append((_("Decide on the objection"), reverse("inspections:decide", args=[found.id])))
    return tuple(acts)


@dataclass(frozen=True, slots=True)
class EstimatePage:
    """How much of what is claimed is true."""

    unit: UnitRef
    sentence: str
    facts: tuple[Fact, ...]
    bound: str
    next: Table | None
    plan: Table | None
    crumbs: tuple[Crumb, ...]


def estimate(found: EstimateView) -> EstimatePage:
    """The page of an estimate: one sentence, what it rests on, where to look next in the order of the map."""
    claims, seen = found.found.claimed, found.found.checked
    low, high = found.found.per_cent()
    if not seen:
        sentence = _("Nothing was drawn and looked at in the last year: how much of it is true, nobody can say.")
    else:
        sentence = _(
            "%(claims)s matters are claimed done. Judged by the %(seen)s that were drawn blind and looked at, between"
            " %(low)s and %(high)s in 100 truly are."
        ) % {"claims": claims, "seen": seen, "low": low, "high": high}
    bound = ""
    if found.most_false is not None:
        bound = _("With 95 in 100 confidence at most %(n)s of these claims are false.") % {"n": found.most_false}
    title = _("How much of it is true")
    return EstimatePage(
        unit=found.unit, sentence=sentence, bound=bound,
        facts=(
            Fact(_("Claimed done"), claims),
            Fact(_("Drawn blind and looked at"), seen),
            Fact(_("of these done as claimed"), found.found.held),
            Fact(_("of these not done"), seen - found.found.held, note=_("lowers nothing by itself; it is shown")),
        ),
        next=_table(
            _("Where a look tells most"), (Column(_("Unit"), "title"), Column(_("Claims to look at"), "number")),
            [(unit.name, count) for unit, count in found.next_units],
        ),
        plan=_least(claims, found.plan),
        crumbs=(Crumb(_("Inspections"), reverse("inspections:home")), Crumb(title)),
    )  # fmt: skip
