"""A list of units compared with the units there are: what is wrong with it, row by row, and what it would change."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from sys import intern
from uuid import UUID

from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext as _

from luoshi.base import bulk
from luoshi.people.models import Line, Unit, UnitKind

LONGEST_CODE, LONGEST_NAME = 64, 200
PAGE = 5000
COUNTRY_CODE, COUNTRY_NAME = "CN", "中国"


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One row of a list, as it was read; `kind` is empty when its word is unknown."""

    number: int
    code: str
    name: str
    kind: str
    parent: str
    kind_word: str = ""
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BadRow:
    """What is wrong with a row, in the reader's language; number 0 is the list as a whole."""

    number: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Known:
    """A unit of the realm as it is now."""

    id: UUID
    name: str
    kind: str
    path: str
    parent: str
    is_open: bool
    named_from: date | None
    placed_from: date | None


@dataclass(slots=True)
class Plan:
    """What a list would change; nothing of it is done if `bad` holds anything."""

    bad: list[BadRow] = field(default_factory=list)
    opened: list[UnitRow] = field(default_factory=list)  # parents before children
    renamed: list[UnitRow] = field(default_factory=list)
    moved: list[UnitRow] = field(default_factory=list)  # parents before children
    regraded: list[UnitRow] = field(default_factory=list)
    named: list[UnitRow] = field(default_factory=list)  # rows that bring other names
    closed: list[str] = field(default_factory=list)  # codes, children before parents

    @property
    def is_empty(self) -> bool:
        """Nothing would change."""
        return not (self.opened or self.renamed or self.moved or self.regraded or self.closed)


def known_units(realm: str) -> dict[str, Known]:
    """The units of a realm by code; what many of them share is held once."""
    rows = (
        Unit.objects.filter(realm=realm)
        .order_by()
        .annotate(
            called=FilteredRelation("names", condition=Q(names__to_on=None)),
            placed=FilteredRelation("places", condition=Q(places__to_on=None, places__line=Line.TERRITORIAL)),
        )
        .values_list(
            "id", "code", "name", "kind", "path", "placed__parent__code", "closed_on", "called__from_on",
            "placed__from_on",
        )
    )  # fmt: skip
    bulk.read_whole()
    days: dict[date | None, date | None] = {}
    known = {}
    for unit_id, code, name, kind, path, parent, closed_on, named_from, placed_from in rows.iterator(PAGE):
        named, placed = days.setdefault(named_from, named_from), days.setdefault(placed_from, placed_from)
        known[code] = Known(unit_id, name, intern(kind), path, intern(parent or ""), closed_on is None, named, placed)
    return known


def with_country(rows: list[UnitRow], known: dict[str, Known]) -> list[UnitRow]:
    """A list of many provinces has no top: they stand below the country."""
    tops = [row for row in rows if not row.parent]
    country = next((code for code, unit in known.items() if unit.kind == UnitKind.COUNTRY), "")
    if len(tops) < 2 or any(row.kind != UnitKind.PROVINCE for row in tops):  # noqa: PLR2004 - more than one top
        return rows
    if not country and known:
        return rows
    above = country or COUNTRY_CODE
    first = UnitRow(0, COUNTRY_CODE, COUNTRY_NAME, UnitKind.COUNTRY, "", COUNTRY_NAME)
    placed = [row if row.parent else _below(row, above) for row in rows]
    return placed if country else [first, *placed]


def plan(rows: list[UnitRow], known: dict[str, Known], *, as_of: date, close_missing: bool = False) -> Plan:
    """Compare a list with the units there are."""
    result = Plan()
    listed = _checked_alone(rows, result)
    _check_tops(listed, known, result)
    order = _parents_first(listed, known, result)
    if result.bad:
        result.bad.sort(key=lambda bad: bad.number)
        return result
    for row in order:
        _compare(row, known, as_of, result)
    if close_missing:
        _close_missing(listed, known, as_of, result)
    result.bad.sort(key=lambda bad: bad.number)
    return result


def _checked_alone(rows: Iterable[UnitRow], result: Plan) -> dict[str, UnitRow]:
    """The rows by code; what a row shows to be wrong by itself or beside its double is noted."""
    listed: dict[str, UnitRow] = {}
    for row in rows:
        reason = _wrong_alone(row)
        first = listed.get(row.code)
        if not reason and first:
            same = first.name == row.name
            words = (
                _("code %(code)s again, first in row %(row)d")
                if same
                else _("code %(code)s is %(name)s in row %(row)d")
            )
            reason = words % {"code": row.code, "row": first.number, "name": first.name}
        if reason:
            result.bad.append(BadRow(row.number, row.code, reason))
        if row.code and not first:
            listed[row.code] = row
    return listed


def _wrong_alone(row: UnitRow) -> str:
    if not row.code:
        return _("the code is missing")
    if not row.name:
        return _("the name is missing")
    if len(row.code) > LONGEST_CODE or len(row.name) > LONGEST_NAME:
        return _("code or name is too long")
    if not row.kind:
        return _("unknown kind of unit: %(kind)s") % {"kind": row.kind_word or "–"}
    if row.parent == row.code:
        return _("the unit is named as the one above itself")
    return ""


def _check_tops(listed: dict[str, UnitRow], known: dict[str, Known], result: Plan) -> None:
    """A realm has one top."""
    tops = [row for row in listed.values() if not row.parent]
    top_now = next((code for code, unit in known.items() if not unit.parent and unit.is_open), "")
    for row in tops if top_now else tops[1:]:
        if row.code != top_now:
            above = top_now or tops[0].code
            reason = _("no unit above is named, and the top is already %(code)s") % {"code": above}
            result.bad.append(BadRow(row.number, row.code, reason))


def _parents_first(listed: dict[str, UnitRow], known: dict[str, Known], result: Plan) -> list[UnitRow]:
    """The rows ordered so that parents precede children; missing parents, cycles and wrong ranks are noted."""
    order: list[UnitRow] = []
    placed: set[str] = set()
    for row in listed.values():
        chain: list[UnitRow] = []
        seen: set[str] = set()
        here: UnitRow | None = row
        while here is not None and here.code not in placed and here.code not in seen:
            seen.add(here.code)
            chain.append(here)
            here = listed.get(here.parent) if here.parent else None
        if here is not None and here.code in seen and here.parent != here.code:
            codes = " → ".join([item.code for item in chain[-5:]] + [here.code])
            result.bad.append(
                BadRow(row.number, row.code, _("the units above go round in a circle: %(codes)s") % {"codes": codes})
            )
        for item in reversed(chain):
            placed.add(item.code)
            order.append(item)
            _check_parent(item, listed, known, result)
    return order


def _check_parent(row: UnitRow, listed: dict[str, UnitRow], known: dict[str, Known], result: Plan) -> None:
    if not row.parent or not row.kind or row.parent == row.code:
        return
    listed_parent, known_parent = listed.get(row.parent), known.get(row.parent)
    if listed_parent is None and (known_parent is None or not known_parent.is_open):
        result.bad.append(BadRow(row.number, row.code, _("there is no unit %(code)s above") % {"code": row.parent}))
        return
    kind = listed_parent.kind if listed_parent else known_parent.kind if known_parent else ""
    if kind and not UnitKind(row.kind).fits_below(kind):
        words = {"kind": UnitKind(row.kind).label, "above": UnitKind(kind).label}
        result.bad.append(BadRow(row.number, row.code, _("%(kind)s cannot stand below %(above)s") % words))


def _compare(row: UnitRow, known: dict[str, Known], as_of: date, result: Plan) -> None:
    """Note how a row differs from the unit of its code."""
    unit = known.get(row.code)
    if row.other_names:
        result.named.append(row)
    if unit is None or not unit.is_open:
        result.opened.append(row)
        parent = known.get(row.parent)
        if parent and parent.placed_from and parent.placed_from > as_of:
            _too_early(row, parent.placed_from, result)
        return
    if unit.name != row.name:
        result.renamed.append(row)
        _not_before(row, unit.named_from, as_of, result)
    if unit.parent != row.parent:
        result.moved.append(row)
        _not_before(row, unit.placed_from, as_of, result)
    if unit.kind != row.kind:
        result.regraded.append(row)


def _not_before(row: UnitRow, since: date | None, as_of: date, result: Plan) -> None:
    if since and since > as_of:
        _too_early(row, since, result)


def _too_early(row: UnitRow, since: date, result: Plan) -> None:
    words = {"day": since.isoformat()}
    result.bad.append(BadRow(row.number, row.code, _("changed already on %(day)s, later than this list") % words))


def _close_missing(listed: dict[str, UnitRow], known: dict[str, Known], as_of: date, result: Plan) -> None:
    """Units of the listed kinds that the list no longer has are closed, unless something open stays below them."""
    kinds = {row.kind for row in listed.values()}
    gone = {code for code, unit in known.items() if unit.is_open and unit.kind in kinds and code not in listed}
    stays = {
        listed[code].parent if code in listed else unit.parent
        for code, unit in known.items()
        if unit.is_open and code not in gone
    }
    stays |= {row.parent for row in listed.values()}
    for code in sorted(gone, key=lambda code: known[code].path, reverse=True):
        unit = known[code]
        if code in stays:
            reason = _("%(name)s is missing from the list, but units below it stay") % {"name": unit.name}
            result.bad.append(BadRow(0, code, reason))
        elif max(filter(None, [unit.named_from, unit.placed_from]), default=as_of) > as_of:
            reason = _("%(name)s is missing from the list, but changed later than the list") % {"name": unit.name}
            result.bad.append(BadRow(0, code, reason))
        else:
            result.closed.append(code)


def _below(row: UnitRow, parent: str) -> UnitRow:
    return UnitRow(row.number, row.code, row.name, row.kind, parent, row.kind_word, row.other_names)
