"""Web pages: the article comes out with its paragraphs, the page around it does not."""

import pytest

from luoshi.inlets.documents.reading import read_bytes
from luoshi.inlets.documents.reading.facts import find_facts

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>青河县召开防汛会议-青河县人民政府网</title>
<style>p {{ color: red }}</style><script>var a = "脚本里的句子，不是正文。";</script></head><body>
<nav><a href="/">首页</a> <a href="/news">新闻</a></nav>
<form id="aspnetForm"><div id="search"><input value="站内搜索"><select><option>全部栏目</option></select></div>
<div class="wrap"><h1>青河县召开防汛会议</h1>
<div class="info"><span>发布时间：2016-07-02 08:30</span> <span>来源：青河日报</span> <span>浏览次数：12</span></div>
<div class="content"><p>6月30日，青河县召开防汛会议。县长秦守田在会上讲话。</p>
<p>秦守田强调，各乡镇要在7月10日前<b>完成</b>排查，<br>不留死角。</p>
<div style="display: none">藏起来的句子，不该出现。</div>
<table><tr><td>乡镇</td><td>责任人</td></tr><tr><td>东河乡</td><td>鲁大川</td></tr></table>
<p>会议要求，确保安全度汛。</p><p>责任编辑：梅小雨</p><p>相关文章</p>
<ul><li><a href="#">另一篇，不要。</a></li></ul></div></div>
<div class="side"><ul><li><a href="1">旁边的新闻标题，很长很长，也有逗号。</a></li></ul></div>
<footer>版权所有 青河县，保留权利。</footer></form></body></html>"""


@pytest.fixture
def text():
    return read_bytes(PAGE.format(charset="utf-8").encode(), "page.html").text


def test_the_article_stands_in_paragraphs_under_its_heading(text):
    lines = text.split("\n")
    assert lines[0] == "青河县召开防汛会议"
    assert "6月30日，青河县召开防汛会议。县长秦守田在会上讲话。" in lines
    assert "秦守田强调，各乡镇要在7月10日前完成排查，" in lines
    assert "不留死角。" in lines


def test_a_row_of_a_table_is_a_line_of_cells(text):
    assert "东河乡\t鲁大川" in text.split("\n")


@pytest.mark.parametrize(
    "gone", ["脚本", "color", "首页", "全部栏目", "藏起来", "旁边的新闻", "版权所有", "另一篇", "相关文章"]
)
def test_the_page_around_it_is_gone(text, gone):
    assert gone not in text


def test_source_time_and_editor_are_facts_of_the_page(text):
    facts = find_facts(text)
    assert facts.source.value == "青河日报"
    assert facts.editor.value == "梅小雨"
    assert str(facts.published_at.value) == "2016-07-02"
    assert facts.title.value == "青河县召开防汛会议"


@pytest.mark.parametrize(("charset", "codec"), [("gb2312", "gb18030"), ("GBK", "gb18030"), ("utf-8", "utf-8")])
def test_the_charset_a_page_names_is_used(charset, codec, text):
    reading = read_bytes(PAGE.format(charset=charset).encode(codec), "page.htm")
    assert (reading.text, reading.encoding, reading.format) == (text, codec, "html")


def test_a_charset_named_wrongly_is_not_believed(text):
    assert read_bytes(PAGE.format(charset="utf-8").encode("gb18030"), "page.html").text == text
    assert read_bytes(PAGE.format(charset="gb2312").encode(), "page.html").text == text


def test_a_page_under_a_text_name_is_read_as_a_page(text):
    reading = read_bytes(PAGE.format(charset="utf-8").encode(), "page.txt")
    assert (reading.text, reading.notes) == (text, ("read_as_html",))


def test_a_plain_text_under_a_page_name_is_read_as_text():
    reading = read_bytes("一、没有标签的文字".encode(), "page.html")
    assert (reading.format, reading.notes) == ("txt", ("read_as_txt",))


def test_a_page_laid_out_by_tables_keeps_its_article_and_its_paragraphs():
    cell = "".join(
        f"<p>第{at}段写明一件事，并且讲清楚由谁来办，什么时候办完，办到什么程度，怎样检查验收。</p>" for at in range(12)
    )
    page = f"<html><body><table><tr><td><a href='#'>栏目</a></td><td>{cell}</td></tr></table></body></html>"
    assert len(read_bytes(page.encode(), "old.html").text.split("\n")) == 12


def test_a_page_without_words_is_kept_and_said_to_have_none():
    reading = read_bytes(b"<html><body><img src='scan.png'></body></html>", "scan.html")
    assert (reading.text, reading.has_text, reading.notes) == ("", False, ("no_text",))


def test_a_page_nested_beyond_reason_is_read_or_refused_but_never_fails():
    read_bytes(b"<html><body>" + b"<div>" * 50_000 + "深处的话，仍在。".encode(), "deep.html")
