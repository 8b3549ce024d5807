"""Taking over an office's own ledger: send it, look, say what columns hold, take it over."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from luoshi.base.tables import UnreadableTable
from luoshi.inlets.documents import commands
from luoshi.inlets.documents.own_ledger_pages import SendLedger, TakeColumnsFor, look_page
from luoshi.inlets.documents.queries.own_ledgers import Look, look
from luoshi.inlets.documents.refusals import NotYours, Refused
from luoshi.people.viewer import Duty
from luoshi.web.access import Request, duty
from luoshi.web.forms import FormPage, form_response, kept


@require_http_methods(["GET", "POST"])
@duty(Duty.OFFICE)
def send(request: Request) -> HttpResponse:
    """Choose the file."""
    form = SendLedger(request.POST or None, request.FILES or None, initial=kept(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > settings.LUOSHI_UPLOAD_LIMIT:
                raise Refused(_("The file is too large, so nothing was kept: send it in parts."))  # noqa: TRY301
            made = commands.keep_ledger(
                request.viewer, name=file.name, content=file.read(), year=form.cleaned_data["year"]
            )
        except (UnreadableTable, Refused) as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("documents:own_ledger", ledger_id=made)
    page = FormPage(
        title=gettext_lazy("Take over a ledger"), verb=gettext_lazy("Look at it"), minutes=2,
        basis=gettext_lazy("what the office already holds is not typed again"), back=reverse("documents:list"),
        lead=gettext_lazy("A ledger in Excel, as the office has kept it so far: its open rows become matters."),
        leads_to=gettext_lazy("Nothing is taken over yet."),
    )  # fmt: skip
    return form_response(request, form, page)


@require_http_methods(["GET", "POST"])
@duty(Duty.OFFICE)
def own_ledger(request: Request, ledger_id: UUID) -> HttpResponse:
    """What would be taken over; sent: what columns hold, or take it over."""
    found = _look(request, ledger_id)
    if request.method == "POST" and "take" in request.POST:
        try:
            done = commands.take_over(request.viewer, ledger_id)
        except NotYours as taken:
            raise Http404 from taken
        said = _(
            "%(new)s rows became matters; %(before)s had been taken over before, %(done)s are done, %(bad)s are bad."
        )
        counts = {"new": done.new, "before": done.before, "done": done.done, "bad": done.bad}
        messages.success(request, said % counts)
        return redirect("matters:list")
    form = TakeColumnsFor(request.POST or None, found=found)
    if request.method == "POST" and form.is_valid():
        try:
            commands.take_columns_for(request.viewer, ledger_id, form.chosen)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("documents:own_ledger", ledger_id=ledger_id)
    status = 422 if form.is_bound and form.errors else 200
    context = {"page": look_page(request.viewer, found), "form": form}
    return render(request, "documents/own_ledger.html", context, status=status)


def _look(request: Request, ledger_id: UUID) -> Look:
    try:
        return look(request.viewer, ledger_id)
    except (NotYours, UnreadableTable, Refused) as absent:
        raise Http404 from absent
