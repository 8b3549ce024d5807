"""Accounts are run by administrators, each for their part."""

import pytest
from django.contrib.auth import authenticate

from luoshi.journal import queries as journal
from luoshi.journal.refs import Actor, StreamRef
from luoshi.people import commands
from luoshi.people.models import Account
from luoshi.people.tests import builders
from luoshi.people.viewer import Duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return builders.district()


@pytest.fixture
def system(world):
    return builders.viewer(world.district, Duty.SYSTEM_ADMIN)


def test_a_new_account_has_a_one_time_password_that_must_be_changed(system):
    person, password = commands.create_account(by=system, username="Zhou", name="周文静")
    account = Account.objects.get(username="zhou")
    assert account.person_id == person
    assert account.check_password(password)
    assert account.must_change_password
    with pytest.raises(commands.Refused):
        commands.create_account(by=system, username="zhou", name="别人")


def test_a_reset_password_replaces_the_old_one_and_is_an_entry_without_it(system, world):
    owner = builders.account_of(builders.viewer(world.town_a, Duty.LIAISON))
    password = commands.reset_password(by=system, account_id=owner.pk)
    owner.refresh_from_db()
    assert owner.check_password(password)
    assert not owner.check_password(builders.PASSWORD)
    assert owner.must_change_password
    entries = journal.entries(StreamRef(builders.REALM, "account", owner.person_id))
    assert [(entry.name, entry.payload) for entry in entries] == [("account.password_reset", {})]


def test_the_three_administrators_do_not_overlap(system, world):
    owner = builders.account_of(builders.viewer(world.town_a, Duty.LIAISON))
    security = builders.viewer(world.district, Duty.SECURITY_ADMIN)
    audit = builders.viewer(world.district, Duty.AUDIT_ADMIN)
    clerk = builders.viewer(world.office, Duty.OFFICE, scope=world.district)
    for other in (security, audit, clerk):
        with pytest.raises(commands.NotYours):
            commands.reset_password(by=other, account_id=owner.pk)
        with pytest.raises(commands.NotYours):
            commands.set_active(by=other, account_id=owner.pk, is_active=False)
        with pytest.raises(commands.NotYours):
            commands.create_account(by=other, username="new", name="新人")
    for other in (system, audit, clerk):
        with pytest.raises(commands.NotYours):
            commands.unlock(by=other, account_id=owner.pk)
        with pytest.raises(commands.NotYours):
            commands.reset_second_factor(by=other, account_id=owner.pk)


def test_who_resets_passwords_cannot_become_one_of_those_who_watch(system, world):
    for duty in (Duty.SECURITY_ADMIN, Duty.AUDIT_ADMIN):
        watcher = builders.account_of(builders.viewer(world.district, duty))
        with pytest.raises(commands.Refused):
            commands.reset_password(by=system, account_id=watcher.pk)
        watcher.refresh_from_db()
        assert watcher.check_password(builders.PASSWORD)
        assert commands.reset_password(by=Actor.system("keeper"), account_id=watcher.pk)


def test_an_account_that_is_not_active_cannot_be_used(system, world, rf):
    owner = builders.account_of(builders.viewer(world.town_a, Duty.LIAISON))
    assert authenticate(rf.post("/"), username=owner.username, password=builders.PASSWORD) == owner
    commands.set_active(by=system, account_id=owner.pk, is_active=False)
    assert authenticate(rf.post("/"), username=owner.username, password=builders.PASSWORD) is None
    with pytest.raises(commands.Refused):
        commands.set_active(by=system, account_id=system.account_id, is_active=False)


def test_administrators_see_to_their_own_realm(system, world):
    builders.unit("外区", "district", "999", realm="999")
    outsider = builders.account(realm="999")
    with pytest.raises(commands.NotYours):
        commands.reset_password(by=system, account_id=outsider.pk)


def test_when_somebody_last_logged_in_is_not_kept():
    assert "last_login" not in {field.name for field in Account._meta.get_fields()}
