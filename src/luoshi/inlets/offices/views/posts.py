"""Posts: who holds them, who acts for whom, who hands over."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from luoshi.inlets.offices import forms, gates, queries, sheets
from luoshi.inlets.offices.views.serving import form_page, found, given_to, post_url, send, unit_url
from luoshi.people import commands as people
from luoshi.people import rights
from luoshi.people.rights import NotYours
from luoshi.people.viewer import Duty
from luoshi.web.access import Request


@require_safe
@found
def posts(request: Request) -> HttpResponseBase:
    """The posts one runs, by unit and duty, or those that nobody holds."""
    form, given = _asked(request)
    after = request.GET.get("after", "")
    page = queries.posts_page(request.viewer, given["words"], duty=given["duty"], vacant=given["vacant"], after=after)
    narrowed = urlencode({name: value for name, value in given.items() if value})
    context = {"table": page.table, "pager": page.pager, "filter_form": form, "narrowed": narrowed}
    return render(request, "offices/posts.html", context)


@require_safe
@found
def posts_sheet(request: Request) -> HttpResponseBase:
    """The same list as a spreadsheet."""
    _form, given = _asked(request)
    return sheets.posts(request.viewer, given["words"], duty=given["duty"], vacant=given["vacant"])


def _asked(request: Request) -> tuple[forms.FindPosts, dict[str, Any]]:
    """What the list of posts is narrowed by. Raises NotYours for those who fill none."""
    if not rights.fills_posts(request.viewer):
        raise NotYours
    form = forms.FindPosts(request.GET)
    return form, form.cleaned_data if form.is_valid() else {"words": "", "duty": "", "vacant": False}


@require_safe
@found
def post(request: Request, post_id: UUID) -> HttpResponseBase:
    """One post and who held it."""
    return render(request, "offices/post.html", {"page": queries.post_page(request.viewer, post_id)})


@found
def open_post(request: Request, unit_id: UUID) -> HttpResponseBase:
    """A new post in a unit."""
    unit = gates.unit_staffed_by(request.viewer, unit_id)
    form = forms.OpenPost(viewer=request.viewer, duties=forms.duties_for(request.viewer), **given_to(request))
    page = form_page(_("Open a post in %(unit)s") % {"unit": unit.name}, _("Open the post"), unit_url(unit_id))

    def act(given: dict[str, Any]) -> None:
        scope = given["scope"].id if given["scope"] else None
        duty = Duty(given["duty"])
        people.open_post(by=request.viewer, unit_id=unit_id, duty=duty, scope_id=scope, title=given["title"])

    return send(request, form, page, act, _("The post is open: appoint somebody."))


@found
def appoint(request: Request, post_id: UUID) -> HttpResponseBase:
    """Somebody holds the post from a day on."""
    filled = gates.post_filled_by(request.viewer, post_id)
    form = forms.Appoint(viewer=request.viewer, **given_to(request))
    page = form_page(
        _("Appoint: %(post)s") % {"post": f"{filled.unit.name} {filled.title}"}, _("Appoint"), post_url(post_id)
    )

    def act(given: dict[str, Any]) -> None:
        people.appoint(by=request.viewer, post_id=post_id, person_id=given["person"], on=given["on"])

    return send(request, form, page, act, _("The post is held."))


@found
def cover(request: Request, post_id: UUID) -> HttpResponseBase:
    """Somebody acts in the post for a holder who is away."""
    covered = gates.post_seen_by(request.viewer, post_id)
    away = gates.away_from(request.viewer, covered)
    if not away:
        raise NotYours
    form = forms.Cover(viewer=request.viewer, away=away, **given_to(request))
    page = form_page(
        _("Cover: %(post)s") % {"post": f"{covered.unit.name} {covered.title}"},
        _("Arrange cover"),
        post_url(post_id),
        leads_to=_("What they do is written down as done for the absent person."),
    )

    def act(given: dict[str, Any]) -> None:
        people.act_for(
            by=request.viewer,
            post_id=post_id,
            person_id=given["person"],
            away_id=given["away"],
            from_on=given["from_on"],
            to_on=given["to_on"],
        )

    return send(request, form, page, act, _("Cover is arranged."))


@found
def end_tenure(request: Request, tenure_id: UUID) -> HttpResponseBase:
    """Somebody no longer holds a post from a day on."""
    ended, holder = gates.tenure_ended_by(request.viewer, tenure_id)
    form = forms.EndTenure(**given_to(request))
    title = _("%(person)s leaves: %(post)s") % {"person": holder.name, "post": f"{ended.unit.name} {ended.title}"}
    page = form_page(title, pgettext("verb", "End it"), post_url(ended.id), leads_to=_("What was done in it stays."))
    return send(
        request,
        form,
        page,
        lambda given: people.end_tenure(by=request.viewer, tenure_id=tenure_id, **given),
        _("The post is no longer held by this person."),
    )


@require_safe
@found
def person(request: Request, person_id: UUID) -> HttpResponseBase:
    """One person and their posts."""
    return render(request, "offices/person.html", {"page": queries.person_page(request.viewer, person_id)})


@found
def hand_over(request: Request, person_id: UUID) -> HttpResponseBase:
    """Another person takes over every post."""
    name = gates.person_moved_by(request.viewer, person_id)
    form = forms.HandOver(viewer=request.viewer, **given_to(request))
    page = form_page(
        _("%(person)s hands over") % {"person": name},
        _("Hand over"),
        reverse("offices:person", args=[person_id]),
        leads_to=_("All posts, from that day on; what was done before stays with the one who did it."),
    )

    def act(given: dict[str, Any]) -> None:
        people.hand_over(by=request.viewer, old_id=person_id, new_id=given["person"], on=given["on"])

    return send(request, form, page, act, _("The posts are handed over."))
