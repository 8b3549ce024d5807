"""What matters cost those who receive them: an estimate by a rule that everybody can read, charged to whoever asks.

How a cost falls into weeks is a convention, not a measurement: evenly over the weeks from now until the date.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import gettext as _

from luoshi.base.minutes import monday

ACCEPT = 2  # read it and take it on
PLAN = 4  # say how, and by when each step
PROGRESS = 3  # say once what was done
CLAIM = 4  # say that it is done, with what shows it
LEAD = ACCEPT + PLAN + PROGRESS + CLAIM
ASSIST = ACCEPT + PROGRESS + CLAIM
UNDATED = 4  # weeks over which a matter without a date is spread


def minutes(leads: int, assists: int) -> int:
    """What so many matters cost one unit, in minutes of writing; the work itself is not in it."""
    return leads * LEAD + assists * ASSIST


def spread(cost: float, due: date | None, today: date) -> Mapping[date, float]:
    """A cost by the Mondays of the weeks that it falls into; what is late falls into this week."""
    first = monday(today)
    last = first + timedelta(weeks=UNDATED - 1) if due is None else max(monday(due), first)
    weeks = (last - first).days // 7 + 1
    return {first + timedelta(weeks=n): cost / weeks for n in range(weeks)}


def rule() -> str:
    """The rule in words."""
    return _(
        "Reckoned as writing time only: accept %(accept)s, plan %(plan)s, one progress %(progress)s, "
        "claim %(claim)s minutes a matter; co-operating units make no plan."
    ) % {"accept": ACCEPT, "plan": PLAN, "progress": PROGRESS, "claim": CLAIM}
