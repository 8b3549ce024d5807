"""Clauses to and from their rows."""

import json
from typing import Any
from uuid import UUID

from luoshi.base import digests
from luoshi.inlets.documents import models
from luoshi.inlets.documents.clauses import Clause, Field, Target, Verdict, fields


def columns(clause: Clause, matter: UUID | None) -> dict[str, Any]:
    """The columns of a clause, without its key."""
    spans = {field.value: [list(span) for span in clause.spans(field)] for field in Field if clause.spans(field)}
    return {
        "start": clause.start,
        "end": clause.end,
        "proposed": clause.proposed.value,
        "why": clause.why,
        "decided": clause.decided.value if clause.decided else "",
        "decided_by": clause.by,
        "spans": digests.canonical(spans),
        "parent": clause.parent,
        "lead_target": _written(clause.lead_target),
        "assist_target": _written(clause.assist_target),
        "due_on": clause.due,
        "matter": matter,
    }


def clause_of(row: models.Clause) -> Clause:
    """The clause that a row holds."""
    return Clause(
        number=row.number,
        start=row.start,
        end=row.end,
        proposed=Verdict(row.proposed),
        why=row.why,
        decided=Verdict(row.decided) if row.decided else None,
        by=row.decided_by,
        parent=row.parent,
        lead_target=_read(row.lead_target),
        assist_target=_read(row.assist_target),
        due=row.due_on,
        **fields(json.loads(row.spans)),
    )


def _written(target: Target | None) -> str:
    return digests.canonical(target.to_payload()) if target else ""


def _read(written: str) -> Target | None:
    return Target.from_payload(json.loads(written)) if written else None
