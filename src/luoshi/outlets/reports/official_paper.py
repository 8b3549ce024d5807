"""Official papers as Word documents, laid out by GB/T 9704-2012 (党政机关公文格式).

The figures of the standard: A4, margins 37 mm above and 28 mm at the binding edge, so that 156 × 225 mm are left
for type; 22 lines of 28 characters of size 3 (16 pt), kept by a document grid of 28.99 pt × 15.79 pt; titles in size 2
(22 pt) 小标宋; levels 黑体, 楷体, 仿宋; page numbers in size 4 (14 pt) 宋体 between dashes, outside on facing pages.
Fonts are named, not embedded: an office has them; elsewhere the nearest is shown.
"""

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

TITLE, BODY, FIRST, SECOND, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
SIZE_2, SIZE_3, SIZE_4 = Pt(22), Pt(16), Pt(14)
LINE = Pt(28.99)
RED = RGBColor(0xC0, 0x00, 0x00)
TWIPS = 20  # a point has as many
GRID = {"type": "linesAndChars", "linePitch": str(int(28.99 * TWIPS)), "charSpace": str(round((15.79 - 16) * 4096))}


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says: whom it goes to, paragraphs, who signs it and when; `mark` and `number` make a head."""

    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    signed: str
    on: date
    mark: str = ""  # 发文机关标志
    number: str = ""  # 发文字号
    copies: str = ""  # 抄送


def written(notice: Notice) -> bytes:
    """The notice as a .docx file."""
    paper = Document()
    _lay_out(paper)
    if notice.mark:
        _head(paper, notice)
    _line(paper, notice.title, font=TITLE, size=SIZE_2, align=WD_ALIGN_PARAGRAPH.CENTER, before=Pt(28.99))
    _line(paper, "")
    _line(paper, f"{notice.addressee}：")
    for words in notice.paragraphs:
        _paragraph(paper, words)
    _line(paper, "")
    _line(paper, notice.signed, align=WD_ALIGN_PARAGRAPH.RIGHT, right=SIZE_3 * 2)
    _line(paper, _day(notice.on), align=WD_ALIGN_PARAGRAPH.RIGHT, right=SIZE_3 * 4)
    if notice.copies:
        _copies(paper, notice)
    body = io.BytesIO()
    paper.save(body)
    return body.getvalue()


def _lay_out(paper: Paper) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(35 - 7 - 5)  # the number stands 7 mm below the type
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    for name, value in GRID.items():
        grid.set(qn(f"w:{name}"), value)
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = BODY, SIZE_3
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    paper.settings.odd_and_even_pages_header_footer = True
    _number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)


def _number(paragraph: Paragraph, align: WD_ALIGN_PARAGRAPH) -> None:
    """A page number between two dashes, one character in from the outer edge."""
    paragraph.alignment = align
    indent = paragraph.paragraph_format
    if align is WD_ALIGN_PARAGRAPH.RIGHT:
        indent.right_indent = SIZE_4
    else:
        indent.left_indent = SIZE_4
    for words in ("— ", None, " —"):
        run = paragraph.add_run(words or "")
        _font(run, SONG, SIZE_4)
        if words is None:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), "PAGE")
            run._element.append(field)


def _head(paper: Paper, notice: Notice) -> None:
    mark = _line(paper, notice.mark, font=TITLE, size=Pt(36), align=WD_ALIGN_PARAGRAPH.CENTER, exact=False)
    mark.runs[0].font.color.rgb = RED
    _line(paper, "")
    number = _line(paper, notice.number, align=WD_ALIGN_PARAGRAPH.CENTER)
    border = OxmlElement("w:pBdr")
    below = OxmlElement("w:bottom")
    for name, value in {"val": "single", "sz": "12", "space": "11", "color": "C00000"}.items():
        below.set(qn(f"w:{name}"), value)
    border.append(below)
    number._p.get_or_add_pPr().append(border)


def _copies(paper: Paper, notice: Notice) -> None:
    line = _line(paper, f"抄送：{notice.copies}。", size=SIZE_4, before=Pt(28.99))
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = SIZE_4
    border = OxmlElement("w:pBdr")
    for side in ("top", "bottom"):
        rule = OxmlElement(f"w:{side}")
        for name, value in {"val": "single", "sz": "8", "space": "4", "color": "000000"}.items():
            rule.set(qn(f"w:{name}"), value)
        border.append(rule)
    line._p.get_or_add_pPr().append(border)


def _paragraph(paper: Paper, words: str) -> None:
    """A paragraph of the body; 一、 is set in 黑体, （一） in 楷体."""
    font = BODY
    if words[1:2] == "、" and words[0] in "一二三四五六七八九十":
        font = FIRST
    elif words[:1] == "（" and words[2:3] == "）":
        font = SECOND
    _line(paper, words, font=font, indent=SIZE_3 * 2)


def _line(
    paper: Paper, words: str, *, font: str = BODY, size: Any = SIZE_3, align: Any = None, before: Any = None,
    indent: Any = None, right: Any = None, exact: bool = True,
) -> Paragraph:  # fmt: skip
    paragraph = paper.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before, form.space_after = before or Pt(0), Pt(0)
    if exact:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    form.first_line_indent, form.right_indent = indent, right
    paragraph.alignment = align
    _font(paragraph.add_run(words), font, size)
    return paragraph


def _font(run: Any, font: str, size: Any) -> None:
    run.font.name, run.font.size = font, size
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _day(on: date) -> str:
    """2014年4月9日: Arabic figures, no leading zero (GB/T 9704-2012, 7.3.5.4)."""
    return f"{on.year}年{on.month}月{on.day}日"
