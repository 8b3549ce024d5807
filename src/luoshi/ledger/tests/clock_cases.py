"""Cases for the laws of clocks, drawn by chance: calendars, dates with their pieces, and a small way through the heart.

Whoever asks brings the source of chance, so that a few hundred cases can be made smaller where one fails, and a
million can be run by number at night.
"""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from luoshi.base.days import ONE, Days, Official
from luoshi.ledger import acts, clocks, events
from luoshi.ledger.acts import Act
from luoshi.ledger.events import Kind, Words
from luoshi.ledger.matter import Facts, Happened, Matter, Refusal, decide, evolve

SPAN = 90  # calendar days that a case plays in
WORDS = Words(UUID(int=9), "")
SENDER, LEAD, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)


def day(chance: Random) -> date:
    return date(2014, 1, 1) + chance.randrange(365) * ONE


def calendar(chance: Random, start: date) -> Days:
    """Some holidays and some weekend days that are worked."""
    differing = {}
    for _ in range(chance.randrange(9)):
        first = start + chance.randrange(SPAN) * ONE
        name = chance.choice(("清明节", "劳动节", "端午节"))
        for n in range(chance.randrange(1, 5)):
            on = first + n * ONE
            differing[on] = Official(works=on.weekday() > 4, name=name)
    return Days(differing, dict.fromkeys(range(start.year - 1, start.year + 3), "test"))


def with_a_holiday(days: Days, chance: Random, start: date) -> Days:
    """The same calendar with some more days off."""
    off = {start + chance.randrange(SPAN) * ONE: Official(works=False) for _ in range(chance.randrange(1, 4))}
    return replace(days, differing={**days.differing, **off})


class Way:
    """A matter under way in the heart alone: the sender sets and decides, the lead asks, day after day."""

    def __init__(self, chance: Random, *, in_days: bool | None = None) -> None:
        self.chance = chance
        self.today = day(chance)
        self.days = calendar(chance, self.today)
        opened = events.Opened(kind=Kind.TASK, title=WORDS, campaign=UUID(int=4), issuer=SENDER)
        self.happened: list[Happened] = []
        self.matter: Matter = None  # type: ignore[assignment] - opened next
        self.add(opened, events.Assigned(lead=LEAD), events.Accepted())
        in_days = chance.random() < 0.5 if in_days is None else in_days
        n = chance.randrange(1, 25)
        due = acts.DecideDue(days=n) if in_days else acts.DecideDue(due=self.today + n * ONE)
        assert self.does("clerk", due)

    def add(self, *found: events.Event, who: str = "") -> None:
        for event in found:
            self.happened.append(Happened(event, self.today, who))
            self.matter = evolve(self.matter, self.happened[-1])

    def facts(self, who: str) -> Facts:
        unit, duty = (SENDER, "office") if who == "clerk" else (LEAD, "liaison")
        if who == "inspector":
            unit, duty = OTHER, "supervision"
        scope = SENDER if who == "inspector" else unit
        return Facts(
            person=who, duty=duty, unit=unit, unit_path="0" if unit == SENDER else f"0{unit.int}", scope=scope,
            scope_path="0" if scope == SENDER else f"0{scope.int}", today=self.today, days=self.days, lead_path="02",
            pause_cap=60,
        )  # fmt: skip

    def does(self, who: str, act: Act) -> bool:
        """Whether the act was done."""
        try:
            self.add(*decide(self.matter, act, self.facts(who)), who=who)
        except Refusal:
            return False
        return True

    def waits(self, at_most: int = 6) -> None:
        self.today += timedelta(days=self.chance.randrange(at_most))

    def pauses(self) -> bool:
        """A pause asked for and granted, perhaps ended early."""
        until = self.today + self.chance.randrange(12) * ONE
        if not self.does("liaison", acts.AskPause(until, WORDS)):
            return False
        self.waits(3)
        assert self.does("clerk", acts.DecidePause(granted=True))
        if self.chance.random() < 0.3:
            self.waits()
            self.does("liaison", acts.Resume())
        return True

    def extends(self) -> bool:
        """An extension asked for and granted."""
        assert self.matter.due
        until = self.matter.due + self.chance.randrange(1, 20) * ONE
        asked = self.does("liaison", acts.AskExtension(until, WORDS))
        return asked and self.does("clerk", acts.DecideExtension(granted=True))

    def goes_on(self, steps: int = 4) -> None:
        for _ in range(self.chance.randrange(steps)):
            self.waits()
            self.chance.choice((self.pauses, self.pauses, self.extends))()

    def due(self, days: Days, pieces: tuple[clocks.Piece, ...] | None = None) -> date:
        found = clocks.due_after(self.matter.pieces if pieces is None else pieces, self.matter.opened_on, days)
        assert found
        return found
