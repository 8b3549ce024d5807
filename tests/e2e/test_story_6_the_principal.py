"""Monday, eight o'clock: one page, printed; what only this post can move; one line moves it."""

import pypdfium2
import pytest
from playwright.sync_api import expect

from e2e import monday

SHOWN = 3
A4 = (595, 842)  # points


@pytest.fixture(scope="module")
def site(own_site):
    """Nobody else's obstacles are in the way."""
    own_site.lay_out("monday")
    return own_site


@pytest.fixture
def page(person):
    """The brief, one click from the board."""
    opened = person("mayor")
    opened.goto("/boards/")
    opened.locator("a[href$='/boards/brief/']").first.click()
    opened.wait_for_load_state()
    return opened


def obstacles(page):
    return page.locator(".obstacles > li")


def sheets(page, tmp_path):
    """The pages of the brief as it is printed: sizes and words."""
    target = tmp_path / "brief.pdf"
    page.pdf(path=target, prefer_css_page_size=True, format="A4")
    document = pypdfium2.PdfDocument(target)
    return [
        (tuple(round(side) for side in sheet.get_size()), sheet.get_textpage().get_text_bounded()) for sheet in document
    ]


def test_the_brief_is_one_sheet_of_paper(page, tmp_path, no_violations, shots):
    assert "7" in page.locator("p.sentence").inner_text()  # asked for
    assert obstacles(page).count() == SHOWN
    no_violations(page)
    shots(page, "brief")
    (size, words), *more = sheets(page, tmp_path)
    assert not more
    assert size == pytest.approx(A4, abs=1)
    said = "".join(words.split())
    assert all(told in said for told in (monday.QUESTION, monday.EXTENSION, "日志封存"))


def test_nobody_is_ranked(page):
    """Neither the brief nor the board it leads to puts units in an order of merit."""
    assert page.locator("main table:not(figure table)").count() == 0
    assert page.locator("main .multiples").count() == 0
    page.locator("a[href^='/boards/'].button").first.click()
    page.wait_for_load_state()
    names = page.locator(".units tbody td:first-child").all_inner_texts()
    page.goto("/offices/units/")
    order = page.locator("main").inner_text()
    places = [order.index(name) for name in names]
    assert places == sorted(places)  # the order of the map


@pytest.mark.parametrize(
    ("title", "fields"),
    [(monday.EXTENSION, {"decision": "yes"}), (monday.QUESTION, {}), (monday.SOLVED[0], {})],
    ids=["an extension is granted", "a question is answered", "what is solved is struck off"],
)
def test_one_line_moves_an_obstacle(page, effort, title, fields):
    one = obstacles(page).filter(has_text=title)
    assert one.count() == 1
    effort(page).reset()
    one.locator(".obstacle-links .button").click()
    page.wait_for_load_state()
    for name, value in fields.items():
        page.locator(f"input[name={name}][value={value}]").check()
    if page.locator("textarea[name=words]").count() and not fields:
        page.locator("textarea[name=words]").fill("可以电话登记。")
    page.locator(".form .button-primary").click()
    expect(page.locator(".message.success")).to_be_visible()
    assert effort(page).loads == len(("form", "sent", "matter"))
    page.goto("/boards/brief/")
    assert obstacles(page).filter(has_text=title).count() == 0


def test_each_leads_to_the_matter_and_the_latest_evidence(page):
    one = obstacles(page).last
    one.locator("h3 a").click()
    page.wait_for_url("**/matters/*/")
    page.go_back()
    obstacles(page).last.locator("a[href*='#n']").click()
    page.wait_for_url("**/matters/*/#n*")
    expect(page.locator(page.evaluate("location.hash"))).to_be_visible()
