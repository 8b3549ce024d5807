"""Which ladder holds for a matter: its campaign's, else the one that the realm switched on, else the usual one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from luoshi.base import ids, workdays
from luoshi.base.days import Days
from luoshi.campaigns import queries as campaigns
from luoshi.campaigns.template import Rung, Turn
from luoshi.inlets.chasing.ladder import Clock, Ladder
from luoshi.journal import queries as journal
from luoshi.journal.refs import EntryView, StreamRef
from luoshi.ledger.queries import DueRow
from luoshi.people import queries as people
from luoshi.people.viewer import Duty, Viewer

STREAM = "ladder"
SWITCHED = "ladder.switched"
A_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Switch:
    """A ladder that a named person switched on for the realm."""

    turns: tuple[Turn, ...]
    at: datetime
    by: str
    post: str


def stream(realm: str) -> StreamRef:
    """Where the decisions about the realm's ladder stand."""
    return StreamRef(realm, STREAM, ids.derived_id("ladder", realm))


def switches(realm: str) -> list[Switch]:
    """Every ladder that was switched on for a realm, the first one first."""
    return [_switch(entry) for entry in journal.entries(stream(realm))]


def _switch(entry: EntryView) -> Switch:
    return Switch(read(entry.payload["turns"]), entry.recorded_at, entry.actor.name, entry.actor.post)


def read(turns: Sequence[Sequence[Any]]) -> tuple[Turn, ...]:
    """Turns from pairs of a rung and its working days."""
    return tuple(Turn(Rung(rung), int(days)) for rung, days in turns)


def usual() -> tuple[Turn, ...]:
    """The ladder that comes with the program."""
    return read(settings.LUOSHI_LADDER)


def of_realm(realm: str) -> tuple[Turn, ...]:
    """The ladder of matters whose campaign has none of its own."""
    made = switches(realm)
    return made[-1].turns if made else usual()


@dataclass
class Rules:
    """The ladders of a realm with the calendar; each is looked up once."""

    days: Days
    own: tuple[Turn, ...]
    _of: dict[UUID, Ladder] = field(default_factory=dict)
    _plans: Mapping[UUID, tuple[Turn, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, realm: str, today: date, own: tuple[Turn, ...] | None = None) -> "Rules":
        """The rules of a realm on a day; `own`: another ladder in the place of the realm's."""
        plans = {running.id: campaigns.plan(running).ladder for running in campaigns.campaigns(realm)}
        days = workdays.calendar(today - A_YEAR, today + A_YEAR)
        return cls(days, of_realm(realm) if own is None else own, _plans=plans)

    def ladder(self, campaign: UUID) -> Ladder:
        """The ladder of a campaign's matters."""
        if campaign not in self._of:
            self._of[campaign] = Ladder(self._plans.get(campaign) or self.own, self.days)
        return self._of[campaign]

    @property
    def reach(self) -> int:
        """Working days before a date at which the earliest rung of any ladder is turned to."""
        all_turns = [*self.own, *(turn for turns in self._plans.values() for turn in turns)]
        return max((-turn.days for turn in all_turns), default=0)

    def near(self, today: date) -> date:
        """The last date that any ladder looks at on a day."""
        return self.days.add(today, max(self.reach, 0))


def clock_of(row: DueRow) -> Clock:
    """What the ladder looks at, from the card."""
    return Clock(row.due_on, row.milestone_on, row.paused_until, row.rung, row.urged_on)


def looks_ahead(viewer: Viewer) -> bool:
    """Sees what the clock will do: the activity office."""
    return viewer.duty is Duty.OFFICE


def switches_for_realm(viewer: Viewer) -> bool:
    """Switches the realm's ladder: the activity office of the unit at the top."""
    if not looks_ahead(viewer) or viewer.post is None:
        return False
    top = people.root(viewer.realm)
    return top is not None and top.id == viewer.post.scope.id
