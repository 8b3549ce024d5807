"""A notice is laid out by GB/T 9704-2012; read back from the file as another program reads it."""

import io
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn

from luoshi.outlets.reports.official_paper import Notice, written

WORDS = ("该事项办理时限为2014年4月30日。", "一、请于5月8日前办结。", "（一）确有困难的，说明原因。")
NOTICE = Notice(
    title="关于疏通灌渠的督查催办通知", addressee="唐海镇", paragraphs=WORDS, signed="区委活动办", on=date(2014, 5, 5),
    mark="曹妃甸区委活动办文件", number="曹活办〔2014〕3号", copies="分管区领导",
)  # fmt: skip


@pytest.fixture(scope="module")
def body():
    return written(NOTICE)


@pytest.fixture(scope="module")
def paper(body):
    return Document(io.BytesIO(body))


def test_the_type_is_156_by_225_millimetres_on_a4(paper):
    section = paper.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (round(section.top_margin.mm), round(section.left_margin.mm)) == (37, 28)
    width = section.page_width.mm - section.left_margin.mm - section.right_margin.mm
    height = section.page_height.mm - section.top_margin.mm - section.bottom_margin.mm
    assert (round(width), round(height)) == (156, 225)


def test_22_lines_of_28_characters(paper):
    grid = paper.sections[0]._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    line = int(grid.get(qn("w:linePitch"))) / 20
    character = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    assert 22 * line <= 225 / 25.4 * 72 < 23 * line
    assert 28 * character <= 156 / 25.4 * 72 < 29 * character


def test_levels_have_their_fonts(paper):
    fonts = {one.text: one.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) for one in paper.paragraphs if one.text}
    assert fonts[NOTICE.title] == "方正小标宋简体"
    assert [fonts[words] for words in WORDS] == ["仿宋_GB2312", "黑体", "楷体_GB2312"]


def test_addressee_signature_and_day(paper):
    lines = [one.text for one in paper.paragraphs if one.text]
    assert "唐海镇：" in lines
    assert lines.index("区委活动办") + 1 == lines.index("2014年5月5日")
    assert lines[-1] == "抄送：分管区领导。"


def test_pages_are_numbered_between_dashes_on_the_outside(body):
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        settings = parts.read("word/settings.xml").decode()
        feet = [parts.read(name).decode() for name in parts.namelist() if "footer" in name and name.endswith(".xml")]
    assert "evenAndOddHeaders" in settings
    assert len(feet) == 2
    assert all('w:instr="PAGE"' in foot and "— " in foot for foot in feet)
    assert {side for foot in feet for side in ("left", "right") if f'w:jc w:val="{side}"' in foot} == {"left", "right"}
