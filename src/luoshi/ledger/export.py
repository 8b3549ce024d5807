"""What of the ledger leaves with an export: how every matter stands (computed), and what is on its way."""

from collections.abc import Iterator

from luoshi.base.outgoing import Table, table
from luoshi.ledger.models import Card, Outgoing, OutgoingLine


def tables() -> Iterator[Table]:
    """One row a matter; requirements that have not reached every unit yet, with the units."""
    yield table("ledger/matters", Card.objects.order_by("realm", "id"), _columns(Card))
    yield table("ledger/outgoing", Outgoing.objects.order_by("id"), _columns(Outgoing))
    yield table("ledger/outgoing_lines", OutgoingLine.objects.order_by("outgoing", "number"), _columns(OutgoingLine))


def _columns(model: type[Card | Outgoing | OutgoingLine]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields]
