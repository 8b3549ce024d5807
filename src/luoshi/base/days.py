"""The official calendar of some years as a plain value: the same counting wherever it is done, without a database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

SATURDAY = 5
UNPUBLISHED = "unpublished"
ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Official:
    """A day on which the calendar differs from the week, and the name of the holiday that it belongs to."""

    works: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Days:
    """Which days work: those that the calendar names, and Monday to Friday where it is silent."""

    differing: Mapping[date, Official] = field(default_factory=dict)
    versions: Mapping[int, str] = field(default_factory=dict)  # of the years that are published

    def is_working(self, on: date) -> bool:
        """Whether the day is worked."""
        official = self.differing.get(on)
        return on.weekday() < SATURDAY if official is None else official.works

    def add(self, on: date, days: int) -> date:
        """The working day that comes so many working days after (or, negative, before) a day; the day itself for 0."""
        step = ONE if days >= 0 else -ONE
        left = abs(days)
        while left:
            on += step
            left -= self.is_working(on)
        return on

    def within(self, first: date, last: date) -> int:
        """Working days from `first` to `last`, both included; 0 where `last` lies before."""
        return sum(self.is_working(first + n * ONE) for n in range((last - first).days + 1))

    def version(self, on: date) -> str:
        """The calendar that a day is reckoned with: its year and the wording, or `unpublished`."""
        return f"{on.year}:{self.versions.get(on.year, UNPUBLISHED)}"


def is_unpublished(version: str) -> bool:
    """Whether a date with this calendar is provisional."""
    return version.endswith(f":{UNPUBLISHED}")
