"""A password that no administrator resets for another is reset on the machine itself."""

import pytest
from django.contrib.auth import get_user_model

import people
from luoshi.config import accounts

pytestmark = pytest.mark.django_db


def test_a_password_is_reset_for_anybody_but_a_stranger(capsys):
    people.account("auditor")
    assert accounts.reset_password("Auditor") == 0
    password = next(word for word in capsys.readouterr().out.split() if word.count("-") == 3)
    account = get_user_model().objects.get(username="auditor")
    assert account.check_password(password)
    assert account.must_change_password
    assert accounts.reset_password("nobody") == 2
