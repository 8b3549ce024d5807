"""Accounts are opened, reset, closed and unlocked by administrators; a password is shown once and never kept."""

import secrets
from functools import cache
from uuid import UUID

from allauth.mfa.models import Authenticator
from axes.utils import reset as reset_failures
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.people.commands.writing import write
from luoshi.people.models import Account, Person
from luoshi.people.queries.accounts import administers
from luoshi.people.rights import By, NotYours, Refused, runs_accounts, runs_security
from luoshi.people.viewer import Viewer

EASY_TO_READ = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is mistaken for something else
GROUPS, GROUP_LENGTH = 4, 4


@transaction.atomic
def create_account(*, by: By, username: str, name: str, realm: str = "", password: str = "") -> tuple[UUID, str]:
    """A person and their way to log in. Returns the person and the one-time password, to be shown once.

    A password is only given for the sample and for tests: everybody knows it, and it need not be changed.
    """
    realm = realm or (by.realm if isinstance(by, Viewer) else "")
    if not realm or not runs_accounts(by, realm):
        raise NotYours
    username, name = username.strip().lower(), name.strip()
    if not username or not name:
        raise Refused(_("An account needs a user name and the name of a person."))
    if Account.objects.filter(username=username).exists():
        raise Refused(_("The user name %(username)s is taken.") % {"username": username})
    person = Person.objects.create(realm=realm, name=name)
    account = Account(username=username, person=person, must_change_password=not password)
    shown = password or one_time_password()
    account.password = _known_hash(password) if password else make_password(shown)
    account.save()
    _write(account, "account.opened", by)
    return person.id, shown


@transaction.atomic
def reset_password(*, by: By, account_id: int) -> str:
    """A new one-time password, shown once; it must be changed at the next log-in, and open sessions end.

    Whoever is shown it could log in with it: the passwords of administrators are therefore reset on the machine itself.
    """
    account = _account(account_id)
    if not runs_accounts(by, account.person.realm):
        raise NotYours
    if isinstance(by, Viewer) and administers(account.person_id):
        raise Refused(_("The password of an administrator is reset on the machine: luoshi account password."))
    shown = one_time_password()
    account.set_password(shown)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    _write(account, "account.password_reset", by)
    return shown


@transaction.atomic
def choose_password(*, account: Account, password: str, by: Viewer) -> None:
    """The owner of an account chooses a password of their own."""
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    _write(account, "account.password_chosen", by)


@transaction.atomic
def set_active(*, by: By, account_id: int, is_active: bool) -> None:
    """An account that is not active cannot be used; its person and posts stay as they are.

    No administrator shuts another out alone: the security administrator ends the time in the post first, and what is
    left is an account like any other; or it is done on the machine itself.
    """
    account = _account(account_id)
    if not runs_accounts(by, account.person.realm):
        raise NotYours
    if isinstance(by, Viewer) and by.account_id == account.pk:
        raise Refused(_("You cannot close your own account."))
    if isinstance(by, Viewer) and administers(account.person_id):
        raise Refused(_("This is the account of an administrator: have the security administrator end the post first."))
    if account.is_active == is_active:
        return
    account.is_active = is_active
    account.save(update_fields=["is_active"])
    _write(account, "account.activated" if is_active else "account.deactivated", by)


@transaction.atomic
def unlock(*, by: By, account_id: int) -> None:
    """Lift the lock-out after repeated failures at once, without waiting for it to pass."""
    account = _account(account_id)
    if not runs_security(by, account.person.realm):
        raise NotYours
    reset_failures(username=account.username)
    _write(account, "account.unlocked", by)


@transaction.atomic
def reset_second_factor(*, by: By, account_id: int) -> None:
    """Take away every second factor of an account, when the telephone or the key is lost."""
    account = _account(account_id)
    if not runs_security(by, account.person.realm):
        raise NotYours
    Authenticator.objects.filter(user_id=account.pk).delete()
    _write(account, "account.second_factor_reset", by)


def one_time_password() -> str:
    """Four groups of four letters or digits: easy to read out, about 79 bits."""
    groups = ["".join(secrets.choice(EASY_TO_READ) for _i in range(GROUP_LENGTH)) for _g in range(GROUPS)]
    return "-".join(groups)


@cache
def _known_hash(password: str) -> str:
    """A sample has many accounts and one password: hashing is slow on purpose, once is enough."""
    return make_password(password)


def _account(account_id: int) -> Account:
    """Held with its person, so that nobody becomes an administrator meanwhile."""
    found = Account.objects.select_for_update(of=("self", "person")).select_related("person")
    account = found.filter(pk=account_id).first()
    if account is None:
        raise NotYours
    return account


def _write(account: Account, name: str, by: By) -> None:
    write(account.person.realm, "account", account.person_id, name, {}, by=by)
