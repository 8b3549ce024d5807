"""Days, times and spans as they are written here: 2014年4月9日 and 9 April 2014, 还有3天 and 已超2天."""

from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from luoshi.base import clock

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day_of(at: date | datetime) -> date:
    """The day in Beijing of a day or a moment."""
    return clock.day(at) if isinstance(at, datetime) else at


def day(at: date | datetime) -> str:
    """A day in full."""
    on = day_of(at)
    if is_chinese():
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def short_day(at: date | datetime) -> str:
    """A day in columns: without the year where it is this year's."""
    on = day_of(at)
    if on.year != clock.today().year:
        return day(on)
    return f"{on.month}月{on.day}日" if is_chinese() else f"{on.day} {MONTHS[on.month - 1][:3]}"


def time(at: datetime) -> str:
    """The time in Beijing, 24 hours."""
    return at.astimezone(clock.BEIJING).strftime("%H:%M")


def moment(at: date | datetime) -> str:
    """A day and, where there is one, the time."""
    return f"{day(at)} {time(at)}" if isinstance(at, datetime) else day(at)


def span(due: date, today: date) -> str:
    """How far away a date is, counted in calendar days."""
    left = (due - today).days
    if left == 0:
        return _("due today")
    if left > 0:
        return _("1 day left") if left == 1 else _("%(n)s days left") % {"n": left}
    return _("1 day over") if left == -1 else _("%(n)s days over") % {"n": -left}


def is_chinese() -> bool:
    """The reader reads Chinese."""
    return not (get_language() or "").startswith("en")
