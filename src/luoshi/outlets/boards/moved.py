"""What the first responsible person has moved and has left, on a sheet of its own; counted in matters."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from luoshi.base import clock
from luoshi.base.text import shorten
from luoshi.ledger import queries
from luoshi.ledger.queries import MatterRow, Moved
from luoshi.people.viewer import UnitRef, Viewer
from luoshi.web import registry

TITLE = 80
SPANS = (7, 30, 90)  # days that one may look back
DECIDED = {  # what took an obstacle out of somebody's way: matters, not acts
    "designated": _("%(n)s given to a unit after they had been sent back"),
    "matter.extension_decided": _("%(n)s with a request for more time decided"),
    "matter.pause_decided": _("%(n)s with a pause decided"),
    "matter.answered": _("%(n)s with a question answered"),
    "matter.due_decided": _("%(n)s with the date decided"),
    "matter.transferred": _("%(n)s given to another unit"),
    "matter.closed": _("%(n)s closed"),
    "helped": _("%(n)s requests for help dealt with"),
}


@dataclass(frozen=True, slots=True)
class Left:
    """A matter that the unit itself has in hand."""

    row: MatterRow
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class MovedShown:
    """What the sheet says."""

    unit: UnitRef
    on: date
    moved: Moved
    decided: tuple[str, ...]
    left: tuple[Left, ...]
    days: tuple[tuple[int, bool], ...]  # spans to look back, and whether it is the one shown


def moved(viewer: Viewer, days: int = SPANS[0]) -> MovedShown:
    """The sheet of the post in use."""
    assert viewer.post is not None  # noqa: S101 - the view lets only posts through
    today = clock.today()
    found = queries.moved(viewer, since=today - timedelta(days=days))
    return MovedShown(
        unit=viewer.post.scope,
        on=today,
        moved=found,
        decided=tuple(DECIDED[name] % {"n": n} for name, n in found.decided.items()),
        left=tuple(Left(row, shorten(row.title, TITLE), registry.url_for("matter", row.id)) for row in found.left),
        days=tuple((span, span == days) for span in SPANS),
    )
