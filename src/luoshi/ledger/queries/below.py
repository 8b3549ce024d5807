"""How much hangs below a matter, for whoever is about to act on the whole."""

from collections.abc import Iterable
from uuid import UUID

from luoshi.ledger import wholes
from luoshi.ledger.queries.visible import cards
from luoshi.people.viewer import Viewer


def open_below(viewer: Viewer, matters: Iterable[UUID]) -> dict[UUID, int]:
    """How many open matters lie below each of these at any depth; those the viewer may not see are left out."""
    seen = cards(viewer).filter(id__in=list(matters)).values_list("id", flat=True)
    return wholes.count_below(viewer.realm, seen)
