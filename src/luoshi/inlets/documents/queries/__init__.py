"""How documents are read: every query starts with who asks, what one may not see does not exist."""

from luoshi.inlets.documents.queries.issuing import (
    IssuanceView,
    LineView,
    Plan,
    PlanRow,
    UnitShare,
    issuance,
    issuances,
    issued_clauses,
    issuing,
    plan,
)
from luoshi.inlets.documents.queries.reading import (
    DocumentRow,
    DocumentView,
    Linked,
    Narrow,
    approver_of,
    document_of_office,
    document_seen_by,
    documents,
    is_office_of,
    original,
    review_in,
    review_of,
    text_in,
    text_of,
    titles,
    typed_by,
    waiting,
)
from luoshi.inlets.documents.queries.targets import (
    Kinds,
    Meanings,
    Named,
    kinds_below,
    names_written,
    resolve,
    resolve_name,
)

__all__ = [
    "DocumentRow", "DocumentView", "IssuanceView", "Kinds", "LineView", "Linked", "Meanings", "Named", "Narrow",
    "Plan", "PlanRow", "UnitShare",
    "approver_of", "document_of_office", "document_seen_by", "documents", "is_office_of", "issuance",
    "issuances", "issued_clauses", "issuing", "kinds_below", "names_written", "original", "plan", "resolve",
    "resolve_name", "review_in", "review_of", "text_in", "text_of", "titles", "typed_by", "waiting",
]  # fmt: skip
