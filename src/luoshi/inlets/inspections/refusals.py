"""Why something was refused here, said to the person who tried: what is the case, and what to do."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Because(StrEnum):
    """Why; `SENTENCES` says it."""

    STANDS = "stands"
    SAME_KIND = "same_kind"
    SAME_PERSON = "same_person"
    NOTHING_TO_APPROVE = "nothing_to_approve"
    NOT_APPROVED = "not_approved"
    DRAWN_ALREADY = "drawn_already"
    WAITING = "waiting"
    NO_UNITS = "no_units"
    NO_INSPECTORS = "no_inspectors"
    NOBODY_STEPS_IN = "nobody_steps_in"
    DONE = "done"
    LOOKED_AT = "looked_at"
    NOT_DONE = "not_done"
    HELD_ALREADY = "held_already"
    WRONG_STATE = "wrong_state"
    RECUSED = "recused"
    TOO_LATE = "too_late"
    SIGNED = "signed"
    OTHER_YEAR = "other_year"


SENTENCES = {
    Because.STANDS: _("There is a plan for this year already. Add to it."),
    Because.SAME_KIND: _(
        "The plan has an item of the same kind for the same units already. Merge this one into it: nobody is to be"
        " inspected twice for the same."
    ),
    Because.SAME_PERSON: _("This has to be done by another person than the one who wrote or signed before."),
    Because.NOTHING_TO_APPROVE: _("Nothing in this plan waits for approval."),
    Because.NOT_APPROVED: _("This item has not been approved. The first responsible person approves the plan."),
    Because.DRAWN_ALREADY: _(
        "This item has been drawn and is not drawn again with another seed. That it was asked for is written down."
    ),
    Because.WAITING: _("Another draw waits for its seal. It is made by itself within a minute; then ask again."),
    Because.NO_UNITS: _(
        "Fewer units can be drawn than the item takes: the others have been inspected as often as is allowed this year,"
        " or have claimed nothing."
    ),
    Because.NO_INSPECTORS: _("There are fewer inspectors than the item takes. Appoint some, or plan with fewer."),
    Because.NOBODY_STEPS_IN: _("Nobody is left to step in. Tell the office: this unit cannot be seen in this draw."),
    Because.DONE: _("This visit has ended. What was found stands as it was written."),
    Because.LOOKED_AT: _("This matter has been looked at in this visit. What was found stands."),
    Because.NOT_DONE: _("Not every matter has been looked at. Look at them, or leave the visit open."),
    Because.HELD_ALREADY: _("The unit has laid this down already. Read it there instead of asking for it again."),
    Because.WRONG_STATE: _("Something has happened meanwhile and this can no longer be done. Look again."),
    Because.RECUSED: _("You do not sign here: you belong to the unit, or to one below it, or declared a conflict."),
    Because.TOO_LATE: _("The 30 days for an objection have passed."),
    Because.SIGNED: _("Those who went or signed do not decide on the objection. Somebody else of the unit does."),
    Because.OTHER_YEAR: _("A plan is drawn from in its own year only."),
}


class Refused(Exception):
    """Something that may not be; says why."""

    def __init__(self, because: Because, link: str = "") -> None:
        super().__init__(because.value)
        self.because = because
        self.link = link  # a matter, plan item or finding that the refusal points to, as an identifier


class NotHere(LookupError):
    """There is no such thing, or none that this viewer may see: the two are not told apart."""
