"""The values that the components of the shell are given; frozen, made by queries or `pages.py`, drawn by tags."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from luoshi.web.registry import Words


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to this page; the last one has no address."""

    title: Words
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list of facts: a name, a value, perhaps an address and a second line."""

    name: Words
    value: object
    url: str = ""
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One point on the way of a matter: when, who, what, in which words, with which light or grade."""

    at: datetime | date
    who: Words
    what: Words
    words: str = ""
    note: Words = ""
    light: str = ""
    word: Words = ""  # what the light says, where it is not the usual word
    grade: str = ""
    url: str = ""
    link: Words = ""  # what the address leads to


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `kind` is `text`, `number`, `date`, `light`, `state`, `grade` or `title`."""

    title: Words
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value in a table; a value that is not a `Cell` is shown as it is."""

    value: object
    url: str = ""
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption for those who cannot see where it stands; `total` is a closing row."""

    caption: Words
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]
    total: Sequence[object] = ()


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a list goes on; both are query strings (`after=…`), "" where it ends."""

    previous: str = ""
    next: str = ""
    shown: int = 0
    total: int | None = None
