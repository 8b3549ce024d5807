"""Plans, their items, and how much of what is claimed is true."""

from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.inlets.inspections import commands, forms, pages, queries, rights
from luoshi.inlets.inspections.refusals import NotHere
from luoshi.inlets.inspections.views.serving import found, given_to, send
from luoshi.web.access import Request
from luoshi.web.forms import FormPage


@require_safe
@found
def home(request: Request) -> HttpResponseBase:
    """Everything that the viewer has to do with inspections."""
    if not rights.has_a_part(request.viewer):
        raise NotHere
    return render(request, "inspections/home.html", {"page": pages.home(request.viewer)})


@found
def new_plan(request: Request) -> HttpResponseBase:
    """Begin the plan of a year."""
    if not rights.drafts(request.viewer):
        raise NotHere
    page = FormPage(
        title=_("New plan of inspections"), verb=_("Begin the plan"), minutes=1,
        basis=_("Regulations on government supervision, article 15"), back=reverse("inspections:home"),
        leads_to=_("Nothing is drawn before the first responsible person has approved it."),
    )  # fmt: skip

    def act(given: dict[str, Any]) -> str:
        return plan_url(commands.draft(request.viewer, given["year"]))

    return send(request, forms.YearForm(**given_to(request)), page, act, _("The plan is begun: add what is looked at."))


@require_safe
@found
def plan(request: Request, plan_id: UUID) -> HttpResponseBase:
    """One plan and its items."""
    shown = pages.plan(request.viewer, queries.plan(request.viewer, plan_id))
    return render(request, "inspections/plan.html", {"page": shown})


@found
def add_item(request: Request, plan_id: UUID) -> HttpResponseBase:
    """One thing more to be inspected."""
    standing = queries.plan(request.viewer, plan_id)
    if not rights.drafts(request.viewer, standing.unit.id):
        raise NotHere
    page = FormPage(
        title=_("Add to the plan of %(year)s") % {"year": standing.year}, verb=_("Add"), minutes=4,
        basis=_("Regulations on government supervision, article 15"), back=plan_url(plan_id),
        leads_to=_("It waits for approval."),
    )  # fmt: skip
    form = forms.ItemForm(**given_to(request))

    def act(given: dict[str, Any]) -> str:
        commands.add_item(request.viewer, plan_id, form.asked(), nonce=given["nonce"], merge=given["merge"])
        return plan_url(plan_id)

    return send(request, form, page, act, _("Added. The first responsible person approves it."))


@found
def approve(request: Request, plan_id: UUID) -> HttpResponseBase:
    """The first responsible person approves what waits."""
    standing = queries.plan(request.viewer, plan_id)
    if not rights.approves(request.viewer, standing.unit.id):
        raise NotHere
    page = FormPage(
        title=_("Approve the plan of %(year)s") % {"year": standing.year}, verb=_("Approve"), minutes=2,
        basis=_("Regulations on government supervision, article 11"), back=plan_url(plan_id),
        leads_to=_("Your name stands on it; draws can be asked for."),
    )  # fmt: skip

    def act(_given: dict[str, Any]) -> str:
        commands.approve(request.viewer, plan_id)
        return plan_url(plan_id)

    shown = pages.plan(request.viewer, standing)
    return send(
        request, forms.ConfirmForm(**given_to(request)), page, act, _("Approved."),
        template="inspections/approve.html", plan=shown,
    )  # fmt: skip


@require_safe
@found
def estimate(request: Request, unit_id: UUID) -> HttpResponseBase:
    """How many of the claims below a unit are true, and where to look next."""
    shown = pages.estimate(queries.estimate(request.viewer, unit_id))
    return render(request, "inspections/estimate.html", {"page": shown})


def plan_url(plan_id: UUID) -> str:
    """The page of a plan."""
    return reverse("inspections:plan", args=[plan_id])
