"""The first page that anybody sees, and the way in."""

import pytest

from e2e.browsing import PHONE, WIDE

FIRST_PAGE_KILOBYTES = 150


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_log_in_page_is_readable_for_everybody(person, no_violations, shots, size, language):
    page = person(None, size=size, language=language)
    page.goto("/accounts/login/")
    assert page.locator("html").get_attribute("lang") == ("zh-Hans" if language == "zh" else "en")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    no_violations(page)
    shots(page, f"log-in-{language}-{size[0]}")


def test_the_first_page_is_light(person, effort):
    page = person(None, size=PHONE)
    page.goto("/", wait_until="networkidle")
    assert 1 < effort(page).kilobytes() < FIRST_PAGE_KILOBYTES


@pytest.mark.parametrize("name", ["clerk", "liaison", "sysadmin"])
def test_somebody_logs_in_and_arrives(person, no_violations, shots, name):
    page = person(name)
    page.goto("/")
    assert "/accounts/login/" not in page.url
    no_violations(page)
    shots(page, f"desk-{name}")


def test_the_way_in_needs_no_script(person):
    page = person(None, scripts=False)
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill("clerk")
    page.locator("input[name=password]").fill("not the password")
    page.locator("input[name=password]").press("Enter")
    assert page.locator("input[name=password]").is_visible()
