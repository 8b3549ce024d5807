"""What the templates of chasing are given: frozen values, with words in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.base.text import shorten
from luoshi.campaigns.template import Rung, Turn
from luoshi.inlets.chasing import rules
from luoshi.inlets.chasing.forms import days_of
from luoshi.inlets.chasing.queries import Day, Foreseen, Trial, Week
from luoshi.inlets.chasing.rules import Switch
from luoshi.ledger.labels import RUNGS
from luoshi.people.viewer import Viewer
from luoshi.web import dates, registry
from luoshi.web.parts import Cell, Column, Crumb, Table

TITLE = 60
BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class WeekPage:
    """The days to come, the ladder in force, and where another one is tried."""

    summary: Table
    days: tuple["DayPart", ...]
    ladder: str
    sentence: str
    is_partial: bool
    try_url: str
    history: Table | None


@dataclass(frozen=True, slots=True)
class DayPart:
    """One day: its name, and the first reminders."""

    title: str
    note: str
    table: Table | None


def week(viewer: Viewer, found: Week) -> WeekPage:
    """The page of the days to come."""
    total = sum(day.total for day in found.days)
    sentence = ngettext(
        "%(n)s reminder will go out in these days, if nothing happens before.",
        "%(n)s reminders will go out in these days, if nothing happens before.", total,
    )  # fmt: skip
    may_switch = rules.switches_for_realm(viewer)
    return WeekPage(
        summary=Table(
            _("Reminders by day and rung"),
            [Column(_("Day"), "title"), *(Column(RUNGS[rung], "number") for rung in Rung), Column(_("All"), "number")],
            [[_day(day), *(day.counts.get(rung, 0) for rung in Rung), day.total] for day in found.days],
        ),
        days=tuple(_part(day) for day in found.days if day.total),
        ladder=told(found.turns), sentence=sentence % {"n": total}, is_partial=found.is_partial,
        try_url=f"{reverse('chasing:trial')}?{urlencode(days_of(found.turns))}",
        history=_history(rules.switches(viewer.realm)) if may_switch else None,
    )  # fmt: skip


def _day(day: Day) -> Cell:
    return Cell(dates.day(day.on), note="" if day.is_working else _("day off: nobody is chased"))


def _part(day: Day) -> DayPart:
    rest = day.total - len(day.first)
    note = ngettext("and %(n)s more", "and %(n)s more", rest) % {"n": rest} if rest else ""
    columns = [Column(_("Matter"), "title"), Column(_("Unit")), Column(_("Rung")), Column(_("Due date"), "date")]
    return DayPart(dates.day(day.on), note, Table(dates.day(day.on), columns, [_line(one) for one in day.first]))


def _line(one: Foreseen) -> list[object]:
    url = registry.url_for("matter", one.row.id)
    return [Cell(shorten(one.row.title, TITLE), url), one.row.lead, RUNGS[one.slip.rung], one.slip.about]


def told(turns: Sequence[Turn]) -> str:
    """A ladder in one line."""
    return _("; ").join(f"{RUNGS[turn.rung]} {when(turn.days)}" for turn in turns)


def when(days: int) -> str:
    """Working days from the date, as a person says it."""
    if days == 0:
        return _("on the date")
    if days < 0:
        return ngettext("%(n)s working day before", "%(n)s working days before", -days) % {"n": -days}
    return ngettext("%(n)s working day after", "%(n)s working days after", days) % {"n": days}


def _history(made: Sequence[Switch]) -> Table | None:
    """Every ladder that held, the newest first, the one that comes with the program last: each can be taken again."""
    columns = [Column(_("Ladder"), "title"), Column(_("In force since")), Column(_("Switched on by"))]
    rows: list[list[object]] = [
        [Cell(told(one.turns), switch_url(one.turns)), dates.moment(one.at), f"{one.post} {one.by}"]
        for one in reversed(made)
    ]
    usual = rules.usual()
    rows.append([Cell(told(usual), switch_url(usual)), _("comes with the program"), ""])
    return Table(_("Ladders of this realm"), columns, rows)


def switch_url(turns: Sequence[Turn]) -> str:
    """Where a ladder is switched on, filled in."""
    return f"{reverse('chasing:switch')}?{urlencode(days_of(tuple(turns)))}"


@dataclass(frozen=True, slots=True)
class TrialPage:
    """One month under three ladders."""

    sentence: str
    counts: Table
    examples: Table | None
    is_partial: bool
    switch_url: str


def trial(viewer: Viewer, found: Trial, turns: tuple[Turn, ...]) -> TrialPage:
    """The page of a ladder that was tried."""
    columns = [
        Column(_("Rung"), "title"), Column(_("There were"), "number"), Column(_("By the present ladder"), "number"),
        Column(_("By this ladder"), "number"),
    ]  # fmt: skip
    rows: list[list[object]] = [
        [RUNGS[rung], found.were.get(rung, 0), found.present.get(rung, 0), found.tried.get(rung, 0)] for rung in Rung
    ]
    by_hand = found.were.get(BY_HAND, 0)
    rows.append([_("By hand"), by_hand, by_hand, by_hand])
    total = [_("All"), *(sum(int(str(row[at])) for row in rows) for at in (1, 2, 3))]
    sentence = ngettext(
        "%(n)s matter from %(first)s to %(last)s, replayed from the journal.",
        "%(n)s matters from %(first)s to %(last)s, replayed from the journal.", found.matters,
    ) % {"n": found.matters, "first": dates.day(found.first), "last": dates.day(found.last)}  # fmt: skip
    return TrialPage(
        sentence=sentence, counts=Table(_("Reminders by rung"), columns, rows, total), examples=_examples(found),
        is_partial=found.is_partial, switch_url=switch_url(turns) if rules.switches_for_realm(viewer) else "",
    )  # fmt: skip


def _examples(found: Trial) -> Table | None:
    if not found.examples:
        return None
    columns = [
        Column(_("Matter"), "title"), Column(_("Unit")), Column(_("Day"), "date"), Column(_("By the present ladder")),
        Column(_("By this ladder")),
    ]  # fmt: skip
    rows = [
        [
            Cell(shorten(one.row.title, TITLE), registry.url_for("matter", one.row.id)), one.row.lead, one.on,
            _rung(one.present), _rung(one.tried),
        ]
        for one in found.examples
    ]  # fmt: skip
    return Table(_("Where they part for the first time"), columns, rows)


def _rung(rung: Rung | None) -> object:
    return RUNGS[rung] if rung else _("nothing")


def crumbs(title: str) -> tuple[Crumb, ...]:
    """The way to a page of chasing."""
    return (Crumb(_("Chasing"), reverse("chasing:week")), Crumb(title))
