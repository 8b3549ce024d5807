from datetime import date
from uuid import UUID

import pytest
from django.core.exceptions import ImproperlyConfigured

from luoshi.web import checks, registry
from luoshi.web.registry import Act, Todo
from luoshi.web.tests.gallery.contents import VIEWER


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    for name, value in (("_menu", {}), ("_todos", []), ("_acts", []), ("_links", {}), ("_names", {})):
        monkeypatch.setattr(registry, name, value)


def test_the_menu_is_in_order_and_shows_only_what_the_viewer_may_see():
    registry.menu("Second", "nowhere", "board", 20)
    registry.menu("First", "note", "desk", 10)
    registry.menu("Hidden", "two", "desk", 5, visible=lambda viewer: viewer.is_administrator)
    assert [item.title for item in registry.menu_for(VIEWER)] == ["First", "Second"]


def test_a_page_that_is_not_there_is_left_out_of_the_menu():
    registry.menu("Gone", "no:such", "desk", 1)
    assert registry.menu_for(VIEWER) == []
    assert [found.id for found in checks.menu_leads_somewhere()] == ["web.W001"]


def test_an_icon_that_is_not_drawn_is_reported():
    registry.menu("Note", "note", "no-such", 1)
    assert [found.id for found in checks.menu_leads_somewhere()] == ["web.W002"]


def test_what_is_due_first_stands_first_and_what_has_no_date_last():
    def late(_viewer):
        return [Todo("c", "#"), Todo("b", "#", due=date(2014, 5, 1))]

    registry.todo(late)
    registry.todo(late)
    registry.todo(lambda _viewer: [Todo("a", "#", due=date(2014, 4, 1))])
    assert [one.title for one in registry.todos_for(VIEWER)] == ["a", "b", "c"]


def test_the_primary_act_stands_first_and_the_facts_are_handed_through():
    registry.acts(lambda _viewer, facts: [Act("return", "Return", "#", "…"), Act("ask", facts, "#", "…")])
    registry.acts(lambda _viewer, _facts: [Act("accept", "Accept", "#", "…", primary=True)])
    assert [one.title for one in registry.acts_for(VIEWER, "Ask")] == ["Accept", "Return", "Ask"]


def test_links_are_made_by_whoever_has_the_page():
    registry.link("matter", lambda which: f"/matters/{which}/")
    assert registry.url_for("matter", 7) == "/matters/7/"
    assert registry.url_for("matter", None) == ""
    assert registry.url_for("document", 7) == ""


def test_two_pages_for_one_kind_are_refused():
    registry.link("matter", lambda which: f"/a/{which}/")
    with pytest.raises(ImproperlyConfigured):
        registry.link("matter", lambda which: f"/b/{which}/")


def test_things_are_called_as_their_own_app_says():
    one, other = UUID(int=1), UUID(int=2)
    registry.names("document", lambda _viewer, ids: {one: "Report"} if one in ids else {})
    assert registry.names_of(VIEWER, "document", [one, other]) == {one: "Report"}
    assert registry.names_of(VIEWER, "document", []) == {}
    assert registry.names_of(VIEWER, "song", [one]) == {}
    with pytest.raises(ImproperlyConfigured):
        registry.names("document", lambda _viewer, _ids: {})
