"""How it stands, in one sentence written from the figures; what is not known is said to be unknown."""

from datetime import date

from django.utils.translation import gettext as _

from luoshi.ledger.lights import Light
from luoshi.ledger.matter import State
from luoshi.ledger.queries import Checks, Figures
from luoshi.outlets.boards import estimate
from luoshi.web import dates


def stand(figures: Figures, on: date) -> str:
    """How many were asked for, claimed done, found done; what is late and what nobody has decided."""
    if not figures.total:
        return _("Nothing was recorded by the end of %(day)s.") % {"day": dates.day(on)}
    return _ended(_claimed(figures) + _found(figures), _left(figures))


def estimated(figures: Figures, checks: Checks, on: date) -> str:
    """The same for the first responsible person: how much of what was claimed truly is done."""
    if not figures.total:
        return stand(figures, on)
    return _ended(_claimed(figures), [_truly(checks), *_left(figures)])


def of_document(requirements: int, figures: Figures, on: date) -> str:
    """How it stands with what a document asks for."""
    first = _("%(n)s requirements") % {"n": requirements}
    if not figures.total:
        return _ended(first, [_("none of them has been assigned to a unit yet")])
    return f"{first}{_(': ')}{stand(figures, on)}"


def apart(assists: Figures) -> str:
    """The co-operating parts, which count for nothing above; nothing where there are none."""
    if not assists.total:
        return ""
    words = _("Co-operating parts, counted apart: %(asked)s asked for, %(done)s claimed done, %(late)s overdue.")
    return words % {"asked": assists.total, "done": assists.done, "late": assists.late}


def _ended(first: str, others: list[str]) -> str:
    return _("%(words)s.") % {"words": _("; ").join([first, *others])}


def _claimed(figures: Figures) -> str:
    words = _("%(asked)s asked for, %(done)s claimed done")
    return words % {"asked": figures.total, "done": figures.done}


def _found(figures: Figures) -> str:
    if not figures.done:
        return ""
    words = _(": %(verified)s found done by others")
    said = words % {"verified": figures.verified}
    unchecked = figures.done - figures.verified
    if unchecked:
        said += _(", %(n)s not yet checked and so not known") % {"n": unchecked}
    return said


def _truly(checks: Checks) -> str:
    share = estimate.per_cent(checks.held, checks.checked)
    if share is None:
        words = _("others have checked %(n)s claims, too few (under %(least)s): how much truly is done is not known")
        return words % {"n": checks.checked, "least": estimate.LEAST}
    words = _("of %(n)s claims checked by others, between %(low)s and %(high)s in 100 are estimated to be truly done")
    return words % {"n": checks.checked, "low": share[0], "high": share[1]}


def _left(figures: Figures) -> list[str]:
    counted = [
        (_("%(n)s overdue"), figures.late),
        (_("%(n)s without a date"), figures.lights.get(Light.UNDECIDED, 0)),
        (_("%(n)s without a unit"), figures.states.get(State.OPENED, 0)),
    ]
    said = [words % {"n": n} for words, n in counted if n]
    return [_(", ").join(said)] if said else []
