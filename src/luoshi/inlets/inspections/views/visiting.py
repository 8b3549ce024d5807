"""On the way and on the spot."""

from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.inlets.inspections import commands, forms, pages, queries, rights
from luoshi.inlets.inspections.queries import LookView, VisitView
from luoshi.inlets.inspections.refusals import NotHere
from luoshi.inlets.inspections.views.serving import found, given_to, send
from luoshi.web.access import Request
from luoshi.web.forms import FormPage


@require_safe
@found
def visit(request: Request, visit_id: UUID) -> HttpResponseBase:
    """What one needs for the visit, and nothing else."""
    shown = pages.visit(queries.visit(request.viewer, visit_id))
    return render(request, "inspections/visit.html", {"page": shown})


@found
def look(request: Request, visit_id: UUID, matter_id: UUID) -> HttpResponseBase:
    """What was seen of one claim."""
    going, one = _look(request, visit_id, matter_id)
    page = FormPage(
        title=_("What you saw"), verb=_("Write it down"), minutes=5, basis=going.basis, back=visit_url(visit_id),
        lead=one.row.title if one.row else "", leads_to=_("The unit sees it, and can answer."),
    )  # fmt: skip

    def act(given: dict[str, Any]) -> str:
        held = given["outcome"] == forms.LookForm.HELD
        commands.look_at(
            request.viewer, visit_id, matter_id, held=held, words=given["words"], nonce=given["nonce"],
            uploads=given["photos"],
        )  # fmt: skip
        return visit_url(visit_id)

    form = forms.LookForm(**given_to(request))
    return send(request, form, page, act, _("Written down."), template="inspections/look.html", look=one, visit=going)


@found
def paper(request: Request, visit_id: UUID, matter_id: UUID) -> HttpResponseBase:
    """Ask for a paper, unless it is held."""
    going, one = _look(request, visit_id, matter_id)
    page = FormPage(
        title=_("Ask for a paper"), verb=_("Ask the unit"), minutes=1, basis=going.basis, back=visit_url(visit_id),
        lead=one.row.title if one.row else "",
        leads_to=_("What the unit has laid down already is not asked for again."),
    )  # fmt: skip

    def act(given: dict[str, Any]) -> str:
        commands.ask_for_paper(request.viewer, visit_id, matter_id, given["words"], nonce=given["nonce"])
        return visit_url(visit_id)

    form = forms.PaperForm(**given_to(request))
    return send(request, form, page, act, _("Asked for."), template="inspections/look.html", look=one, visit=going)


@found
def end(request: Request, visit_id: UUID) -> HttpResponseBase:
    """The visit is over."""
    going = queries.visit(request.viewer, visit_id)
    page = FormPage(
        title=_("End the visit"), verb=_("End the visit"), minutes=1, basis=going.basis, back=visit_url(visit_id),
        lead=going.unit.name, leads_to=_("The unit sees from now on that it was inspected."),
    )  # fmt: skip

    def act(_given: dict[str, Any]) -> str:
        commands.end_visit(request.viewer, visit_id)
        return reverse("inspections:home")

    return send(request, forms.ConfirmForm(**given_to(request)), page, act, _("The visit has ended."))


@found
def aside(request: Request, visit_id: UUID) -> HttpResponseBase:
    """Step aside for the next in the drawn order."""
    going = queries.visit(request.viewer, visit_id)
    page = FormPage(
        title=_("Step aside"), verb=_("Step aside"), minutes=1, basis=going.basis, back=visit_url(visit_id),
        lead=going.unit.name,
        leads_to=_("The next in the drawn order goes instead. You are not drawn for this unit again."),
    )  # fmt: skip

    def act(given: dict[str, Any]) -> str:
        commands.step_aside(request.viewer, visit_id, given["words"])
        return reverse("inspections:home")

    return send(request, forms.AsideForm(**given_to(request)), page, act, _("Somebody else goes."))


@found
def conflict(request: Request) -> HttpResponseBase:
    """Declare a conflict with a unit before anything is drawn."""
    if not rights.inspects(request.viewer):
        raise NotHere
    page = FormPage(
        title=_("Declare a conflict"), verb=_("Declare it"), minutes=1,
        basis=_("Regulations on government supervision, article 17"), back=reverse("inspections:home"),
        leads_to=_("You are not drawn for this unit."),
    )  # fmt: skip

    def act(given: dict[str, Any]) -> str:
        commands.declare(request.viewer, given["unit"].id)
        return reverse("inspections:home")

    return send(request, forms.ConflictForm(viewer=request.viewer, **given_to(request)), page, act, _("Declared."))


def _look(request: Request, visit_id: UUID, matter_id: UUID) -> tuple[VisitView, LookView]:
    going = queries.visit(request.viewer, visit_id)
    for one in going.looks:
        if one.matter == matter_id:
            return going, one
    raise NotHere


def visit_url(visit_id: UUID) -> str:
    """The page of a visit."""
    return reverse("inspections:visit", args=[visit_id])
