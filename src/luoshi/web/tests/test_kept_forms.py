"""A half-typed form survives a log-in that ran out, and nobody else gets to see it."""

import pytest
from django.test import Client

from luoshi.web import kept

TYPED = {"words": "排水沟还没有清淤。", "units": ["a", "c"], "password": "hidden", "csrfmiddlewaretoken": "x"}
AGAIN = "/note/?kept=1"


def log_in_and_let_it_run_out(client, account):
    client.force_login(account)
    client.get("/note/")
    del client.cookies["sessionid"]


def test_the_form_comes_back_filled_in_after_the_log_in(client, clerk):
    log_in_and_let_it_run_out(client, clerk)
    sent = client.post("/note/", TYPED)
    assert sent["Location"] == "/accounts/login/?next=%2Fnote%2F%3Fkept%3D1"
    client.force_login(clerk)
    page = client.get(AGAIN)
    assert page.context["form"].initial == {"words": "排水沟还没有清淤。", "units": ["a", "c"]}
    assert "排水沟还没有清淤。" in page.content.decode()
    assert "填回" in page.content.decode()


def test_another_person_at_the_same_desk_does_not_see_it(client, clerk, liaison):
    log_in_and_let_it_run_out(client, clerk)
    client.post("/note/", TYPED)
    client.force_login(liaison)
    assert client.get(AGAIN).context["form"].initial == {}


def test_nothing_is_kept_for_somebody_who_was_never_here(client, db):
    sent = client.post("/note/", TYPED)
    assert sent["Location"] == "/accounts/login/?next=%2Fnote%2F"
    assert kept.SESSION_KEY not in client.session


def test_a_usual_visit_shows_an_empty_form(client, clerk):
    log_in_and_let_it_run_out(client, clerk)
    client.post("/note/", TYPED)
    client.force_login(clerk)
    assert client.get("/note/").context["form"].initial == {}


def test_what_was_sent_is_forgotten(client, clerk):
    log_in_and_let_it_run_out(client, clerk)
    client.post("/note/", TYPED)
    client.force_login(clerk)
    assert client.post("/note/", TYPED).status_code == 302
    assert client.get(AGAIN).context["form"].initial == {}


def test_a_page_that_was_sent_does_not_say_again_that_it_was_filled_in(client, clerk):
    log_in_and_let_it_run_out(client, clerk)
    client.post("/note/", TYPED)
    client.force_login(clerk)
    client.get(AGAIN)
    assert "填回" not in client.post(AGAIN, {"words": ""}).content.decode()


def test_a_form_among_several_comes_back_to_the_page_that_held_it(client, clerk):
    log_in_and_let_it_run_out(client, clerk)
    sent = client.post("/two/second/", TYPED, headers={"referer": "http://testserver/two/?unit=7"})
    assert sent["Location"] == "/accounts/login/?next=%2Ftwo%2F%3Funit%3D7%26kept%3D1"
    client.force_login(clerk)
    assert client.get("/two/?unit=7&kept=1").context["form"].initial["words"] == "排水沟还没有清淤。"


def test_more_than_a_long_report_is_not_kept(client, clerk):
    log_in_and_let_it_run_out(client, clerk)
    client.post("/note/", {"words": "长" * (kept.CHARACTERS + 1)})
    assert kept.SESSION_KEY not in client.session


def test_only_the_last_few_forms_are_kept(client, clerk):
    log_in_and_let_it_run_out(client, clerk)
    for number in range(kept.FORMS + 2):
        client.post("/two/second/", TYPED, headers={"referer": f"http://testserver/two/?unit={number}"})
    assert len(client.session[kept.SESSION_KEY]) == kept.FORMS


def test_reading_leads_back_to_where_one_was(client, db):
    assert client.get("/note/?a=1")["Location"] == "/accounts/login/?next=%2Fnote%2F%3Fa%3D1"


@pytest.fixture
def strict(clerk):
    """A browser whose pages are older than its log-in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    return client


def test_a_stale_page_keeps_what_was_typed_and_says_so(strict):
    sent = strict.post("/note/", TYPED, headers={"origin": "http://testserver"})
    assert sent.status_code == 403
    assert f'href="{AGAIN}"' in sent.content.decode()
    assert "已保留" in sent.content.decode()
    assert strict.get(AGAIN).context["form"].initial["words"] == "排水沟还没有清淤。"


def test_a_strange_page_cannot_fill_in_our_forms(strict):
    sent = strict.post("/note/", TYPED, headers={"origin": "http://elsewhere.example"})
    assert sent.status_code == 403
    assert strict.get(AGAIN).context["form"].initial == {}
