"""The numbers that Word writes by itself (一、 （一） 1. …), which no paragraph holds but which part its clauses."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from .xml import child, local, value

DIGITS = "〇一二三四五六七八九"
LEVELS = 9
# Counting further would let one wrong start value fill the memory with Roman numerals.
HIGHEST = 3999
LARGEST_WHOLE = 999_999
LAST_CIRCLED = 20
PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class Level:
    """How one depth of a list is counted and written."""

    start: int
    format: str
    text: str


@dataclass
class Numbering:
    """The lists of one document and how far each has been counted."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    by_style: dict[str, tuple[str, int]] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)

    def label(self, properties: "etree._Element | None") -> str:
        """The number the next paragraph with these properties carries, or nothing; counting moves on."""
        place = self._place(properties)
        if place is None:
            return ""
        number, depth = place
        level = self.lists.get(number, {}).get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(self.families.get(number, number), [None] * LEVELS)
        before = counts[depth]
        counts[depth] = level.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (LEVELS - depth - 1)
        return self._written(number, level, counts)

    def _written(self, number: str, level: Level, counts: list[int | None]) -> str:
        if level.format in {"bullet", "none"}:
            return ""

        def written(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            at = self.lists[number].get(depth, level)
            count = counts[depth]
            return numeral(at.start if count is None else count, at.format)

        return PLACEHOLDER.sub(written, level.text)

    def _place(self, properties: "etree._Element | None") -> tuple[str, int] | None:
        """The list and depth of a paragraph: its own, else its style's; list 0 means none."""
        own = child(properties, "numPr")
        styled = self.by_style.get(value(child(properties, "pStyle")) or "")
        number = value(child(own, "numId"))
        if number is None:
            return styled
        depth = whole(value(child(own, "ilvl")), 0)
        return None if number == "0" or not 0 <= depth < LEVELS else (number, depth)


def read_numbering(numbering: "etree._Element | None", styles: "etree._Element | None") -> Numbering:
    """The lists of a document from its two parts, either of which may be missing."""
    result = Numbering()
    if numbering is None:
        return result
    abstract = {value(each, "abstractNumId"): _levels(each) for each in numbering if local(each) == "abstractNum"}
    for each in numbering:
        number, family = value(each, "numId"), value(child(each, "abstractNumId"))
        if local(each) != "num" or number is None:
            continue
        changed = _overrides(each)
        result.lists[number] = {**abstract.get(family, {}), **_restarted(abstract.get(family, {}), changed)}
        # Lists of one family count on together unless one of them starts anew.
        result.families[number] = number if changed else f"family {family}"
    if styles is not None:
        result.by_style = _style_places(styles)
    return result


def _levels(parent: "etree._Element") -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for each in parent:
        depth = whole(value(each, "ilvl"), -1)
        if local(each) == "lvl" and 0 <= depth < LEVELS:
            levels[depth] = Level(
                start=whole(value(child(each, "start")), 1),
                format=value(child(each, "numFmt")) or "decimal",
                text=value(child(each, "lvlText")) or "",
            )
    return levels


def _overrides(number: "etree._Element") -> dict[int, int]:
    """The depths at which a list starts anew, and with what."""
    return {
        whole(value(each, "ilvl"), -1): whole(value(child(each, "startOverride")), 1)
        for each in number
        if local(each) == "lvlOverride" and child(each, "startOverride") is not None
    }


def _restarted(levels: dict[int, Level], changed: dict[int, int]) -> dict[int, Level]:
    return {
        depth: Level(start, levels[depth].format, levels[depth].text)
        for depth, start in changed.items()
        if depth in levels
    }


def _style_places(styles: "etree._Element") -> dict[str, tuple[str, int]]:
    """For each style its list and depth, taken from the style it is based on where it names none."""
    own: dict[str, tuple[str, int]] = {}
    base: dict[str, str] = {}
    for style in styles:
        name, parent = value(style, "styleId"), value(child(style, "basedOn"))
        if local(style) != "style" or name is None:
            continue
        if parent is not None:
            base[name] = parent
        listed = child(child(style, "pPr"), "numPr")
        number = value(child(listed, "numId"))
        if number is not None:
            own[name] = (number, min(max(whole(value(child(listed, "ilvl")), 0), 0), LEVELS - 1))
    return {name: place for name in {*own, *base} if (place := _inherited(name, own, base)) and place[0] != "0"}


def _inherited(name: str, own: dict[str, tuple[str, int]], base: dict[str, str]) -> tuple[str, int] | None:
    seen: set[str] = set()
    while name not in own:
        if name in seen or name not in base:
            return None
        seen.add(name)
        name = base[name]
    return own[name]


def whole(written: str | None, otherwise: int) -> int:
    """A whole number of reasonable size, or the other value."""
    try:
        number = int(written or "")
    except ValueError:
        return otherwise
    return number if abs(number) <= LARGEST_WHOLE else otherwise


def numeral(count: int, style: str) -> str:
    """A count in one of Word's styles; unknown styles and counts out of range are written as digits."""
    write = WRITERS.get(style)
    return str(count) if write is None or not 0 < count <= HIGHEST else write(count)


def chinese(count: int) -> str:
    """A count from 1 to 9,999 in Chinese: 12 is 十二, 105 is 一百零五."""
    written, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, count = divmod(count, unit)
        if digit:
            written += ("零" if gap and written else "") + DIGITS[digit] + name
        gap = not digit
    return written.removeprefix("一") if written.startswith("一十") else written


def _letters(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _roman(count: int) -> str:
    steps = (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")
    written = ""
    for step, sign in (*steps, (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        times, count = divmod(count, step)
        written += sign * times
    return written


def _circled(count: int) -> str:
    return chr(0x2460 + count - 1) if count <= LAST_CIRCLED else str(count)


WRITERS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "chineseLegalSimplified": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": lambda count: "".join(DIGITS[int(digit)] for digit in str(count)),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": lambda count: "".join(chr(ord(digit) + 0xFEE0) for digit in str(count)),
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
}
