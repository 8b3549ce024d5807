"""Units and posts as spreadsheets: the list of units has the columns in which it can be imported again."""

from collections.abc import Iterator

from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from luoshi.base import clock
from luoshi.inlets.offices.gates import scope_path
from luoshi.inlets.offices.tables import holders
from luoshi.people import queries, unit_files
from luoshi.people.rights import NotYours
from luoshi.people.viewer import UnitRef, Viewer
from luoshi.web import spreadsheet
from luoshi.web.spreadsheet import Heading, Value

# As `people.unit_files` reads them, in whatever language the reader is.
UNITS = (Heading("代码", 18), Heading("名称", 32), Heading("级别", 10), Heading("上级", 18), Heading("别名", 40))
POSTS = (
    Heading(gettext_lazy("Unit"), 28),
    Heading(gettext_lazy("Code"), 18),
    Heading(gettext_lazy("Post"), 24),
    Heading(gettext_lazy("Duty"), 18),
    Heading(gettext_lazy("Serves"), 28),
    Heading(gettext_lazy("Held by"), 28),
    Heading(pgettext_lazy("day", "From"), 12),
)


def units(viewer: Viewer, below: str) -> FileResponse:
    """The unit of that code, else the top of the realm, and everything open below it, in the order of the map."""
    unit = _unit_or_top(viewer, below)
    return spreadsheet.answer(_("Units"), UNITS, _unit_rows(unit), name=_name(_("Units"), unit.name))


def posts(viewer: Viewer, words: str, *, duty: str, vacant: bool) -> FileResponse:
    """The posts that the viewer runs, narrowed as their list is, with those who hold them."""
    path = scope_path(viewer)
    if words:
        below = queries.find_units(viewer.realm, words, below=path)
        path = below[0].path if below else ""
    rows = _post_rows(path, duty=duty, vacant=vacant) if path else iter(())
    scope = viewer.post.scope.name if viewer.post else ""
    lines = (spreadsheet.made_by(viewer),)
    return spreadsheet.answer(_("Posts"), POSTS, rows, name=_name(_("Posts"), scope), lines=lines)


def _unit_or_top(viewer: Viewer, below: str) -> UnitRef:
    """The unit whose code is given, else the top of the realm. Raises NotYours for a code that nobody has."""
    if viewer.post is None:
        raise NotYours
    found = queries.unit_called(viewer.realm, below) if below else [queries.root(viewer.realm)]
    unit = next((unit for unit in found if unit and (not below or unit.code == below)), None)
    if unit is None:
        raise NotYours
    return unit


def _unit_rows(unit: UnitRef) -> Iterator[tuple[Value, ...]]:
    words = {str(kind): word for kind, word in unit_files.WRITTEN.items()}
    for row in queries.list_rows(unit.path):
        yield row.code, row.name, words[row.kind], row.parent, "、".join(row.other_names)


def _post_rows(path: str, *, duty: str, vacant: bool) -> Iterator[tuple[Value, ...]]:
    labels = queries.duty_labels()
    after = ""
    while True:
        rows, after = queries.posts_under(path, duty=duty, vacant=vacant, after=after, limit=500)
        for row in rows:
            post = row.post
            serves = post.scope.name if post.scope != post.unit else ""
            since = min((holder.from_on for holder in row.holders), default=None)
            yield post.unit.name, post.unit.code, post.title, labels[post.duty], serves, holders(row.holders), since
        if not after:
            return


def _name(title: str, unit: str) -> str:
    return f"{title}_{unit}_{clock.today().isoformat()}"
