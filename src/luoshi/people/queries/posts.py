"""Posts and who holds them, on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet
from django.db.models.functions import Left, Length

from luoshi.base import clock
from luoshi.people import paths
from luoshi.people.models import Account, DutyChoice, Person, Post, Tenure
from luoshi.people.queries.reading import DUTIES, FOUND_AT_MOST, in_force, post_ref
from luoshi.people.viewer import Duty, PostRef

ANSWERING = [Duty.PRINCIPAL, Duty.OFFICE, Duty.LIAISON]  # for a unit, in this order
DIGITS = 9  # more than any place in a list has


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post: `acting_for` is the name of the absent person, or empty."""

    tenure_id: UUID
    person_id: UUID
    name: str
    from_on: date
    to_on: date | None
    acting_for: str = ""


def post(post_id: UUID) -> PostRef | None:
    """The post with that identifier."""
    found = Post.objects.select_related("unit", "scope").filter(pk=post_id).first()
    return post_ref(found) if found else None


def posts_of(unit_id: UUID) -> list[PostRef]:
    """The posts of a unit, in the order of duties."""
    found = [post_ref(item) for item in Post.objects.select_related("unit", "scope").filter(unit_id=unit_id)]
    return sorted(found, key=lambda item: (DUTIES.index(item.duty), item.id))


def posts_over(path: str, duty: Duty) -> list[PostRef]:
    """The posts of a duty that serve a unit or one above it, the nearest first."""
    found = Post.objects.select_related("unit", "scope").filter(duty=duty, scope__path__in=paths.lineage(path))
    return sorted(map(post_ref, found), key=lambda item: (-len(item.scope.path), item.id))


def serving(path: F | OuterRef, duty: Duty) -> "QuerySet[Post]":
    """The posts of a duty that serve the unit with a path of another table, or one above: for use as a subquery."""
    return Post.objects.filter(duty=duty, scope__path=Left(path, Length("scope__path")))


def responsible_posts(unit_ids: Iterable[UUID]) -> dict[UUID, PostRef]:
    """For each unit the held post that answers for it: first responsible person, else office, else liaison."""
    held = Tenure.objects.filter(in_force(clock.today())).values("post")
    found = Post.objects.select_related("unit", "scope").filter(unit__in=set(unit_ids), duty__in=ANSWERING, pk__in=held)
    best: dict[UUID, PostRef] = {}
    for item in sorted(map(post_ref, found), key=lambda item: (ANSWERING.index(item.duty), item.id)):
        best.setdefault(item.unit.id, item)
    return best


def responsible_post(unit_id: UUID) -> PostRef | None:
    """The post that answers for a unit, or None while nobody holds one (无人在岗)."""
    return responsible_posts([unit_id]).get(unit_id)


def in_charge(unit_id: UUID | None, post_id: UUID | None) -> "PostRow | None":
    """The post that was named, else the held one that answers for the unit, with those who hold it today."""
    today = clock.today()
    held = Q(tenures__from_on__lte=today) & (Q(tenures__to_on=None) | Q(tenures__to_on__gt=today))
    found = Post.objects.select_related("unit", "scope").annotate(held=FilteredRelation("tenures", condition=held))
    if post_id is not None:
        found = found.filter(pk=post_id)
    elif unit_id is not None:
        found = found.filter(unit=unit_id, duty__in=ANSWERING).exclude(held__id=None)
    else:
        return None
    rows: list[Any] = list(found.annotate(**{name: F(f"held__{path}") for name, path in HOLDING.items()}))
    best = min(rows, key=lambda row: (_answers(Duty(row.duty)), row.id), default=None)
    if best is None:
        return None
    held_by = [row for row in rows if row.id == best.id and row.of_tenure]
    return PostRow(post_ref(best), tuple(sorted(map(_holder_in, held_by), key=_own_first)))


HOLDING = {
    "of_tenure": "id",
    "of_person": "person_id",
    "of_name": "person__name",
    "since": "from_on",
    "until": "to_on",
    "instead_of": "acting_for__name",
}


def _answers(duty: Duty) -> int:
    return ANSWERING.index(duty) if duty in ANSWERING else len(ANSWERING)


def _holder_in(row: Any) -> Holder:
    return Holder(row.of_tenure, row.of_person, row.of_name, row.since, row.until, row.instead_of or "")


def _own_first(row: Holder) -> tuple[bool, date, UUID]:
    return row.acting_for != "", row.from_on, row.tenure_id


def holders(post_id: UUID, on: date | None = None) -> list[Holder]:
    """Who holds a post on a day, today by default; those acting for somebody come last."""
    found = Tenure.objects.filter(in_force(on or clock.today()), post_id=post_id)
    rows = [_holder(tenure) for tenure in found.select_related("person", "acting_for")]
    return sorted(rows, key=_own_first)


def holders_of(post_ids: Iterable[UUID]) -> dict[UUID, list[Holder]]:
    """Who holds each of these posts today; a vacant one is left out."""
    found = Tenure.objects.filter(in_force(clock.today()), post__in=set(post_ids))
    held: dict[UUID, list[Holder]] = {}
    for tenure in found.select_related("person", "acting_for"):
        held.setdefault(tenure.post_id, []).append(_holder(tenure))
    return {
        post_id: sorted(rows, key=lambda row: (row.acting_for != "", row.from_on)) for post_id, rows in held.items()
    }


def tenures_of(post_id: UUID) -> list[Holder]:
    """Everybody who ever held a post, newest first."""
    found = Tenure.objects.filter(post_id=post_id).select_related("person", "acting_for")
    return [_holder(tenure) for tenure in found.order_by("-from_on", "-pk")]


def usernames() -> dict[str, UUID]:
    """The persons behind all user names."""
    return dict(Account.objects.values_list("username", "person_id"))


def person_name(person_id: UUID) -> str:
    """The name of a person, or nothing."""
    return Person.objects.filter(pk=person_id).values_list("name", flat=True).first() or ""


def person_names(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of persons."""
    return dict(Person.objects.filter(pk__in=set(person_ids)).values_list("id", "name"))


def held_in(unit_id: UUID, duties: Iterable[Duty]) -> "list[PostRow]":
    """The held posts of a unit with one of these duties, in the order of duties, with those who hold them today."""
    found = Tenure.objects.filter(in_force(clock.today()), post__unit=unit_id, post__duty__in=list(duties))
    posts: dict[UUID, PostRef] = {}
    held: dict[UUID, list[Holder]] = {}
    for tenure in found.select_related("person", "acting_for", "post__unit", "post__scope"):
        posts.setdefault(tenure.post_id, post_ref(tenure.post))
        held.setdefault(tenure.post_id, []).append(_holder(tenure))
    in_order = sorted(posts.values(), key=lambda item: (DUTIES.index(item.duty), item.id))
    return [PostRow(item, tuple(sorted(held[item.id], key=_own_first))) for item in in_order]


def _holder(tenure: Tenure) -> Holder:
    return Holder(
        tenure_id=tenure.id,
        person_id=tenure.person_id,
        name=tenure.person.name,
        from_on=tenure.from_on,
        to_on=tenure.to_on,
        acting_for=tenure.acting_for.name if tenure.acting_for else "",
    )


# For the pages of posts and persons


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post with those who hold it today."""

    post: PostRef
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A post somebody holds or held."""

    tenure_id: UUID
    post: PostRef
    from_on: date
    to_on: date | None
    acting_for: str = ""


def posts_under(
    path: str, *, duty: str = "", vacant: bool = False, after: str = "", limit: int = 100
) -> tuple[list[PostRow], str]:
    """The posts whose unit lies in a subtree, by the map; and where the list goes on, or nothing."""
    found = Post.objects.select_related("unit", "scope").filter(under_unit(path))
    if duty:
        found = found.filter(duty=duty)
    if vacant:
        found = found.exclude(pk__in=Tenure.objects.filter(in_force(clock.today())).values("post"))
    start = int(after) if after.isascii() and after.isdigit() and len(after) < DIGITS else 0
    page = list(found.order_by("unit__path", "duty", "pk")[start : start + limit + 1])
    rows = rows_of([post_ref(item) for item in page[:limit]])
    return rows, str(start + limit) if len(page) > limit else ""


def rows_of(posts: Iterable[PostRef]) -> list[PostRow]:
    """Posts with those who hold them today."""
    posts = list(posts)
    found = Tenure.objects.filter(in_force(clock.today()), post__in=[item.id for item in posts])
    held: dict[UUID, list[Holder]] = {}
    for tenure in found.select_related("person", "acting_for"):
        held.setdefault(tenure.post_id, []).append(_holder(tenure))
    return [
        PostRow(item, tuple(sorted(held.get(item.id, []), key=lambda row: (row.acting_for != "", row.from_on))))
        for item in posts
    ]


def held_by(person_id: UUID) -> list[Held]:
    """Everything a person holds or held, newest first."""
    found = Tenure.objects.filter(person_id=person_id).select_related("post__unit", "post__scope", "acting_for")
    return [
        Held(
            tenure_id=tenure.id,
            post=post_ref(tenure.post),
            from_on=tenure.from_on,
            to_on=tenure.to_on,
            acting_for=tenure.acting_for.name if tenure.acting_for else "",
        )
        for tenure in found.order_by("-from_on", "-pk")
    ]


def covers_for(person_id: UUID) -> list[tuple[str, PostRef, Holder]]:
    """Who acts for a person, from today on: the name, in which post, from when to when."""
    coming = Tenure.objects.filter(acting_for_id=person_id).exclude(to_on__lte=clock.today())
    found = coming.select_related("person", "acting_for", "post__unit", "post__scope").order_by("from_on", "pk")
    return [(tenure.person.name, post_ref(tenure.post), _holder(tenure)) for tenure in found]


def tenure_post(tenure_id: UUID) -> PostRef | None:
    """The post that a tenure belongs to."""
    found = Tenure.objects.filter(pk=tenure_id).select_related("post__unit", "post__scope").first()
    return post_ref(found.post) if found else None


def persons_called(realm: str, words: str) -> list[tuple[UUID, str, str]]:
    """Persons with exactly this name or user name: identifier, name, user name."""
    words = words.strip()
    found = Person.objects.filter(Q(name=words) | Q(account__username=words.lower()), realm=realm)
    return list(found.order_by("account__username").values_list("id", "name", "account__username")[:FOUND_AT_MOST])


def person_in(realm: str, person_id: UUID) -> str | None:
    """The name of a person of a realm."""
    return Person.objects.filter(pk=person_id, realm=realm).values_list("name", flat=True).first()


def duty_labels() -> dict[str, str]:
    """The duties as a person reads them."""
    return {str(duty.value): str(duty.label) for duty in DutyChoice}


def under_unit(path: str) -> Q:
    """The posts whose unit lies in a subtree."""
    low, high = paths.subtree(path)
    return Q(unit__path__gte=low, unit__path__lt=high)
