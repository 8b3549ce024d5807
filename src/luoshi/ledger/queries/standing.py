"""Reads the sums under units: the rows of a few days, and what is ahead of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from luoshi.base import bulk
from luoshi.ledger import standings
from luoshi.ledger.standings import AHEAD, BELOW, LIGHT, OWN, Counts, Key

__all__ = ["LIGHT", "Found", "Key", "Reading"]

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What stands below a unit at the end of each day, its own matters by the day they count from, and of others."""

    below: Mapping[date, Counts]
    own: Sequence[Row]
    others: Mapping[UUID, Counts]
    others_own: Mapping[UUID, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Reading:
    """One question to the sums."""

    realm: str
    campaign: UUID | None

    def of(self, unit: UUID, *, since: date, on: date, others: Sequence[UUID] = ()) -> Found:
        """A unit day by day, and others on the last day alone: three questions to the database."""
        written = {bulk.identifier(one): one for one in (unit, *others)}
        first, last = since.isoformat(), on.isoformat()
        begin = {text: first if one == unit else last for text, one in written.items()}
        bases: dict[tuple[str, str], tuple[str, Counts]] = {}
        asked = [(text, part, day) for text, day in begin.items() for part in (BELOW, OWN)]
        for found, part, day, counts in standings.latest(self.realm, asked):
            bases[found, part] = day, self._of_campaign(standings.read(counts))
        me = bulk.identifier(unit)
        spans = [(text, AHEAD, day, last) for (text, part), (day, _counts) in bases.items() if part == BELOW]
        spans += [(me, BELOW, first, last), *([] if (me, BELOW) in bases else [(me, AHEAD, first, last)])]
        later: dict[tuple[str, str], dict[str, Counts]] = {}
        for found, part, day, counts in standings.between(self.realm, spans):
            later.setdefault((found, part), {})[day] = self._of_campaign(standings.read(counts))
        own = self._own(begin, bases, last)
        return Found(
            below=self._days(since, on, bases.get((me, BELOW)), later.get((me, BELOW), {}), later.get((me, AHEAD), {})),
            own=own.pop(me),
            others={
                one: _together([bases[text, BELOW][1]] if (text, BELOW) in bases else [], later.get((text, AHEAD), {}))
                for text, one in written.items()
                if text != me
            },
            others_own={written[text]: rows for text, rows in own.items()},
        )

    def _of_campaign(self, counts: Counts) -> Counts:
        if self.campaign is None:
            return counts
        campaign = bulk.identifier(self.campaign)
        return Counter({key: n for key, n in counts.items() if key[0] == campaign})

    @staticmethod
    def _days(
        since: date, on: date, base: tuple[str, Counts] | None, rows: Mapping[str, Counts], ahead: Mapping[str, Counts]
    ) -> dict[date, Counts]:
        """Every day: its own row, or the day before with what was ahead."""
        made: dict[date, Counts] = {}
        at, counts = base or (since.isoformat(), Counter())
        for n in range((on - since).days + 1):
            day = (since + timedelta(days=n)).isoformat()
            if day in rows:
                counts = rows[day]
            else:
                counts = _together([counts], {turn: change for turn, change in ahead.items() if at < turn <= day})
            at = day
            made[since + timedelta(days=n)] = counts
        return made

    def _own(
        self, begin: Mapping[str, str], bases: Mapping[tuple[str, str], tuple[str, Counts]], last: str
    ) -> dict[str, list[Row]]:
        """The matters of each unit itself: those of its last row, and each change behind that."""
        made: dict[str, list[Row]] = {text: [] for text in begin}
        for text, day in begin.items():
            if (text, OWN) in bases:
                made[text] += [
                    _row(words, n, date.fromisoformat(day)) for (_c, words), n in bases[text, OWN][1].items()
                ]
        asked = [(text, bases[text, OWN][0] if (text, OWN) in bases else "", last) for text in begin]
        campaign = bulk.identifier(self.campaign) if self.campaign else None
        for one in standings.changes_between(self.realm, asked):
            if campaign is None or one.campaign == campaign:
                on = date.fromisoformat(max(one.day, begin[one.unit]))
                made[one.unit].append(_row(one.dated[1], one.n, on))
        return made


def _row(words: str, n: int, on: date) -> Row:
    kind, role, state, grade, due, milestone = words.split(" ")
    return {
        "kind": kind, "role": role, "state": state, "grade": int(grade), "due_on": _date(due),
        "milestone_on": _date(milestone), "count": n, "on": on,
    }  # fmt: skip


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _together(counts: Iterable[Counts], ahead: Mapping[str, Counts]) -> Counts:
    made: Counts = Counter()
    for one in (*counts, *ahead.values()):
        for key, n in one.items():
            made[key] += n
    return made
