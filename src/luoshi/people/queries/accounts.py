"""Accounts for those who run them, and failed log-ins for the one who may read them."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from axes.models import AccessFailureLog
from django.contrib.auth.base_user import AbstractBaseUser

from luoshi.people.models import Account, Tenure
from luoshi.people.queries.reading import not_over
from luoshi.people.rights import NotYours, reads_sign_ins, runs_accounts, runs_security
from luoshi.people.viewer import ADMINISTRATORS, Viewer

LISTED_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as its administrators see it."""

    id: int
    username: str
    person_id: UUID
    person: str
    is_active: bool
    must_change_password: bool
    has_second_factor: bool = False
    administers: bool = False  # holds, or is about to hold, the post of an administrator


@dataclass(frozen=True, slots=True)
class Failure:
    """One log-in that failed."""

    at: datetime
    username: str
    address: str
    is_locked_out: bool


def accounts(viewer: Viewer, words: str = "") -> list[AccountRow]:
    """The accounts of the realm whose user name or person has the words, for the system and security administrators."""
    if not (runs_accounts(viewer) or runs_security(viewer)):
        raise NotYours
    found = Account.objects.filter(person__realm=viewer.realm).select_related("person").order_by("username")
    words = words.strip()
    if words:
        found = found.filter(username__contains=words.lower()) | found.filter(person__name__contains=words)
    return [_row(account) for account in found[:LISTED_AT_MOST]]


def account(viewer: Viewer, account_id: int) -> AccountRow:
    """One account of the realm, for the system and security administrators."""
    if not (runs_accounts(viewer) or runs_security(viewer)):
        raise NotYours
    found = Account.objects.filter(person__realm=viewer.realm, pk=account_id).select_related("person").first()
    if found is None:
        raise NotYours
    has_factor = Authenticator.objects.filter(user_id=found.pk).exists()
    return replace(_row(found), has_second_factor=has_factor, administers=administers(found.person_id))


def account_called(username: str) -> int | None:
    """The account with that user name, for commands given on the machine itself."""
    return Account.objects.filter(username=username.strip().lower()).values_list("pk", flat=True).first()


def administers(person_id: UUID) -> bool:
    """Whether somebody is, or is about to be, one of the three administrators."""
    duties = [duty.value for duty in ADMINISTRATORS]
    return Tenure.objects.filter(not_over(), person_id=person_id, post__duty__in=duties).exists()


def failed_sign_ins(viewer: Viewer) -> list[Failure]:
    """The latest log-ins that failed, for the audit administrator alone; accounts of other realms are left out."""
    if not reads_sign_ins(viewer):
        raise NotYours
    others = Account.objects.exclude(person__realm=viewer.realm).values("username")
    found = AccessFailureLog.objects.exclude(username__in=others).order_by("-attempt_time", "-pk")
    return [
        Failure(row.attempt_time, row.username or "", str(row.ip_address or ""), row.locked_out)
        for row in found[:LISTED_AT_MOST]
    ]


def account_of(user: AbstractBaseUser) -> Account:
    """The account behind Django's user of a request."""
    return Account.objects.select_related("person").get(pk=user.pk)


def _row(found: Account) -> AccountRow:
    return AccountRow(
        id=found.pk,
        username=found.username,
        person_id=found.person_id,
        person=found.person.name,
        is_active=found.is_active,
        must_change_password=found.must_change_password,
    )
