"""Word documents: paragraphs, tables and automatic numbers, in the order a reader sees them."""

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from luoshi.inlets.documents.reading import read_bytes
from luoshi.inlets.documents.reading.numbering import chinese, numeral
from luoshi.inlets.documents.tests.papers import paragraphs_docx, saved, with_parts

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NUMBERING = f"""<?xml version="1.0" encoding="UTF-8"?><w:numbering {W}>
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""


def test_paragraphs_and_tables_come_in_their_order():
    document = docx.Document()
    document.add_paragraph("第一段。")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "东河乡"
    table.cell(0, 1).text = "鲁大川\n温如玉"
    document.add_paragraph("第二段。")
    reading = read_bytes(saved(document), "a.docx")
    assert reading.text == "第一段。\n东河乡\t鲁大川 温如玉\n第二段。"
    assert (reading.format, reading.encoding, reading.has_text) == ("docx", None, True)


def test_headers_and_footers_are_no_part_of_the_text():
    document = docx.Document()
    document.add_paragraph("正文。")
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    assert read_bytes(saved(document)).text == "正文。"


def test_deleted_and_hidden_words_are_left_out_and_inserted_ones_are_in():
    document = docx.Document()
    paragraph = document.add_paragraph("各乡镇")
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>可以</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>应当</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"))
    paragraph.add_run("排查。")
    assert read_bytes(saved(document)).text == "各乡镇应当排查。"


def test_tab_stops_of_a_paragraph_are_no_tabs():
    document = docx.Document()
    document.add_paragraph("正文。").paragraph_format.tab_stops.add_tab_stop(914400)
    assert read_bytes(saved(document)).text == "正文。"


def _numbered(*items: tuple[int, int, str]) -> bytes:
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{words}</w:t></w:r></w:p>"
        for number, depth, words in items
    )
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return with_parts(paragraphs_docx("x"), document=document, numbering=NUMBERING)


def test_automatic_numbers_stand_in_the_text():
    data = _numbered((1, 0, "甲"), (1, 1, "乙"), (1, 1, "丙"), (1, 2, "丁"), (1, 0, "戊"), (1, 1, "己"))
    assert read_bytes(data).text.split("\n") == ["一、甲", "（一）乙", "（二）丙", "1.丁", "二、戊", "（一）己"]


def test_a_list_that_starts_anew_counts_anew():
    assert read_bytes(_numbered((1, 0, "甲"), (1, 0, "乙"), (2, 0, "丙"))).text.split("\n") == [
        "一、甲",
        "二、乙",
        "一、丙",
    ]


@pytest.mark.parametrize(
    ("count", "written"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (110, "一百一十")]
)
def test_chinese_counts(count, written):
    assert chinese(count) == written


@pytest.mark.parametrize(
    ("style", "written"),
    [
        ("upperRoman", "XIV"),
        ("lowerLetter", "n"),
        ("decimalEnclosedCircle", "⑭"),
        ("ideographDigital", "一四"),
        ("?", "14"),
    ],
)
def test_other_counts(style, written):
    assert numeral(14, style) == written


def test_a_document_of_pictures_has_no_text_yet():
    reading = read_bytes(saved(docx.Document()), "scan.docx")
    assert (reading.text, reading.has_text, reading.notes) == ("", False, ("no_text",))
