"""Lights are derived, never stored: from the dates a matter carries and the day that is asked about.

Red: past its date. Yellow: behind a milestone. Blue: due within `LUOSHI_NEAR_DUE_DAYS` working days. Else green.
A matter without a date has no light but `undecided`; one that has ended has none.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.conf import settings

from luoshi.base import workdays


class Light(StrEnum):
    """How a matter stands against its clock; word and shape go with the colour."""

    RED = "red"
    YELLOW = "yellow"
    BLUE = "blue"
    GREEN = "green"
    UNDECIDED = "undecided"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Lamp:
    """Lights for one day: the calendar is asked once."""

    today: date
    near: date

    @classmethod
    def on(cls, today: date) -> "Lamp":
        """The lamp of a day."""
        return cls(today=today, near=workdays.add(today, settings.LUOSHI_NEAR_DUE_DAYS))

    def light(self, *, is_open: bool, due: date | None, milestone: date | None) -> Light:
        """The light of a matter with these dates."""
        if not is_open:
            return Light.NONE
        if due is not None and due < self.today:
            return Light.RED
        if milestone is not None and milestone < self.today:
            return Light.YELLOW
        if due is None:
            return Light.UNDECIDED
        return Light.BLUE if due <= self.near else Light.GREEN
