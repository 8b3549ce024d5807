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
_LINE_ENDS = frozenset("\n\x0b\x0c\u2028\u2029\x85")
_WIDER = {",": "，", ":": "："}
_WIDE_GAP = 4
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


class _Copy:
    """The compact copy while it is made."""

    def __init__(self, text: str) -> None:
        self.body: list[str] = []
        self.places = array("L")
        self._folded = text.translate(_FOLD)
        self._soft = _soft_breaks(text)

    @property
    def _previous(self) -> str:
        return self.body[-1] if self.body else "\n"

    def _keep(self, char: str, place: int) -> None:
        self.body.append(char)
        self.places.append(place)

    def blank(self, start: int) -> int:
        """Take white space: a paragraph's end, a space between Latin words, or nothing; where it ends."""
        folded = self._folded
        end = start
        hard = False
        while end < len(folded) and (folded[end].isspace() or folded[end] in _INVISIBLE):
            hard = hard or folded[end] == "\t" or (folded[end] in _LINE_ENDS and end not in self._soft)
            end += 1
        gap = folded[start:end]
        if self._previous in _STOPS and (gap.count("\u3000") > 1 or len(gap) >= _WIDE_GAP):
            hard = True
        if hard and self._previous != "\n":
            self._keep("\n", start)
        elif not hard and self._previous.isascii() and self._previous.isalnum() and folded[end : end + 1].isascii():
            self._keep(" ", start)
        return end

    def char(self, place: int) -> None:
        """Take one character, punctuation made full width where it stands between Chinese words."""
        char = self._folded[place]
        following = self._folded[place + 1 : place + 2] or "\n"
        if char in _WIDER and not (self._previous.isdigit() and following.isdigit()):
            char = _WIDER[char]
        elif (
            char == "."
            and (_is_han(self._previous) or self._previous in "）”》")
            and (following.isspace() or _is_han(following))
        ):
            char = "。"
        self._keep(char, place)


def read(text: str) -> Source:
    """Make the compact copy."""
    copy = _Copy(text)
    index = 0
    while index < len(text):
        if text[index].isspace() or text[index] in _INVISIBLE:
            index = copy.blank(index)
        else:
            copy.char(index)
            index += 1
    return Source(text, "".join(copy.body), copy.places)


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


class _Cutter:
    """Sentences of a stretch while they are cut."""

    def __init__(self, start: int) -> None:
        self.opening = start  # where the sentence begins
        self._clause = start
        self._clauses: list[Piece] = []
        self._limbs: list[tuple[Piece, ...]] = []

    def clause(self, end: int, tail: int) -> None:
        """A clause ends."""
        self._clauses.append(Piece(self._clause, end, tail))
        self._clause = tail

    def limb(self) -> None:
        """A limb ends."""
        if self._clauses:
            self._limbs.append(tuple(self._clauses))
        self._clauses = []

    def sentence(self, end: int) -> Sentence:
        """The sentence ends."""
        self.limb()
        made = Sentence(self.opening, end, tuple(self._limbs))
        self._limbs = []
        self.opening = self._clause = end
        return made

    def rest(self, end: int) -> Sentence | None:
        """What no full stop closes."""
        if self._clause < end:
            self.clause(end, end)
        return self.sentence(end) if self._clauses or self._limbs else None


def _after_stops(body: str, index: int, end: int, closings: dict[int, int]) -> int:
    """The place after full stops and the quotation marks that close with them."""
    while index < end and (body[index] in _ENDS or (body[index] in _CLOSERS and index not in closings)):
        index += 1
    return index


def sentences(source: Source, start: int, end: int) -> Iterator[Sentence]:
    """The sentences of a stretch, with their limbs and clauses."""
    body = source.body
    closings = _closings(body, start, end)
    cutter = _Cutter(start)
    index = start
    while index < end:
        char = body[index]
        closing = closings.get(index)
        if closing is not None and _opaque(body, index, closing):
            alone = char == "（" and index == cutter.opening
            index = closing + 1
            if alone and (index >= end or body[index] in "。；" or _NOTE.search(body, cutter.opening, index)):
                stop = index + (index < end and body[index] in "。；，")
                cutter.clause(index, stop)
                yield cutter.sentence(stop)
                index = stop
        elif char in _ENDS:
            stop = _after_stops(body, index + 1, end, closings)
            cutter.clause(index, stop)
            yield cutter.sentence(stop)
            index = stop
        else:
            index += 1
            if char in "，：；":
                cutter.clause(index - 1, index)
            if char == "；":
                cutter.limb()
    rest = cutter.rest(end)
    if rest is not None:
        yield rest
