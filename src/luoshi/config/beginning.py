"""`luoshi begin`: opens an empty installation by the hand of whoever owns the machine, once.

Afterwards the machine has no say any more: accounts come from the system administrator, administrators' posts from the
security administrator, everything else from the activity office.
"""

import sys
from argparse import Namespace
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.base import clock
from luoshi.campaigns import commands as campaigns
from luoshi.journal.refs import Actor
from luoshi.people import commands, queries
from luoshi.people.viewer import Duty, UnitRef

SYSTEM = Actor.system("begin")
DUTIES = {
    "office": Duty.OFFICE,
    "system": Duty.SYSTEM_ADMIN,
    "security": Duty.SECURITY_ADMIN,
    "audit": Duty.AUDIT_ADMIN,
}
CAMPAIGN = "日常工作"
LONGEST = 12  # of a realm


@dataclass(frozen=True, slots=True)
class First:
    """One of the four who begin, and the one-time password that is shown once."""

    account: str
    name: str
    duty: Duty
    password: str


def main(chosen: Namespace) -> int:
    """Open it and print the four one-time passwords; one sentence where it is open already."""
    wanted = {duty: getattr(chosen, name) for name, duty in DUTIES.items()}
    try:
        made = begin(chosen.realm.strip(), chosen.name.strip(), chosen.kind, wanted)
    except (commands.Refused, commands.NotYours) as refusal:
        print(str(refusal) or _("This cannot be opened."), file=sys.stderr)
        return 1
    print(_("Account, one-time password (it is not kept anywhere; it must be changed at the first log-in):"))
    for one in made:
        print(f"  {one.account:<16} {one.password}  {one.name} ({one.duty})")
    return 0


@transaction.atomic
def begin(realm: str, name: str, kind: str, wanted: dict[Duty, str]) -> list[First]:
    """Top unit, standing campaign, and four accounts each with its post. Raises Refused; nothing is done then."""
    named = {duty: _named(words) for duty, words in wanted.items()}
    if len({account for account, _name in named.values()}) < len(named):
        raise commands.Refused(_("Four different persons are needed: the duties exclude each other."))
    top = _top(realm, name, kind)
    if queries.usernames():
        raise commands.Refused(_("There are accounts already; the system administrator opens others."))
    campaigns.open_blank(realm=realm, unit=top.id, title=CAMPAIGN, opened_on=clock.today(), by=SYSTEM)
    return [_first(top, duty, *who) for duty, who in named.items()]


def _named(words: str) -> tuple[str, str]:
    account, _equals, name = words.partition("=")
    if not account.strip() or not name.strip():
        raise commands.Refused(_("%(words)s is not ACCOUNT=NAME.") % {"words": words})
    return account.strip().lower(), name.strip()


def _top(realm: str, name: str, kind: str) -> UnitRef:
    if not 0 < len(realm) <= LONGEST or not realm.isascii():
        raise commands.Refused(_("A realm is a code of at most %(n)s letters or digits.") % {"n": LONGEST})
    found = queries.root(realm)
    if found is None:
        if not name:
            raise commands.Refused(_("The top unit has no name: give it with --name, or import the units first."))
        commands.open_unit(by=SYSTEM, code=realm, name=name, kind=kind, realm=realm)
        found = queries.root(realm)
    if found is None:
        raise commands.NotYours
    return found


def _first(top: UnitRef, duty: Duty, account: str, name: str) -> First:
    person, password = commands.create_account(by=SYSTEM, username=account, name=name, realm=top.code)
    _take(top, duty, person)
    return First(account, name, duty, password)


def _take(top: UnitRef, duty: Duty, person: UUID) -> None:
    post = commands.open_post(by=SYSTEM, unit_id=top.id, duty=duty)
    commands.appoint(by=SYSTEM, post_id=post, person_id=person)
