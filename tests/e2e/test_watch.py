"""The watch that every browser test is under sees what it is there for."""

import pytest


@pytest.fixture
def page(person):
    opened = person(None)
    opened.goto("/accounts/login/")
    return opened


@pytest.mark.parametrize(
    "act",
    [
        "fetch('http://192.0.2.1/').catch(() => 0)",
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')",
        "setTimeout(() => { throw new Error('thrown') })",
        "fetch('/no-such-page/')",
    ],
    ids=["a request to elsewhere", "an inline style", "a script that throws", "a missing file"],
)
def test_a_fault_is_seen(page, effort, act):
    page.evaluate(f"() => {{ {act} }}")
    page.wait_for_timeout(300)
    assert effort(page).remaining()
    effort(page).faults.clear()


def test_a_page_that_does_not_exist_is_no_fault(page, effort):
    page.goto("/no-such-page/")
    assert effort(page).remaining() == []


def test_a_violation_is_found(page, no_violations):
    page.evaluate("document.documentElement.removeAttribute('lang')")
    with pytest.raises(AssertionError, match="html-has-lang"):
        no_violations(page)


def test_clicks_fields_and_loads_are_counted(page, effort):
    effort(page).reset()
    page.locator("input[name=login]").fill("somebody")
    page.locator("input[name=password]").click()
    assert (effort(page).clicks, effort(page).fields, effort(page).loads) == (1, 1, 0)
    page.goto("/accounts/login/")
    assert effort(page).loads == 1
