"""What every form page shares: what it says about itself, its status when refused, what comes back after a log-in."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from luoshi.web import kept as shelf
from luoshi.web.registry import Words


@dataclass(frozen=True, slots=True)
class FormPage:
    """One form on one page; `minutes` and `basis` say what it costs and which rule asks for it."""

    title: Words
    verb: Words  # what the button says: 签收, 申请销号; never 确定
    minutes: int
    basis: Words
    back: str  # where "not now" leads
    lead: Words = ""  # one sentence under the title
    leads_to: Words = ""  # one line beside the button: what happens next


def kept(request: HttpRequest, to: str = "") -> dict[str, Any]:
    """What the reader had typed before the log-in ran out, for `Form(initial=…)`; empty on a usual visit.

    Give `to` where a page holds several forms: the address that the form is posted to.
    """
    fields = shelf.find(request, to)
    if fields:
        messages.info(request, _("What you had typed is filled in again. Check it, then send it."))
    return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}


def form_response(
    request: HttpRequest,
    form: forms.BaseForm,
    page: FormPage,
    *,
    template: str = "web/page_form.html",
    **context: object,
) -> HttpResponse:
    """The page of a form; 422 when the form was sent and is refused."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
    return render(request, template, {"form": form, "page": page, **context}, status=status)
