"""The pages of chasing: what the clock will do, another ladder tried, a ladder switched on."""

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.inlets.chasing import commands, pages, queries, rules
from luoshi.inlets.chasing.forms import LadderForm, SwitchForm, days_of, fresh_nonce
from luoshi.people.viewer import Duty
from luoshi.web.access import Request, duty
from luoshi.web.forms import FormPage, form_response, kept


@require_safe
@duty(Duty.OFFICE)
def week(request: Request) -> HttpResponseBase:
    """Which matters will be urged on which rung in the days to come, if nothing happens before."""
    shown = pages.week(request.viewer, queries.week(request.viewer))
    return render(request, "chasing/week.html", {"page": shown})


@require_safe
@duty(Duty.OFFICE)
def trial(request: Request) -> HttpResponseBase:
    """Another ladder on last month's journal; nothing is written."""
    given = request.GET or days_of(rules.of_realm(request.viewer.realm))
    form = LadderForm(given)
    shown = None
    if form.is_valid():
        shown = pages.trial(request.viewer, queries.trial(request.viewer, form.turns()), form.turns())
    title = _("Try another ladder")
    return render(
        request, "chasing/trial.html", {"form": form, "page": shown, "title": title, "crumbs": pages.crumbs(title)}
    )  # fmt: skip


@duty(Duty.OFFICE)
def switch(request: Request) -> HttpResponseBase:
    """Switch a ladder on for the realm, by name."""
    if not rules.switches_for_realm(request.viewer):
        raise Http404
    back = reverse("chasing:week")
    first = request.GET.dict() or days_of(rules.of_realm(request.viewer.realm))
    form = SwitchForm(request.POST or None, initial={**first, **kept(request)})
    if request.method == "POST" and form.is_valid():
        turned = commands.switch(request.viewer, form.turns(), nonce=form.cleaned_data["nonce"] or fresh_nonce())
        said = _("Switched on. The one before stands below and can be taken again.")
        messages.success(request, said if turned else _("This ladder holds already."))
        return redirect(back)
    page = FormPage(
        title=_("Switch a ladder on"), verb=_("Switch on"), minutes=2, back=back,
        basis=_("Rule of the activity office on urging"), lead=_("For all matters whose campaign has no ladder."),
        leads_to=_("From the next working hour on; your name stands on it."),
    )  # fmt: skip
    return form_response(request, form, page)
