"""A list of matters as a page: filters in words, rows, where it goes on, what can be done with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.ledger import labels, queries
from luoshi.ledger.events import Kind
from luoshi.ledger.matter import SENDING
from luoshi.ledger.queries import MatterRow, Page
from luoshi.people.viewer import Viewer
from luoshi.web import dates, registry
from luoshi.web.matter_filter import Narrowing, narrowing
from luoshi.web.parts import Cell, Column, Pager, Table
from luoshi.web.registry import Words

SHOWN = 30
PRINTED = 1000
PAGING = ("after", "before", "print")


@dataclass(frozen=True, slots=True)
class ListPage:
    """What the page of a list shows."""

    narrowing: Narrowing
    table: Table
    pager: Pager | None
    total: int
    is_more: bool  # there are more than `total`
    shown: int
    asked: str  # the filters as a query string
    export_url: str
    printed: bool
    many: tuple[tuple[str, Words], ...]  # what a sender can do to several at once

    @property
    def is_narrowed(self) -> bool:
        """Some filter is in use."""
        return bool(self.asked)


def page(viewer: Viewer, query: QueryDict) -> ListPage:
    """The list that a query string asks for."""
    narrow = narrowing(viewer, query)
    printed = "print" in query
    found = Page(rows=(), after="", total=0)
    if not narrow.misunderstood:
        size = PRINTED if printed else SHOWN
        found = queries.matters(
            viewer, narrow.filter, after=query.get("after", ""), before=query.get("before", ""), size=size
        )
    asked = _asked(query)
    return ListPage(
        narrowing=narrow,
        table=table(found.rows),
        pager=_pager(found),
        total=found.total,
        is_more=found.is_more,
        shown=len(found.rows),
        asked=asked,
        export_url=registry.url_for("matters-export", asked) if asked else registry.url_for("matters-export", "all=1"),
        printed=printed,
        many=tuple(_many(viewer)),
    )


def _many(viewer: Viewer) -> Iterator[tuple[str, Words]]:
    if viewer.duty in SENDING:
        yield registry.url_for("act-many", "decide_due"), _("Set the date of several")
        yield registry.url_for("act-many", "withdraw"), _("Withdraw several")


def _asked(query: QueryDict) -> str:
    kept = query.copy()
    for name in PAGING:
        kept.pop(name, None)
    return urlencode([(name, value) for name, values in kept.lists() for value in values if value])


def _pager(found: Page) -> Pager:
    return Pager(
        previous=urlencode({"before": found.before}) if found.before else "",
        next=urlencode({"after": found.after}) if found.after else "",
        shown=len(found.rows),
        total=None if found.is_more else found.total,
    )


def table(rows: tuple[MatterRow, ...]) -> Table:
    """Matters as a table."""
    return Table(
        caption=_("Matters"),
        columns=(
            Column(pgettext("clock", "Light"), "light"),
            Column(_("Matter"), "title"),
            Column(_("Lead unit")),
            Column(_("State"), "state"),
            Column(_("Due"), "date"),
            Column(_("Evidence"), "grade"),
        ),
        rows=[_row(row) for row in rows],
    )


def _row(row: MatterRow) -> tuple[object, ...]:
    url = registry.url_for("matter", row.id)
    notes = [str(labels.KINDS[row.kind])] if row.kind != "task" else []  # type: ignore[index]
    if row.role == "assist":
        notes.append(str(labels.ROLES[row.role]))  # type: ignore[index]
    if row.reopened:
        notes.append(_("reopened %(n)s×") % {"n": row.reopened})
    if row.kind == Kind.REQUIREMENT:  # it stands for its tasks: no state, no clock of its own
        return ("", Cell(row.title, url=url, note=notes[0]), "", "", "", "")
    due = Cell(row.due_on, note=_first(row)) if row.due_on else Cell("", note=_("date undecided"))
    return (
        row.light.value,
        Cell(row.title, url=url, note=" · ".join(notes)),
        Cell(row.lead or _("owner undecided"), url=registry.url_for("unit", row.lead_id)),
        row.state.value,
        due,
        f"E{row.grade}" if row.grade is not None else "",
    )


def _first(row: MatterRow) -> str:
    if row.first_due_on and row.first_due_on != row.due_on:
        return _("first %(day)s") % {"day": dates.short_day(row.first_due_on)}
    return ""
