"""An office's own ledger as it would be taken over: nothing is changed by looking."""

import json
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from luoshi.base import clock, ids, tables
from luoshi.inlets.documents.models import OwnLedger
from luoshi.inlets.documents.own_ledgers.columns import Field, Headings, NoHeadings, headings, with_fields
from luoshi.inlets.documents.own_ledgers.entries import Entry, entries
from luoshi.inlets.documents.refusals import NotYours, Refused
from luoshi.ledger import queries as ledger
from luoshi.people import queries as people
from luoshi.people.viewer import Duty, Viewer

PROBLEMS = ("问题", "意见")  # a column called so holds problems, any other tasks


@dataclass(frozen=True, slots=True)
class Look:
    """A ledger read: what its columns were taken for, its rows, and which of them were taken over before."""

    name: str
    headings: Headings
    entries: tuple[Entry, ...]
    known: frozenset[UUID]
    unit_names: dict[UUID, str]

    @property
    def are_problems(self) -> bool:
        """Whether the rows are problems rather than tasks, by the name of the column."""
        column = self.headings.column(Field.TITLE)
        return column is not None and any(word in self.headings.names[column] for word in PROBLEMS)


def kept_by(viewer: Viewer, ledger_id: UUID) -> OwnLedger:
    """The ledger that this account has kept, for an activity office. Raises NotYours."""
    found = OwnLedger.objects.filter(pk=ledger_id, account_id=viewer.account_id).first()
    if found is None or viewer.post is None or viewer.post.duty is not Duty.OFFICE:
        raise NotYours
    return found


def look(viewer: Viewer, ledger_id: UUID) -> Look:
    """What taking the kept ledger over would do. Raises NotYours, UnreadableTable, Refused."""
    kept = kept_by(viewer, ledger_id)
    rows = list(tables.rows(bytes(kept.content), kept.name))
    try:
        found = headings(rows)
    except NoHeadings as none:
        raise Refused(
            _("No row of headings names what has to be done (事项、问题、任务…) and by whom or until when: add one.")
        ) from none
    chosen = {int(column): Field(field) if field else None for column, field in json.loads(kept.fields).items()}
    found = with_fields(found, chosen)
    if found.column(Field.TITLE) is None:
        raise Refused(_("No column holds what has to be done: say which one does."))
    read = _read(viewer, rows, found, kept.year)
    known = ledger.known(viewer.realm, [matter_of(viewer, entry) for entry in read])
    units = {unit for entry in read for unit in (entry.lead, *entry.assists) if unit}
    return Look(kept.name, found, tuple(read), known, {key: unit.name for key, unit in people.units(units).items()})


def matter_of(viewer: Viewer, entry: Entry) -> UUID:
    """The matter that a row becomes: of the same office and the same row, always the same one."""
    assert viewer.post is not None  # noqa: S101 - the caller has looked
    return ids.derived_id(viewer.realm, "own-ledger", str(viewer.post.scope.id), entry.key)


def _read(viewer: Viewer, rows: list[tuple[int, list[str]]], found: Headings, year: int | None) -> list[Entry]:
    """The rows, with every unit that a name means alone: names are gathered first and looked up together."""
    named: set[str] = set()

    def gather(name: str) -> None:
        named.add(name)

    entries(rows, found, find=gather, today=clock.today(), year=year)
    called = people.units_called(viewer.realm, named)
    alone = {name: units[0].id for name, units in called.items() if len(units) == 1}
    return entries(rows, found, find=alone.get, today=clock.today(), year=year)
