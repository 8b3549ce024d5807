"""Which rung of a ladder is due for a matter on a day. Plain Python: dates and a calendar in, a slip out.

Blue: its date is near. Yellow: a milestone has passed. Red: its date has passed. The rung is the last one whose day
has come, so that missed days catch up with it and with none before it. A matter gets at most one slip a day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from luoshi.base import clock
from luoshi.base.days import Days
from luoshi.campaigns.template import Rung, Turn

ORDER = tuple(Rung)
LOW = frozenset({Rung.UNDERTAKER, Rung.HELP})  # a person who has urged by hand has done as much
AFTER_MILESTONE = 1  # working days; a milestone turns to the undertaker alone
ONE = timedelta(days=1)
MOST_BEFORE, MOST_AFTER = -60, 250  # working days, as templates allow


class Colour(StrEnum):
    """The coloured slips (蓝、黄、红) of the offices; the names of the lights."""

    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Clock:
    """What the ladder looks at in a matter whose turn it is: its dates, and how far it was chased."""

    due: date | None
    milestone: date | None = None
    paused_until: date | None = None
    rung: str = ""
    urged_on: date | None = None


@dataclass(frozen=True, slots=True)
class Slip:
    """One reminder: its colour, who is turned to, the date it is about, and the day on which it fell due."""

    colour: Colour
    rung: Rung
    about: date
    since: date

    def key(self, matter: object) -> str:
        """The name of what is done once: the matter, the date that it is about, the rung."""
        kind = "milestone" if self.colour is Colour.YELLOW else str(self.rung)
        return f"urge:{matter}:{self.about.isoformat()}:{kind}"


@dataclass(frozen=True)
class Ladder:
    """Turns from the bottom up with a calendar; the days of one due date are reckoned once."""

    turns: tuple[Turn, ...]
    days: Days
    _known: dict[date, tuple[tuple[date, Rung], ...]] = field(default_factory=dict, repr=False)

    def starts(self, due: date) -> tuple[tuple[date, Rung], ...]:
        """From which day on each rung is turned to for a due date."""
        if due not in self._known:
            self._known[due] = tuple((self.days.add(due, turn.days), turn.rung) for turn in self.turns)
        return self._known[due]

    def slip(self, matter: Clock, today: date) -> Slip | None:
        """What is to be done for a matter on a day, or nothing: on a day off, while paused, twice a day or again."""
        if not self.days.is_working(today) or matter.urged_on == today:
            return None
        if matter.paused_until is not None and today <= matter.paused_until:
            return None
        return self._by_date(matter, today) or self._by_milestone(matter, today)

    def _by_date(self, matter: Clock, today: date) -> Slip | None:
        if matter.due is None:
            return None
        come = [turn for turn in self.starts(matter.due) if turn[0] <= today]
        if not come or _is_done(matter, *come[-1]):
            return None
        since, rung = come[-1]
        return Slip(Colour.RED if matter.due < today else Colour.BLUE, rung, matter.due, since)

    def _by_milestone(self, matter: Clock, today: date) -> Slip | None:
        behind = matter.milestone
        if behind is None or (matter.due is not None and matter.due < today):
            return None
        since = self.days.add(behind, AFTER_MILESTONE)
        if today < since or (matter.urged_on is not None and matter.urged_on >= since):
            return None
        return Slip(Colour.YELLOW, Rung.UNDERTAKER, behind, since)

    @property
    def reach(self) -> int:
        """How many working days before a date the first rung is turned to."""
        return max((-turn.days for turn in self.turns), default=0)


def _is_done(matter: Clock, since: date, rung: Rung) -> bool:
    """Whether this rung was turned to already for this date: since its day, on this rung or a higher one."""
    if matter.urged_on is None or matter.urged_on < since:
        return False
    if matter.rung not in ORDER:  # by hand
        return rung in LOW
    return ORDER.index(Rung(matter.rung)) >= ORDER.index(rung)


def done(matter: Clock, slip: Slip, today: date) -> Clock:
    """The matter after that slip."""
    return replace(matter, rung=str(slip.rung), urged_on=today)


def foreseen(matter: Clock, ladder: Ladder, first: date, last: date) -> Iterable[tuple[date, Slip]]:
    """The slips of the days to come, if nothing else happens."""
    on = first
    while on <= last:
        if slip := ladder.slip(matter, on):
            yield on, slip
            matter = done(matter, slip, on)
        on += ONE


def is_open(at: datetime, days: Days, hours: tuple[int, int]) -> bool:
    """Whether anybody may be chased at a moment: a working day, within the hours of Beijing (first in, last out)."""
    return days.is_working(clock.day(at)) and hours[0] <= at.astimezone(clock.BEIJING).hour < hours[1]


def faults(turns: Sequence[Turn]) -> list[int]:
    """The places of turns that do not go up, or come before the one below them: such a ladder is refused."""
    return [
        at
        for at in range(1, len(turns))
        if ORDER.index(turns[at].rung) <= ORDER.index(turns[at - 1].rung) or turns[at].days < turns[at - 1].days
    ]
