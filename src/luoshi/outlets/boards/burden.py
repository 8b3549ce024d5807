"""The burden account as a page: who asked whom for how much, what villages face week by week, what forms take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from luoshi.base import clock, minutes
from luoshi.ledger import costs, queries
from luoshi.people import queries as people
from luoshi.people.viewer import UnitRef, Viewer
from luoshi.web import dates, registry
from luoshi.web.parts import Cell, Column, Table

SPANS = (7, 30, 90)
WEEKS = 4  # that are shown ahead
VILLAGES = 300  # above that, one looks at a unit further down
WIDE = frozenset({"country", "province", "city"})  # whose villages nobody looks at one by one
FORM_WEEKS = 13


@dataclass(frozen=True, slots=True)
class Burden:
    """What the page shows."""

    since: date
    sentence: str
    asked: Table | None
    budget: int
    weeks: str
    villages: Table | None
    too_many: bool
    forms: Table | None
    rule: str
    days: tuple[tuple[int, bool], ...]


def burden(viewer: Viewer, days: int = SPANS[0]) -> Burden:
    """The burden account of the viewer's district."""
    assert viewer.post is not None  # noqa: S101 - the view lets only posts through
    today = clock.today()
    since = today - timedelta(days=days)
    asked = queries.asked_by(viewer, since=since)
    budget = queries.village_budget(viewer.realm)
    is_wide = viewer.post.scope.kind in WIDE
    villages = [] if is_wide else people.units_under(viewer.post.scope.id, kinds=["village"])
    too_many = is_wide or len(villages) > VILLAGES
    loads = {} if too_many else queries.weekly(viewer.realm, [one.id for one in villages])
    return Burden(
        since=since,
        sentence=_sentence(asked, since),
        asked=_asked(asked),
        budget=budget,
        weeks=over_in_words(queries.over(loads.values(), budget)),
        villages=_villages([one for one in villages if one.id in loads], loads, budget, today),
        too_many=too_many,
        forms=_forms(minutes.taken(since=today - timedelta(weeks=FORM_WEEKS))),
        rule=costs.rule(),
        days=tuple((span, span == days) for span in SPANS),
    )


def over_in_words(found: dict[date, int]) -> str:
    """In which weeks how many villages would have more than their budget; nothing where none would."""
    words = _("%(n)s in the week of %(day)s")
    return _("; ").join(words % {"n": n, "day": dates.short_day(week)} for week, n in found.items())


def _sentence(asked: list[queries.Asked], since: date) -> str:
    if not asked:
        return _("Since %(day)s no unit has asked another for anything.") % {"day": dates.day(since)}
    words = _("Since %(day)s %(n)s units have asked others for %(matters)s matters: about %(hours)s hours of writing.")
    hours = round(sum(one.minutes for one in asked) / 60, 1)
    matters = sum(one.matters for one in asked)
    return words % {"day": dates.day(since), "n": len(asked), "matters": matters, "hours": hours}


def _asked(asked: list[queries.Asked]) -> Table | None:
    """In the order of the map."""
    if not asked:
        return None
    columns = (
        Column(_("Who asked"), "title"), Column(_("Matters"), "number"), Column(_("Units asked"), "number"),
        Column(_("Minutes together"), "number"), Column(_("Minutes each"), "number"),
    )  # fmt: skip
    rows = [
        [
            Cell(one.unit.name, registry.url_for("unit", one.unit.id)), one.matters, one.units, one.minutes,
            round(one.each),
        ]
        for one in asked
    ]  # fmt: skip
    return Table(_("What units asked of others, in the order of the map"), columns, rows)


def _villages(
    villages: list[UnitRef], loads: Mapping[UUID, Mapping[date, float]], budget: int, today: date
) -> Table | None:  # fmt: skip
    if not villages:
        return None
    weeks = [minutes.monday(today) + timedelta(weeks=n) for n in range(WEEKS)]
    rows = [
        [one.name, *(_load(loads[one.id].get(week, 0.0), budget) for week in weeks)]
        for one in villages
    ]  # fmt: skip
    columns = [Column(_("Village"), "title")]
    columns += [Column(_("week of %(day)s") % {"day": dates.short_day(week)}, "number") for week in weeks]
    return Table(_("Minutes that open matters cost villages, in the order of the map"), columns, rows)


def _load(load: float, budget: int) -> str:
    return f"▲ {load:.0f}" if load > budget else f"{load:.0f}"


def _forms(taken: list[minutes.Taken]) -> Table | None:
    if not taken:
        return None
    columns = (
        Column(_("Form"), "title"), Column(_("Sent"), "number"), Column(_("Minutes it says"), "number"),
        Column(_("Minutes it took"), "number"), Column(_("Left open for over half an hour"), "number"),
    )  # fmt: skip
    rows = [[one.form, one.sent, one.declared, f"{one.minutes:.1f}", one.capped] for one in taken]
    return Table(_("What forms take, by name"), columns, rows)
