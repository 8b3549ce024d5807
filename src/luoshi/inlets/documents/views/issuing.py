"""Issuing: what would go out, how far it is, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.base import ids
from luoshi.inlets.documents import commands, queries
from luoshi.inlets.documents.forms import Reason
from luoshi.inlets.documents.queries import DocumentView
from luoshi.inlets.documents.queries.issuing import over_budget, with_words
from luoshi.inlets.documents.views.finding import own, own_issuance
from luoshi.ledger import costs
from luoshi.people.viewer import Duty
from luoshi.web.access import Request, duty
from luoshi.web.forms import FormPage, form_response, kept

UNPROCESSABLE = 422
AGAIN = 2  # seconds until the page of a running issuance looks again


@require_http_methods(["GET", "POST"])
@duty(Duty.OFFICE)
def issue(request: Request, document_id: UUID) -> HttpResponse:
    """What would go out; then it goes."""
    document = own(request, document_id)
    refusal = ""
    if request.method == "POST":
        try:
            return _issue(request, document)
        except commands.Refused as refused:
            refusal = str(refused)
    found = queries.issuing(document.id, queries.text_in(document))
    context = {
        "document": document,
        "plan": found.plan,
        "load": over_budget(request.viewer.realm, found.plan),
        "earlier": found.earlier,
        "rule": costs.rule(),
        "token": ids.new_id(),
        "refusal": refusal,
    }
    return render(request, "documents/issue.html", context, status=UNPROCESSABLE if refusal else 200)


def _issue(request: Request, document: DocumentView) -> HttpResponse:
    try:
        token = ids.derived_id("issuance", document.id, UUID(request.POST.get("token", "")))
    except ValueError:
        token = ids.new_id()
    made = commands.prepare(request.viewer, document.id, issuance_id=token, shown=request.POST.get("shown", ""))
    if "only_prepare" not in request.POST:
        commands.release(request.viewer, made)
    return redirect("documents:issuance", made)


@require_safe
@duty(Duty.OFFICE)
def issuance(request: Request, issuance_id: UUID) -> HttpResponse:
    """How far an issuance is; the page looks again by itself while something is under way."""
    document, view = own_issuance(request, issuance_id)
    view = with_words(view, document.id, queries.text_in(document))
    response = render(request, "documents/issuance.html", {"document": document, "issuance": view})
    if view.is_running:
        response["Refresh"] = str(AGAIN)
    return response


@require_POST
@duty(Duty.OFFICE)
def release(request: Request, issuance_id: UUID) -> HttpResponse:
    """Let a prepared issuance go out."""
    own_issuance(request, issuance_id)
    try:
        commands.release(request.viewer, issuance_id)
    except commands.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("documents:issuance", issuance_id)


@require_POST
@duty(Duty.OFFICE)
def cancel(request: Request, issuance_id: UUID) -> HttpResponse:
    """Drop a prepared issuance."""
    document, _view = own_issuance(request, issuance_id)
    try:
        commands.cancel(request.viewer, issuance_id)
    except commands.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("documents:issuance", issuance_id)
    messages.success(request, _("The issuance was cancelled; nothing went out."))
    return redirect("documents:issue", document.id)


@require_http_methods(["GET", "POST"])
@duty(Duty.OFFICE)
def withdraw(request: Request, issuance_id: UUID) -> HttpResponse:
    """Take back one requirement or all of it, with a reason."""
    document, view = own_issuance(request, issuance_id)
    view = with_words(view, document.id, queries.text_in(document))
    one = next((line for line in view.lines if str(line.requirement) == request.GET.get("requirement")), None)
    form = Reason(request.POST or None, initial=kept(request))
    if form.is_valid():
        chosen = one.requirement if one else None
        try:
            commands.withdraw(request.viewer, issuance_id, words=form.cleaned_data["words"], requirement=chosen)
        except commands.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("documents:issuance", issuance_id)
    count = one.total if one else view.total
    page = FormPage(
        title=_("Withdraw one requirement") if one else _("Withdraw the whole issuance"),
        verb=_("Withdraw"),
        minutes=1,
        basis=_("what has gone out is taken back only with a reason"),
        back=reverse("documents:issuance", args=[issuance_id]),
        lead=one.words if one else document.title,
        leads_to=_("Up to %(count)s matters end; what was done on them stays on record.") % {"count": count},
    )
    return form_response(request, form, page)
