"""What of documents leaves with an export; words and files of them are in records."""

from collections.abc import Iterator
from typing import Any

from luoshi.base.outgoing import Table, table
from luoshi.inlets.documents.models import Clause, Document, Issuance, IssuanceLine

HERE: dict[str, Any] = {
    "documents": Document,
    "clauses": Clause,
    "issuances": Issuance,
    "issuance_lines": IssuanceLine,
}


def tables() -> Iterator[Table]:
    """Documents, what was made of them, and what went out."""
    for name, model in HERE.items():
        columns = [field.name for field in model._meta.concrete_fields]
        yield table(f"documents/{name}", model.objects.order_by("pk"), columns)
