"""How units, posts and persons are read from outside: as they are today, or as they were on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from luoshi.base import clock
from luoshi.people import paths
from luoshi.people.models import Account, Line, OtherName, Person, Post, Tenure, Unit, UnitKind, UnitName, UnitPlace
from luoshi.people.viewer import Duty, PostRef, UnitRef, Viewer

DUTIES = list(Duty)
FOUND_AT_MOST = 50


class NoSuchUnit(LookupError):
    """There is no unit with that identifier or code."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post: `acting_for` is the name of the absent person, or empty."""

    tenure_id: UUID
    person_id: UUID
    name: str
    from_on: date
    to_on: date | None
    acting_for: str = ""


def ref(unit: Unit) -> UnitRef:
    """A unit as a plain value."""
    return UnitRef(id=unit.id, code=unit.code, name=unit.name, kind=unit.kind, path=unit.path)


def post_ref(post: Post) -> PostRef:
    """A post as a plain value; unit and scope have been read with it."""
    return PostRef(id=post.id, duty=Duty(post.duty), title=post.title, unit=ref(post.unit), scope=ref(post.scope))


def in_force(on: date) -> Q:
    """The rows of a dated table that hold on a day."""
    return Q(from_on__lte=on) & (Q(to_on=None) | Q(to_on__gt=on))


def under(path: str) -> Q:
    """The rows whose path lies in a subtree: one index range."""
    low, high = paths.subtree(path)
    return Q(path__gte=low, path__lt=high)


# Units


def unit(unit_id: UUID) -> UnitRef:
    """The unit with that identifier, closed ones included."""
    found = Unit.objects.filter(pk=unit_id).first()
    if found is None:
        raise NoSuchUnit(str(unit_id))
    return ref(found)


def units(unit_ids: Iterable[UUID]) -> dict[UUID, UnitRef]:
    """Several units at once, by identifier."""
    return {found.id: ref(found) for found in Unit.objects.filter(pk__in=set(unit_ids))}


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
    return [
        ref(found)
        for found in Unit.objects.filter(
            places__parent_id=unit_id,
            places__line=Line.TERRITORIAL,
            places__to_on=None,
            closed_on=None,
        )
    ]


def ancestors(unit_id: UUID) -> list[UnitRef]:
    """The units above, from the top down, without the unit itself."""
    above = paths.lineage(unit(unit_id).path)[:-1]
    return [ref(found) for found in Unit.objects.filter(path__in=above)]


def ids_at_or_above(path: str) -> list[UUID]:
    """Identifiers of the unit with that path and of those above it, closed ones included."""
    return list(Unit.objects.filter(path__in=paths.lineage(path)).values_list("id", flat=True))


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


def unit_ids_under(path: str, on: date | None = None) -> list[UUID]:
    """Identifiers of the units in the subtree of a path, by today's map or that of a day."""
    if on is None:
        return list(Unit.objects.filter(under(path), closed_on=None).values_list("id", flat=True))
    found = UnitPlace.objects.filter(in_force(on), under(path), line=Line.TERRITORIAL)
    return list(found.order_by("path").values_list("unit_id", flat=True))


def unit_named_on(unit_id: UUID, on: date) -> str:
    """What a unit was called on a day; its present name for a day before its first."""
    found = UnitName.objects.filter(in_force(on), unit_id=unit_id).first()
    return found.name if found else unit(unit_id).name


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
    pairs = [(item.name, ref(item)) for item in found]
    others = OtherName.objects.filter(unit__in=found.order_by()).select_related("unit").order_by("unit__path", "name")
    return pairs + [(other.name, ref(other.unit)) for other in others]


def _places_under(unit_id: UUID, on: date, line: str) -> "QuerySet[UnitPlace]":
    here = UnitPlace.objects.filter(in_force(on), unit_id=unit_id, line=line).first()
    if here is None:
        return UnitPlace.objects.none()
    return UnitPlace.objects.filter(in_force(on), under(here.path), line=line).order_by("path")


# Posts and who holds them


def post(post_id: UUID) -> PostRef | None:
    """The post with that identifier."""
    found = Post.objects.select_related("unit", "scope").filter(pk=post_id).first()
    return post_ref(found) if found else None


def posts_of(unit_id: UUID) -> list[PostRef]:
    """The posts of a unit, in the order of duties."""
    found = [post_ref(item) for item in Post.objects.select_related("unit", "scope").filter(unit_id=unit_id)]
    return sorted(found, key=lambda item: (DUTIES.index(item.duty), item.id))


def responsible_posts(unit_ids: Iterable[UUID]) -> dict[UUID, PostRef]:
    """For each unit the held post that answers for it: first responsible person, else office, else liaison."""
    duties = [Duty.PRINCIPAL, Duty.OFFICE, Duty.LIAISON]
    held = Tenure.objects.filter(in_force(clock.today())).values("post")
    found = Post.objects.select_related("unit", "scope").filter(unit__in=set(unit_ids), duty__in=duties, pk__in=held)
    best: dict[UUID, PostRef] = {}
    for item in sorted(map(post_ref, found), key=lambda item: (duties.index(item.duty), item.id)):
        best.setdefault(item.unit.id, item)
    return best


def responsible_post(unit_id: UUID) -> PostRef | None:
    """The post that answers for a unit, or None while nobody holds one (无人在岗)."""
    return responsible_posts([unit_id]).get(unit_id)


def holders(post_id: UUID, on: date | None = None) -> list[Holder]:
    """Who holds a post on a day, today by default; those acting for somebody come last."""
    found = Tenure.objects.filter(in_force(on or clock.today()), post_id=post_id)
    rows = [_holder(tenure) for tenure in found.select_related("person", "acting_for")]
    return sorted(rows, key=lambda row: (row.acting_for != "", row.from_on, row.tenure_id))


def tenures_of(post_id: UUID) -> list[Holder]:
    """Everybody who ever held a post, newest first."""
    found = Tenure.objects.filter(post_id=post_id).select_related("person", "acting_for")
    return [_holder(tenure) for tenure in found.order_by("-from_on", "-pk")]


def persons_matching(realm: str, words: str) -> list[tuple[UUID, str]]:
    """Persons whose name has the words in it."""
    found = Person.objects.filter(realm=realm, name__contains=words.strip()).order_by("name", "pk")
    return list(found.values_list("id", "name")[:FOUND_AT_MOST])


def usernames() -> dict[str, UUID]:
    """The persons behind all user names."""
    return dict(Account.objects.values_list("username", "person_id"))


def person_name(person_id: UUID) -> str:
    """The name of a person, or nothing."""
    return Person.objects.filter(pk=person_id).values_list("name", flat=True).first() or ""


def _holder(tenure: Tenure) -> Holder:
    return Holder(
        tenure_id=tenure.id,
        person_id=tenure.person_id,
        name=tenure.person.name,
        from_on=tenure.from_on,
        to_on=tenure.to_on,
        acting_for=tenure.acting_for.name if tenure.acting_for else "",
    )


# Who is asking


def viewer_for(account: Account, post_id: UUID | None = None) -> Viewer:
    """The account in the post asked for if it is held today, else in its first one: rights come from posts held now."""
    held = _held_today(account.person_id)
    chosen = next((tenure for tenure in held if tenure.post_id == post_id), held[0] if held else None)
    person = chosen.person if chosen else account.person
    return Viewer(
        account_id=account.pk,
        person_id=person.id,
        person_name=person.name,
        realm=person.realm,
        post=post_ref(chosen.post) if chosen else None,
        posts=tuple(post_ref(tenure.post) for tenure in held),
        acting_for=chosen.acting_for.name if chosen and chosen.acting_for else "",
    )


def viewer_of(username: str) -> Viewer:
    """The viewer behind a user name, for commands given on the machine itself."""
    return viewer_for(Account.objects.select_related("person").get(username=username))


def _held_today(person_id: UUID) -> Sequence[Tenure]:
    found = Tenure.objects.filter(in_force(clock.today()), person_id=person_id).select_related(
        "person", "acting_for", "post__unit", "post__scope"
    )
    first = {tenure.post_id: tenure for tenure in sorted(found, key=_own_first, reverse=True)}
    return sorted(first.values(), key=_own_first)


def _own_first(tenure: Tenure) -> tuple[bool, int, str, str]:
    return (
        tenure.acting_for_id is not None,
        DUTIES.index(Duty(tenure.post.duty)),
        tenure.post.unit.path,
        str(tenure.post_id),
    )
