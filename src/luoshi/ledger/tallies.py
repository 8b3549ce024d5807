"""Counts that follow the journal: one signed row for what an act changed, folded into sums for every unit above.

A count is `sum(n)` over the rows up to a day. "As of a day" means what was recorded by 24:00 Beijing time of that day.
Lights come from the dates that the rows carry, so that they can be asked for any day.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from luoshi.base import clock
from luoshi.base.bulk import plain
from luoshi.ledger.matter import Matter
from luoshi.ledger.models import Rollup, TallyDelta
from luoshi.people import queries as people

NO_GRADE = -1
FOLD_AT_ONCE = 5000
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


def fold(realm: str) -> int:
    """Add what is not folded yet to the sums of every unit above, by today's map; gives how many rows were folded."""
    folded = 0
    while chunk := _fold_chunk(realm):
        folded += chunk
    return folded


@transaction.atomic
def _fold_chunk(realm: str) -> int:
    waiting = TallyDelta.objects.filter(realm=realm, folded=False).order_by("id")
    rows = list((waiting.select_for_update(skip_locked=True) if _skips_locked() else waiting)[:FOLD_AT_ONCE])
    if not rows:
        return 0
    above = people.lineages({row.unit for row in rows})
    sums: dict[tuple[Any, ...], int] = defaultdict(int)
    for row in rows:
        rest = tuple(getattr(row, name) for name in DIMENSIONS[1:])
        for ancestor in above.get(row.unit, [row.unit]):
            sums[(ancestor, *rest)] += row.n
    Rollup.objects.bulk_create(
        [Rollup(realm=realm, n=n, **dict(zip(DIMENSIONS, key, strict=True))) for key, n in sums.items() if n]
    )
    TallyDelta.objects.filter(pk__in=[row.pk for row in rows]).update(folded=True)
    return len(rows)


def _skips_locked() -> bool:
    return bool(transaction.get_connection().features.has_select_for_update_skip_locked)


def refold(realm: str) -> int:
    """Make the sums anew, after units moved on the map."""
    with transaction.atomic():
        Rollup.objects.filter(realm=realm).delete()
        TallyDelta.objects.filter(realm=realm).update(folded=False)
    return fold(realm)
