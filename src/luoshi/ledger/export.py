"""What of the ledger leaves with an export: how every matter stands. It is computed from the entries, for reading."""

from collections.abc import Iterator

from luoshi.base.outgoing import Table, table
from luoshi.ledger.models import Card


def tables() -> Iterator[Table]:
    """One row a matter."""
    columns = [field.name for field in Card._meta.concrete_fields]
    yield table("ledger/matters", Card.objects.order_by("realm", "id"), columns)
