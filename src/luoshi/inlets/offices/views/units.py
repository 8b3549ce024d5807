"""Units: the tree, one unit, its changes, and lists of units."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.inlets.offices import commands, forms, gates, queries, sheets
from luoshi.inlets.offices.views.serving import form_page, found, given_to, send, unit_url
from luoshi.people import commands as people
from luoshi.people import rights
from luoshi.people.queries import kind_labels
from luoshi.people.rights import NotYours
from luoshi.people.unit_files import UnreadableList
from luoshi.web.access import Request
from luoshi.web.forms import form_response


@require_safe
@found
def units(request: Request) -> HttpResponseBase:
    """The tree from its top, or a search in it."""
    form = forms.FindUnits(request.GET)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    page = queries.units_page(request.viewer, words)
    return render(request, "offices/units.html", {"page": page, "filter_form": form})


@require_safe
@found
def units_sheet(request: Request) -> HttpResponseBase:
    """Every unit below one, or of the realm, as a spreadsheet that can be imported again."""
    return sheets.units(request.viewer, request.GET.get("below", ""))


@require_safe
@found
def unit(request: Request, unit_id: UUID) -> HttpResponseBase:
    """One unit: what it is and was, who is in it, what stands below."""
    return render(request, "offices/unit.html", {"page": queries.unit_page(request.viewer, unit_id)})


@found
def open_unit(request: Request, unit_id: UUID) -> HttpResponseBase:
    """A new unit below another one."""
    above = gates.unit_run_by(request.viewer, unit_id)
    form = forms.OpenUnit(kinds=kind_labels(below=above.kind), **given_to(request))
    page = form_page(_("Open a unit below %(unit)s") % {"unit": above.name}, _("Open the unit"), unit_url(unit_id))
    return send(
        request,
        form,
        page,
        lambda given: people.open_unit(by=request.viewer, parent_id=unit_id, **given),
        _("The unit is open."),
    )


@found
def rename_unit(request: Request, unit_id: UUID) -> HttpResponseBase:
    """A new name from a day on."""
    named = gates.unit_run_by(request.viewer, unit_id)
    form = forms.RenameUnit(**given_to(request))
    page = form_page(
        _("Rename %(unit)s") % {"unit": named.name},
        _("Rename"),
        unit_url(unit_id),
        leads_to=_("The old name stays for the days before."),
    )
    return send(
        request,
        form,
        page,
        lambda given: people.rename_unit(by=request.viewer, unit_id=unit_id, **given),
        _("The unit has its new name."),
    )


@found
def add_other_name(request: Request, unit_id: UUID) -> HttpResponseBase:
    """Another name by which documents call a unit."""
    named = gates.unit_run_by(request.viewer, unit_id)
    form = forms.AddOtherName(**given_to(request))
    page = form_page(_("Another name for %(unit)s") % {"unit": named.name}, _("Add the name"), unit_url(unit_id))
    return send(
        request,
        form,
        page,
        lambda given: people.add_other_name(by=request.viewer, unit_id=unit_id, **given),
        _("Documents that use this name find the unit."),
    )


@found
def move_unit(request: Request, unit_id: UUID) -> HttpResponseBase:
    """A new place in one of the trees from a day on."""
    moved = gates.unit_run_by(request.viewer, unit_id)
    form = forms.MoveUnit(viewer=request.viewer, **given_to(request))
    page = form_page(
        _("Move %(unit)s") % {"unit": moved.name},
        _("Move the unit"),
        unit_url(unit_id),
        leads_to=_("Everything below it moves along; figures of earlier days stay as they were."),
    )

    def act(given: dict[str, Any]) -> None:
        people.move_unit(
            by=request.viewer, unit_id=unit_id, parent_id=given["parent"].id, line=given["line"], on=given["on"]
        )

    return send(request, form, page, act, _("The unit has its new place."))


@found
def close_unit(request: Request, unit_id: UUID) -> HttpResponseBase:
    """The unit is no more from a day on."""
    closed = gates.unit_run_by(request.viewer, unit_id)
    form = forms.CloseUnit(**given_to(request))
    page = form_page(
        _("Close %(unit)s") % {"unit": closed.name},
        _("Close the unit"),
        unit_url(unit_id),
        leads_to=_("What it did stays readable."),
    )
    return send(
        request,
        form,
        page,
        lambda given: people.close_unit(by=request.viewer, unit_id=unit_id, **given),
        _("The unit is closed."),
    )


@found
def send_list(request: Request) -> HttpResponseBase:
    """Send a list of units, to see what it would change."""
    if not rights.runs_units(request.viewer):
        raise NotYours
    form = forms.SendList(request.POST or None, request.FILES or None)
    page = form_page(
        _("Import a list of units"),
        _("Look at what would change"),
        reverse("offices:units"),
        leads_to=_("Nothing is imported yet."),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        file = given.pop("file")
        try:
            made = commands.keep_list(by=request.viewer, name=file.name, content=file.read(), **given)
        except UnreadableList as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("offices:look", list_id=made)
    return form_response(request, form, page)


@found
def look(request: Request, list_id: UUID) -> HttpResponseBase:
    """What the list would change; sent: import it."""
    if request.method == "POST":
        result = commands.import_list(by=request.viewer, list_id=list_id)
        if not result.bad:
            messages.success(request, result.sentence)
            return redirect("offices:units")
    page = queries.import_page(request.viewer, list_id)
    return render(request, "offices/look.html", {"page": page}, status=422 if page.result.bad else 200)
