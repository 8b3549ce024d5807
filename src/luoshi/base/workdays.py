"""Working days by the official calendar, kept in a table that can be edited.

The rule: a day works when the table says so; where the table is silent, Monday to Friday work. In a year whose
calendar is not published the answer is provisional, and `is_published` says so.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar

from luoshi.base.models import OfficialDay, OfficialYear

SEED = "chinesecalendar"
SATURDAY = 5
FIRST_KNOWN = 2004  # where the library begins
LAST_CONCEIVABLE = 2100


def seed(years: Iterable[int] = range(FIRST_KNOWN, LAST_CONCEIVABLE)) -> int:
    """Fill the table for years that the library knows and nobody has entered yet; gives how many years were added."""
    added = 0
    entered = set(OfficialYear.objects.values_list("year", flat=True))
    for year in set(years) - entered:
        try:
            days = _differing_days(year)
        except NotImplementedError:
            continue
        OfficialDay.objects.bulk_create(days, ignore_conflicts=True)
        OfficialYear.objects.create(year=year, version=f"{SEED} {_library_version()}")
        added += 1
    forget()
    return added


def _library_version() -> str:
    from importlib.metadata import version as installed

    return installed("chinesecalendar")


def _differing_days(year: int) -> list[OfficialDay]:
    days = []
    on = date(year, 1, 1)
    while on.year == year:
        works = chinese_calendar.is_workday(on)
        if works != (on.weekday() < SATURDAY):
            name = chinese_calendar.get_holiday_detail(on)[1] or ""
            days.append(OfficialDay(day=on, is_working=works, name=str(name)))
        on += timedelta(days=1)
    return days


def forget() -> None:
    """Drop what was read from the table, after it was edited."""
    _year.cache_clear()
    wording.cache_clear()


@lru_cache(maxsize=1)
def wording() -> str:
    """The whole calendar in one text: another one where a day was edited or a year was published."""
    days = OfficialDay.objects.order_by("day").values_list("day", "is_working")
    return " ".join(f"{day.isoformat()}{'+' if works else '-'}" for day, works in days)


@lru_cache(maxsize=32)
def _year(year: int) -> tuple[dict[date, bool], str]:
    rows = OfficialDay.objects.filter(day__gte=date(year, 1, 1), day__lte=date(year, 12, 31))
    published = OfficialYear.objects.filter(year=year).first()
    return {row.day: row.is_working for row in rows}, published.version if published else ""


def is_published(year: int) -> bool:
    """Whether the calendar of the year is in the table."""
    return bool(_year(year)[1])


def version(year: int) -> str:
    """The wording of the calendar of a year, or `unpublished`."""
    return _year(year)[1] or "unpublished"


def is_working(on: date) -> bool:
    """Whether the day is worked."""
    return _year(on.year)[0].get(on, on.weekday() < SATURDAY)


def add(on: date, days: int) -> date:
    """The working day that comes so many working days after (or, negative, before) a day."""
    step = timedelta(days=1 if days >= 0 else -1)
    left = abs(days)
    while left:
        on += step
        left -= is_working(on)
    return on


def between(start: date, end: date) -> int:
    """Working days after `start` up to and with `end`; negative when `end` lies before."""
    if end < start:
        return -between(end, start)
    return sum(is_working(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
