"""PDFs: lines broken by the page become paragraphs again; a scan is kept and said to have no text."""

from luoshi.inlets.documents.reading import read_bytes
from luoshi.inlets.documents.tests.papers import pdf_of, set_in_lines

FIRST = (
    "各乡镇要认真排查险工险段和低洼院落逐一登记造册明确到人并于汛期到来之前完成整治任务不留死角确保群众生命财产安全。"
)
SECOND = "县水务局负责技术指导，县应急办每周汇总一次进展情况，发现问题及时通报，年底统一验收。"


def test_lines_broken_at_the_page_are_joined_and_page_numbers_dropped():
    pages = set_in_lines("一、排查", FIRST, SECOND, per_page=3)
    assert len(pages) > 1
    reading = read_bytes(pdf_of(*pages), "notice.pdf")
    assert [line.strip("\u3000") for line in reading.text.split("\n")] == ["一、排查", FIRST, SECOND]
    assert (reading.format, reading.encoding, reading.has_text, reading.notes) == ("pdf", None, True, ())


def test_a_short_line_ends_a_paragraph_even_without_a_stop():
    lines = [(70, 760, FIRST[:28]), (70, 731, FIRST[28:40]), (70, 702, SECOND[:28]), (70, 673, SECOND[28:])]
    assert read_bytes(pdf_of(lines)).text == f"{FIRST[:40]}\n{SECOND}"


def test_the_number_of_a_document_stays_a_line_of_its_own():
    lines = [(70, 760, FIRST[:28]), (70, 731, "青政办发〔2016〕8号"), (70, 702, "各乡镇：")]
    assert "青政办发〔2016〕8号" in read_bytes(pdf_of(lines)).text.split("\n")


def test_a_running_head_is_dropped():
    pages = [[(70, 800, "青河县文件汇编"), (70, 760, f"第{at}页的内容在这里。")] for at in range(4)]
    assert "汇编" not in read_bytes(pdf_of(*pages)).text


def test_a_scan_is_kept_and_said_to_have_no_text():
    reading = read_bytes(pdf_of([], []), "scan.pdf")
    assert (reading.text, reading.has_text, reading.notes) == ("", False, ("no_text",))


def test_a_page_without_text_among_others_is_said():
    assert read_bytes(pdf_of([(70, 700, "只有这一页有字。")], [])).notes == ("pages_without_text",)
