"""The official calendar of a year from a file: one line for each day that differs from the week, `day,works,name`."""

import csv
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from luoshi.base import workdays
from luoshi.base.days import Official

WORKS = {"0": False, "1": True}
LONGEST_NAME = 60
LONGEST_WORDING = 40


class UnreadableCalendar(ValueError):
    """A line that says no day; `number` is its place in the file."""

    def __init__(self, number: int, line: str) -> None:
        super().__init__(line)
        self.number = number
        self.line = line


def read(lines: Iterable[str]) -> dict[date, Official]:
    """The days of a file; a header and empty lines are passed over. Raises UnreadableCalendar."""
    days: dict[date, Official] = {}
    for number, row in enumerate(csv.reader(lines), 1):
        if not any(row) or (number == 1 and row[0].strip().lower() == "day"):
            continue
        try:
            on, works, name = (cell.strip() for cell in [*row, ""][:3])
            days[date.fromisoformat(on)] = Official(WORKS[works], name[:LONGEST_NAME])
        except (ValueError, KeyError) as wrong:
            raise UnreadableCalendar(number, ",".join(row)) from wrong
    return days


def main(path: Path, wording: str) -> int:
    """Enter what the file holds, year by year; what is wrong is said and nothing is entered."""
    try:
        days = read(path.read_text(encoding="utf-8-sig").splitlines())
    except UnreadableCalendar as wrong:
        said = _("Line %(n)s is no day: %(line)s. Write day,works (0 or 1),name, such as 2027-02-17,0,春节.")
        sys.stderr.write(said % {"n": wrong.number, "line": wrong.line} + "\n")
        return 2
    except (OSError, UnicodeDecodeError) as fault:
        said = _("The file %(path)s cannot be read (%(fault)s).")
        sys.stderr.write(said % {"path": path, "fault": fault} + "\n")
        return 2
    for year in sorted({on.year for on in days}):
        of_year = {on: official for on, official in days.items() if on.year == year}
        workdays.enter(year, of_year, version=(wording or path.name)[:LONGEST_WORDING])
        said = _("The calendar of %(year)s is entered: %(n)s days.")
        sys.stdout.write(said % {"year": year, "n": len(of_year)} + "\n")
    return 0
