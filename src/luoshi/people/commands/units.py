"""Units are opened, renamed, moved and closed, each with the day from which it holds."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from luoshi.base import clock, jobs
from luoshi.people import paths
from luoshi.people.commands.writing import write
from luoshi.people.models import Line, OtherName, Unit, UnitKind, UnitName, UnitPlace
from luoshi.people.queries import under
from luoshi.people.rights import By, NotYours, Refused, is_system, runs_units

MAP_CHANGED = "people.map_changed"  # the job of whoever keeps paths: the ledger declares it


@transaction.atomic
def open_unit(
    *,
    by: By,
    code: str,
    name: str,
    kind: str,
    parent_id: UUID | None = None,
    realm: str = "",
    on: date | None = None,
    other_names: Iterable[str] = (),
) -> UUID:
    """A new unit below its parent; only the system opens the top of a realm."""
    on = _day(on)
    parent = _mine(by, parent_id) if parent_id else None
    realm = parent.realm if parent else realm
    if parent is None:
        _may_open_top(by, realm)
    elif not UnitKind(kind).fits_below(parent.kind):
        raise Refused(_("A unit of this kind cannot stand below that one."))
    elif parent.closed_on or parent.opened_on > on:
        raise Refused(_("The unit above was not open on that day."))
    code, name = _worded(code), _worded(name)
    if Unit.objects.filter(realm=realm, code=code).exists():
        raise Refused(_("The code %(code)s is taken.") % {"code": code})
    path = next_path(parent)
    unit = Unit.objects.create(realm=realm, code=code, kind=kind, name=name, path=path, opened_on=on)
    UnitName.objects.create(unit=unit, name=name, from_on=on)
    UnitPlace.objects.create(unit=unit, parent=parent, path=path, from_on=on)
    OtherName.objects.bulk_create([OtherName(unit=unit, name=other) for other in dict.fromkeys(other_names)])
    _write(unit, "unit.opened", on, by, code=code, name=name, kind=kind, parent=str(parent.id) if parent else None)
    return unit.id


@transaction.atomic
def rename_unit(*, by: By, unit_id: UUID, name: str, on: date | None = None) -> None:
    """A new name from a day on; the old one still holds for the days before."""
    unit, on, name = _mine(by, unit_id), _day(on), _worded(name)
    if name == unit.name:
        return
    change_name(unit, name, on)
    _write(unit, "unit.renamed", on, by, name=name)


@transaction.atomic
def add_other_name(*, by: By, unit_id: UUID, name: str) -> None:
    """Another name by which documents call the unit."""
    unit, name = _mine(by, unit_id), _worded(name)
    _row, is_new = OtherName.objects.get_or_create(unit=unit, name=name)
    if is_new:
        _write(unit, "unit.other_name_added", clock.today(), by, name=name)


@transaction.atomic
def move_unit(*, by: By, unit_id: UUID, parent_id: UUID, on: date | None = None, line: str = Line.TERRITORIAL) -> None:
    """A new place from a day on, for the unit and everything below it, in the map or in the line of guidance."""
    unit, parent, on = _mine(by, unit_id), _mine(by, parent_id), _day(on)
    if line == Line.TERRITORIAL and not UnitKind(unit.kind).fits_below(parent.kind):
        raise Refused(_("A unit of this kind cannot stand below that one."))
    change_place(unit, parent, on, line)
    if line == Line.TERRITORIAL:
        tell_of_new_map(unit.realm)
    _write(unit, "unit.moved", on, by, line=str(line), parent=str(parent.id))


@transaction.atomic
def close_unit(*, by: By, unit_id: UUID, on: date | None = None) -> None:
    """The unit is no more from a day on; what it did stays readable."""
    unit, on = _mine(by, unit_id), _day(on)
    if unit.closed_on:
        return
    if Unit.objects.filter(under(unit.path), closed_on=None).exclude(pk=unit.pk).exists():
        raise Refused(_("There are still open units below this one: move or close them first."))
    end(unit, on)
    _write(unit, "unit.closed", on, by)


# What one command and an import share: no entry.


def tell_of_new_map(realm: str) -> None:
    """Units have other paths now: have brought up to date whatever was computed from the old ones."""
    jobs.enqueue(MAP_CHANGED, {"realm": realm})


def change_name(unit: Unit, name: str, on: date) -> None:
    """End the present name and begin another."""
    present = UnitName.objects.filter(unit=unit, to_on=None).first()
    if present and present.from_on == on:
        UnitName.objects.filter(pk=present.pk).update(name=name)
    else:
        _end_row(present, on)
        UnitName.objects.create(unit=unit, name=name, from_on=on)
    unit.name = name
    unit.save(update_fields=["name"])


def change_place(unit: Unit, parent: Unit, on: date, line: str = Line.TERRITORIAL) -> None:
    """End the present places of a subtree and begin others below a new parent."""
    above = _place_in(parent, on, line)
    present = UnitPlace.objects.filter(unit=unit, line=line, to_on=None).first()
    if present and paths.is_under(above.path, present.path):
        raise Refused(_("A unit cannot be moved below itself."))
    new = next_path(parent, line)
    if present is None:
        UnitPlace.objects.create(unit=unit, line=line, parent=parent, path=new, from_on=on)
        return
    moving = list(UnitPlace.objects.filter(under(present.path), line=line, to_on=None).select_related("unit"))
    if any(place.from_on > on for place in moving):
        raise Refused(_("That day lies before the last change of a unit that would move."))
    old = len(present.path)
    for place in moving:
        above_id = parent.id if place.unit_id == unit.id else place.parent_id
        _move_row(place, above_id, new + place.path[old:], on)
    if line == Line.TERRITORIAL:
        for place in moving:
            Unit.objects.filter(pk=place.unit_id).update(path=new + place.path[old:])
        unit.refresh_from_db()


def end(unit: Unit, on: date) -> None:
    """End the present name and places of a unit and close it."""
    for name in UnitName.objects.filter(unit=unit, to_on=None):
        _end_row(name, on)
    for place in UnitPlace.objects.filter(unit=unit, to_on=None):
        _end_row(place, on)
    unit.closed_on = on
    unit.save(update_fields=["closed_on"])


def next_path(parent: Unit | None, line: str = Line.TERRITORIAL) -> str:
    """The path after the last one ever given below a parent; a path is never given twice."""
    above = parent.path if parent else ""
    if parent and line != Line.TERRITORIAL:
        above = UnitPlace.objects.values_list("path", flat=True).get(unit=parent, line=line, to_on=None)
    given = UnitPlace.objects.filter(parent=parent, line=line)
    if above:
        given = given.filter(under(above))
    last = given.aggregate(last=Max("path"))["last"]
    return paths.child(above, paths.number_of(last) + 1 if last else 1)


def _place_in(parent: Unit, on: date, line: str) -> UnitPlace:
    place = UnitPlace.objects.filter(unit=parent, line=line, to_on=None).first()
    if place is None and line == Line.INDUSTRY:
        return UnitPlace.objects.create(unit=parent, line=line, path=next_path(None, line), from_on=on)
    if place is None or place.from_on > on:
        raise Refused(_("The unit above was not open on that day."))
    return place


def _move_row(place: UnitPlace, parent_id: UUID | None, path: str, on: date) -> None:
    if place.from_on == on:
        UnitPlace.objects.filter(pk=place.pk).update(parent_id=parent_id, path=path)
        return
    _end_row(place, on)
    UnitPlace.objects.create(unit_id=place.unit_id, line=place.line, parent_id=parent_id, path=path, from_on=on)


def _end_row(row: UnitName | UnitPlace | None, on: date) -> None:
    if row is None:
        return
    if row.from_on > on:
        raise Refused(_("That day lies before the last change of %(unit)s.") % {"unit": row.unit.name})
    row.to_on = on
    row.save(update_fields=["to_on"])


def _mine(by: By, unit_id: UUID) -> Unit:
    """The unit, locked with its realm, if it is in the scope of the one who asks."""
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None or not runs_units(by, unit.path):
        raise NotYours
    lock(unit.realm)
    unit.refresh_from_db()
    return unit


def lock(realm: str) -> None:
    """One change of the tree at a time: hold the top unit of the realm."""
    list(Unit.objects.select_for_update().filter(realm=realm).order_by("path")[:1])


def _may_open_top(by: By, realm: str) -> None:
    if not realm or not is_system(by) or Unit.objects.filter(realm=realm).exists():
        raise NotYours


def _day(on: date | None) -> date:
    today = clock.today()
    if on and on > today:
        raise Refused(_("That day is still to come: enter the change on the day itself."))
    return on or today


def _worded(words: str) -> str:
    words = words.strip()
    if not words:
        raise Refused(_("A unit needs a code and a name."))
    return words


def _write(unit: Unit, entry: str, on: date, by: By, /, **payload: Any) -> None:
    write(unit.realm, "unit", unit.id, entry, {"on": on.isoformat(), **payload}, by=by)
