"""What became of the claims that somebody else has checked."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, Sum, Value
from django.db.models.functions import Substr

from luoshi.ledger.events import Kind, Role
from luoshi.ledger.models import Card
from luoshi.ledger.queries.figures import STAGES, seen_unit
from luoshi.ledger.queries.visible import under
from luoshi.people import paths
from luoshi.people.viewer import Viewer

SAID_DONE = STAGES["done"]


@dataclass(frozen=True, slots=True)
class Checks:
    """Claims that others have looked at: those that hold to this day, and those that did not."""

    held: int
    failed: int  # refused when they were checked, or opened again afterwards

    @property
    def checked(self) -> int:
        """All that were looked at."""
        return self.held + self.failed


def checks(viewer: Viewer, unit_id: UUID) -> Checks:
    """The checked claims of a unit with all below it, as it is now. Raises NoSuchMatter."""
    unit = seen_unit(viewer, unit_id)
    found = Card.objects.filter(under("path", unit.path), realm=viewer.realm, visibility="open", role=Role.LEAD)
    counted = found.exclude(kind=Kind.REQUIREMENT).aggregate(
        held=Count("id", filter=Q(state__in=STAGES["verified"])),
        refused=Sum("refused"),
        reopened=Sum("reopened"),
    )
    return Checks(held=counted["held"], failed=(counted["refused"] or 0) + (counted["reopened"] or 0))


def checks_of_those_below(viewer: Viewer, unit_id: UUID) -> dict[str, Checks]:
    """The same for each unit directly below, by its path; one question, however many there are. Raises NoSuchMatter."""
    unit = seen_unit(viewer, unit_id)
    found = Card.objects.filter(under("path", unit.path), realm=viewer.realm, visibility="open", role=Role.LEAD)
    top = Substr("path", Value(1), Value(len(unit.path) + paths.WIDTH))
    rows = (
        found.exclude(kind=Kind.REQUIREMENT)
        .exclude(path=unit.path)
        .values(top=top)
        .annotate(held=Count("id", filter=Q(state__in=STAGES["verified"])), no=Sum("refused"), again=Sum("reopened"))
        .order_by()
    )
    return {row["top"]: Checks(held=row["held"], failed=(row["no"] or 0) + (row["again"] or 0)) for row in rows}


def claims_by_unit(viewer: Viewer, unit_id: UUID) -> dict[UUID, int]:
    """How many matters each unit of a subtree says are done, whatever others found since. Raises NoSuchMatter."""
    unit = seen_unit(viewer, unit_id)
    found = Card.objects.filter(under("path", unit.path), realm=viewer.realm, visibility="open", role=Role.LEAD)
    found = found.exclude(kind=Kind.REQUIREMENT).exclude(lead=None).filter(state__in=SAID_DONE)
    return dict(found.order_by().values_list("lead").annotate(Count("id")))
