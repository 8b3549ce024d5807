"""Parses, makes one call, renders: boards, the board of a document, the brief."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from luoshi.ledger.queries import NoSuchMatter
from luoshi.outlets.boards import asking, pages, requirements
from luoshi.outlets.boards import brief as briefs
from luoshi.outlets.boards import burden as burdens
from luoshi.outlets.boards import differences as alike
from luoshi.outlets.boards import moved as sheets
from luoshi.people.viewer import Duty
from luoshi.web.access import Request, duty, signed_in


@require_safe
@signed_in
def board(request: Request, unit_id: UUID | None = None) -> HttpResponse:
    """How a unit stands, on a day; without a unit, the one that the post serves."""
    post = request.viewer.post
    if post is None:
        raise Http404
    asked = asking.understood(request.viewer, request.GET)
    if asked.units is not None and len(asked.units) == 1:
        return redirect(asked.board_of(asked.units[0].id))
    try:
        shown = pages.board(request.viewer, unit_id or post.scope.id, asked)
    except NoSuchMatter as none:
        raise Http404 from none
    status = HTTPStatus.UNPROCESSABLE_ENTITY if shown.asking.form.errors else HTTPStatus.OK
    return render(request, "boards/board.html", {"shown": shown, "form": shown.asking.form}, status=status)


@require_safe
@signed_in
def differences(request: Request, unit_id: UUID) -> HttpResponse:
    """Whether the units below one differ by more than chance."""
    try:
        shown = alike.differences(request.viewer, unit_id)
    except NoSuchMatter as none:
        raise Http404 from none
    return render(request, "boards/differences.html", {"shown": shown})


@require_safe
@signed_in
def document(request: Request, document_id: UUID) -> HttpResponse:
    """What became of a document, requirement by requirement."""
    try:
        shown = requirements.document(request.viewer, document_id)
    except NoSuchMatter as none:
        raise Http404 from none
    return render(request, "boards/document.html", {"shown": shown})


@require_safe
@duty(Duty.PRINCIPAL, Duty.OFFICE)
def brief(request: Request) -> HttpResponse:
    """One page to print, for the first responsible person."""
    return render(request, "boards/brief.html", {"shown": briefs.brief(request.viewer)})


@require_safe
@duty(Duty.PRINCIPAL, Duty.OFFICE)
def moved(request: Request) -> HttpResponse:
    """What the post has moved and has left, on one sheet."""
    return render(request, "boards/moved.html", {"shown": sheets.moved(request.viewer, _days(request))})


@require_safe
@signed_in
def burden(request: Request) -> HttpResponse:
    """What is asked of units below, charged to whoever asks."""
    if request.viewer.post is None or not request.viewer.sees_business:
        raise Http404
    return render(request, "boards/burden.html", {"shown": burdens.burden(request.viewer, _days(request))})


def _days(request: Request) -> int:
    """How far one looks back: one of the spans that the page offers."""
    asked = request.GET.get("days", "")
    return int(asked) if asked in {str(span) for span in burdens.SPANS} else burdens.SPANS[0]
