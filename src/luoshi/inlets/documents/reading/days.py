"""Days and moments as Chinese documents write them: 2014年4月9日, 二〇一四年四月九日, 2014/4/14 23:57, 4月9日."""

import re
from collections.abc import Iterator
from datetime import date, time

from .fact import Day

NUMERALS = {"〇": 0, "○": 0, "Ｏ": 0, "零": 0, **{sign: at for at, sign in enumerate("一二三四五六七八九", 1)}}
DIGIT = r"[\d〇○Ｏ零一二三四五六七八九]"
SMALL = r"[\d一二三四五六七八九十]{1,3}"
FULL = rf"(?P<year>{DIGIT}{{4}})\s*年\s*(?P<month>{SMALL})\s*月\s*(?P<day>{SMALL})\s*日"
FULL_DAY = re.compile(FULL)
MONTH_DAY = re.compile(r"(?<![\d年])(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
ANY_DAY = re.compile(rf"{FULL}|(?<![\d年])(?P<short_month>\d{{1,2}})月(?P<short_day>\d{{1,2}})日")
MOMENT = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    r"(?:\s*(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?:[:：](?P<second>\d{2}))?)?"
)


def full_days(text: str, start: int, end: int) -> Iterator[Day]:
    """All days with a year between two places."""
    for match in FULL_DAY.finditer(text, start, end):
        day = from_match(match)
        if day is not None:
            yield day


def any_day(text: str, start: int, end: int) -> Day | None:
    """The first day between two places, with or without a year."""
    match = ANY_DAY.search(text, start, end)
    if match is None:
        return None
    if match["year"]:
        return from_match(match)
    month, day = int(match["short_month"]), int(match["short_day"])
    return Day(None, *match.span()) if _date(2000, month, day) else None


def from_match(match: re.Match[str]) -> Day | None:
    """The day of a match of `FULL_DAY`; none where the calendar has no such day."""
    year = "".join(str(NUMERALS.get(sign, sign)) for sign in match["year"])
    value = _date(int(year), number(match["month"]), number(match["day"]))
    return None if value is None else Day(value, *match.span())


def moment(text: str, start: int, end: int) -> Day | None:
    """The first moment between two places, to the minute where the text has it."""
    match = MOMENT.search(text, start, end)
    if match is None:
        return None
    value = _date(int(match["year"]), int(match["month"]), int(match["day"]))
    return None if value is None else Day(value, *match.span(), at=_time(match))


def with_year_of(day: Day, text: str, other: Day) -> Day:
    """A day without a year, in the year another day of the text names, or the one before if it would lie after it."""
    match = ANY_DAY.match(text, day.start, day.end)
    if match is None or other.value is None or day.value is not None:
        return day
    month, number_of_day = int(match["short_month"]), int(match["short_day"])
    value = _date(other.value.year, month, number_of_day)
    if value is not None and value > other.value:
        value = _date(other.value.year - 1, month, number_of_day)
    return day if value is None else Day(value, day.start, day.end, other.start, other.end)


def number(written: str) -> int:
    """A number up to 99 in digits or Chinese numerals."""
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return NUMERALS.get(written, 0)
    return NUMERALS.get(tens, 1 if not tens else 0) * 10 + NUMERALS.get(ones, 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time(match: re.Match[str]) -> time | None:
    if match["hour"] is None:
        return None
    try:
        return time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        return None
