"""Counts that follow the journal: one signed row for what an act changed; `standings` sums them under every unit.

A count is `sum(n)` over the rows up to a day. "As of a day" means what was recorded by 24:00 Beijing time of that day.
Lights come from the dates that the rows carry, so that they can be asked for any day.
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from luoshi.base import clock
from luoshi.base.bulk import plain
from luoshi.ledger.matter import Matter
from luoshi.ledger.models import TallyDelta

NO_GRADE = -1
DIMENSIONS = (
    "unit", "day", "campaign", "kind", "role", "state", "grade", "visibility", "due_on", "milestone_on",
)  # fmt: skip
WRITTEN = ("realm", *DIMENSIONS, "n", "happened_on", "folded")


class Place(NamedTuple):
    """Where a matter is counted."""

    unit: UUID
    campaign: UUID
    kind: str
    role: str
    state: str
    grade: int
    visibility: str
    due_on: Any
    milestone_on: Any


def place(matter: Matter) -> Place:
    """Where a matter is counted: under its lead, or under its issuer while it has no lead."""
    return Place(
        unit=matter.lead or matter.issuer,
        campaign=matter.campaign,
        kind=matter.kind.value,
        role=matter.role.value,
        state=matter.state.value,
        grade=NO_GRADE if matter.grade is None else matter.grade,
        visibility=matter.visibility,
        due_on=matter.due if matter.is_open else None,
        milestone_on=matter.next_milestone if matter.is_open else None,
    )


def deltas(
    realm: str, before: Matter | None, after: Matter, *, recorded: datetime, happened: datetime
) -> list[TallyDelta]:
    """The rows for one act: nothing where the matter is counted as before."""
    old, new = place(before) if before else None, place(after)
    if old == new:
        return []
    days = {"realm": realm, "day": clock.day(recorded), "happened_on": clock.day(happened)}
    rows = [TallyDelta(n=1, **days, **new._asdict())]
    if old:
        rows.insert(0, TallyDelta(n=-1, **days, **old._asdict()))
    return rows


def rows(
    realm: str, before: Matter | None, after: Matter, *, recorded: datetime, happened: datetime
) -> list[tuple[Any, ...]]:
    """The same as `deltas`, as the database takes them, in the order of `WRITTEN`."""
    return [
        tuple(plain(getattr(row, name)) for name in WRITTEN)
        for row in deltas(realm, before, after, recorded=recorded, happened=happened)
    ]
