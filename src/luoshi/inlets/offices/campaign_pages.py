"""The pages of campaigns and their templates, each in one call that starts with who asks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from luoshi.base import clock
from luoshi.campaigns import queries
from luoshi.campaigns.owing import Expected, Owed, expected
from luoshi.campaigns.queries import Added, CampaignRef, TemplateRef
from luoshi.campaigns.reading import Fault
from luoshi.campaigns.template import OPENING, STEP, Deliverable, Due, Template, Title
from luoshi.inlets.offices import duties
from luoshi.inlets.offices.campaign_words import EVERY, LIMITS, REASONS, RUNGS
from luoshi.ledger import queries as matters
from luoshi.ledger.events import Kind
from luoshi.people import queries as people
from luoshi.people.rights import NotYours, Refused, runs_campaigns
from luoshi.people.viewer import UnitRef, Viewer
from luoshi.web import dates
from luoshi.web.charts import Span
from luoshi.web.parts import Cell, Column, Crumb, Fact, Table
from luoshi.web.registry import Act


@dataclass(frozen=True, slots=True)
class CampaignsPage:
    """The campaigns of the realm."""

    table: Table
    acts: list[Act]


@dataclass(frozen=True, slots=True)
class TemplatesPage:
    """The templates that a campaign can be opened from."""

    crumbs: list[Crumb]
    table: Table
    may_keep: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A template drawn: steps as bars in time, what each kind of unit owes, problems and actions, the ladder."""

    spans: tuple[Span, ...]
    deliverables: Table
    actions: Table
    ladder: Table
    ledgers: Table
    limits: Table


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """One version of a template."""

    title: str
    crumbs: list[Crumb]
    drawing: Drawing
    acts: list[Act]
    text: str


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """What opening a campaign would ask of whom, before it is opened."""

    sentence: str
    table: Table


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """A campaign: where it is in time, what is owed, what levels below have added."""

    title: str
    sentence: str
    crumbs: list[Crumb]
    facts: list[Fact]
    drawing: Drawing
    added: Table
    acts: list[Act]


def said(title: Title) -> str:
    """A title in the reader's language, as far as there is one."""
    return title.en if title.en and not (get_language() or "").startswith("zh") else title.zh


def campaigns_page(viewer: Viewer) -> CampaignsPage:
    """The campaigns of the viewer's realm, newest first."""
    if not viewer.sees_business:
        raise NotYours
    found = [one for one in queries.campaigns(viewer.realm) if not one.is_blank]
    units = people.units({one.unit for one in found})
    today = clock.today()
    rows = [
        [
            Cell(one.title, reverse("offices:campaign", args=[one.id])),
            units[one.unit].name,
            _now(queries.plan(one), one, today),
            one.opened_on,
            one.closed_on,
        ]
        for one in found
    ]
    columns = [
        Column(_("Campaign"), "title"), Column(_("On")), Column(_("Step now")), Column(_("Opened"), "date"),
        Column(_("Ended"), "date"),
    ]  # fmt: skip
    acts = [
        Act("templates", _("Look at templates"), reverse("offices:templates"), _("What a campaign would ask of whom."))
    ]
    if runs_campaigns(viewer):
        opening = Act(
            "open", _("Open a campaign"), reverse("offices:open_campaign"),
            _("You see what every unit would owe before anything goes out."),
        )  # fmt: skip
        acts.insert(0, opening)
    return CampaignsPage(Table(_("Campaigns"), columns, rows), acts)


def templates_page(viewer: Viewer) -> TemplatesPage:
    """The newest version of every template."""
    if not viewer.sees_business:
        raise NotYours
    rows = [
        [
            Cell(_named(viewer, one), reverse("offices:template", args=[one.id])),
            str(one.version),
            _("comes with the program") if one.is_shipped else _("kept here"),
        ]
        for one in queries.templates(viewer)
    ]
    columns = [Column(_("Template"), "title"), Column(_("Version"), "number"), Column(_("Where from"))]
    return TemplatesPage(
        [_campaigns_crumb(), Crumb(_("Templates"))], Table(_("Templates"), columns, rows), runs_campaigns(viewer)
    )


def template_page(viewer: Viewer, template_id: UUID) -> TemplatePage:
    """One version of a template, drawn."""
    if not viewer.sees_business:
        raise NotYours
    ref, plan, text = queries.template(viewer, template_id)
    acts = []
    if runs_campaigns(viewer):
        open_url = f"{reverse('offices:open_campaign')}?template={ref.id}"
        keep_url = f"{reverse('offices:keep_template')}?from={ref.id}"
        acts = [
            Act(
                "open",
                _("Open a campaign from it"),
                open_url,
                _("You see what every unit would owe before anything goes out."),
            ),
            Act(
                "keep",
                _("Change a copy of it"),
                keep_url,
                _("The copy gets a key of its own; this one stays as it is."),
            ),
        ]
    return TemplatePage(
        title=_("%(title)s, version %(n)s") % {"title": said(plan.title), "n": ref.version},
        crumbs=[_campaigns_crumb(), Crumb(_("Templates"), reverse("offices:templates")), Crumb(said(plan.title))],
        drawing=drawn(plan),
        acts=acts,
        text=text,
    )


def opening_page(viewer: Viewer, template_id: UUID, unit: UnitRef, opened_on: date) -> OpeningPage:
    """Who would owe what, were the campaign opened there on that day. Raises NoTemplate, Refused."""
    if not runs_campaigns(viewer, unit.path):
        raise Refused(_("Your office runs campaigns on its own units only."))
    _ref, plan, _text = queries.template(viewer, template_id)
    until = opened_on + timedelta(days=plan.last_day)
    owed = queries.would_owe(plan, unit.id, opened_on=opened_on, until=until)
    labels = people.kind_labels()
    kinds = {stay.kind for one in owed for stay in one.stays}
    rows = []
    total = 0
    for kind in (kind for kind in labels if kind in kinds):
        theirs = [one for one in owed if one.stays[0].kind == kind]
        units = len({one.unit for one in theirs})
        minutes = sum(plan.deliverable(one.deliverable).minutes for one in theirs)
        total += minutes
        rows.append([labels[kind], units, len(theirs), _hours(minutes), _hours(minutes // units)])
    columns = [
        Column(_("Kind of unit")), Column(_("Units"), "number"), Column(_("Deliverables"), "number"),
        Column(_("Costs them"), "number"), Column(_("Each unit"), "number"),
    ]  # fmt: skip
    sentence = _("%(units)s units would owe %(n)s deliverables by %(day)s; it would cost them about %(hours)s.") % {
        "units": len({one.unit for one in owed}), "n": len(owed), "day": dates.day(until), "hours": _hours(total),
    }  # fmt: skip
    return OpeningPage(sentence, Table(_("What every kind of unit would owe"), columns, rows))


def campaign_page(viewer: Viewer, campaign_id: UUID) -> CampaignPage:
    """One campaign of the viewer's realm."""
    running = seen(viewer, campaign_id)
    plan, unit, today = queries.plan(running), people.unit(running.unit), clock.today()
    scope = viewer.post.scope if viewer.post else unit
    below = scope.id if scope.path.startswith(unit.path) and scope.id != unit.id else None
    added = queries.additions(running)
    owed = [one for one in queries.owed(running, until=today, below=below, added=added) if one.is_expected(today)]
    claimed = matters.claimed_in(viewer, running.id, Kind.DELIVERABLE)
    runs = runs_campaigns(viewer, unit.path)
    adds = viewer.post is not None and runs_campaigns(viewer) and viewer.post.scope.path.startswith(unit.path)
    acts = []
    if running.closed_on is None and adds:
        add_url = reverse("offices:add_to_campaign", args=[running.id])
        acts.append(Act("add", _("Ask for more"), add_url, _("Of your own units only; what is asked above stays.")))
    if running.closed_on is None and runs:
        end_url = reverse("offices:end_campaign", args=[running.id])
        acts.append(Act("end", _("End the campaign"), end_url, _("Nothing new is owed; what is open is shown first.")))
    facts = [
        Fact(_("On"), unit.name, reverse("offices:unit", args=[unit.id])),
        Fact(_("Opened"), dates.day(running.opened_on)),
    ]
    if running.closed_on:
        facts.append(Fact(_("Ended"), dates.day(running.closed_on)))
    template_url = reverse("offices:template", args=[running.template])
    facts.append(Fact(_("Template"), _("version %(n)s") % {"n": plan.version}, template_url))
    return CampaignPage(
        title=running.title,
        sentence=_("%(now)s; up to today %(units)s units owe %(n)s deliverables.")
        % {"now": _now(plan, running, today), "units": len({one.unit for one in owed}), "n": len(owed)},
        crumbs=[_campaigns_crumb(), Crumb(running.title)],
        facts=facts,
        drawing=drawn(plan, running, _standing(running, owed, claimed, today)),
        added=_added_table(viewer, running, added),
        acts=acts,
    )


def _standing(
    running: CampaignRef, owed: Sequence[Owed], claimed: Mapping[UUID, date], today: date
) -> dict[str, Expected]:
    """For every deliverable how many owe it today, have delivered it, are late."""
    by_key: dict[str, list[Owed]] = {}
    for one in owed:
        by_key.setdefault(one.deliverable, []).append(one)
    delivered = {
        (one.deliverable, one.unit, one.period): day
        for one in owed
        if (day := claimed.get(duties.matter_of(running.id, one))) is not None
    }
    return {key: expected(some, delivered, today) for key, some in by_key.items()}


def seen(viewer: Viewer, campaign_id: UUID) -> CampaignRef:
    """A campaign that this viewer may look at: of their realm, the blank one apart. Raises NotYours, NoCampaign."""
    found = queries.campaign(campaign_id)
    if not viewer.sees_business or found.realm != viewer.realm or found.is_blank:
        raise NotYours
    return found


# ------------------------------------------------------------------ drawing


def drawn(plan: Template, running: CampaignRef | None = None, owed: Mapping[str, Expected] | None = None) -> Drawing:
    """A template, or a campaign with its days."""
    first = running.opened_on if running else None
    return Drawing(
        spans=tuple(
            Span(said(step.title), step.from_day, step.until_day, _days(step.from_day, step.until_day, first))
            for step in plan.steps
        ),
        deliverables=_deliverables(plan, plan.deliverables, owed),
        actions=Table(
            _("Problems and what is done about them"),
            [Column(_("Problem")), Column(_("Special action"), "title")],
            [[said(one.problem), said(one.title)] for one in plan.actions],
        ),
        ladder=Table(
            _("Who is turned to when something is late"),
            [Column(_("Rung"), "title"), Column(_("When"))],
            [[RUNGS[turn.rung], _when(turn.days)] for turn in plan.ladder],
        ),
        ledgers=Table(
            _("Ledgers"), [Column(_("Ledger"), "title"), Column(_("Columns"))],
            [[said(one.title), _(", ").join(one.columns)] for one in plan.ledgers],
        ),
        limits=Table(
            _("Limits"),
            [Column(_("Limit"), "title"), Column(_("Value"), "number")],
            [[LIMITS[name], n] for name, n in {**plan.limits, **plan.thresholds}.items()],
        ),
    )  # fmt: skip


def _deliverables(plan: Template, asked: Iterable[Deliverable], owed: Mapping[str, Expected] | None) -> Table:
    labels = people.kind_labels()
    columns = [
        Column(_("Deliverable"), "title"), Column(pgettext("campaign", "Step")), Column(_("Owed by")),
        Column(_("Until when")), Column(_("Minutes"), "number"), Column(_("On what ground")),
    ]  # fmt: skip
    if owed is not None:
        columns += [
            Column(_("Owed today"), "number"),
            Column(_("Delivered"), "number"),
            Column(pgettext("campaign", "Late"), "number"),
        ]
    rows = []
    for one in asked:
        row: list[object] = [
            Cell(said(one.title), note=_(", ").join(one.evidence)),
            said(plan.step(one.step).title),
            _(", ").join(labels[kind] for kind in one.units),
            _until(plan, one),
            one.minutes,
            one.rule,
        ]
        if owed is not None:
            stands = owed.get(one.key, Expected(0, 0, 0))
            row += [stands.owed, stands.delivered, stands.late]
        rows.append(row)
    return Table(_("What every unit owes"), columns, rows)


def _until(plan: Template, one: Deliverable) -> str:
    if one.every is None:
        return _after(plan, one.due)
    told = _("%(every)s, %(n)s working days each time") if one.due.working else _("%(every)s, %(n)s days each time")
    return told % {"every": EVERY[one.every], "n": one.due.days}


def _after(plan: Template, due: Due) -> str:
    since = {OPENING: _("the opening"), STEP: _("the step begins")}.get(due.after)
    since = since or _("“%(what)s”") % {"what": said(plan.deliverable(due.after).title)}
    if due.working:
        return _("%(n)s working days after %(what)s") % {"n": due.days, "what": since}
    return _("%(n)s days after %(what)s") % {"n": due.days, "what": since}


def _days(from_day: int, until_day: int, first: date | None) -> str:
    if first is None:
        return _("day %(a)s to %(b)s") % {"a": from_day + 1, "b": until_day + 1}
    begins, ends = first + timedelta(days=from_day), first + timedelta(days=until_day)
    return _("%(a)s to %(b)s") % {"a": dates.day(begins), "b": dates.day(ends)}


def _when(days: int) -> str:
    if days < 0:
        return ngettext("%(n)s working day before the date", "%(n)s working days before the date", -days) % {"n": -days}
    if days == 0:
        return _("on the date")
    return ngettext("%(n)s working day after the date", "%(n)s working days after the date", days) % {"n": days}


def _now(plan: Template, running: CampaignRef, today: date) -> str:
    """The steps that a day lies in; they overlap."""
    if running.closed_on:
        return _("ended")
    day = (today - running.opened_on).days
    current = [said(step.title) for step in plan.steps if step.from_day <= day <= step.until_day]
    return _("; ").join(current) or _("between the steps")


def _added_table(viewer: Viewer, running: CampaignRef, asked: Sequence[Added]) -> Table:
    added = [one for one in asked if one.dropped_on is None]
    units = people.units({one.unit for one in added})
    own = viewer.post.scope.id if viewer.post and runs_campaigns(viewer) else None
    plan = queries.plan(running)
    rows = [
        [
            said(one.deliverable.title), units[one.unit].name, _until(plan, one.deliverable),
            Cell(_("Ask no longer"), reverse("offices:drop_addition", args=[running.id, one.deliverable.key]))
            if one.unit == own and running.closed_on is None else "",
        ]
        for one in added
    ]  # fmt: skip
    columns = [Column(_("Deliverable"), "title"), Column(_("Asked for by")), Column(_("Until when")), Column("")]
    return Table(_("What levels below have added"), columns, rows)


def faults_table(faults: Sequence[Fault]) -> Table:
    """What is wrong with a template, line by line."""
    rows = [[fault.line, _reason(fault)] for fault in faults]
    return Table(_("What is wrong"), [Column(_("Line"), "number"), Column(_("Reason"), "title")], rows)


def _reason(fault: Fault) -> str:
    told = str(REASONS[fault.reason])
    return _("%(why)s: %(word)s") % {"why": told, "word": fault.word} if fault.word else told


def _hours(minutes: int) -> str:
    if minutes < 120:  # noqa: PLR2004 - two hours
        return _("%(n)s minutes") % {"n": minutes}
    return _("%(n)s hours") % {"n": round(minutes / 60)}


def _named(viewer: Viewer, one: TemplateRef) -> str:
    return said(queries.template(viewer, one.id)[1].title)


def _campaigns_crumb() -> Crumb:
    return Crumb(_("Campaigns"), reverse("offices:campaigns"))
