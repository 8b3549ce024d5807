"""What somebody does by mistake or on purpose gets one clear sentence, and nothing is lost or half-written."""

import pytest
from playwright.sync_api import expect

from e2e import one_in_hand
from luoshi.inlets.documents.tests.papers import paragraphs_docx, pdf_of, with_parts

MEGABYTE = 1024 * 1024
SENTENCE = 120  # characters, at most
WORD = paragraphs_docx("正文。")
FILES = {
    "an empty file": ("空.txt", b""),
    "a picture": ("照片.txt", b"\x89PNG\r\n\x1a\n" + bytes(50)),
    "a program": ("报告.docx", b"MZ\x90\x00" + bytes(600)),
    "a zip bomb": ("报告.docx", with_parts(WORD, document="0" * 8_000_000)),
    "half a file": ("报告.docx", WORD[: len(WORD) // 2]),
    "a locked pdf": ("报告.pdf", pdf_of([(70, 700, "密。")], locked=True)),
}
PASTED = "会议纪要，还没有写完。"
ODD = """'"><img src=x onerror=alert(1)>.txt"""


@pytest.fixture(scope="module")
def site(own_site):
    """Files that somebody else would have to look at are nobody else's."""
    own_site.lay_out("one_in_hand")
    return own_site


@pytest.fixture
def town(person):
    opened = person(one_in_hand.TOWN)
    opened.goto("/")
    return opened


def offer(page, name, data):
    """Take in a file where a text was pasted already."""
    page.goto("/documents/new/")
    page.locator("textarea[name=text]").fill(PASTED)
    page.locator("input[name=file]").set_input_files({"name": name, "mimeType": "text/plain", "buffer": data})
    page.locator(".form .button-primary").click()


def documents(page):
    """How many documents there are."""
    page.goto("/documents/")
    return page.locator("tbody tr").count()


@pytest.mark.parametrize("which", FILES)
def test_a_file_that_cannot_be_read_is_said_in_one_sentence(person, no_violations, which):
    page = person("clerk")
    before = documents(page)
    offer(page, *FILES[which])
    said = page.locator(".field-refused .refusal")
    expect(said).to_have_count(1)
    assert 0 < len(said.inner_text()) <= SENTENCE
    assert page.locator("textarea[name=text]").input_value() == PASTED
    no_violations(page)
    assert documents(page) == before


def test_forty_megabytes_are_refused_on_a_page(person, tmp_path):
    page = person("clerk")
    before = documents(page)
    large = tmp_path / "大文件.txt"
    with large.open("wb") as file:
        file.truncate(40 * MEGABYTE)
    page.goto("/documents/new/")
    page.locator("input[name=file]").set_input_files(large)
    with page.expect_navigation() as arrived:
        page.locator(".form .button-primary").click()
    assert arrived.value.status == 413
    assert page.locator("main").inner_text()
    assert documents(page) == before


def test_a_name_with_quotes_stays_a_name(person):
    page = person("clerk")
    offer(page, ODD, "关于清理河道的通知\n\n各单位：\n一、要清理河道。\n".encode())
    page.wait_for_url("**/review/")
    page.locator(".page-acts a").first.click()
    expect(page.locator("main .facts")).to_be_visible()
    assert page.locator("main img").count() == 0
    with page.expect_download() as download:
        page.locator("a[href$='/original/']").click()
    assert download.value.suggested_filename.endswith(".txt")


def open_act(page, title, name):
    """The form of an act on a matter of the desk."""
    page.locator("li.todo", has_text=title).locator(".todo-title a").click()
    page.locator(f"#acts a[href$='/{name}/']").click()


def test_a_double_click_is_one_act(town):
    title = one_in_hand.IN_HAND[0]
    open_act(town, title, "progress")
    town.locator("textarea[name=words]").fill("沟已清理一半。")
    town.locator(".form .button-primary").dblclick()
    expect(town.locator(".message.success")).to_be_visible()
    town.goto("/")
    town.locator("li.todo", has_text=title).locator(".todo-title a").click()
    assert town.locator(".way .said", has_text="沟已清理一半。").count() == 1


def test_two_tabs_send_the_same_form_and_one_counts(person):
    first = person(one_in_hand.TOWN)
    first.goto("/")
    open_act(first, one_in_hand.WAITING, "accept")
    second = first.context.new_page()
    second.goto(first.url)
    first.locator(".form .button-primary").click()
    expect(first.locator(".message.success")).to_be_visible()
    second.locator(".form .button-primary").click()
    assert second.locator("main").inner_text()
    second.goto(first.url)
    assert second.locator(".way li", has_text="签收").count() == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_half_typed_form_survives_a_log_in_that_ran_out(person, site, scripts):
    page = person(one_in_hand.TOWN, scripts=scripts)
    page.goto("/")
    open_act(page, one_in_hand.IN_HAND[1], "progress")
    form = page.url
    page.locator("textarea[name=words]").fill("已登记三位老人。")
    page.context.clear_cookies(name="sessionid")
    page.locator(".form .button-primary").click()
    account, password = site.log_in(one_in_hand.TOWN)
    page.locator("input[name=login]").fill(account)
    page.locator("input[name=password]").fill(password)
    page.locator("form:has(input[name=login]) button").first.click()
    page.wait_for_url(f"{form}*")
    assert page.locator("textarea[name=words]").input_value() == "已登记三位老人。"
    page.locator(".form .button-primary").click()
    assert "已登记三位老人。" in page.locator(".way").inner_text()
    expect(page.locator(".message.success")).to_be_visible()


def test_what_is_refused_is_still_typed(town):
    open_act(town, one_in_hand.IN_HAND[2], "ask_extension")
    town.locator("textarea[name=words]").fill("还差材料。")
    town.locator(".form .button-primary").click()
    expect(town.locator(".refusal")).to_have_count(1)
    assert town.locator("textarea[name=words]").input_value() == "还差材料。"


def test_the_address_of_somebody_elses_matter_leads_nowhere(person, town):
    town.locator("li.todo").first.locator(".todo-title a").click()
    stranger = person("binhai")
    for address in (town.url, f"{town.url}progress/"):
        answer = stranger.goto(address)
        assert answer.status == 404
        assert stranger.locator("h1").inner_text()
