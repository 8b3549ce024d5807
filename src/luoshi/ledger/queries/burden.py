"""The burden account: what units ask of others, what falls on villages week by week, and how much may."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F

from luoshi.base import clock
from luoshi.campaigns import queries as campaigns
from luoshi.ledger import costs
from luoshi.ledger.events import Kind, Role
from luoshi.ledger.matter import DONE_WRITING, State
from luoshi.ledger.models import Card
from luoshi.ledger.queries.visible import tops, under
from luoshi.people import queries as people
from luoshi.people.viewer import UnitRef, Viewer

LIMIT = "village_minutes_a_week"
CHUNK = 500
Weeks = Mapping[date, float]  # minutes by the Monday of the week


@dataclass(frozen=True, slots=True)
class Asked:
    """What one unit asked of others since a day."""

    unit: UnitRef
    matters: int
    units: int
    minutes: int

    @property
    def each(self) -> float:
        """Minutes for each unit that was asked."""
        return self.minutes / self.units if self.units else 0.0


def asked_by(viewer: Viewer, *, since: date) -> list[Asked]:
    """What each unit of the viewer's district asked of other units since a day, in the order of the map.

    Everybody who handles matters in a district may read it for the whole district.
    """
    place = _district(viewer)
    if place is None or not viewer.sees_business:
        return []
    found = Card.objects.filter(under("issuer_path", place.path), realm=viewer.realm, visibility="open")
    found = found.filter(opened_on__gte=since).exclude(kind=Kind.REQUIREMENT).exclude(state=State.WITHDRAWN)
    rows = found.exclude(lead=None).exclude(lead=F("issuer")).order_by().values("issuer", "lead", "role")
    counted: dict[UUID, dict[str, int]] = defaultdict(lambda: {"matters": 0, "minutes": 0})
    whom: dict[UUID, set[UUID]] = defaultdict(set)
    for row in rows.annotate(n=Count("id")).iterator():
        assert row["lead"] is not None  # noqa: S101 - left out above
        sums, each = counted[row["issuer"]], costs.LEAD if row["role"] == Role.LEAD else costs.ASSIST
        sums["matters"] += row["n"]
        sums["minutes"] += row["n"] * each
        whom[row["issuer"]].add(row["lead"])
    units = people.units(counted)
    made = [Asked(units[one], sums["matters"], len(whom[one]), sums["minutes"]) for one, sums in counted.items()]
    return sorted(made, key=lambda one: one.unit.path)


def weekly(realm: str, units: Collection[UUID]) -> dict[UUID, Weeks]:
    """What open matters still cost these units, week by week from this one on; units without any are left out."""
    today = clock.today()
    found: dict[UUID, dict[date, float]] = {}
    ids = list(units)
    for start in range(0, len(ids), CHUNK):
        rows = Card.objects.filter(realm=realm, lead__in=ids[start : start + CHUNK], visibility="open")
        rows = rows.exclude(kind=Kind.REQUIREMENT).exclude(state__in=DONE_WRITING)
        for row in rows.order_by().values("lead", "role", "due_on").annotate(n=Count("id")):
            assert row["lead"] is not None  # noqa: S101 - looked for by name
            each = costs.LEAD if row["role"] == Role.LEAD else costs.ASSIST
            add_weeks(found.setdefault(row["lead"], {}), costs.spread(row["n"] * each, row["due_on"], today))
    return dict(found)


def add_weeks(to: dict[date, float], more: Weeks) -> None:
    """Add minutes week by week."""
    for week, minutes in more.items():
        to[week] = to.get(week, 0.0) + minutes


def over(loads: Iterable[Weeks], budget: int) -> dict[date, int]:
    """How many of these units have more than the budget in which week."""
    found: dict[date, int] = defaultdict(int)
    for weeks in loads:
        for week, minutes in weeks.items():
            if minutes > budget:
                found[week] += 1
    return dict(sorted(found.items()))


def village_budget(realm: str) -> int:
    """Minutes a week that a village may be asked for: the lowest of the campaigns that run, else the setting."""
    running = [one for one in campaigns.campaigns(realm) if one.closed_on is None and not one.is_blank]
    limits = [limit for one in running if (limit := campaigns.plan(one).limits.get(LIMIT))]
    return min(limits, default=settings.LUOSHI_VILLAGE_MINUTES)


def _district(viewer: Viewer) -> UnitRef | None:
    """The district that the viewer's post lies in; where it lies above one, what it serves."""
    if viewer.post is None:
        return None
    found = [one for one in (*people.ancestors_of(viewer.post.unit.path), viewer.post.unit) if one.kind == "district"]
    return found[0] if found else next(iter(tops(viewer)), None)
