"""The gallery in a real browser: no violation of WCAG 2.1 AA, nothing wider than the screen, nothing on the console."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from luoshi.web.tests.gallery.views import NAMES

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
CHROMIUM = os.environ.get("LUOSHI_CHROMIUM", "/usr/bin/chromium")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
READERS = [("zh-hans", 1280, "light", ""), ("zh-hans", 390, "dark", "large"), ("en", 390, "light", "")]


@pytest.fixture(scope="module")
def browser():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.mark.parametrize("reader", READERS)
def test_every_page_can_be_read_by_everybody(browser, live_server, reader):
    language, width, theme, size = reader
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=theme)
    cookies = {"luoshi_language": language, "luoshi_type": size or "usual"}
    context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    for name in NAMES:
        page.goto(f"{live_server.url}/gallery/{name}/")
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(name, one["id"], one["nodes"][0]["target"]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    context.close()
    assert complaints == []


def test_a_long_text_survives_a_reload_and_is_gone_once_it_is_sent(browser, live_server):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{live_server.url}/gallery/form/")
    page.fill("textarea", "排水沟还没有清淤。")
    page.reload()
    assert page.input_value("textarea") == "排水沟还没有清淤。"
    page.evaluate("document.querySelector('form.form').action = '/nowhere/'")
    page.click(".form-acts button")
    page.goto(f"{live_server.url}/gallery/desk/")
    page.goto(f"{live_server.url}/gallery/form/")
    assert page.input_value("textarea") == ""
    context.close()
