"""How a date came about, in one sentence that a clerk can do again by hand."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from luoshi.ledger.clocks import Free, Line
from luoshi.web import dates
from luoshi.web.registry import Words

HOLIDAYS: dict[str, Words] = {
    "New Year's Day": pgettext_lazy("holiday", "New Year's Day"),
    "Spring Festival": pgettext_lazy("holiday", "Spring Festival"),
    "Tomb-sweeping Day": pgettext_lazy("holiday", "Tomb-sweeping Day"),
    "Labour Day": pgettext_lazy("holiday", "Labour Day"),
    "Dragon Boat Festival": pgettext_lazy("holiday", "Dragon Boat Festival"),
    "Mid-autumn Festival": pgettext_lazy("holiday", "Mid-autumn Festival"),
    "National Day": pgettext_lazy("holiday", "National Day"),
}


def sentence(lines: Sequence[Line]) -> str:
    """Every step with its days and what it led to; empty where no date was set."""
    if not lines or lines[-1].due is None:
        return ""
    steps = [_step(line) for line in lines]
    now = _("now due %(day)s") % {"day": dates.day(lines[-1].due)}
    return _("; ").join([*steps, now] if len(steps) > 1 else steps) + _(".")


def _step(line: Line) -> str:
    said = {
        "begun": _("%(n)s working days after %(first)s%(free)s: %(due)s"),
        "named": _("set on %(on)s to %(due)s"),
        "extended": _("extended on %(on)s to %(due)s"),
        "withdrawn": _("extension taken back on %(on)s: %(due)s again"),
        "paused": _("paused from %(first)s to %(last)s, %(n)s working days%(free)s, moved to %(due)s"),
        "resumed": _("running again on %(on)s, %(n)s working days paused: %(due)s"),
        "settled": _("settled by the calendar on %(on)s: %(due)s"),
        "linked": _("linked on %(on)s, the earlier date holds: %(due)s"),
        "unlinked": _("on its own again on %(on)s: %(due)s"),
    }[line.what]
    days = {"on": line.on, "first": line.first, "last": line.last, "due": line.due}
    shown = {name: dates.short_day(on) if on else "" for name, on in days.items()}
    return said % {**shown, "n": line.days, "free": _free(line.free)}


def _free(free: Sequence[Free]) -> str:
    """What the calendar says otherwise than the week, in brackets."""
    parts = []
    for one in free:
        name = str(HOLIDAYS.get(one.name, one.name))
        if one.off:
            parts.append(_("%(name)s off %(days)s") % {"name": name, "days": _listed(one.off)})
        if one.worked:
            parts.append(_("%(days)s worked") % {"days": _listed(one.worked)})
    return _(" (%(parts)s)") % {"parts": _(", ").join(parts)} if parts else ""


def _listed(days: Sequence[date]) -> str:
    return _(", ").join(dates.short_day(on) for on in days)
