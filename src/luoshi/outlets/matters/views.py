"""Parses, makes one call, renders: the page of a matter, lists, files."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.ledger.queries import NoSuchMatter
from luoshi.outlets.matters import files, lists, pages
from luoshi.web.access import Request, signed_in


@require_safe
@signed_in
def matter(request: Request, matter_id: UUID) -> HttpResponse:
    """One matter: what is asked, its way, its facts, what can be done."""
    try:
        page = pages.matter(request.viewer, matter_id)
    except NoSuchMatter as none:
        raise Http404 from none
    return render(request, "matters/matter.html", {"shown": page})


@require_safe
@signed_in
def matters(request: Request) -> HttpResponse:
    """The matters that one may see, narrowed, searched, page by page."""
    if not request.viewer.sees_business:
        raise Http404
    shown = lists.page(request.viewer, request.GET)
    words = {"shown": shown, "table": shown.table, "pager": shown.pager, "filter_form": shown.narrowing.form}
    return render(request, "matters/list.html", words)


@require_safe
@signed_in
def file(request: Request, matter_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A file that lies on the way of a matter, for those who see the matter."""
    try:
        found = files.on_way(request.viewer, matter_id, file_id)
    except (NoSuchMatter, files.NoSuchRecord) as none:
        raise Http404 from none
    shown = found.is_picture and "download" not in request.GET
    response = FileResponse(
        files.opened(file_id),
        as_attachment=not shown,
        filename=files.safe_name(found),
        content_type=found.media_type if shown else "application/octet-stream",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
