"""The clerk's morning: a report is taken in, reviewed under her fingers, signed and issued; the effort is counted."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from e2e.acting import Review, take_in
from luoshi.base import clock

EVERYBODY = "各单位"
CARDS = 35
TOWNS = 19
PRESSES = 1.2  # a card
TYPED = 1  # the date of a section
CHANGED = 5  # the file, two kinds of units, the date, its section
LOADS = 30  # pages and redirects from the desk to the issuance


@pytest.fixture(scope="module")
def site(own_site):
    """The report comes by her hands."""
    return own_site


def test_a_report_becomes_matters_with_few_keys_and_nothing_twice(door, paper, no_violations):
    page = door.open("clerk")
    spent = [door.watch(page)]
    spent[0].reset()
    arrived = take_in(page, paper)
    stands_at_once(page, arrived)
    assert spent[0].fields == 1
    no_violations(page)
    review, cards = Review(page), page.locator(".clause").count()
    decided = decides_by_keys(review)
    page = door.open("clerk")
    spent.append(door.watch(page))
    review = goes_on(door, review, page, decided)
    cannot_sign_yet(page)
    review.confirm_all()
    turns_a_name_and_dates_a_section(review)
    signs_and_issues(page, no_violations)

    typed = [words for watch in spent for words in watch.typed]
    assert len(set(typed)) == len(typed) == TYPED
    assert sum(watch.fields for watch in spent) <= CHANGED
    assert sum(watch.loads for watch in spent) <= LOADS
    assert review.presses / cards <= PRESSES


def stands_at_once(page, arrived):
    """One redirect after the upload the document stands left and its cards right."""
    assert re.search(r"/documents/[\w-]+/review/$", arrived.url)
    assert arrived.redirected_from.method == "POST"
    assert arrived.redirected_from.redirected_from is None
    assert page.locator(".review-cards .clause").count() >= CARDS
    assert page.locator(".review-document .words").count() >= CARDS


def decides_by_keys(review):
    """J K A S N and U; gives the two cards of which she made something else than was proposed."""
    page = review.page
    for key in "jjk":
        review.press(key)
    for _ in range(CARDS // 2):
        review.press("a")
    stance = page.locator(".clause-requirement.is-open").first
    number = stance.get_attribute("data-clause")
    stance.focus()
    for key in "sus":
        review.press(key)
        page.locator(f"#c{number}").focus()
    dropped = page.locator(".clause-requirement.is-open").last
    other = dropped.get_attribute("data-clause")
    dropped.focus()
    review.drop()
    return number, other


def goes_on(door, before, page, decided):
    """Her browser dies; in another one every decision is there. Gives the review."""
    url, left = before.page.url.partition("#")[0], before.undecided
    door.break_off(before.page)
    page.goto("/")
    page.locator(f".todo-title a[href^='{url.removeprefix(door.site.url)}']").click()
    after = Review(page, before.presses)
    assert after.undecided == left
    for number, verdict in zip(decided, ("stance", "nothing"), strict=True):
        expect(page.locator(f"#c{number}")).to_have_attribute("data-verdict", verdict)
        expect(page.locator(f"#c{number} .clause-head .tone-green")).to_be_visible()
    return after


def cannot_sign_yet(page):
    """The page of the signature offers none, and a forced one is refused."""
    page.locator("#bar a.button").click()
    page.wait_for_load_state()
    assert page.locator(".form .button-primary").count() == 0
    token = page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
    forced = page.request.post(page.url, form={"csrfmiddlewaretoken": token}, headers={"Referer": page.url})
    assert forced.status == 422
    page.locator("main .button-primary").click()  # go on reviewing


def turns_a_name_and_dates_a_section(review):
    """A name as written becomes units once, a section gets its date once."""
    page = review.page
    name = review.name_like(EVERYBODY)
    clause = review.clause_of(name)
    assert review.turn(name, kinds=("town", "body")) > TOWNS
    section = review.paragraph_of(clause)
    review.date((clock.today() + timedelta(days=30)).isoformat(), section=section)
    group = page.locator(".group", has=page.locator(f"#g{section.partition(':')[2]}"))
    assert group.locator(".clause-requirement").count() > 1
    assert "时限待定" not in group.inner_text()


def signs_and_issues(page, no_violations):
    """The approver is shown; then what will go out, to whom, for how many minutes; then it goes, and nobody waits."""
    page.locator("#bar .button-primary").click()
    assert "第一责任人" in page.locator(".facts div").last.inner_text()
    no_violations(page)
    page.locator(".form .button-primary").click()
    no_violations(page)
    page.locator(".form-acts .button-primary").click()
    page.wait_for_url("**/issuances/**")
