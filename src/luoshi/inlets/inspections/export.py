"""What of inspections leaves with an export: everything but the seed of a draw that has not been made."""

from collections.abc import Iterator
from typing import Any

from luoshi.base.outgoing import Table, table
from luoshi.inlets.inspections.models import Conflict, Finding, Inspection, Inspector, Item, Look, Plan, Visit

HERE: dict[str, Any] = {
    "plans": Plan,
    "items": Item,
    "inspections": Inspection,
    "visits": Visit,
    "inspectors": Inspector,
    "looks": Look,
    "findings": Finding,
    "conflicts": Conflict,
}
SECRET = {"seed"}


def tables() -> Iterator[Table]:
    """Plans, draws, visits, findings and declared conflicts."""
    for name, model in HERE.items():
        columns = [field.name for field in model._meta.concrete_fields if field.name not in SECRET]
        yield table(f"inspections/{name}", model.objects.order_by("pk"), columns)
