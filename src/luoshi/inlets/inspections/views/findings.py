"""Fact sheets: written, signed, fed back, objected to, decided."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.inlets.inspections import commands, forms, pages, queries, rights
from luoshi.inlets.inspections.queries import FindingView
from luoshi.inlets.inspections.refusals import NotHere
from luoshi.inlets.inspections.views.serving import found, given_to, send
from luoshi.inlets.inspections.views.visiting import visit_url
from luoshi.records import queries as records
from luoshi.web.access import Request
from luoshi.web.forms import FormPage


@found
def write(request: Request, visit_id: UUID) -> HttpResponseBase:
    """One fact seen on the spot, on a sheet of its own."""
    going = queries.visit(request.viewer, visit_id)
    page = FormPage(
        title=_("Fact sheet"), verb=_("Sign as the handler"), minutes=5, back=visit_url(visit_id),
        basis=_("Regulations on government supervision, article 16"), lead=going.unit.name,
        leads_to=_("Two others sign it before the unit gets it."),
    )  # fmt: skip
    about = [(str(one.matter), one.row.title) for one in going.looks if one.outcome == "false" and one.row]
    form = forms.FindingForm(about=about, **given_to(request))

    def act(given: dict[str, Any]) -> str:
        made = commands.write_finding(
            request.viewer, visit_id, facts=given["facts"], demand=given["demand"], due=given["due"],
            nonce=given["nonce"], about=form.about_matter(), uploads=given["photos"],
        )  # fmt: skip
        return finding_url(made)

    return send(request, form, page, act, _("Written and signed. The deputy head signs next."))


@require_safe
@found
def finding(request: Request, finding_id: UUID) -> HttpResponseBase:
    """One fact sheet."""
    shown = pages.finding(request.viewer, queries.finding(request.viewer, finding_id))
    return render(request, "inspections/finding.html", {"page": shown})


@require_safe
@found
def notice(request: Request, finding_id: UUID) -> HttpResponseBase:
    """The notice to put it right (整改通知), to be printed."""
    sheet = queries.finding(request.viewer, finding_id)
    if sheet.object_by is None:
        raise NotHere
    return render(request, "inspections/notice.html", {"page": pages.finding(request.viewer, sheet)})


@require_safe
@found
def file(request: Request, finding_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A picture or paper of a fact sheet."""
    meta = queries.file_of(request.viewer, finding_id, file_id)
    return FileResponse(
        records.open_file(file_id), as_attachment=not meta.is_picture, filename=meta.name or str(file_id),
        content_type=meta.media_type,
    )  # fmt: skip


@found
def sign(request: Request, finding_id: UUID) -> HttpResponseBase:
    """The next signature."""
    sheet = queries.finding(request.viewer, finding_id)
    if not rights.inspects(request.viewer):
        raise NotHere
    is_last = sheet.state == "countersigned"
    leads_to = _("The unit gets it and has 30 days to object.") if is_last else _("The head signs next.")
    verb = _("Sign as the head") if is_last else _("Sign as the deputy head")
    page = FormPage(
        title=_("Sign the fact sheet"), verb=verb, minutes=2, back=finding_url(finding_id), leads_to=leads_to,
        basis=_("Regulations on government supervision, article 16"), lead=sheet.unit.name,
    )  # fmt: skip

    def act(_given: dict[str, Any]) -> str:
        commands.sign(request.viewer, finding_id)
        return finding_url(finding_id)

    return _beside(request, sheet, forms.ConfirmForm(**given_to(request)), page, act, done=_("Signed."))


@found
def object_to(request: Request, finding_id: UUID) -> HttpResponseBase:
    """The unit objects."""
    sheet = queries.finding(request.viewer, finding_id)
    if not rights.answers_for(request.viewer, sheet.unit.id):
        raise NotHere
    page = FormPage(
        title=_("Object to the finding"), verb=_("Object"), minutes=10, back=finding_url(finding_id),
        basis=_("Regulations on government supervision, article 17"),
        leads_to=_("Others than those who signed decide within 30 days."),
    )  # fmt: skip

    def act(given: dict[str, Any]) -> str:
        commands.object_to(request.viewer, finding_id, given["words"], uploads=given["photos"])
        return finding_url(finding_id)

    return _beside(
        request, sheet, forms.ObjectionForm(**given_to(request)), page, act, done=_("The objection is sent.")
    )


@found
def decide(request: Request, finding_id: UUID) -> HttpResponseBase:
    """Somebody else decides."""
    sheet = queries.finding(request.viewer, finding_id)
    if not rights.decides(request.viewer, sheet.scope.id):
        raise NotHere
    page = FormPage(
        title=_("Decide on the objection"), verb=_("Decide"), minutes=10, back=finding_url(finding_id),
        basis=_("Regulations on government supervision, article 17"),
        leads_to=_("Upheld, the finding is withdrawn, and that is shown."),
    )  # fmt: skip

    def act(given: dict[str, Any]) -> str:
        commands.decide(request.viewer, finding_id, upheld=given["decision"] == "upheld", words=given["words"])
        return finding_url(finding_id)

    return _beside(request, sheet, forms.DecisionForm(**given_to(request)), page, act, done=_("Decided."))


def _beside(
    request: Request,
    sheet: FindingView,
    form: forms.ActForm,
    page: FormPage,
    act: Callable[[dict[str, Any]], str],
    *,
    done: str,
) -> HttpResponseBase:
    """A form under the facts that it is about."""
    return send(request, form, page, act, done, template="inspections/beside.html", sheet=sheet)


def finding_url(finding_id: UUID) -> str:
    """The page of a fact sheet."""
    return reverse("inspections:finding", args=[finding_id])
