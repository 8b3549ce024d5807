"""One act of each kind in a browser that runs no script."""

import pytest

from e2e import one_in_hand
from e2e.acting import Review, act


@pytest.fixture(scope="module")
def matters(site):
    """Something to do on the desk of a town."""
    site.lay_out("one_in_hand")


@pytest.mark.usefixtures("matters")
def test_a_matter_is_accepted_reported_on_and_claimed(person):
    page = person(one_in_hand.TOWN, scripts=False)
    page.goto("/")
    page.locator("li.todo", has_text=one_in_hand.WAITING).locator(".todo-title a").click()
    act(page, "accept")
    act(page, "progress", "台账核对了一半。")
    act(page, "claim", "台账核对完毕。")
    assert "台账核对完毕。" in page.locator(".way").inner_text()


def test_a_clause_is_decided_and_the_next_one_waits(person):
    page = person("clerk", scripts=False)
    page.goto("/")
    page.locator(".todo-title a[href$='/review/']").first.click()
    before = Review(page).undecided
    card = page.locator(".clause.is-open").first
    card.locator("button.button-accept").click()
    assert Review(page).undecided == before - 1
    following = page.url.rpartition("#")[2]
    assert "is-open" in page.locator(f"#{following}").get_attribute("class")
