"""A document for a view, or 404."""

from typing import Any
from uuid import UUID

from django.http import Http404

from luoshi.inlets.documents import queries
from luoshi.inlets.documents.queries import DocumentView
from luoshi.inlets.documents.refusals import NoSuchDocument
from luoshi.web.access import Request


def seen(request: Request, document_id: Any) -> DocumentView:
    """A document that the reader may see."""
    try:
        return queries.document_seen_by(request.viewer, document_id)
    except NoSuchDocument as none:
        raise Http404 from none


def own(request: Request, document_id: Any) -> DocumentView:
    """A document with a text that the reader's office took in."""
    try:
        found = queries.document_of_office(request.viewer, document_id)
    except NoSuchDocument as none:
        raise Http404 from none
    if not found.has_text:
        raise Http404
    return found


def own_issuance(request: Request, issuance_id: UUID) -> tuple[DocumentView, queries.IssuanceView]:
    """An issuance of a document that the reader's office took in."""
    found = queries.issuance(issuance_id)
    if found is None:
        raise Http404
    return own(request, found[0]), found[1]
