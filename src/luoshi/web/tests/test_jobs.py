"""What was typed and never sent does not stay."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from luoshi.base import jobs

pytestmark = pytest.mark.django_db


def session(words, expires_in):
    made = SessionStore()
    made["kept_forms"] = words
    made.set_expiry(expires_in)
    made.save()
    return made.session_key


def test_a_session_that_ran_out_is_forgotten_with_its_words_and_others_stay():
    session("a half-typed report", timedelta(hours=-1))
    standing = session("another one", timedelta(hours=1))
    jobs.run_due()
    assert [one.session_key for one in Session.objects.all()] == [standing]
