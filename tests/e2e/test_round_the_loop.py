"""Once round the loop: a report is taken in, reviewed, issued, done, checked, answered, confirmed, closed and seen.

Seven people walk it in a browser: the clerk, the liaison of a town, an inspector and a colleague, the secretary of a
village, a cadre stationed there, and the first responsible person.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from e2e.acting import Review, act, take_in
from e2e.browsing import Door
from luoshi.base import clock

EVERYBODY = "各单位"
UNITS_BELOW = 186  # 19 towns, farms and zones, 167 villages and communities
TOWN, VILLAGE = "唐海镇", "新立街社区居委会"
EARLIER = 1  # issued the day before
DONE = 2  # the town's and the village's
PEOPLE = 7


@dataclass(frozen=True)
class Loop:
    """What went round."""

    title: str
    issued: int
    matter: str
    village_matter: str

    @property
    def asked(self):
        return self.issued + EARLIER


def in_days(days):
    return (clock.today() + timedelta(days=days)).isoformat()


def numbers(words):
    return [int(n) for n in re.findall(r"\d+", words)]


@pytest.fixture(scope="module")
def site(own_site):
    """Nobody else's matters are counted."""
    own_site.lay_out("yesterday")
    return own_site


@pytest.fixture(scope="module")
def loop(browser, site, signed_in, paper, tmp_path_factory):
    """The whole way, walked once."""
    door = Door(browser, site, signed_in)
    clerk = door.open("clerk")
    title, issued = issue(clerk, paper)
    record = tmp_path_factory.mktemp("evidence") / "走访登记表.txt"
    record.write_text("一队 12户\n二队 9户\n", encoding="utf-8")
    matter = town_is_believed_once(door, title, record)
    village = village_is_checked_on_paper(door, title)
    faults = door.close()
    assert not faults, "\n".join(faults)
    return Loop(title, issued, matter, village)


def issue(clerk, paper):
    """The clerk takes the report in, reviews it, signs and issues; gives a requirement and how many went out."""
    take_in(clerk, paper)
    review = Review(clerk)
    review.confirm_plain()
    review.confirm_all()
    everybody = review.name_like(EVERYBODY)
    assert review.turn(everybody, kinds=("town", "village")) == UNITS_BELOW
    clause = review.clause_of(everybody)
    review.date(in_days(30), section=review.paragraph_of(clause))
    title = clerk.locator(f"#c{clause} .clause-words").inner_text()
    clerk.locator("#bar .button-primary").click()
    assert "第一责任人" in clerk.locator(".facts div").last.inner_text()  # the approver
    clerk.locator(".form .button-primary").click()
    clerk.wait_for_load_state()

    rows = clerk.locator("section table.table").last.locator("tbody tr")
    each = [int(text) for text in rows.locator("td.is-number").all_inner_texts()]
    requirements, units, issued = numbers(clerk.locator("p.sentence").inner_text())[:3]
    assert (requirements, issued) == (len(each), sum(each))
    assert units >= UNITS_BELOW
    assert UNITS_BELOW in each
    minutes = clerk.locator("table.table").first.locator("td:nth-child(4)").all_inner_texts()
    assert minutes
    assert all(int(n) > 0 for n in minutes)
    clerk.locator(".form-acts .button-primary").click()
    expect(clerk.locator("table .tone-green")).to_have_count(len(each), timeout=60_000)
    return title, issued


def town_is_believed_once(door, title, record):
    """A town says twice that it is done, and is refused once; gives the address of its matter."""
    town, inspector = door.open("tanghai"), door.open("inspector")
    open_matter(town, TOWN, title)
    act(town, "accept")
    act(town, "plan", "先摸底，再逐户走访。", fill={"title_0": "摸底", "due_0": in_days(5)})
    act(town, "progress", "已走访三个村队。")
    act(town, "add_evidence", "登记表", choose={"nature": "own"}, file=record)
    act(town, "claim", "走访和登记均已完成。")
    matter = town.url
    inspector.goto(matter)
    act(inspector, "verify", "二队九户中有四户没有走到。", choose={"finding": "not"})
    town.goto(matter)
    assert "四户没有走到" in town.locator(".way").inner_text()
    act(town, "progress", "四户已补走。")
    act(town, "claim", "全部走访完毕。")
    inspector.goto(matter)
    act(inspector, "verify", "现场抽查六户，均已走访。", choose={"finding": "found", "nature": "spot"})
    town.goto(matter)
    act(town, "reply", "已逐户走访，意见全部登记。")
    clerk, principal = door.open("clerk"), door.open("mayor")
    clerk.goto(matter)
    act(clerk, "confirm", "两户群众表示满意。", choose={"answer": "solved", "means": "person"})
    principal.goto(matter)
    act(principal, "close")
    return matter


def village_is_checked_on_paper(door, title):
    """A village is checked on paper and confirmed by the cadre stationed there; gives the address of its matter."""
    secretary, inspector, stationed = door.open("village1"), door.open("inspector2"), door.open("stationed")
    open_matter(secretary, VILLAGE, title)
    act(secretary, "accept")
    act(secretary, "claim", "已开会传达并公示。")
    matter = secretary.url
    inspector.goto(matter)
    act(inspector, "verify", "看了会议记录和公示照片。", choose={"finding": "found", "nature": "own"})
    secretary.goto(matter)
    act(secretary, "reply", "已公示，欢迎监督。")
    stationed.goto(matter)
    act(stationed, "confirm", "党员群众都知道。", choose={"answer": "solved", "means": "person"})
    return matter


def open_matter(page, unit, title):
    """By the list of matters, searched by words and unit, to the matter of a unit."""
    page.goto("/")
    page.locator(".menu a[href='/matters/']").click()
    page.locator("details.filters summary").click()
    page.locator("input[name=q]").fill(title)
    page.locator("input[name=unit]").fill(unit)
    page.locator("[role=search] button").click()
    page.locator("tbody tr", has_text=unit).locator("td.is-title a").first.click()


def board(page, *, on=""):
    """The board of the district, of today or as of the end of a day."""
    page.goto("/")
    page.locator(".menu a[href='/boards/']").click()
    if on:
        page.locator("details.filters summary").click()
        page.locator("input[name=on]").fill(on)
        page.locator("[role=search] button").click()
    page.wait_for_load_state()


def figures(page):
    """The sentence of a board without its days: asked for, claimed done, found done by others …"""
    return numbers(page.locator("p.sentence").inner_text())


def counted(page, place):
    """The table behind a chart of the board: what it says and how many."""
    rows = page.locator(".stacks figure").nth(place).locator("table tr").all_text_contents()
    found = [re.fullmatch(r"\s*(.*?)(\d+)\s*", row) for row in rows]
    return {row.group(1): int(row.group(2)) for row in found if row}


def test_seven_people_have_left_their_names(loop, person, no_violations, shots):
    page = person("mayor")
    names = set()
    for matter, grade in ((loop.village_matter, "E4"), (loop.matter, "E5")):
        page.goto(matter)
        assert page.locator("h1 .grade").inner_text() == grade
        names |= set(page.locator(".way .timeline-what > p:first-child .note").all_inner_texts())
    assert len(names) == PEOPLE
    assert "走访登记表.txt" in page.locator(".way .files").inner_text()
    no_violations(page)
    shots(page, "matter")


def test_the_board_counts_today_and_the_day_before(loop, person, no_violations, shots):
    page = person("mayor")
    board(page)
    assert figures(page)[:3] == [loop.asked, DONE, DONE]
    grades = counted(page, 0)
    assert sum(grades.values()) == loop.asked
    assert [n for grade, n in grades.items() if grade.startswith(("E5", "E4"))] == [1, 1]
    assert sum(counted(page, 2).values()) == loop.asked
    total = [cell.strip() for cell in page.locator(".units tfoot td").all_inner_texts()]
    assert total[1:4] == [str(loop.asked), "1", "1"]
    no_violations(page)
    shots(page, "board")

    board(page, on=in_days(-1))
    assert figures(page)[:2] == [EARLIER, 0]
    assert sum(counted(page, 0).values()) == EARLIER
    board(page, on=in_days(-2))
    assert page.locator(".stacks figure").count() == 0


def test_the_chain_is_walked_both_ways(loop, person):
    page = person("mayor")
    board(page)
    page.locator(".units td a", has_text=TOWN).first.click()  # the board of the town
    page.locator(".chart-key a", has_text="E5").first.click()  # the list of what is seen on the spot
    page.locator("td.is-title a").click()
    expect(page).to_have_url(loop.matter)
    page.locator("figcaption a.cited").click()
    page.wait_for_url("**/documents/*/#at*")
    words = page.locator(f".paper {page.evaluate('location.hash')}")
    expect(words).to_be_visible()
    assert words.locator("span").last.inner_text() in loop.title

    words.locator("a.tag").click()  # the requirement
    page.locator(".part-list > p a").click()  # all its tasks
    page.locator("input[name=unit]").fill(TOWN)
    page.locator("[role=search] button").click()
    page.locator("tbody tr", has_text="E5").locator("td.is-title a").click()
    expect(page).to_have_url(loop.matter)
    page.locator(".facts a", has_text=TOWN).click()  # the unit, and how it stands
    assert TOWN in page.locator("h1").inner_text()

    board(page)
    page.locator(".sources a").first.click()  # the same by requirement
    page.locator(".requirements tr", has_text=loop.title[:20]).locator("td.is-number a").first.click()
    expect(page.locator("tbody tr").nth(DONE)).to_be_visible()


def test_the_brief_is_one_click_from_the_words_of_the_report(loop, person):
    page = person("mayor")
    page.goto("/boards/brief/")
    one = page.locator(".obstacles > li", has_text=loop.title[:20])  # the village's, which waits to be closed
    one.locator("a[href^='/documents/']").click()
    page.wait_for_url("**/documents/*/#at*")
    expect(page.locator(f".paper {page.evaluate('location.hash')}")).to_be_visible()


def test_the_ledger_opens(loop, person, tmp_path):
    page = person("clerk")
    page.goto("/matters/")
    with page.expect_download() as download:
        page.locator("a[href*='ledger.xlsx']").click()
    target = tmp_path / "ledger.xlsx"
    download.value.save_as(target)
    book = CalamineWorkbook.from_path(target)
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    assert sum(loop.title in map(str, row) for row in rows) >= UNITS_BELOW
    assert any("四户没有走到" in str(cell) or "现场抽查六户" in str(cell) for row in rows for cell in row)


def test_the_journal_is_sealed_and_whole(loop, site, tmp_path):
    sealed = site.command("seal")
    assert sealed.returncode == 0
    kept = tmp_path / "seals.json"
    kept.write_text(sealed.stdout, encoding="utf-8")
    verified = site.command("verify", "--against", str(kept))
    assert verified.returncode == 0, verified.stdout + verified.stderr
    entries, _streams, seals, problems = numbers(verified.stdout)[:4]
    assert entries > loop.issued
    assert seals >= 1
    assert problems == 0
