"""Acts on accounts and posts as the audit administrator reads them: who did what to whom, on which day."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

import people
from luoshi.base import clock
from luoshi.people import commands, queries
from luoshi.people.queries import audit
from luoshi.people.queries.audit import Narrow
from luoshi.people.rights import NotYours

pytestmark = pytest.mark.django_db
FIRST = datetime(2014, 6, 3, 15, 59, tzinfo=UTC)  # one minute before midnight in Beijing
NEXT = datetime(2014, 6, 3, 16, 0, tzinfo=UTC)


@pytest.fixture
def here():
    with clock.fixed(datetime(2014, 3, 1, tzinfo=UTC)):
        return people.district()


def names(viewer, narrow=None):
    return [(deed.name, deed.username) for deed in audit.deeds(viewer, narrow or Narrow()).rows]


def reset(here, of):
    commands.reset_password(by=here.sysadmin, account_id=people.account_of(of).pk)


def test_the_auditor_reads_who_reset_and_who_closed_what(client, here):
    with clock.fixed(FIRST):
        reset(here, here.liaison)
        commands.set_active(by=here.sysadmin, account_id=people.account_of(here.stranger).pk, is_active=False)
    client.force_login(people.account_of(here.auditor))
    page = client.get(reverse("offices:deeds")).content.decode()
    for words in ("重置密码", "停用账号", "liaison", "stranger", "sysadmin", "系统管理员", "2014年6月3日"):
        assert words in page
    assert reverse("offices:deeds") in client.get("/").content.decode()


def test_it_is_the_auditor_who_reads_it_and_nobody_else(here):
    for viewer in here.people.values():
        if viewer != here.auditor:
            with pytest.raises(NotYours):
                audit.deeds(viewer, Narrow())


def test_a_day_is_one_of_beijing_and_an_account_is_found_by_user_name(here):
    with clock.fixed(FIRST):
        reset(here, here.liaison)
    with clock.fixed(NEXT):
        reset(here, here.stranger)
    on = clock.day(FIRST)
    assert names(here.auditor, Narrow(on=on)) == [("account.password_reset", "liaison")]
    assert names(here.auditor, Narrow(on=clock.day(NEXT))) == [("account.password_reset", "stranger")]
    mine = names(here.auditor, Narrow(who="Liaison"))
    assert mine == [("account.password_reset", "liaison"), ("tenure.began", "liaison"), ("account.opened", "liaison")]
    assert names(here.auditor, Narrow(who="sysadmin", on=on)) == [("account.password_reset", "liaison")]  # what one did
    assert names(here.auditor, Narrow(who="nobody")) == []


def test_posts_filled_by_the_security_administrator_are_there(here):
    [tenure] = queries.holders(here.auditor.post.id)
    with clock.fixed(NEXT):
        commands.end_tenure(by=here.secadmin, tenure_id=tenure.tenure_id)
    [ended] = audit.deeds(here.auditor, Narrow(on=clock.day(NEXT))).rows
    assert (ended.name, ended.username, ended.post.id, ended.by) == (
        "tenure.ended", "auditor", here.auditor.post.id, "secadmin",
    )  # fmt: skip


def test_another_realm_has_its_own(here):
    people.unit("外区", "district", "999", realm="999")
    people.account("outsider", realm="999")
    assert "outsider-999" not in {username for _name, username in names(here.auditor)}


def test_a_key_that_nobody_gave_leads_to_the_first_page(here):
    first = audit.deeds(here.auditor, Narrow())
    for key in ("x", "2014_x_1", "9999-99-99_0_0", "_" * 9):
        assert audit.deeds(here.auditor, Narrow(), before=key) == first


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL looks at every row of a small table")
def test_the_order_comes_from_an_index(here):
    with CaptureQueriesContext(connection) as asked:
        audit.deeds(here.auditor, Narrow())
    [sql] = [query["sql"] for query in asked if "journal_entry" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        plan = str(cursor.fetchall())
    assert "journal_entry_watched" in plan
    assert "TEMP B-TREE" not in plan


def test_the_page_is_few_questions(client, here, django_assert_max_num_queries):
    client.force_login(people.account_of(here.auditor))
    with django_assert_max_num_queries(14):
        client.get(reverse("offices:deeds"), {"who": "liaison"})


class TestPages(TestCase):
    @settings(max_examples=6, deadline=None)
    @given(size=st.integers(1, 7))
    def test_pages_of_any_size_together_are_the_whole_without_a_double(self, size):
        here = people.district()
        whole = audit.deeds(here.auditor, Narrow(), size=1000).rows
        pages, before = [], ""
        while True:
            page = audit.deeds(here.auditor, Narrow(), before=before, size=size)
            pages += page.rows
            before = page.before
            if not before:
                break
        assert tuple(pages) == whole
        assert list(whole) == sorted(whole, key=lambda deed: deed.at, reverse=True)
