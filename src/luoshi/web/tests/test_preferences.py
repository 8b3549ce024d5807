import pytest


def page(client):
    return client.get("/gallery/parts/").content.decode()


def test_chinese_is_the_default_and_english_a_switch(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en-GB,en;q=0.9"  # what the browser was installed in
    assert '<html lang="zh-Hans"' in page(client)
    assert client.post("/language/", {"language": "en", "next": "/gallery/parts/"})["Location"] == "/gallery/parts/"
    assert '<html lang="en"' in page(client)
    client.post("/language/", {"language": "xx"})
    assert '<html lang="zh-Hans"' in page(client)


def test_large_type_is_remembered_until_it_is_switched_off(client):
    client.post("/type/", {"type": "large"})
    assert 'class="large"' in page(client)
    client.post("/type/", {"type": "usual"})
    assert 'class="large"' not in page(client)


def test_a_theme_is_remembered_and_anything_else_forgets_it(client):
    client.post("/theme/", {"theme": "dark"})
    assert 'data-theme="dark"' in page(client)
    client.post("/theme/", {"theme": "purple"})
    assert "data-theme" not in page(client)


@pytest.mark.parametrize("strange", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x", ""])
def test_a_choice_never_leads_to_a_strange_place(client, strange):
    assert client.post("/type/", {"type": "large", "next": strange})["Location"] == "/"


def test_choices_are_posted(client):
    assert client.get("/type/").status_code == 405


def test_the_sign_of_life_asks_the_database(client, db):
    assert client.get("/healthz").content == b"ok\n"
