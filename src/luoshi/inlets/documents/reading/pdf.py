"""The text of a PDF: lines broken at the width of the page are joined again, page numbers are left out."""

import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from .outcome import Refusal, UnreadableFile

PROGRAM = Path(__file__).with_name("pdf_text.py")
SECONDS = 90
PAGE_NUMBER = re.compile(
    r"^[\s—–\-－―·]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／,，共]+\s*(?:第|共)?\s*\d{1,4}\s*页?)?[\s—–\-－―·]*$"
)
MARKED_NUMBER = re.compile(r"^\s*(?:[—–\-－―]\s*\d{1,4}\s*[—–\-－―]|第\s*\d{1,4}\s*页.*)\s*$")
ENDING = re.compile(r"[。！？!?]['\"”’」』）)】]*$")
OPENING = re.compile(
    r"^\s*(?:[一二三四五六七八九十百]{1,4}、|[（(][一二三四五六七八九十百\d]{1,4}[）)]|\d{1,3}[.．、](?!\d)|[①-⑳]|第[一二三四五六七八九十百\d]{1,5}[章节条]"
    r"|附件\s*\d*\s*[:：]?|抄送[:：]|[\u3000]{2})"
)
NUMBER_ON_ITS_OWN = re.compile(r"^\s*\S{1,14}[〔［\[【(（](?:19|20)\d{2}[〕］\]】)）]\s*\d{1,5}\s*号\s*$")
# Punctuation that may not begin a line leaves the line before up to two characters short.
SLACK = 2.2
INDENT = 1.2
REPEATED_ON = 3


@dataclass(frozen=True)
class Line:
    """A line as set on the page, its edges counted in letters' widths."""

    words: str
    left: float
    right: float


def read_pdf(data: bytes) -> tuple[str, int]:
    """The text, and how many pages have none."""
    pages = _pages(data)
    empty = sum(1 for lines in pages if not lines)
    return "\n".join(join_lines(_without_margins(pages))), empty


def _pages(data: bytes) -> list[list[Line]]:
    """Let the program beside this file take the text out, and turn its end, whatever it is, into a refusal."""
    try:
        run = subprocess.run(  # noqa: S603  # the product's own file, no shell
            [sys.executable, "-I", str(PROGRAM)], input=data, capture_output=True, timeout=SECONDS, check=True
        )
        answer = json.loads(run.stdout)
    except (subprocess.SubprocessError, json.JSONDecodeError) as error:
        raise UnreadableFile(Refusal.DAMAGED) from error
    if "refusal" in answer:
        raise UnreadableFile(Refusal(answer["refusal"]))
    return [[_line(*each) for each in page] for page in answer["pages"]]


def _line(words: str, left: float, right: float, height: float) -> Line:
    """Edges in letters' widths, as measured or, failing that, as the letters would run."""
    words = words.strip("\t ")
    return Line(words, left / height, right / height) if height else Line(words, 0, width(words))


def _without_margins(pages: list[list[Line]]) -> list[list[Line]]:
    """Drop page numbers and the running heads that stand on most pages."""
    edges = Counter(words for lines in pages for words in {line.words for line in (*lines[:1], *lines[-1:])})
    repeated = {words for words, times in edges.items() if times >= REPEATED_ON and times * 2 > len(pages)}
    return [_inner(lines, repeated) for lines in pages]


def _inner(lines: list[Line], repeated: set[str]) -> list[Line]:
    last = len(lines) - 1
    return [
        line
        for at, line in enumerate(lines)
        if not MARKED_NUMBER.match(line.words)
        and not (at in {0, last} and (line.words in repeated or PAGE_NUMBER.match(line.words)))
    ]


def join_lines(pages: list[list[Line]]) -> list[str]:
    """Paragraphs out of lines: a short line ends one, an indent or a number opens one, pages do neither."""
    lines = [line for page in pages for line in page]
    full = _nth(sorted(line.right for line in lines), 9) - SLACK
    margin = _nth(sorted(line.left for line in lines), 3)
    indented = any(_opens(line, margin) for line in lines)
    paragraphs: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and not _opens(line, margin):
            paragraphs[-1] = _joined(paragraphs[-1], line.words)
        else:
            paragraphs.append(line.words)
        ended = ENDING.search(line.words) and not indented
        goes_on = line.right >= full and not ended and not NUMBER_ON_ITS_OWN.match(line.words)
    return paragraphs


def _opens(line: Line, margin: float) -> bool:
    if line.left > margin + INDENT:
        return True
    return OPENING.match(line.words) is not None or NUMBER_ON_ITS_OWN.match(line.words) is not None


def _nth(edges: list[float], tenth: int) -> float:
    """The edge that so many tenths of the lines do not pass: headings and page numbers stand outside."""
    return edges[(len(edges) - 1) * tenth // 10] if edges else 0.0


def width(line: str) -> float:
    """How many Chinese letters wide a line is set."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in line)


def _joined(before: str, line: str) -> str:
    """Chinese joins without a space, Latin words with one, a word cut by a hyphen without either."""
    if before.endswith(("\ufffe", "\xad", "\x02")):
        return before[:-1] + line
    latin = before[-1:].isascii() and line[:1].isascii() and before[-1:].isalnum() and line[:1].isalpha()
    return before + (" " if latin else "") + line.lstrip()
