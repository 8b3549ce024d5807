"""A liaison's morning and a village secretary's three minutes: the budgets of the desk, counted in a browser."""

import pytest

from e2e import day_of_a_town
from e2e.browsing import PHONE

CLICKS, KILOBYTES = 30, 150
TOWN, VILLAGE = day_of_a_town.TOWN, day_of_a_town.VILLAGE


@pytest.fixture(scope="module")
def matters(site):
    """New matters on two desks."""
    site.lay_out("day_of_a_town")


def row(page, number):
    """The row of a matter on the desk."""
    return page.locator("li.todo", has_text=f"镇事第{number}件")


def to_desk(page):
    page.locator(".menu a").first.click()


@pytest.mark.usefixtures("matters")
def test_fourteen_new_matters_are_dealt_with(person, effort, no_violations, shots):
    page = person(TOWN)
    page.goto("/")
    assert "14" in page.locator(".lead").inner_text()
    no_violations(page)
    shots(page, "desk-fourteen-new")

    row(page, 1).locator(".todo-title a").click()
    no_violations(page)
    page.locator(".acts a[href$='/ask/']").click()
    page.locator("textarea[name=words]").click()
    page.locator("textarea[name=words]").fill("是否包括外出户？")
    no_violations(page)
    page.locator(".form .button-primary").click()
    to_desk(page)

    row(page, 2).locator(".todo-title a").click()
    page.locator(".acts a[href$='/return/']").click()
    page.locator("input[value=not_ours]").click()
    page.locator("textarea[name=words]").click()
    page.locator("textarea[name=words]").fill("属唐海镇。")
    page.locator(".form .button-primary").click()
    to_desk(page)

    page.locator("[data-all]").click()
    for number in (1, 3):
        row(page, number).locator("input[name=matters]").click()
    page.locator(".bulk .button-primary").click()
    assert "11" in page.locator(".message.success").inner_text()

    page.locator("a.many").first.click()
    for number in range(4, 9):
        page.locator(".choose li", has_text=f"镇事第{number}件").locator("input").click()
    page.locator("input[name=every]").click()
    no_violations(page)
    shots(page, "pass-on-many")
    page.locator(".form .button-primary").click()
    assert page.locator(".result li").count() == len(range(4, 9))
    assert page.locator(".result .tone-red").count() == 0
    no_violations(page)
    shots(page, "passed-on-many")
    assert effort(page).clicks <= CLICKS


@pytest.mark.usefixtures("matters")
def test_a_village_secretary_reports_in_one_field(person, effort, no_violations, shots):
    page = person(VILLAGE, size=PHONE)
    page.goto("/", wait_until="networkidle")
    assert effort(page).kilobytes() < KILOBYTES
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    answered = page.locator("li.todo", has_text="修好活动室屋顶")
    assert "屋顶已修好" in answered.inner_text()  # said already: offered, not asked for
    no_violations(page)
    shots(page, "desk-village-phone")

    effort(page).reset()
    page.locator("li.todo", has_text="清理村头垃圾").locator(".todo-verb a").click()
    assert page.locator(".form textarea").count() == 1
    page.locator("textarea[name=words]").fill("垃圾已清走两车。余下的周五清完。")
    page.locator(".form .button-primary").click()
    assert "周五清完" in page.locator("li.todo", has_text="清理村头垃圾").inner_text()
    page.wait_for_load_state("networkidle")
    assert effort(page).fields == 1
    assert effort(page).kilobytes() < KILOBYTES
