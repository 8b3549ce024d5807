"""The desk says what waits, in the order of need, and asks nobody for what was said."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.test import Client

import builders
import people
from luoshi.base import clock
from luoshi.ledger import acts
from luoshi.ledger.acts import Prose
from luoshi.ledger.events import Ground
from luoshi.outlets.desk import pages
from luoshi.people.viewer import Duty
from luoshi.web import registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people.district()


@pytest.fixture
def spring():
    """The morning after the meeting."""
    with clock.fixed(datetime(2014, 4, 10, 0, 30, tzinfo=UTC)):
        yield


def browser(viewer):
    client = Client()
    client.cookies["luoshi_language"] = "en"
    client.force_login(people.account_of(viewer))
    return client


def page(viewer):
    return browser(viewer).get("/").content.decode()


def groups(viewer):
    shown = pages.desk(viewer)
    return [group.name for group in (*shown.first, *shown.then)]


def test_what_is_late_comes_first_then_what_presses_then_what_waits(here, spring):
    builders.accepted(here, title="晚", due=builders.in_days(1))
    builders.accepted(here, title="近", due=builders.in_days(9))
    builders.accepted(here, title="远", due=builders.in_days(90))
    builders.assigned(here, title="新")
    builders.verified(here, title="答")
    with clock.fixed(clock.now() + timedelta(days=3)):
        assert groups(here.liaison) == ["late", "soon", "accept", "reply", "in_hand"]


def test_a_row_that_came_back_says_why(here, spring):
    made = builders.assigned(here)
    builders.do(here.liaison, made, acts.Return(Ground.NOT_OURS, Prose("应由水务局承办")))
    [row] = [row for group in pages.desk(here.clerk).then if group.name == "returned" for row in group.rows]
    assert "应由水务局承办" in row.returned
    assert "Not ours: 应由水务局承办" in page(here.clerk)


def test_what_does_not_fit_is_counted_and_led_to(here, spring, monkeypatch):
    monkeypatch.setattr(import_module("luoshi.ledger.queries.desk"), "SHOWN", 2)
    for number in range(5):
        builders.accepted(here, title=f"事项{number}", due=builders.in_days(5))
        builders.accepted(here, title=f"事项{number}", due=builders.in_days(90))
    shown = pages.desk(here.liaison)
    found = {group.name: (len(group.rows), group.total, bool(group.more_url)) for group in (*shown.first, *shown.then)}
    assert found == {"soon": (2, 5, True), "in_hand": (2, 5, True)}


def test_a_desk_asks_the_database_few_questions(here, client, django_assert_max_num_queries):
    for number in range(6):
        builders.accepted(here, title=f"事项{number}")
        builders.claimed(here, title=f"事项{number}")
    for who in (here.clerk, here.liaison, here.inspector):
        client.force_login(people.account_of(who))
        with django_assert_max_num_queries(25):
            client.get("/")


def test_one_sentence_says_how_the_day_stands(here, spring):
    for number in range(14):
        builders.assigned(here, title=f"事项{number}", due=builders.in_days(10 if number < 2 else 60))
    answer = browser(here.liaison).get("/")
    assert "14 new, 2 of them due this month" in answer.content.decode()


def test_new_ones_can_be_accepted_from_the_desk_together(here):
    for number in range(3):
        builders.assigned(here, title=f"事项{number}")
    answer = browser(here.liaison).get("/")
    group = answer.context["shown"].then[0]
    assert group.bulk_url == registry.url_for("act-many", "accept")
    ticked = browser(here.liaison).get("/", {"all": "accept"}).content.decode()
    assert ticked.count(" checked") == 3
    sent = browser(here.liaison).post(
        group.bulk_url,
        {"matters": [str(row.row.id) for row in group.rows], "nonce": answer.context["shown"].nonce, "next": "/"},
    )
    assert (sent.status_code, sent["Location"]) == (302, "/")
    assert "accept" not in groups(here.liaison)


def test_what_was_reported_is_said_and_offered(here):
    made = builders.assigned(here, to=here.village, title="活动室")
    builders.do(here.secretary, made, acts.Accept(), acts.Progress(Prose("屋顶已修好")))
    shown = page(here.secretary)
    assert "already: 屋顶已修好" in shown
    assert "/claim/?next=/&amp;use=" in shown


def test_few_things_stand_in_large_type(here):
    builders.assigned(here, to=here.village)
    assert pages.desk(here.secretary).few
    for number in range(5):
        builders.assigned(here, to=here.village, title=f"事项{number}")
    assert not pages.desk(here.secretary).few


def test_others_wait_for_what_only_they_can_do(here):
    builders.claimed(here)
    assert groups(here.inspector) == ["verify"]
    assert "verify" not in groups(here.liaison)


def test_nobody_finds_their_own_claim_to_be_verified_in_another_post(here):
    post = people.post(here.supervision, Duty.SUPERVISION, scope=here.district)
    people.commands.appoint(by=people.MACHINE, post_id=post, person_id=here.liaison.person_id, on=people.SINCE)
    builders.claimed(here)
    in_other_post = people.queries.viewer_for(people.account_of(here.liaison), post)
    assert in_other_post.duty is Duty.SUPERVISION
    assert "verify" not in groups(in_other_post)
    assert "verify" in groups(here.inspector)


def test_an_empty_desk_says_so_kindly(here):
    assert "Nothing waits for you today." in page(here.stranger)


def test_one_without_a_post_is_told_what_comes_next(here):
    assert "You hold no post yet." in page(here.newcomer)


@pytest.mark.parametrize("name", ["sysadmin", "secadmin", "auditor"])
def test_an_administrator_sees_no_business(here, name):
    builders.assigned(here, title="走访登记")
    shown = page(getattr(here, name))
    assert "走访登记" not in shown
    assert groups(getattr(here, name)) == []


def test_the_tasks_of_other_doors_stand_among_mine(here, monkeypatch):
    waiting = registry.Todo("审定会议记录", "/", verb="审定")
    monkeypatch.setattr(registry, "_todos", [lambda _viewer: [waiting]])
    assert "审定会议记录" in page(here.clerk)


def test_the_words_of_a_matter_are_no_page(here):
    builders.assigned(here, title="<b>粗</b>")
    assert "<b>粗</b>" not in page(here.liaison)


def test_the_page_of_a_village_is_light(here):
    for number in range(3):
        builders.assigned(here, to=here.village, title=f"事项{number}")
    assert len(page(here.secretary).encode()) < 20_000
