import pytest

from luoshi.base import trace


def test_the_viewer_is_nobody_until_signed_in(client):
    assert not client.get("/nowhere/").wsgi_request.viewer


def test_the_viewer_holds_the_post_chosen_in_this_session(client, here, clerk):
    client.force_login(clerk)
    assert client.get("/office/").wsgi_request.viewer.post == here.clerk.post
    assert client.post("/post/", {"post": str(here.clerk.post.id)}).status_code == 302
    assert client.session["post"] == str(here.clerk.post.id)


@pytest.mark.parametrize("post", ["", "7", "00000000-0000-0000-0000-000000000007"])
def test_nobody_takes_a_post_that_is_not_theirs(client, clerk, post):
    client.force_login(clerk)
    assert client.post("/post/", {"post": post}).status_code == 404


def test_a_broken_choice_of_post_does_no_harm(client, clerk):
    client.force_login(clerk)
    session = client.session
    session["post"] = "not an identifier"
    session.save()
    assert client.get("/office/").status_code == 200


def test_a_page_for_one_duty_is_not_there_for_others(client, clerk, liaison):
    client.force_login(clerk)
    assert client.get("/office/").status_code == 200
    client.force_login(liaison)
    assert client.get("/office/").status_code == 404


def test_each_request_has_a_number_of_its_own(client, clerk):
    client.force_login(clerk)
    numbers = {client.get("/office/").content.decode().split()[-1] for _ in range(3)}
    assert len(numbers) == 3
    assert trace.request_id() == ""


def test_pages_of_signed_in_people_are_not_stored(client, clerk):
    assert "no-store" not in client.get("/nowhere/").headers.get("Cache-Control", "")
    client.force_login(clerk)
    answer = client.get("/nowhere/")
    assert answer["Cache-Control"] == "no-store"
    assert "geolocation=()" in answer["Permissions-Policy"]


def test_a_first_password_is_changed_before_anything_else(client, clerk):
    clerk.must_change_password = True
    clerk.save()
    client.force_login(clerk)
    assert client.get("/office/")["Location"] == "/accounts/password/change/"
    assert client.get("/accounts/password/change/").status_code == 200
    assert client.post("/language/", {"language": "en"})["Location"] == "/"
