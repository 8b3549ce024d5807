"""`luoshi account`: the first log-ins of a new place, and a password that no administrator may reset for another."""

import sys

from django.utils.translation import gettext as _

from luoshi.journal.refs import Actor
from luoshi.people import commands
from luoshi.people import queries as people
from luoshi.people.queries.accounts import account_called
from luoshi.people.viewer import Duty, UnitRef

KEEPER = Actor.system("keeper")


def open_account(username: str, name: str, duty: str, code: str = "", realm: str = "") -> int:
    """A person with a log-in and a post in the unit of that code, or in the top one: 0 done, 2 refused."""
    unit = _unit(code, realm)
    if unit is None:
        return _say(_("There is no such unit: import the units first, and give --realm where there are several."))
    try:
        person, password = commands.open_with_post(
            by=KEEPER, username=username, name=name, unit_id=unit.id, duty=Duty(duty)
        )
    except commands.Refused as refusal:
        return _say(str(refusal))
    del person
    return _show(username, password)


def reset_password(username: str) -> int:
    """A new one-time password for anybody: 0 done, 2 where nobody is called so."""
    account_id = account_called(username)
    if account_id is None:
        return _say(_("Nobody logs in as %(username)s.") % {"username": username})
    return _show(username, commands.reset_password(by=KEEPER, account_id=account_id))


def _unit(code: str, realm: str) -> UnitRef | None:
    realms = [realm] if realm else people.realms()
    if len(realms) != 1:
        return None
    if not code:
        return people.root(realms[0])
    try:
        return people.unit_by_code(realms[0], code)
    except people.NoSuchUnit:
        return None


def _show(username: str, password: str) -> int:
    words = _("%(username)s logs in with %(password)s once, and then chooses another password.")
    print(words % {"username": username.strip().lower(), "password": password})
    return 0


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2
