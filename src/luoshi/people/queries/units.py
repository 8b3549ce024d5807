"""Units as they are today, or as they were on a day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from luoshi.base import bulk, clock
from luoshi.people import paths
from luoshi.people.models import Line, OtherName, Unit, UnitKind, UnitName, UnitPlace
from luoshi.people.queries.reading import FOUND_AT_MOST, NoSuchUnit, in_force, ref, under
from luoshi.people.viewer import Stay, UnitRef, Viewer


def unit(unit_id: UUID) -> UnitRef:
    """The unit with that identifier, closed ones included."""
    found = Unit.objects.filter(pk=unit_id).first()
    if found is None:
        raise NoSuchUnit(str(unit_id))
    return ref(found)


def units(unit_ids: Iterable[UUID]) -> dict[UUID, UnitRef]:
    """Several units at once, by identifier."""
    return {found.id: ref(found) for found in Unit.objects.filter(pk__in=set(unit_ids))}


def paths_of(unit_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The places of units by today's map, closed ones included."""
    return dict(Unit.objects.filter(pk__in=set(unit_ids)).order_by().values_list("id", "path"))


def written_paths(written: Sequence[str]) -> dict[str, str]:
    """The same as `paths_of` for identifiers as the database holds them (`bulk.identifier`)."""
    return dict(bulk.read(Unit, "id", written, ["id", "path"]))


def unit_by_code(realm: str, code: str) -> UnitRef:
    """The unit with that code."""
    found = Unit.objects.filter(realm=realm, code=code).first()
    if found is None:
        raise NoSuchUnit(code)
    return ref(found)


def root(realm: str) -> UnitRef | None:
    """The top unit of a realm, or None while no unit was opened."""
    found = Unit.objects.filter(realm=realm).order_by("path").first()
    return ref(found) if found else None


def realms() -> list[str]:
    """The realms that have units."""
    return sorted(Unit.objects.values_list("realm", flat=True).distinct())


def children(unit_id: UUID) -> list[UnitRef]:
    """The open units directly below, in the order of the map."""
    found = UnitPlace.objects.filter(parent_id=unit_id).select_related("unit").order_by()
    rows = [  # sifted and sorted here: asked to, a database goes through the whole map
        ref(place.unit)
        for place in found
        if place.line == Line.TERRITORIAL and place.to_on is None and place.unit.closed_on is None
    ]
    return sorted(rows, key=lambda one: one.path)


def ancestors(unit_id: UUID) -> list[UnitRef]:
    """The units above, from the top down, without the unit itself."""
    return ancestors_of(unit(unit_id).path)


def ancestors_of(path: str) -> list[UnitRef]:
    """The units above a path, from the top down."""
    return [ref(found) for found in Unit.objects.filter(path__in=paths.lineage(path)[:-1])]


def paths_under(path: str) -> dict[UUID, str]:
    """The place of every unit in the subtree of a path by today's map, closed ones included."""
    return dict(Unit.objects.filter(under(path)).values_list("id", "path"))


def at_or_above(path: str) -> QuerySet[Unit, UUID]:
    """Identifiers of the unit with that path and of those above it, closed ones included: for use as a subquery."""
    return Unit.objects.filter(path__in=paths.lineage(path)).order_by().values_list("id", flat=True)


def first_child(unit_id: UUID, *, without: Iterable[UUID] = ()) -> UnitRef | None:
    """The first open unit directly below that is none of these."""
    left_out = set(without)
    return next((unit for unit in children(unit_id) if unit.id not in left_out), None)


def has_children(unit_id: UUID) -> bool:
    """Whether some open unit stands directly below."""
    found = UnitPlace.objects.filter(parent_id=unit_id, line=Line.TERRITORIAL, to_on=None, unit__closed_on=None)
    return found.exists()


def lineages(unit_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Each unit with those above it, from the top down, by today's map: what a figure of the unit adds to."""
    own = dict(Unit.objects.filter(pk__in=set(unit_ids)).values_list("id", "path"))
    wanted = {path for unit_path in own.values() for path in paths.lineage(unit_path)}
    by_path = dict(Unit.objects.filter(path__in=wanted).values_list("path", "id"))
    return {
        unit_id: [by_path[path] for path in paths.lineage(unit_path) if path in by_path]
        for unit_id, unit_path in own.items()
    }


def units_under(
    unit_id: UUID,
    *,
    kinds: Iterable[str] | None = None,
    on: date | None = None,
    line: str = Line.TERRITORIAL,
) -> list[UnitRef]:
    """A unit and everything below it by today's map, or by the map of a day with the names of that day."""
    if on is None and line == Line.TERRITORIAL:
        found = Unit.objects.filter(under(unit(unit_id).path), closed_on=None)
        return [ref(item) for item in (found.filter(kind__in=list(kinds)) if kinds is not None else found)]
    on = on or clock.today()
    places = _places_under(unit_id, on, line)
    if kinds is not None:
        places = places.filter(unit__kind__in=list(kinds))
    names = dict(
        UnitName.objects.filter(in_force(on), unit__in=places.order_by().values("unit")).values_list("unit_id", "name")
    )
    return [
        UnitRef(
            id=place.unit_id,
            code=place.unit.code,
            name=names.get(place.unit_id, place.unit.name),
            kind=place.unit.kind,
            path=place.path,
        )
        for place in places.select_related("unit")
    ]


def stays_under(unit_id: UUID, *, since: date) -> list[Stay]:
    """Every unit that stood under a unit on some day since then, itself included, with the days on which it did.

    A unit that moved about below counts as having stayed; the unit's own moves are followed.
    """
    return stays_under_each([unit_id], since=since)[unit_id]


def stays_under_each(unit_ids: Iterable[UUID], *, since: date) -> dict[UUID, list[Stay]]:
    """The same for several units, in two questions to the database however many there are."""
    wanted = list(dict.fromkeys(unit_ids))
    not_before = Q(to_on=None) | Q(to_on__gt=since)
    places = list(UnitPlace.objects.filter(not_before, unit_id__in=wanted, line=Line.TERRITORIAL).order_by("from_on"))
    below = Q(pk__in=[])
    for place in places:
        below |= under(place.path)
    found = UnitPlace.objects.filter(not_before, below, line=Line.TERRITORIAL).order_by("path", "from_on")
    rows = list(found.values_list("unit_id", "unit__kind", "path", "from_on", "to_on"))
    stays: dict[UUID, dict[UUID, list[Stay]]] = {unit_id: {} for unit_id in wanted}
    for here in places:
        theirs = stays[here.unit_id]
        for unit_found, kind, path, from_on, to_on in rows:
            first, last = max(from_on, here.from_on), _earlier(to_on, here.to_on)
            if path.startswith(here.path) and (last is None or first < last):
                theirs.setdefault(unit_found, []).append(Stay(unit_found, kind, first, last))
    return {
        unit_id: [stay for one in theirs.values() for stay in _joined(one)] for unit_id, theirs in stays.items()
    }  # fmt: skip


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other


def _joined(stays: list[Stay]) -> list[Stay]:
    """Stays without a day between them are one."""
    joined: list[Stay] = []
    for stay in sorted(stays, key=lambda one: one.from_on):
        if joined and joined[-1].to_on == stay.from_on:
            joined[-1] = Stay(stay.unit, stay.kind, joined[-1].from_on, stay.to_on)
        else:
            joined.append(stay)
    return joined


def each_under(path: str, *, kinds: Iterable[str], page: int = 5000) -> Iterator[UUID]:
    """The open units of some kinds in the subtree of a path, in the order of the map, a page at a time."""
    low, high = paths.subtree(path)
    found = Unit.objects.filter(path__lt=high, kind__in=list(kinds), closed_on=None).order_by("path")
    rows = list(found.filter(path__gte=low).values_list("id", "path")[:page])
    while rows:
        yield from (unit_id for unit_id, _path in rows)
        rows = list(found.filter(path__gt=rows[-1][1]).values_list("id", "path")[:page])


@dataclass(frozen=True, slots=True)
class ListRow:
    """A unit as a list names it: its kind as a value, the one above by its code."""

    code: str
    name: str
    kind: str
    parent: str
    other_names: tuple[str, ...]


def list_rows(path: str, *, page: int = 2000) -> Iterator[ListRow]:
    """The open units of the subtree of a path, in the order of the map, a page at a time; the first has none above."""
    low, high = paths.subtree(path)
    codes: dict[str, str] = {}  # of those above the present one, by path
    found = Unit.objects.filter(path__lt=high, closed_on=None).order_by("path")
    rows = list(found.filter(path__gte=low)[:page])
    while rows:
        others: dict[UUID, list[str]] = {}
        named = OtherName.objects.filter(unit__in=[row.id for row in rows]).order_by("name")
        for unit_id, name in named.values_list("unit_id", "name"):
            others.setdefault(unit_id, []).append(name)
        for row in rows:
            above = [codes[step] for step in paths.lineage(row.path)[:-1] if step in codes]
            if row.kind != UnitKind.VILLAGE:
                codes[row.path] = row.code
            yield ListRow(row.code, row.name, row.kind, above[-1] if above else "", tuple(others.get(row.id, ())))
        rows = list(found.filter(path__gt=rows[-1].path)[:page])


def pages_of_map(realm: str, page: int = 2000) -> Iterator[list[tuple[UUID, str]]]:
    """Every unit of a realm with its path, closed ones included, in the order of the map, a page at a time."""
    found = Unit.objects.filter(realm=realm).order_by("path").values_list("id", "path")
    rows = list(found[:page])
    while rows:
        yield rows
        rows = list(found.filter(path__gt=rows[-1][1])[:page])


def find_units(realm: str, words: str, *, below: str = "", kinds: Iterable[str] | None = None) -> list[UnitRef]:
    """The open units whose name or other name has the words in it, or whose code they are."""
    words = words.strip()
    if not words:
        return []
    named = OtherName.objects.filter(unit__realm=realm, name__contains=words).values("unit")
    found = Unit.objects.filter(Q(name__contains=words) | Q(code=words) | Q(pk__in=named), realm=realm, closed_on=None)
    if below:
        found = found.filter(under(below))
    if kinds is not None:
        found = found.filter(kind__in=list(kinds))
    return [ref(item) for item in found[:FOUND_AT_MOST]]


def named_bodies(realm: str) -> list[tuple[str, UnitRef]]:
    """Every name and other name of the open units above the villages, to resolve names written in a document."""
    found = Unit.objects.filter(realm=realm, closed_on=None).exclude(kind=UnitKind.VILLAGE)
    rows = list(found.annotate(other=F("other_names__name")).order_by("path", "other"))
    own = dict.fromkeys((row.name, ref(row)) for row in rows)
    return [*own, *((row.other, ref(row)) for row in rows if row.other)]


def open_under(path: str, kinds: Iterable[str]) -> list[UnitRef]:
    """The open units of some kinds in the subtree of a path, by today's map."""
    return [ref(item) for item in Unit.objects.filter(under(path), closed_on=None, kind__in=list(kinds))]


def kinds_under(path: str) -> dict[str, int]:
    """How many open units of each kind stand below a path."""
    found = Unit.objects.filter(under(path), closed_on=None).exclude(path=path).order_by()
    return dict(found.values_list("kind").annotate(count=Count("id")))


def _places_under(unit_id: UUID, on: date, line: str) -> "QuerySet[UnitPlace]":
    here = UnitPlace.objects.filter(in_force(on), unit_id=unit_id, line=line).first()
    if here is None:
        return UnitPlace.objects.none()
    return UnitPlace.objects.filter(in_force(on), under(here.path), line=line).order_by("path")


# For the pages of a unit


@dataclass(frozen=True, slots=True)
class Dated:
    """A name or a place and the days on which it held; `to_on` is the first day on which it no longer did."""

    words: str
    from_on: date
    to_on: date | None
    line: str = Line.TERRITORIAL.value


@dataclass(frozen=True, slots=True)
class UnitHistory:
    """A unit with everything it was."""

    unit: UnitRef
    kind: str
    opened_on: date
    closed_on: date | None
    other_names: tuple[str, ...]
    names: tuple[Dated, ...]
    places: tuple[Dated, ...]


def unit_seen_by(viewer: Viewer, unit_id: UUID) -> UnitRef:
    """A unit of the viewer's own realm; whoever holds no post sees none."""
    found = Unit.objects.filter(pk=unit_id, realm=viewer.realm).first() if viewer.post else None
    if found is None:
        raise NoSuchUnit(str(unit_id))
    return ref(found)


def history_seen_by(viewer: Viewer, unit_id: UUID) -> UnitHistory:
    """What a unit of the viewer's own realm is and was; whoever holds no post sees none."""
    found = Unit.objects.filter(pk=unit_id, realm=viewer.realm).first() if viewer.post else None
    if found is None:
        raise NoSuchUnit(str(unit_id))
    return _history(found)


def history(unit_id: UUID) -> UnitHistory:
    """What a unit is and was: names, places, other names; newest first."""
    return _history(Unit.objects.get(pk=unit_id))


def _history(found: Unit) -> UnitHistory:
    names = UnitName.objects.filter(unit=found).order_by("-from_on", "-pk")
    places = UnitPlace.objects.filter(unit=found).exclude(parent=None).select_related("parent")
    return UnitHistory(
        unit=ref(found),
        kind=str(UnitKind(found.kind).label),
        opened_on=found.opened_on,
        closed_on=found.closed_on,
        other_names=tuple(OtherName.objects.filter(unit=found).order_by("name").values_list("name", flat=True)),
        names=tuple(Dated(row.name, row.from_on, row.to_on) for row in names),
        places=tuple(
            Dated(row.parent.name, row.from_on, row.to_on, row.line)
            for row in places.order_by("-from_on", "-pk")
            if row.parent
        ),
    )


def unit_called(realm: str, words: str) -> list[UnitRef]:
    """The open units that have exactly this code, name or other name."""
    words = words.strip()
    others = OtherName.objects.filter(unit__realm=realm, name=words).values("unit")
    found = Unit.objects.filter(Q(code=words) | Q(name=words) | Q(pk__in=others), realm=realm, closed_on=None)
    return [ref(item) for item in found[:FOUND_AT_MOST]]


def units_called(realm: str, names: Iterable[str]) -> dict[str, list[UnitRef]]:
    """For each of these words the open units that have exactly that code, name or other name."""
    wanted = set(names)
    found: dict[str, dict[UUID, UnitRef]] = {}
    others = OtherName.objects.filter(unit__realm=realm, unit__closed_on=None, name__in=wanted).select_related("unit")
    for other in others:
        found.setdefault(other.name, {})[other.unit_id] = ref(other.unit)
    for unit in Unit.objects.filter(Q(code__in=wanted) | Q(name__in=wanted), realm=realm, closed_on=None):
        for word in wanted & {unit.code, unit.name}:
            found.setdefault(word, {})[unit.id] = ref(unit)
    return {name: list(units.values()) for name, units in found.items()}


def kind_labels(below: str = "") -> dict[str, str]:
    """The kinds of units as a person reads them; only those that may stand below a kind where one is named."""
    return {str(kind.value): str(kind.label) for kind in UnitKind if not below or kind.fits_below(below)}
