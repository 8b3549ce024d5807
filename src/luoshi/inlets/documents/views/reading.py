"""Reading documents: the list, one document, its original, two versions side by side."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from luoshi.inlets.documents import drift_pages, queries, reader_pages
from luoshi.inlets.documents.forms import Find
from luoshi.inlets.documents.queries import Narrow
from luoshi.inlets.documents.refusals import NoSuchDocument
from luoshi.inlets.documents.views.finding import own, seen
from luoshi.people.viewer import Duty
from luoshi.records import queries as records
from luoshi.web.access import Request, duty, signed_in
from luoshi.web.parts import Pager


@require_safe
@duty(Duty.OFFICE)
def list_documents(request: Request) -> HttpResponse:
    """What the office has taken in, the newest first."""
    form = Find(request.GET)
    narrow = Narrow(**form.cleaned_data) if form.is_valid() else Narrow()
    page = queries.documents(request.viewer, narrow, after=request.GET.get("after", ""))
    pager = Pager(next=f"after={page.after}" if page.after else "", shown=len(page.rows), total=page.total)
    context = {
        "filter_form": form,
        "table": reader_pages.table(page.rows),
        "pager": pager,
        "narrowed": narrow != Narrow(),
    }
    return render(request, "documents/list.html", context)


@require_safe
@signed_in
def document(request: Request, document_id: object) -> HttpResponse:
    """The words, each requirement linked to its matter; the facts; how it stands."""
    found = seen(request, document_id)
    return render(request, "documents/document.html", {"page": reader_pages.document_page(request.viewer, found)})


@require_safe
@signed_in
def original(request: Request, document_id: object) -> FileResponse:
    """The file as it came, to be kept and never shown in the page."""
    found = seen(request, document_id)
    try:
        file = queries.original(found)
        stream = records.open_file(file.id)
    except (NoSuchDocument, records.NoSuchRecord) as none:
        raise Http404 from none
    plain = "text/plain; charset=utf-8" if found.format == "txt" else "application/octet-stream"
    response = FileResponse(stream, as_attachment=True, filename=file.name or "original", content_type=plain)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_safe
@duty(Duty.OFFICE)
def compare(request: Request, document_id: object) -> HttpResponse:
    """A new version beside the old one."""
    found = seen(request, document_id)
    if not found.is_office or found.previous is None:
        raise Http404
    page = reader_pages.compare_page(found, only_changes=request.GET.get("only") == "changes")
    return render(request, "documents/compare.html", {"page": page})


@require_safe
@duty(Duty.OFFICE)
def drift(request: Request, document_id: object) -> HttpResponse:
    """What became, in this document, of the requirements of a document of the level above."""
    found = own(request, document_id)
    form = drift_pages.ChooseAbove(request.GET, documents=drift_pages.candidates(request.viewer, found))
    above = form.cleaned_data["above"] if form.is_valid() else None
    page = drift_pages.drift_page(seen(request, above), found) if above else None
    return render(request, "documents/drift.html", {"filter_form": form, "page": page, "document": found})
