"""Campaigns: their templates, opening one, what it asks, what levels below add, ending it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import yaml
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.campaigns import queries
from luoshi.campaigns.queries import NoCampaign, NoTemplate
from luoshi.campaigns.reading import TemplateRefused
from luoshi.inlets.offices import campaign_forms as forms
from luoshi.inlets.offices import campaign_pages as pages
from luoshi.inlets.offices import commands
from luoshi.inlets.offices.views.serving import found, given_to, send
from luoshi.people.queries import kind_labels, unit
from luoshi.people.rights import NotYours, Refused, runs_campaigns
from luoshi.web.access import Request
from luoshi.web.forms import FormPage, form_response


def known(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """As `found`; a campaign or template that is not there is not there."""

    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except (NoCampaign, NoTemplate) as absent:
            raise Http404 from absent

    return found(guarded)


def form_page(title: str, verb: str, back: str, *, leads_to: str = "", minutes: int = 2) -> FormPage:
    """What a form about campaigns says about itself."""
    return FormPage(
        title=title, verb=verb, minutes=minutes, basis=_("the running of campaigns"), back=back, leads_to=leads_to
    )


@require_safe
@known
def campaigns(request: Request) -> HttpResponseBase:
    """The campaigns of the realm."""
    return render(request, "offices/campaigns.html", {"page": pages.campaigns_page(request.viewer)})


@require_safe
@known
def templates(request: Request) -> HttpResponseBase:
    """The templates that a campaign can be opened from."""
    return render(request, "offices/templates.html", {"page": pages.templates_page(request.viewer)})


@require_safe
@known
def template(request: Request, template_id: UUID) -> HttpResponseBase:
    """One version of a template, drawn as people draw it."""
    return render(request, "offices/template.html", {"page": pages.template_page(request.viewer, template_id)})


@known
def keep_template(request: Request) -> HttpResponseBase:
    """Keep a template of one's own; every fault is named by its line."""
    if not runs_campaigns(request.viewer):
        raise NotYours
    page = form_page(
        _("Keep a template"), _("Keep the template"), reverse("offices:templates"),
        leads_to=_("Nothing goes out: a campaign is opened from it later."), minutes=30,
    )  # fmt: skip
    form = forms.KeepTemplate(request.POST or None, request.FILES or None, initial=_copied(request))
    faults = None
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.learn(request.viewer, form.cleaned_data["text"])
        except TemplateRefused as refused:
            faults = pages.faults_table(refused.faults)
            form.add_error(None, _("The template was not kept: mend the lines below and send it again."))
            form.data = {**request.POST.dict(), "text": form.cleaned_data["text"]}
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The template is kept."))
            return redirect("offices:template", template_id=made.id)
    return form_response(request, form, page, template="offices/keep_template.html", faults=faults)


def _copied(request: Request) -> dict[str, Any]:
    """The text of another template to begin with."""
    asked = request.GET.get("from", "")
    try:
        _ref, _plan, text = queries.template(request.viewer, UUID(asked)) if asked else (None, None, "")
    except ValueError as malformed:
        raise Http404 from malformed
    return {"text": text}


@known
def open_campaign(request: Request) -> HttpResponseBase:
    """Look at what every unit would owe, then open the campaign."""
    if not runs_campaigns(request.viewer):
        raise NotYours
    given = given_to(request)
    if "initial" in given:
        given["initial"] = {"template": request.GET.get("template", ""), **given["initial"]}
    form = forms.OpenCampaign(viewer=request.viewer, **given)
    page = form_page(
        _("Open a campaign"), _("Look at who would owe what"), reverse("offices:campaigns"),
        leads_to=_("Nothing goes out yet."),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            if "open" in request.POST:
                made = commands.open_campaign(
                    request.viewer, template_id=asked["template"], title=asked["title"], unit_id=asked["unit"].id,
                    opened_on=asked["opened_on"],
                )  # fmt: skip
                messages.success(request, _("The campaign is open; what is owed goes out within minutes."))
                return redirect("offices:campaign", campaign_id=made.id)
            would = pages.opening_page(request.viewer, asked["template"], asked["unit"], asked["opened_on"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return render(request, "offices/opening.html", {"page": would, "form": form, "form_page": page})
    return form_response(request, form, page)


@require_safe
@known
def campaign(request: Request, campaign_id: UUID) -> HttpResponseBase:
    """One campaign."""
    return render(request, "offices/campaign.html", {"page": pages.campaign_page(request.viewer, campaign_id)})


@known
def add_to_campaign(request: Request, campaign_id: UUID) -> HttpResponseBase:
    """Ask one's own units for more than the campaign asks."""
    running = pages.seen(request.viewer, campaign_id)
    if not runs_campaigns(request.viewer):
        raise NotYours
    steps = [(step.key, pages.said(step.title)) for step in queries.plan(running).steps]
    kinds = list(kind_labels().items())
    form = forms.AddToCampaign(steps=steps, kinds=kinds, **given_to(request))
    page = form_page(
        _("Ask for more in “%(campaign)s”") % {"campaign": running.title}, _("Ask for it"),
        reverse("offices:campaign", args=[campaign_id]),
        leads_to=_("Units below yours owe it from today; the level above sees what was added."),
    )  # fmt: skip

    def act(given: dict[str, Any]) -> None:
        due = {"days": given["days"]}
        asked = {key: given[key] for key in ("key", "title", "step", "units", "minutes", "rule")} | {"due": due}
        commands.add(request.viewer, campaign_id, yaml.safe_dump({"deliverables": [asked]}, allow_unicode=True))

    return send(request, form, page, act, _("It is asked for."))


@known
def drop_addition(request: Request, campaign_id: UUID, key: str) -> HttpResponseBase:
    """Ask no longer for what one's own unit has added."""
    running = pages.seen(request.viewer, campaign_id)
    own = request.viewer.post.scope.id if request.viewer.post else None
    added = next((one for one in queries.additions(running) if one.deliverable.key == key and one.unit == own), None)
    if added is None or added.dropped_on or not runs_campaigns(request.viewer):
        raise NotYours
    form = forms.Confirm(**given_to(request))
    page = form_page(
        _("Ask no longer for “%(what)s”") % {"what": pages.said(added.deliverable.title)}, _("Ask no longer"),
        reverse("offices:campaign", args=[campaign_id]),
        leads_to=_("What is open of it is withdrawn; what was delivered stays."),
    )  # fmt: skip
    return send(
        request,
        form,
        page,
        lambda _given: commands.drop(request.viewer, campaign_id, key),
        _("It is asked for no longer."),
    )


@known
def end_campaign(request: Request, campaign_id: UUID) -> HttpResponseBase:
    """Freeze a campaign."""
    running = pages.seen(request.viewer, campaign_id)
    if running.closed_on or not runs_campaigns(request.viewer, unit(running.unit).path):
        raise NotYours
    form = forms.Confirm(**given_to(request))
    shown = form_page(
        _("End “%(campaign)s”") % {"campaign": running.title}, _("End the campaign"),
        reverse("offices:campaign", args=[campaign_id]),
        leads_to=_("Nothing new is owed from today on. What was delivered stays as it is and can be read."),
    )  # fmt: skip
    return send(
        request,
        form,
        shown,
        lambda _given: commands.end_campaign(request.viewer, campaign_id),
        _("The campaign has ended."),
    )
