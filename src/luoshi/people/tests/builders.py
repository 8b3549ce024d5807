"""A small world for tests: a district, two towns with villages, three bodies, and whoever a test needs.

world = district()
clerk = viewer(world.office, Duty.OFFICE, scope=world.district)
liaison = viewer(world.town_a, Duty.LIAISON)
"""

from dataclasses import dataclass
from datetime import date

from luoshi.people import paths, queries
from luoshi.people.models import Account, Person, Post, Tenure, Unit, UnitName, UnitPlace
from luoshi.people.viewer import Duty, PostRef, UnitRef, Viewer

REALM = "130209"
SINCE = date(2014, 1, 1)
PASSWORD = "long enough to pass"


@dataclass(frozen=True)
class District:
    """The units of the small world."""

    district: UnitRef
    town_a: UnitRef
    town_b: UnitRef
    village_a1: UnitRef
    village_a2: UnitRef
    village_b1: UnitRef
    office: UnitRef
    supervision: UnitRef
    water: UnitRef


def unit(
    name: str, kind: str, code: str, parent: UnitRef | None = None, *, since: date = SINCE, realm: str = REALM
) -> UnitRef:
    """One more unit below `parent`."""
    above = parent.path if parent else ""
    siblings = [p for p in UnitPlace.objects.values_list("path", flat=True) if paths.parent(p) == above]
    path = paths.child(above, max((paths.number_of(p) for p in siblings), default=0) + 1)
    made = Unit.objects.create(realm=realm, code=code, kind=kind, name=name, path=path, opened_on=since)
    UnitName.objects.create(unit=made, name=name, from_on=since)
    UnitPlace.objects.create(unit=made, parent_id=parent.id if parent else None, path=path, from_on=since)
    return queries.ref(made)


def district(realm: str = REALM) -> District:
    """A district with two towns, three villages and three bodies."""
    top = unit("曹妃甸区", "district", realm, realm=realm)
    town_a = unit("唐海镇", "town", f"{realm}100", top, realm=realm)
    town_b = unit("七农场", "town", f"{realm}407", top, realm=realm)
    return District(
        district=top,
        town_a=town_a,
        town_b=town_b,
        village_a1=unit("一队", "village", f"{realm}100201", town_a, realm=realm),
        village_a2=unit("二队", "village", f"{realm}100202", town_a, realm=realm),
        village_b1=unit("三队", "village", f"{realm}407201", town_b, realm=realm),
        office=unit("区委活动办", "body", f"{realm}-HDB", top, realm=realm),
        supervision=unit("区委督导组", "body", f"{realm}-DDZ", top, realm=realm),
        water=unit("区水务局", "body", f"{realm}-SWJ", top, realm=realm),
    )


def post(unit: UnitRef, duty: Duty, *, scope: UnitRef | None = None, title: str = "", realm: str = REALM) -> PostRef:
    """A post that nobody holds yet."""
    made = Post.objects.create(
        realm=realm, unit_id=unit.id, scope_id=(scope or unit).id, duty=duty.value, title=title or duty.value
    )
    return queries.post_ref(made)


def account(name: str = "", *, realm: str = REALM) -> Account:
    """A person with an account, logged in with `PASSWORD`."""
    number = Account.objects.count() + 1
    person = Person.objects.create(realm=realm, name=name or f"人员{number}")
    made = Account(username=f"user{number}", person=person, must_change_password=False)
    made.set_password(PASSWORD)
    made.save()
    return made


def hold(account: Account, held: PostRef, *, since: date = SINCE) -> Viewer:
    """The account holds the post from `since` on; the viewer is in that post."""
    Tenure.objects.create(post_id=held.id, person=account.person, from_on=since)
    return queries.viewer_for(account, held.id)


def viewer(
    unit: UnitRef, duty: Duty, *, scope: UnitRef | None = None, name: str = "", since: date = SINCE, realm: str = REALM
) -> Viewer:
    """Somebody new who holds a new post of that duty in the unit."""
    return hold(account(name, realm=realm), post(unit, duty, scope=scope, realm=realm), since=since)


def account_of(viewer: Viewer) -> Account:
    """The account behind a viewer, for `client.force_login`."""
    return Account.objects.get(pk=viewer.account_id)
