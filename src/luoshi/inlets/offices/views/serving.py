"""What the views of this door share: who gets in, how a form is sent, where it leads back to."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.people.queries import NoSuchUnit
from luoshi.people.rights import NotYours, Refused
from luoshi.people.unit_files import UnreadableList
from luoshi.web.access import Request, signed_in
from luoshi.web.forms import FormPage, form_response, kept


def found(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Signed in; and what one may not see does not exist."""

    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except (NotYours, NoSuchUnit) as absent:
            raise Http404 from absent

    return signed_in(guarded)


def send(
    request: Request,
    form: django_forms.Form,
    page: FormPage,
    act: Callable[[dict[str, Any]], object],
    done: str,
) -> HttpResponseBase:
    """Show the form; when it was sent, one call, and its refusal in the form or on to where it came from."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except (Refused, UnreadableList) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(page.back)
    return form_response(request, form, page)


def form_page(title: str, verb: str, back: str, *, lead: str = "", leads_to: str = "") -> FormPage:
    """What a form of this door says about itself."""
    basis = _("the keeping of units, posts and accounts")
    return FormPage(title=title, verb=verb, minutes=1, basis=basis, back=back, lead=lead, leads_to=leads_to)


def given_to(request: HttpRequest) -> dict[str, Any]:
    """What a form starts from: what was sent, or what was kept when the log-in ran out."""
    if request.method == "POST":
        return {"data": request.POST}
    return {"initial": kept(request)}


def unit_url(unit_id: UUID) -> str:
    """The page of a unit."""
    return reverse("offices:unit", args=[unit_id])


def post_url(post_id: UUID) -> str:
    """The page of a post."""
    return reverse("offices:post", args=[post_id])
