"""Days as ledgers write them: 2014.4.30, 2014-4-30, 2014年4月30日, 4月底前, 20140430. Plain Python."""

import re
from calendar import monthrange
from datetime import date, timedelta

_WHOLE = re.compile(r"(?P<y>(?:19|20)\d{2})\s*[.\-/年．。]\s*(?P<m>\d{1,2})\s*[.\-/月．。]\s*(?P<d>\d{1,2})\s*[日号]?")
_SOLID = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_MONTH = re.compile(
    r"(?:(?P<y>(?:19|20)\d{2})\s*年)?\s*(?P<m>\d{1,2})\s*月(?:份)?\s*(?:(?P<d>\d{1,2})\s*[日号]|(?P<p>底|末|中旬|上旬|下旬|初))?"
)
_YEAR_END = re.compile(r"(?P<y>(?:19|20)\d{2})\s*年\s*(?:年)?[底末]")
_STAMP = re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})[ T]\d{2}:\d{2}(?::\d{2})?")
_SERIAL = re.compile(r"[34]\d{4}")  # days since the end of 1899, as spreadsheets keep them: 1982 to 2036
_OPEN = re.compile(r"长期|常态|持续|坚持|立即|立行|马上|随时|待定|另行|无|[—\-/]+")
_PART = {"上旬": 10, "初": 10, "中旬": 20}
_MONTHS = range(1, 13)
EPOCH = date(1899, 12, 30)


class NoSuchDay(ValueError):
    """Words that name a day that does not exist, or none at all."""


def day(words: str, *, year: int | None = None) -> date | None:
    """The day that the words name; None where they say that there is none. Raises NoSuchDay.

    `year` is taken where the words give none.
    """
    words = words.strip()
    if not words or _OPEN.fullmatch(words) or (_OPEN.match(words) and not re.search(r"\d", words)):
        return None
    if _SERIAL.fullmatch(words):
        return EPOCH + timedelta(days=int(words))
    for pattern in (_STAMP, _WHOLE, _SOLID):
        if match := pattern.search(words):
            return _day(int(match["y"]), int(match["m"]), int(match["d"]), words)
    if match := _YEAR_END.search(words):
        return date(int(match["y"]), 12, 31)
    if match := _MONTH.search(words):
        found_year = int(match["y"]) if match["y"] else year
        if found_year is None:
            raise NoSuchDay(words)
        month = int(match["m"])
        return _day(found_year, month, _of_month(match, found_year, month), words)
    raise NoSuchDay(words)


def _of_month(match: re.Match[str], year: int, month: int) -> int:
    if match["d"]:
        return int(match["d"])
    if match["p"] in _PART:
        return _PART[match["p"]]
    return monthrange(year, month)[1] if month in _MONTHS else 1


def _day(year: int, month: int, day_of_month: int, words: str) -> date:
    try:
        return date(year, month, day_of_month)
    except ValueError as error:
        raise NoSuchDay(words) from error
