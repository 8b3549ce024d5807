"""Papers for tests: files made from a few lines, in the formats that are read, and texts of the tests' own."""

import io
import zipfile
from pathlib import Path

import docx
import pytest

SHARED = Path(__file__).resolve().parents[6] / "shared"

REPORT = """青河县召开夏季防汛工作推进会议

发布时间:2016-07-02 08:30:00  来源:青河日报  责任编辑:梅小雨
    6月30日,青河县在县委礼堂召开夏季防汛工作推进会议,总结前期情况,部署下步工作。县委副书记、县长秦守田,市防汛督导组组长孟长河在会上讲话。市防汛督导组副组长叶知秋出席会议。
    秦守田强调,各乡镇要在7月10日前完成险工险段排查。
    孟长河指出,要坚持昼夜值守。
    县防汛指挥部副指挥长、副县长安石、水务局局长温如玉、鲁大川出席会议。
    温如玉宣读了《青河县夏季防汛责任分工方案》。安石主持会议。
各乡镇党委书记、县直各单位主要负责同志,县防汛办全体人员参加会议。

相关文章
版权所有 青河县融媒体中心
"""

NOTICE = """青河县人民政府办公室
关于做好秋季秸秆综合利用工作的通知
青政办发〔2016〕8号
各乡镇人民政府，县直各单位：
为做好今年秋季秸秆综合利用工作，经县政府同意，现将有关事项通知如下。
一、压实责任
各乡镇要在9月20日前把地块落实到人，逐户签订承诺书。县农业局负责技术指导。
二、加强巡查
县环保局要会同公安局每日巡查，发现火点十分钟内到场处置；对重复出现火点的村予以通报。
青河县人民政府办公室
2016年9月1日
（此件公开发布）
"""


def paragraphs_docx(*paragraphs: str) -> bytes:
    """A Word document of plain paragraphs."""
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    return saved(document)


def saved(document) -> bytes:
    """The bytes of a Word document."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def with_parts(data: bytes, **parts: str) -> bytes:
    """A Word document with some of its parts replaced: `document="…"` stands for word/document.xml."""
    return _rewritten(data, {f"word/{name}.xml": content.encode() for name, content in parts.items()})


def zipped(**parts: bytes) -> bytes:
    """A zip archive; two underscores in a name stand for a point."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "."), content)
    return target.getvalue()


def _rewritten(data: bytes, replaced: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in replaced:
                new.writestr(name, old.read(name))
        for name, content in replaced.items():
            new.writestr(name, content)
    return target.getvalue()


def pdf_of(*pages: list[tuple[int, int, str]], locked: bool = False) -> bytes:
    """A PDF whose pages show lines at given places, in a Chinese font that every reader knows by name."""
    kids = " ".join(f"{10 + 2 * at} 0 R" for at in range(len(pages)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [4 0 R] >>",
        4: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 5 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        5: b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        6: b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>",
    }
    for at, lines in enumerate(pages):
        shown = "\n".join(
            f"BT /F1 16 Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET" for x, y, words in lines
        ).encode()
        objects[10 + 2 * at] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {11 + 2 * at} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        ).encode()
        objects[11 + 2 * at] = f"<< /Length {len(shown)} >>\nstream\n".encode() + shown + b"\nendstream"
    return _pdf_file(objects, b" /Encrypt 6 0 R /ID [<00> <00>]" if locked else b"")


def _pdf_file(objects: dict[int, bytes], trailer: bytes) -> bytes:
    written = b"%PDF-1.4\n"
    places = {}
    for number, content in objects.items():
        places[number] = len(written)
        written += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = b"".join(f"{number} 1\n{place:010} 00000 n \n".encode() for number, place in places.items())
    end = f"startxref\n{len(written)}\n%%EOF\n".encode()
    size = max(objects) + 1
    head = b"xref\n0 1\n0000000000 65535 f \n"
    return written + head + table + f"trailer << /Root 1 0 R /Size {size}".encode() + trailer + b" >>\n" + end


def set_in_lines(*paragraphs: str, per_line: int = 28, per_page: int = 20) -> list[list[tuple[int, int, str]]]:
    """Paragraphs broken at a page's width, indented by two characters, with page numbers as documents have them."""
    lines = []
    for words in paragraphs:
        rest = "\u3000\u3000" + words
        while rest:
            lines.append(rest[:per_line])
            rest = rest[per_line:]
    pages = [lines[at : at + per_page] for at in range(0, len(lines), per_page)]
    return [
        [*((70, 760 - 29 * at, words) for at, words in enumerate(page)), (280, 60, f"- {number} -")]
        for number, page in enumerate(pages, 1)
    ]


def shared_text(*parts: str) -> str:
    """A real text beside the repository; the test is skipped where there is none."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"needs ../shared/{'/'.join(parts)}, which is not here")
    return path.read_text(encoding="utf-8")
