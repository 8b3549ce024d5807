"""Working days by the official calendar, kept in a table that can be edited.

The rule: a day works when the table says so; where the table is silent, Monday to Friday work. In a year whose
calendar is not published the answer is provisional, and `is_published` says so.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar
from django.db import transaction

from luoshi.base import clock
from luoshi.base.days import SATURDAY, UNPUBLISHED, Days, Official
from luoshi.base.models import OfficialDay, OfficialYear

SEED = "chinesecalendar"
FIRST_KNOWN = 2004  # where the library begins
LAST_CONCEIVABLE = 2100
READ_AGAIN_AFTER = 300  # seconds


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


def enter(year: int, days: Mapping[date, Official], *, version: str) -> None:
    """Put the calendar of a year into the table, or another wording of it in the place of the one that stands."""
    if outside := [on for on in days if on.year != year]:
        raise ValueError(f"{outside[0]} does not lie in {year}")
    with transaction.atomic():
        OfficialDay.objects.filter(day__year=year).delete()
        OfficialDay.objects.bulk_create(
            OfficialDay(day=on, is_working=day.works, name=day.name) for on, day in sorted(days.items())
        )
        OfficialYear.objects.update_or_create(year=year, defaults={"version": version})
    forget()


def forget() -> None:
    """Drop what was read from the table, after it was edited."""
    _year.cache_clear()
    _wording.cache_clear()
    _calendar.cache_clear()


def wording() -> str:
    """The whole calendar in one text: another one where a day was edited or a year was published."""
    return _wording(_turn())


@lru_cache(maxsize=1)
def _wording(turn: int) -> str:  # noqa: ARG001 - part of the key
    days = OfficialDay.objects.order_by("day").values_list("day", "is_working")
    return " ".join(f"{day.isoformat()}{'+' if works else '-'}" for day, works in days)


def _turn() -> int:
    """What was read is read again after some minutes: another process may have entered a year meanwhile."""
    return int(clock.now().timestamp()) // READ_AGAIN_AFTER


@lru_cache(maxsize=64)
def _year(year: int, turn: int) -> tuple[dict[date, Official], str]:  # noqa: ARG001 - part of the key
    rows = OfficialDay.objects.filter(day__gte=date(year, 1, 1), day__lte=date(year, 12, 31))
    published = OfficialYear.objects.filter(year=year).first()
    return {row.day: Official(row.is_working, row.name) for row in rows}, published.version if published else ""


@lru_cache(maxsize=64)
def _calendar(first: int, last: int, turn: int) -> Days:
    years = {year: _year(year, turn) for year in range(first, last + 1)}
    return Days(
        differing={on: day for days, _ in years.values() for on, day in days.items()},
        versions={year: version for year, (_, version) in years.items() if version},
    )


def calendar(first: date, last: date) -> Days:
    """The calendar as a plain value: from the year of one day to the year after that of another."""
    return _calendar(first.year, last.year + 1, _turn())


def published() -> dict[int, str]:
    """The years whose calendar is in the table, each with its wording."""
    return dict(OfficialYear.objects.values_list("year", "version"))


def is_published(year: int) -> bool:
    """Whether the calendar of the year is in the table."""
    return bool(_year(year, _turn())[1])


def version(year: int) -> str:
    """The wording of the calendar of a year, or `unpublished`."""
    return _year(year, _turn())[1] or UNPUBLISHED


def is_working(on: date) -> bool:
    """Whether the day is worked."""
    official = _year(on.year, _turn())[0].get(on)
    return on.weekday() < SATURDAY if official is None else official.works


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
