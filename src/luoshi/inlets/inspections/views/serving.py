"""What the views of this door share: who gets in, how a form is sent, how a refusal is said."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from luoshi.inlets.inspections.refusals import SENTENCES, Because, NotHere, Refused
from luoshi.ledger.commands import NoSuchMatter, Refusal, SourceConflict, StreamMoved
from luoshi.ledger.refusals import SENTENCES as LEDGER_SENTENCES
from luoshi.people.queries import NoSuchUnit
from luoshi.records.store import UnableToKeep
from luoshi.web.access import Request, signed_in
from luoshi.web.forms import FormPage, form_response, kept

CONFLICTS = {Because.DRAWN_ALREADY, Because.WAITING, Because.WRONG_STATE, Because.DONE, Because.LOOKED_AT}


def found(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Signed in; and what one may not see does not exist."""

    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except (NotHere, NoSuchMatter, NoSuchUnit) as absent:
            raise Http404 from absent

    return signed_in(guarded)


def send(
    request: Request, form: django_forms.Form, page: FormPage, act: Callable[[dict[str, Any]], str], done: str, *,
    template: str = "web/page_form.html", **context: object,
) -> HttpResponseBase:  # fmt: skip
    """Show the form; when it was sent, one call that gives where to go on, or its refusal in the form."""
    refused: HTTPStatus | None = None
    if request.method == "POST" and form.is_valid():
        try:
            onward = act(form.cleaned_data)
        except (Refused, Refusal, UnableToKeep, SourceConflict, StreamMoved) as refusal:
            words, refused = said(refusal)
            form.add_error(None, words)
        else:
            messages.success(request, done)
            return redirect(onward)
    response = form_response(request, form, page, template=template, **context)
    response.status_code = refused or response.status_code
    return response


def said(refusal: Exception) -> tuple[str, HTTPStatus]:
    """A refusal in the reader's language, and its status."""
    if isinstance(refusal, Refused):
        status = HTTPStatus.CONFLICT if refusal.because in CONFLICTS else HTTPStatus.UNPROCESSABLE_ENTITY
        return str(SENTENCES[refusal.because]), status
    if isinstance(refusal, Refusal):
        return str(LEDGER_SENTENCES[refusal.reason]), HTTPStatus.CONFLICT
    if isinstance(refusal, UnableToKeep):
        words = _(
            "One of the files cannot be kept. Nothing was written; send it as JPEG, PNG or PDF, or a smaller one."
        )
        return words, HTTPStatus.UNPROCESSABLE_ENTITY
    return _("Something has happened meanwhile and this can no longer be done. Look again."), HTTPStatus.CONFLICT


def given_to(request: HttpRequest) -> dict[str, Any]:
    """What a form starts from: what was sent, or what was kept when the log-in ran out."""
    if request.method == "POST":
        return {"data": request.POST, "files": request.FILES}
    return {"initial": kept(request)}
