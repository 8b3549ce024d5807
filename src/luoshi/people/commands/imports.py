"""A whole list of units at once: all of it, or nothing if one row is bad."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.base import bulk, clock
from luoshi.base.ids import new_id
from luoshi.people import paths
from luoshi.people.commands.units import change_name, change_place, end, lock, tell_of_new_map
from luoshi.people.commands.writing import write
from luoshi.people.models import Line, OtherName, Unit, UnitName, UnitPlace
from luoshi.people.rights import By, NotYours, is_system, runs_units
from luoshi.people.unit_rows import BadRow, Known, Plan, UnitRow, known_units, plan, with_country
from luoshi.people.viewer import Viewer

T = TypeVar("T")
BATCH = 5000
MET = 200  # rows that are looked at to find the realm they belong to


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import changed, or would change."""

    rows: int
    opened: int = 0
    renamed: int = 0
    moved: int = 0
    regraded: int = 0
    closed: int = 0
    bad: list[BadRow] = field(default_factory=list)
    is_dry_run: bool = False

    @property
    def changed(self) -> int:
        """How many changes in all."""
        return self.opened + self.renamed + self.moved + self.regraded + self.closed

    @property
    def sentence(self) -> str:
        """What happened, in one sentence."""
        if self.bad:
            words = ngettext(
                "%(n)d bad row of %(rows)d: nothing was imported.",
                "%(n)d bad rows of %(rows)d: nothing was imported.",
                len(self.bad),
            )
            return words % {"n": len(self.bad), "rows": self.rows}
        if not self.changed:
            return _("%(rows)d rows: everything is already so.") % {"rows": self.rows}
        words = (
            _("%(rows)d rows would open %(opened)d, rename %(renamed)d, move %(moved)d, close %(closed)d units.")
            if self.is_dry_run
            else _("%(rows)d rows: %(opened)d units opened, %(renamed)d renamed, %(moved)d moved, %(closed)d closed.")
        )
        counts = {"opened": self.opened, "renamed": self.renamed, "moved": self.moved, "closed": self.closed}
        return words % {"rows": self.rows, **counts}


@transaction.atomic
def import_units(
    *,
    by: By,
    rows: Iterable[UnitRow],
    realm: str = "",
    as_of: date | None = None,
    close_missing: bool = False,
    dry_run: bool = False,
    digest: str = "",
) -> ImportResult:
    """Open, rename, move and (if asked) close units so that they are as the list says from `as_of` on.

    The same list again changes nothing. The first list of a realm gives it its name: the code of its top unit.
    """
    rows = list(rows)
    realm = _realm(by, realm, rows)
    on = as_of or clock.today()
    lock(realm)
    known = known_units(realm)
    rows = with_country(rows, known)
    todo = plan(rows, known, as_of=on, close_missing=close_missing)
    _check_day(on, todo)
    _check_scope(by, rows, known, todo)
    result = ImportResult(
        rows=len(rows),
        opened=len(todo.opened),
        renamed=len(todo.renamed),
        moved=len(todo.moved),
        regraded=len(todo.regraded),
        closed=len(todo.closed),
        bad=todo.bad,
        is_dry_run=dry_run,
    )
    if not todo.bad and not dry_run:
        _carry_out(todo, realm, on, known)
        if todo.moved or any(row.code in known for row in todo.opened):
            tell_of_new_map(realm)
        if result.changed:
            _note(realm, on, digest, result, by)
    return result


def _realm(by: By, realm: str, rows: list[UnitRow]) -> str:
    if isinstance(by, Viewer):
        if not runs_units(by):
            raise NotYours
        return by.realm
    if not is_system(by):
        raise NotYours
    if realm:
        return realm
    first = [code for row in rows[:MET] for code in (row.code, row.parent) if code]
    held = set(Unit.objects.filter(code__in=first).values_list("realm", flat=True))
    if len(held) == 1:
        return held.pop()
    tops = [row.code for row in with_country(rows, {}) if not row.parent]
    return next(iter(tops + first), "")


def _check_day(on: date, todo: Plan) -> None:
    if on > clock.today():
        todo.bad.insert(0, BadRow(0, "", _("That day is still to come: enter the change on the day itself.")))


def _check_scope(by: By, rows: list[UnitRow], known: dict[str, Known], todo: Plan) -> None:
    """An activity office imports only below its own scope, whose top must be there already, and moves nothing out."""
    if not isinstance(by, Viewer) or by.post is None:
        return
    scope = by.post.scope
    codes = {row.code for row in rows}

    def is_ours(unit: Known | None) -> bool:
        return unit is not None and paths.is_under(unit.path, scope.path)

    for row in rows:
        above, here = known.get(row.parent), known.get(row.code)
        placed = is_ours(above) or (above is None and row.parent in codes)  # a new parent has a row of its own
        stays = here is not None and here.is_open and here.parent == row.parent
        if not (placed if here is None else is_ours(here) and (placed or stays)):
            todo.bad.append(BadRow(row.number, row.code, _("outside of what your office runs")))
    for code in list(todo.closed):
        if not paths.is_under(known[code].path, scope.path):
            todo.closed.remove(code)


def _carry_out(todo: Plan, realm: str, on: date, known: dict[str, Known]) -> None:
    _open_many(todo.opened, realm, on, known)
    for row in todo.renamed:
        change_name(_unit(realm, row.code), row.name, on)
    for row in todo.regraded:
        Unit.objects.filter(realm=realm, code=row.code).update(kind=row.kind)
    for row in todo.moved:
        change_place(_unit(realm, row.code), _unit(realm, row.parent), on)
    for code in todo.closed:
        end(_unit(realm, code), on)
    _add_other_names(realm, todo.named)


def _open_many(rows: list[UnitRow], realm: str, on: date, known: dict[str, Known]) -> None:
    """Units new to the realm in bulk, numbered after what their parents already have; closed ones are opened again."""
    ids = {code: bulk.identifier(unit.id) for code, unit in known.items()}
    trail = {code: unit.path for code, unit in known.items()}
    last = _last_numbers({row.parent for row in rows}, known)
    for row in rows:
        last[row.parent] = last.get(row.parent, 0) + 1
        trail[row.code] = paths.child(trail.get(row.parent, ""), last[row.parent])
        if row.code in known:
            Unit.objects.filter(pk=known[row.code].id).update(
                name=row.name, kind=row.kind, path=trail[row.code], closed_on=None
            )
        else:
            ids[row.code] = bulk.identifier(new_id())
    day = on.isoformat()
    bulk.add(
        Unit,
        ("id", "realm", "code", "kind", "name", "path", "opened_on"),
        (
            (ids[row.code], realm, row.code, str(row.kind), row.name, trail[row.code], day)
            for row in rows
            if row.code not in known
        ),
    )
    bulk.add(UnitName, ("unit", "name", "from_on"), ((ids[row.code], row.name, day) for row in rows))
    line = str(Line.TERRITORIAL)
    bulk.add(
        UnitPlace,
        ("unit", "line", "parent", "path", "from_on"),
        ((ids[row.code], line, ids.get(row.parent), trail[row.code], day) for row in rows),
    )
    if len(rows) > BATCH:
        bulk.settle(Unit, UnitName, UnitPlace)


def _last_numbers(parents: set[str], known: dict[str, Known]) -> dict[str, int]:
    """The last number ever given to a child, for parents that are not new."""
    last: dict[str, int] = {}
    if "" in parents:
        top = UnitPlace.objects.filter(parent=None, line=Line.TERRITORIAL).aggregate(path=Max("path"))["path"]
        last[""] = paths.number_of(top) if top else 0
    held = {known[code].id: (code, known[code].path) for code in parents if code in known}
    for keys in _batches(held):
        given = UnitPlace.objects.filter(parent__in=keys, line=Line.TERRITORIAL).values_list("parent_id", "path")
        for parent_id, path in given:
            code, above = held[parent_id]
            if paths.parent(path) == above:
                last[code] = max(last.get(code, 0), paths.number_of(path))
    return last


def _unit(realm: str, code: str) -> Unit:
    return Unit.objects.get(realm=realm, code=code)


def _add_other_names(realm: str, rows: list[UnitRow]) -> None:
    for row in rows:
        unit = _unit(realm, row.code)
        for name in row.other_names:
            OtherName.objects.get_or_create(unit=unit, name=name)


def _note(realm: str, on: date, digest: str, result: ImportResult, by: By) -> None:
    """One entry for the list, in the stream of the top unit: which file, from which day, how many changes."""
    top = Unit.objects.filter(realm=realm).order_by("path").values_list("id", flat=True)[0]
    payload = {
        "on": on.isoformat(),
        "digest": digest,
        "opened": result.opened,
        "renamed": result.renamed,
        "moved": result.moved,
        "regraded": result.regraded,
        "closed": result.closed,
    }
    write(realm, "unit", top, "units.imported", payload, by=by)


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    left = iter(items)
    while batch := list(islice(left, BATCH)):
        yield batch
