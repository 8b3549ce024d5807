"""What issuing costs those who receive it: an estimate by a rule that everybody can read, charged to whoever issues."""

from django.utils.translation import gettext as _

ACCEPT = 2  # read it and take it on
PLAN = 4  # say how, and by when each step
PROGRESS = 3  # say once what was done
CLAIM = 4  # say that it is done, with what shows it
LEAD = ACCEPT + PLAN + PROGRESS + CLAIM
ASSIST = ACCEPT + PROGRESS + CLAIM


def minutes(leads: int, assists: int) -> int:
    """What so many matters cost one unit, in minutes of writing; the work itself is not in it."""
    return leads * LEAD + assists * ASSIST


def rule() -> str:
    """The rule in words."""
    return _(
        "Reckoned as writing time only: accept %(accept)s, plan %(plan)s, one progress %(progress)s, "
        "claim %(claim)s minutes a matter; co-operating units make no plan."
    ) % {"accept": ACCEPT, "plan": PLAN, "progress": PROGRESS, "claim": CLAIM}
