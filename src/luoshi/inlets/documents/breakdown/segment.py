"""Text to paragraphs, sentences, limbs (between semicolons) and clauses (between commas).

All later steps work on a compact copy of the text: punctuation of one width, white space that says nothing left out,
a line feed where a paragraph ends. `Source` keeps the way back, so that every span is exact in the text as given.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from .model import Span

_FOLD = str.maketrans(
    {
        ";": "；",
        "!": "！",
        "?": "？",
        "(": "（",
        ")": "）",
        "．": ".",
        "﹑": "、",
        "､": "、",
        "｡": "。",
        "﹐": "，",
        "﹔": "；",
        "﹕": "：",
        "［": "（",
        "］": "）",
        "〝": "“",
        "〞": "”",
        "「": "“",
        "」": "”",
        "『": "‘",
        "』": "’",
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    }
)
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\x00")
_STOPS = frozenset("。！？；：")
_ENDS = frozenset("。！？")
_CLOSERS = frozenset("”’）》」』】〉")
_PAIRS = {"（": "）", "《": "》", "“": "”", "‘": "’", "【": "】", "〔": "〕", "〈": "〉"}
_LONGEST_QUOTE = 120
_LONGEST_BRACKET = 300
_NOTE = re.compile(r"负责|牵头|配合|参与|参加|分工|完成")  # a bracket that stands alone and names owners or dates
_MARK_AHEAD = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.、](?!\d))")


@dataclass(frozen=True, slots=True)
class Source:
    """The text as given, its compact copy, and where each compact character stood."""

    text: str
    body: str
    places: array[int]

    def span(self, start: int, end: int) -> Span:
        """The place in the text as given of a stretch of the compact copy."""
        return self.places[start], self.places[end - 1] + 1

    def words(self, span: Span) -> str:
        """The words of a span of the text as given."""
        return self.text[span[0] : span[1]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the compact copy without its closing punctuation; `tail` is where the next one starts."""

    start: int
    end: int
    tail: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its limbs, each a row of clauses."""

    start: int
    end: int
    limbs: tuple[tuple[Piece, ...], ...]


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _wrap_width(lines: list[str]) -> int:
    """The width at which the lines were wrapped by a machine, or 0 where each line is a paragraph."""
    long = [line for line in lines if len(line) >= 18]
    if len(long) < 5:
        return 0
    open_ended = [line for line in long if line[-1] not in "。！？；：.!?;:）)”》"]
    if len(open_ended) * 5 < len(long) * 2:
        return 0
    widths = sorted(len(line) for line in open_ended)
    return widths[len(widths) // 2] - 4


def _soft_breaks(text: str) -> frozenset[int]:
    """Line feeds that only wrap a paragraph."""
    lines = text.split("\n")
    width = _wrap_width([line.strip() for line in lines if line.strip()])
    if not width:
        return frozenset()
    soft = set()
    place = 0
    for line in lines:
        place += len(line)
        bare = line.strip()
        if len(bare) >= width and bare[-1] not in "。！？；：" and not _MARK_AHEAD.match(text, place + 1):
            soft.add(place)
        place += 1
    return frozenset(soft)


def read(text: str) -> Source:
    """Make the compact copy."""
    soft = _soft_breaks(text)
    body: list[str] = []
    places = array("L")
    folded = text.translate(_FOLD)
    size = len(text)
    index = 0

    def keep(char: str, place: int) -> None:
        body.append(char)
        places.append(place)

    while index < size:
        char = folded[index]
        if char.isspace() or char in _INVISIBLE:
            start = index
            hard = False
            while index < size and (folded[index].isspace() or folded[index] in _INVISIBLE):
                hard = hard or (folded[index] in "\n\x0b\x0c\u2028\u2029\x85" and index not in soft)
                index += 1
            gap = folded[start:index]
            previous = body[-1] if body else "\n"
            if not hard and previous in _STOPS and (gap.count("\u3000") >= 2 or len(gap) >= 4):
                hard = True
            if hard or "\t" in gap:
                if previous != "\n":
                    keep("\n", start)
            elif index < size and previous.isascii() and folded[index].isascii() and previous.isalnum():
                keep(" ", start)
            continue
        previous = body[-1] if body else "\n"
        following = folded[index + 1] if index + 1 < size else "\n"
        between_digits = previous.isdigit() and following.isdigit()
        if char == "," and not between_digits:
            char = "，"
        elif char == ":" and not between_digits:
            char = "："
        elif char == "." and _is_han(previous) and (following.isspace() or _is_han(following)):
            char = "。"
        keep(char, index)
        index += 1
    return Source(text, "".join(body), places)


def paragraphs(source: Source) -> Iterator[tuple[int, int]]:
    """Stretches between line feeds, empty ones left out."""
    start = 0
    body = source.body
    while start < len(body):
        end = body.find("\n", start)
        if end < 0:
            end = len(body)
        if end > start:
            yield start, end
        start = end + 1


def _closings(body: str, start: int, end: int) -> dict[int, int]:
    """Where each opening bracket or short quotation in the stretch is closed."""
    closings: dict[int, int] = {}
    stack: list[tuple[int, str]] = []
    straight = -1
    for index in range(start, end):
        char = body[index]
        if char in _PAIRS:
            stack.append((index, _PAIRS[char]))
        elif char == '"':
            if straight >= 0:
                closings[straight] = index
                straight = -1
            else:
                straight = index
        elif stack and char == stack[-1][1]:
            closings[stack.pop()[0]] = index
        elif char in _ENDS and stack and stack[-1][1] in "”’":
            stack.clear()
    return closings


def _opaque(body: str, index: int, closing: int) -> bool:
    """Whether punctuation between the two places is no boundary."""
    if body[index] in '“‘"':
        return closing - index <= _LONGEST_QUOTE
    return closing - index <= _LONGEST_BRACKET


def sentences(source: Source, start: int, end: int) -> Iterator[Sentence]:
    """The sentences of a stretch, with their limbs and clauses."""
    body = source.body
    closings = _closings(body, start, end)
    limbs: list[tuple[Piece, ...]] = []
    clauses: list[Piece] = []
    opening = clause_start = start
    index = start
    while index < end:
        char = body[index]
        closing = closings.get(index)
        place = index
        if closing is not None and _opaque(body, index, closing):
            index = closing + 1
            if (
                char == "（"
                and place == opening
                and (index >= end or body[index] in "。；\n" or _NOTE.search(body, place, index))
            ):
                if index < end and body[index] in "。；，":
                    index += 1
                yield Sentence(opening, index, ((Piece(opening, closing + 1, index),),))
                opening = clause_start = index
            continue
        if char in _ENDS:
            stop = index
            index += 1
            while index < end and (body[index] in _ENDS or (body[index] in _CLOSERS and index not in closings)):
                index += 1
            clauses.append(Piece(clause_start, stop, index))
            limbs.append(tuple(clauses))
            yield Sentence(opening, index, tuple(limbs))
            limbs, clauses = [], []
            opening = clause_start = index
            continue
        if char in "，：":
            clauses.append(Piece(clause_start, index, index + 1))
            clause_start = index + 1
        elif char == "；":
            clauses.append(Piece(clause_start, index, index + 1))
            limbs.append(tuple(clauses))
            clauses = []
            clause_start = index + 1
        index += 1
    if clause_start < end:
        clauses.append(Piece(clause_start, end, end))
    if clauses:
        limbs.append(tuple(clauses))
    if limbs:
        yield Sentence(opening, end, tuple(limbs))
