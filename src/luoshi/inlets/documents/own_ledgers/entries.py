"""Rows of a ledger become entries, each with what is wrong or left open in it. Plain Python."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from luoshi.base.text import fold
from luoshi.inlets.documents.own_ledgers.columns import Field, Headings
from luoshi.inlets.documents.own_ledgers.days import NoSuchDay, day

LONGEST = 500  # characters of a title
_DONE = re.compile(r"已?(?:办结|完成|销号|整改到位|完结|解决|落实到位)|^是$|^√$|100%")
_NOT_DONE = re.compile(r"未|正在|推进|基本|部分|待|否|逐步|进行|持续|尚|×")
_SUM = re.compile(r"^(?:合计|总计|小计|注[:：]|说明[:：]|备注[:：]|填表|制表|审核)")
_BETWEEN = re.compile(r"[、,，;；/\n]+|\s{2,}")

Find = Callable[[str], UUID | None]


class Bad(StrEnum):
    """Why a row cannot become a matter."""

    NO_TITLE = "no_title"
    NO_SUCH_DAY = "no_such_day"
    DUE_BEFORE_START = "due_before_start"
    STARTS_LATER = "starts_later"
    TWICE = "twice"


class Open(StrEnum):
    """What a row leaves undecided; a person decides it later."""

    NO_UNIT = "no_unit"
    UNKNOWN_UNIT = "unknown_unit"
    NO_DATE = "no_date"
    SHORTENED = "shortened"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: what has to be done, by whom, until when; `due` is the first date, `extended` a later one."""

    row: int
    key: str
    title: str
    detail: str = ""
    lead: UUID | None = None
    assists: tuple[UUID, ...] = ()
    started: date | None = None
    due: date | None = None
    extended: date | None = None
    is_done: bool = False
    bad: tuple[tuple[Bad, str], ...] = ()
    left: tuple[tuple[Open, str], ...] = ()


@dataclass(slots=True)
class _Reading:
    """What is found wrong or open while one row is read."""

    bad: list[tuple[Bad, str]] = field(default_factory=list)
    left: list[tuple[Open, str]] = field(default_factory=list)


def entries(
    rows: Iterable[tuple[int, list[str]]], headings: Headings, *, find: Find, today: date, year: int | None = None
) -> list[Entry]:
    """The entries below the headings; empty rows, sums, notes and repeated headings are left out.

    `find` gives the unit that a name means, or None. `year` is that of dates without one.
    """
    found: list[Entry] = []
    seen: dict[str, Entry] = {}
    for number, cells in rows:
        if number <= headings.last_row or not any(cells) or _is_note(cells) or _is_heading(cells, headings):
            continue
        entry = _entry(number, cells, headings, find=find, today=today, year=year)
        earlier = seen.get(entry.key)
        if earlier is not None:
            entry = _with(entry, Bad.TWICE, str(earlier.row))
        else:
            seen[entry.key] = entry
        found.append(entry)
    return found


def _with(entry: Entry, bad: Bad, word: str) -> Entry:
    return Entry(
        **{name: getattr(entry, name) for name in Entry.__slots__ if name != "bad"}, bad=(*entry.bad, (bad, word))
    )


def _is_note(cells: Sequence[str]) -> bool:
    first = next(cell for cell in cells if cell)
    return bool(_SUM.match("".join(first.split())))


def _is_heading(cells: Sequence[str], headings: Headings) -> bool:
    same = sum(bool(cell) and fold(cell) in fold(name) for cell, name in zip(cells, headings.names, strict=False))
    return same > len([cell for cell in cells if cell]) // 2 and same > 1


def _entry(number: int, cells: list[str], headings: Headings, *, find: Find, today: date, year: int | None) -> Entry:
    reading = _Reading()

    def held(kind: Field) -> str:
        return "\n".join(dict.fromkeys(_held(cells, headings, kind)))

    title = " ".join(held(Field.TITLE).split())
    if not title:
        reading.bad.append((Bad.NO_TITLE, ""))
    if len(title) > LONGEST:
        reading.left.append((Open.SHORTENED, str(len(title))))
    lead, assists = _units(held(Field.LEAD), held(Field.ASSIST), find, reading)
    started = _day(held(Field.STARTED), year, reading)
    due = _day(held(Field.DUE), started.year if started else year, reading)
    extended = _day(held(Field.EXTENDED), due.year if due else year, reading)
    closed = _day(held(Field.CLOSED), year, reading) if held(Field.CLOSED) else None
    if started and due and due < started:
        reading.bad.append((Bad.DUE_BEFORE_START, f"{due:%Y-%m-%d}"))
    if started and started > today:
        reading.bad.append((Bad.STARTS_LATER, f"{started:%Y-%m-%d}"))
    if due is None and not any(kind is Bad.NO_SUCH_DAY for kind, _word in reading.bad):
        reading.left.append((Open.NO_DATE, held(Field.DUE)))
    status = "".join(held(Field.STATUS).split())
    return Entry(
        row=number,
        key="|".join([fold(held(Field.NUMBER)), fold(title)[:80], fold(held(Field.LEAD))[:80]]),
        title=title[:LONGEST],
        detail=_detail(cells, headings, title),
        lead=lead,
        assists=assists,
        started=started,
        due=due,
        extended=extended if extended and due and extended > due else None,
        is_done=closed is not None or (bool(_DONE.search(status)) and not _NOT_DONE.search(status)),
        bad=tuple(reading.bad),
        left=tuple(reading.left),
    )


def _held(cells: Sequence[str], headings: Headings, kind: Field) -> Iterator[str]:
    for column, found in enumerate(headings.fields):
        if found is kind and column < len(cells) and cells[column].strip():
            yield cells[column].strip()


def _units(lead: str, assist: str, find: Find, reading: _Reading) -> tuple[UUID | None, tuple[UUID, ...]]:
    """The first unit leads, the others co-operate: one matter has one lead."""
    first: UUID | None = None
    others: list[UUID] = []
    for place, name in enumerate([*_names(lead), *_names(assist)]):
        unit = find(name)
        if unit is None:
            reading.left.append((Open.UNKNOWN_UNIT, name))
        elif first is None and place < max(1, len(_names(lead))):
            first = unit
        elif unit != first and unit not in others:
            others.append(unit)
    if not _names(lead):
        reading.left.append((Open.NO_UNIT, ""))
    return first, tuple(others)


def _names(words: str) -> list[str]:
    return [name for part in _BETWEEN.split(words) if (name := "".join(part.split()))]


def _day(words: str, year: int | None, reading: _Reading) -> date | None:
    try:
        return day(words, year=year)
    except NoSuchDay:
        reading.bad.append((Bad.NO_SUCH_DAY, words))
        return None


KEPT = (Field.DETAIL, Field.PERSON, Field.PROGRESS, Field.SOURCE, Field.EXTENDED, Field.REMARK)


def _detail(cells: Sequence[str], headings: Headings, title: str) -> str:
    """What the row says besides, column by column, in its own words; also columns that were not recognised."""
    lines = [title] if len(title) > LONGEST else []
    for column, name in enumerate(headings.names):
        kind = headings.fields[column]
        words = cells[column].strip() if column < len(cells) else ""
        if words and name and (kind is None or kind in KEPT):
            lines.append(f"{name}：{words}")
    return "\n".join(lines)
