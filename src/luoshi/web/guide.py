"""The user guide as a page: `docs/guide` is written once and read in a repository and in the product.

It knows what the guide uses and no more: headings, paragraphs, lists in lists, tables, bold words.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "guide"
ITEM = re.compile(r"(?P<indent> *)(?:-|(?P<number>\d+)\.) (?P<words>.*)")

Words = tuple[tuple[str, bool], ...]  # pieces of a line, each with whether it is bold


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list, and the lines below it."""

    words: Words
    below: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list or a table; only what it is is filled."""

    words: Words = ()
    items: tuple[Item, ...] = ()
    is_numbered: bool = False
    head: tuple[str, ...] = ()
    rows: tuple[tuple[tuple[str, Words], ...], ...] = ()  # each cell under the name of its column


@dataclass(slots=True)
class Section:
    """What stands under one heading."""

    title: str
    anchor: str
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Guide:
    """The whole of it."""

    title: str
    opening: tuple[Block, ...]
    sections: tuple[Section, ...]


@cache
def guide(language: str) -> Guide:
    """The guide in English, else in Chinese."""
    name = "en" if language.startswith("en") else "zh"
    return parse((FOLDER / f"{name}.md").read_text(encoding="utf-8"))


def parse(text: str) -> Guide:
    """Blocks are parted by empty lines."""
    title = ""
    opening: list[Block] = []
    sections: list[Section] = []
    for lines in (block.splitlines() for block in re.split(r"\n\s*\n", text.strip())):
        if lines[0].startswith("# "):
            title = lines[0][2:]
        elif lines[0].startswith("## "):
            sections.append(Section(lines[0][3:], f"s{len(sections) + 1}"))
        else:
            (sections[-1].blocks if sections else opening).append(_block(lines))
    return Guide(title, tuple(opening), tuple(sections))


def _block(lines: list[str]) -> Block:
    if lines[0].startswith("|"):
        head, _rule, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        cells = (tuple((name, _words(cell)) for name, cell in zip(head, row, strict=True)) for row in rows)
        return Block(head=tuple(head), rows=tuple(cells))
    found = [ITEM.fullmatch(line) for line in lines]
    if found[0] is None:
        return Block(words=_words(" ".join(lines)))
    return Block(items=_items([one for one in found if one]), is_numbered=bool(found[0]["number"]))


def _items(found: list[re.Match[str]]) -> tuple[Item, ...]:
    items: list[Item] = []
    for one in found:
        words = _words(one["words"])
        if one["indent"] and items:
            items[-1] = Item(items[-1].words, (*items[-1].below, words))
        else:
            items.append(Item(words))
    return tuple(items)


def _words(line: str) -> Words:
    return tuple((piece, at % 2 == 1) for at, piece in enumerate(line.strip().split("**")) if piece)
