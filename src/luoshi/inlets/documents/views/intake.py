"""Taking a document in: one page, one button."""

from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from luoshi.base import ids
from luoshi.inlets.documents import commands, queries
from luoshi.inlets.documents.forms import TakeIn, TypeText
from luoshi.inlets.documents.reading import Refusal, UnreadableFile
from luoshi.inlets.documents.views.finding import seen
from luoshi.people.viewer import Duty, Viewer
from luoshi.records.store import UnableToKeep
from luoshi.web.access import Request, duty
from luoshi.web.forms import FormPage, form_response, kept


@require_http_methods(["GET", "POST"])
@duty(Duty.OFFICE)
def new(request: Request) -> HttpResponse:
    """Choose a file or paste a text."""
    form = TakeIn(request.POST or None, request.FILES or None, initial=kept(request))
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            return _take_in(request, form)
        except UnreadableFile as refusal:
            field = "file" if form.cleaned_data.get("file") else "text"
            form.add_error(field, _(refusal.message) % refusal.params)
            status = _status(refusal.code is Refusal.TOO_LARGE)
        except UnableToKeep as refusal:
            form.add_error("file", _("This file cannot be kept, and nothing was kept: export it again."))
            status = _status(refusal.reason == "too_large")
    response = form_response(request, form, _page(), template="documents/new.html")
    if form.is_bound:
        response.status_code = status
    return response


@require_http_methods(["GET", "POST"])
@duty(Duty.OFFICE)
def type_text(request: Request, document_id: UUID) -> HttpResponse:
    """A file without a text gets one that somebody types or pastes."""
    document = seen(request, document_id)
    if not document.is_office or document.state == "erased":
        raise Http404
    if document.state != "no_text":
        return redirect("documents:document", document.id)
    form = TypeText(request.POST or None, initial=kept(request))
    if form.is_valid():
        try:
            commands.give_text(request.viewer, document.id, form.cleaned_data["text"])
        except UnreadableFile as refusal:
            form.add_error("text", _(refusal.message) % refusal.params)
        except commands.Refused as refusal:
            messages.info(request, str(refusal))
            return redirect("documents:document", document.id)
        else:
            return redirect("documents:review", document.id)
    page = FormPage(
        title=gettext_lazy("Type or paste the text"),
        verb=gettext_lazy("Read it"),
        minutes=10,
        basis=gettext_lazy("the activity office reads every document that asks for something"),
        back=reverse("documents:document", args=[document.id]),
        lead=document.title,
        leads_to=gettext_lazy("The file stays as it came; the entry says who typed the text. Opens the review."),
    )
    return form_response(request, form, page, template="documents/type_text.html", document=document)


def _status(is_too_large: bool) -> HTTPStatus:  # noqa: FBT001
    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE if is_too_large else HTTPStatus.UNPROCESSABLE_ENTITY


def _page() -> FormPage:
    return FormPage(
        title=gettext_lazy("Take in a document"),
        verb=gettext_lazy("Read it"),
        minutes=1,
        basis=gettext_lazy("the activity office reads every document that asks for something"),
        back=reverse("documents:list"),
        lead=gettext_lazy(
            "A report, plan, notice or minutes. The original is kept; what it asks for is shown for review."
        ),
        leads_to=gettext_lazy("Opens the review. Nothing goes out before you issue it."),
    )


def _take_in(request: Request, form: TakeIn) -> HttpResponse:
    file = form.cleaned_data.get("file")
    token = ids.derived_id("document", request.viewer.account_id, form.cleaned_data.get("token") or ids.new_id())
    if file and file.size > settings.LUOSHI_UPLOAD_LIMIT:
        raise UnreadableFile(Refusal.TOO_LARGE, limit=settings.LUOSHI_UPLOAD_LIMIT)
    data = file.read() if file else None
    made = commands.take_in(
        request.viewer, data=data, text=form.cleaned_data["text"], name=file.name if file else "", document_id=token
    )
    return _answer(request, request.viewer, made, is_new=made == token)


def _answer(request: Request, viewer: Viewer, made: object, *, is_new: bool) -> HttpResponse:
    document = queries.document_of_office(viewer, made)  # type: ignore[arg-type]
    if not is_new:
        messages.info(request, _("This document was taken in before, so it was not kept twice: here it is."))
        return redirect("documents:document", document.id)
    if not document.has_text:
        messages.warning(request, _("The file is kept, but it holds no text yet (a scan or pictures only)."))
        return redirect("documents:type_text", document.id)
    return redirect("documents:review", document.id)
