"""Named people in a small district, put there by commands: whoever a test of more than one package needs.

    here = people.district()
    here.clerk, here.liaison, here.stranger ...       # viewers
    client.force_login(people.account_of(here.clerk))

The clerk runs the activity office, the inspector is of the supervision group, the leader in charge looks after one
town; the liaison is of that town and the secretary heads one of its villages. The stranger is a liaison like any other,
of another town.
"""

from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from django.contrib.auth import get_user_model

from luoshi.campaigns import commands as campaigns
from luoshi.campaigns.queries import CampaignRef, blank
from luoshi.journal.refs import Actor
from luoshi.people import commands, queries
from luoshi.people.viewer import Duty, UnitRef, Viewer

REALM = "130209"
SINCE = date(2014, 1, 1)
PASSWORD = "long enough to pass"
MACHINE = Actor.system("test")


@dataclass(frozen=True)
class District:
    """The units and the people of the small district."""

    realm: str
    campaign: CampaignRef
    district: UnitRef
    office: UnitRef
    supervision: UnitRef
    water: UnitRef
    town: UnitRef
    village: UnitRef
    other_village: UnitRef
    other_town: UnitRef
    clerk: Viewer
    mayor: Viewer
    leader: Viewer
    inspector: Viewer
    engineer: Viewer
    head: Viewer
    liaison: Viewer
    secretary: Viewer
    stationed: Viewer
    archivist: Viewer
    stranger: Viewer
    sysadmin: Viewer
    secadmin: Viewer
    auditor: Viewer
    newcomer: Viewer

    @property
    def people(self) -> dict[str, Viewer]:
        """Everybody, by the name of the field."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in found.items() if isinstance(value, Viewer)}


def district(realm: str = REALM, *, since: date = SINCE) -> District:
    """The small district with everybody in it."""
    top = unit("曹妃甸区", "district", realm, realm=realm, since=since)
    office = unit("区委活动办", "body", f"{realm}-HDB", top, since=since)
    supervision = unit("区委督导组", "body", f"{realm}-DDZ", top, since=since)
    water = unit("区水务局", "body", f"{realm}-SWJ", top, since=since)
    town = unit("唐海镇", "town", f"{realm}100", top, since=since)
    other_town = unit("七农场", "town", f"{realm}407", top, since=since)
    village = unit("一队", "village", f"{realm}100201", town, since=since)
    other_village = unit("二队", "village", f"{realm}100202", town, since=since)

    def somebody(name: str, place: UnitRef, duty: Duty, scope: UnitRef | None = None) -> Viewer:
        return viewer(name, place, duty, scope=scope, realm=realm, since=since)

    return District(
        realm=realm,
        campaign=campaigns.open_blank(realm=realm, unit=top.id, title="日常工作", opened_on=since, by=MACHINE),
        district=top,
        office=office,
        supervision=supervision,
        water=water,
        town=town,
        village=village,
        other_village=other_village,
        other_town=other_town,
        clerk=somebody("clerk", office, Duty.OFFICE, top),
        mayor=somebody("mayor", top, Duty.PRINCIPAL),
        leader=somebody("leader", top, Duty.LEADER, town),
        inspector=somebody("inspector", supervision, Duty.SUPERVISION, top),
        engineer=somebody("engineer", water, Duty.LIAISON),
        head=somebody("head", town, Duty.PRINCIPAL),
        liaison=somebody("liaison", town, Duty.LIAISON),
        secretary=somebody("secretary", village, Duty.PRINCIPAL),
        stationed=somebody("stationed", water, Duty.STATIONED, village),
        archivist=somebody("archivist", office, Duty.ARCHIVIST, top),
        stranger=somebody("stranger", other_town, Duty.LIAISON),
        sysadmin=somebody("sysadmin", top, Duty.SYSTEM_ADMIN),
        secadmin=somebody("secadmin", top, Duty.SECURITY_ADMIN),
        auditor=somebody("auditor", top, Duty.AUDIT_ADMIN),
        newcomer=queries.viewer_for(account("newcomer", realm=realm)),
    )


def known(realm: str = REALM) -> District:
    """The same people again, in another process on the same data."""
    codes = {"district": "", "office": "-HDB", "supervision": "-DDZ", "water": "-SWJ", "town": "100"}
    codes |= {"village": "100201", "other_village": "100202", "other_town": "407"}
    units = {name: queries.unit_by_code(realm, realm + rest) for name, rest in codes.items()}
    found: dict[str, Viewer] = {}
    for name in (one.name for one in fields(District) if one.type in {Viewer, "Viewer"}):
        username = name if realm == REALM else f"{name}-{realm}"
        theirs = get_user_model().objects.get(username=username)
        found[name] = queries.viewer_for(theirs)
    return District(realm=realm, campaign=blank(realm), **units, **found)


def unit(
    name: str, kind: str, code: str, parent: UnitRef | None = None, *, realm: str = "", since: date = SINCE
) -> UnitRef:
    """One more unit."""
    above = parent.id if parent else None
    return queries.unit(
        commands.open_unit(by=MACHINE, code=code, name=name, kind=kind, parent_id=above, realm=realm, on=since)
    )


def viewer(
    name: str, place: UnitRef, duty: Duty, *, scope: UnitRef | None = None, realm: str = REALM, since: date = SINCE
) -> Viewer:
    """Somebody new in a new post."""
    made = account(name, realm=realm)
    held = post(place, duty, scope=scope)
    commands.appoint(by=MACHINE, post_id=held, person_id=made.person_id, on=since)
    return queries.viewer_for(made, held)


def post(place: UnitRef, duty: Duty, *, scope: UnitRef | None = None) -> UUID:
    """A post that nobody holds yet."""
    return commands.open_post(by=MACHINE, unit_id=place.id, duty=duty, scope_id=scope.id if scope else None)


def account(name: str, *, realm: str = REALM):
    """An account that needs no change of its password."""
    username = name if realm == REALM else f"{name}-{realm}"
    commands.create_account(by=MACHINE, username=username, name=name, realm=realm, password=PASSWORD)
    return get_user_model().objects.get(username=username)


def account_of(viewer: Viewer):
    """The account behind a viewer, for `client.force_login`."""
    return get_user_model().objects.get(pk=viewer.account_id)
