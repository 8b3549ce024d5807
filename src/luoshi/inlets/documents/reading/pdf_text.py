"""Run as a program of its own: PDF on standard input, its pages as JSON on standard output.

The PDF engine is native code, not safe under threads, and can be made to eat memory or to crash; here it takes
nothing down but itself. The file imports nothing of the product, so that it starts fast.
"""

import json
import re
import resource
import sys
from typing import TypeAlias

import pypdfium2
from pypdfium2 import raw

MEMORY = 1024 * 1024 * 1024
SECONDS = 60
MOST_PAGES = 3_000
MOST_CHARACTERS = 10_000_000
LINE = re.compile(r"[^\r\n]*[^\s][^\r\n]*")

Line: TypeAlias = tuple[str, float, float, float]


def pages(data: bytes) -> dict[str, object]:
    """The lines of each page with where they begin and end, or the reason why there are none."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        return {"refusal": "encrypted" if locked else "damaged"}
    if len(document) > MOST_PAGES:
        return {"refusal": "too_large"}
    found: list[list[Line]] = []
    room = MOST_CHARACTERS
    for number in range(len(document)):
        lines = _page(document, number)
        room -= sum(len(line[0]) for line in lines)
        if room < 0:
            return {"refusal": "too_large"}
        found.append(lines)
    return {"pages": found} if found else {"refusal": "damaged"}


def _page(document: "pypdfium2.PdfDocument", number: int) -> list[Line]:
    """The lines of one page; a page that cannot be loaded has none, the others still do."""
    try:
        page = document[number]
        text_page = page.get_textpage()
        text: str = text_page.get_text_range()
        measured = text_page.count_chars() == len(text)
        lines = [_line(text_page if measured else None, text, *each.span()) for each in LINE.finditer(text)]
    except pypdfium2.PdfiumError:
        return []
    text_page.close()
    page.close()
    return lines


def _line(text_page: "pypdfium2.PdfTextPage | None", text: str, start: int, end: int) -> Line:
    """A line with its left and right edge and the height of its letters, zero where they cannot be measured."""
    words = text[start:end]
    if text_page is None:
        return words, 0.0, 0.0, 0.0
    last = start + len(words.rstrip()) - 1
    left, bottom, _, top = text_page.get_charbox(start, loose=True)
    _, _, right, _ = text_page.get_charbox(last, loose=True)
    return words, left, right, abs(top - bottom)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(pages(sys.stdin.buffer.read()), sys.stdout)
