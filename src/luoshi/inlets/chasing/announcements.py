"""What the shell is told of chasing: what the ladder has brought before somebody."""

from django.utils.translation import gettext_lazy as _

from luoshi.base.text import shorten
from luoshi.ledger import queries
from luoshi.ledger.labels import RUNGS
from luoshi.people.viewer import Viewer
from luoshi.web import registry
from luoshi.web.registry import Todo

TITLE = 60
GROUP = _("Brought up by the ladder")


def todos(viewer: Viewer) -> list[Todo]:
    """Matters on a rung that is the viewer's post."""
    return [
        Todo(
            shorten(found.row.title, TITLE), registry.url_for("matter", found.row.id), due=found.row.due_on,
            light=found.row.light, from_whom=found.row.lead, verb=RUNGS[found.rung], group=GROUP,
        )
        for found in queries.raised(viewer)
    ]  # fmt: skip
