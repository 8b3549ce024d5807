"""The first log-ins of a new place, opened on the machine itself."""

import pytest
from django.contrib.auth import authenticate, get_user_model

import people
from luoshi.config import accounts
from luoshi.people import queries
from luoshi.people.viewer import Duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def top():
    return people.unit("曹妃甸区", "district", people.REALM, realm=people.REALM)


def shown(capsys):
    return capsys.readouterr().out.split()


def test_somebody_new_gets_a_log_in_and_a_post_in_the_top_unit(top, capsys, rf):
    assert accounts.open_account("Root", "周文静", "security_admin") == 0
    password = next(word for word in shown(capsys) if word.count("-") == 3)
    account = authenticate(rf.post("/"), username="root", password=password)
    assert account.must_change_password
    viewer = queries.viewer_of("root")
    assert (viewer.duty, viewer.post.unit) == (Duty.SECURITY_ADMIN, top)


def test_a_free_post_is_taken_before_another_is_opened(top, capsys):
    free = people.post(top, Duty.OFFICE)
    assert accounts.open_account("clerk", "周文静", "office", top.code) == 0
    assert queries.viewer_of("clerk").post.id == free
    assert accounts.open_account("clerk2", "孙海燕", "office", top.code) == 0
    assert len(queries.posts_of(top.id)) == 2


@pytest.mark.parametrize("code", ["none", ""])
def test_what_is_refused_opens_nothing(capsys, code):
    assert accounts.open_account("root", "周文静", "system_admin", code) == 2
    assert not get_user_model().objects.exists()


def test_a_password_is_reset_for_anybody_but_a_stranger(top, capsys):
    people.account("auditor")
    assert accounts.reset_password("Auditor") == 0
    password = next(word for word in shown(capsys) if word.count("-") == 3)
    assert get_user_model().objects.get(username="auditor").check_password(password)
    assert accounts.reset_password("nobody") == 2
