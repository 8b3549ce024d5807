"""`luoshi account`: for administrators, whose accounts no other administrator may touch on screen."""

import sys

from django.utils.translation import gettext as _

from luoshi.journal.refs import Actor
from luoshi.people import commands
from luoshi.people.queries.accounts import account_called

KEEPER = Actor.system("keeper")


def reset_password(username: str) -> int:
    """A new one-time password for anybody: 0 done, 2 where nobody is called so."""
    account_id = _called(username)
    if account_id is None:
        return 2
    password = commands.reset_password(by=KEEPER, account_id=account_id)
    words = _("%(username)s logs in with %(password)s once, and then chooses another password.")
    print(words % {"username": username.strip().lower(), "password": password})
    return 0


def set_active(username: str, *, is_active: bool) -> int:
    """Close or open the account of anybody: 0 done, 2 where nobody is called so."""
    account_id = _called(username)
    if account_id is None:
        return 2
    commands.set_active(by=KEEPER, account_id=account_id, is_active=is_active)
    words = _("%(username)s can log in.") if is_active else _("%(username)s can no longer log in; posts stay.")
    print(words % {"username": username.strip().lower()})
    return 0


def _called(username: str) -> int | None:
    account_id = account_called(username)
    if account_id is None:
        print(_("Nobody logs in as %(username)s.") % {"username": username}, file=sys.stderr)
    return account_id
