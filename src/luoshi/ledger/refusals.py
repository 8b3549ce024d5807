"""Why an act was refused, said to the person who tried: what is the case, and what to do."""

from django.utils.translation import gettext_lazy as _

from luoshi.ledger.matter import Reason

SENTENCES = {
    Reason.WRONG_STATE: _("The matter has moved on and this can no longer be done. Look at its way and choose again."),
    Reason.NOT_UNDERTAKER: _("Only the unit that leads the matter can do this."),
    Reason.NOT_SENDER: _(
        "Only the first responsible person or the activity office of the unit that issued the matter can do this."
    ),
    Reason.NOT_VERIFIER: _(
        "This has to be checked by another unit: not the one that claims, one that co-operates, or one below either."
    ),
    Reason.OWN_CLAIM: _("Nobody verifies what they claimed themselves. Ask another person."),
    Reason.NOT_CONFIRMER: _("Those affected have to be asked by somebody outside the unit that did the work."),
    Reason.SAME_PERSON: _("This has to be done by another person than the one who acted before."),
    Reason.NO_WORDS: _("Write a sentence: it is what others will read."),
    Reason.NO_DUE: _("The matter has no date yet, so there is nothing to extend."),
    Reason.PAST_DUE: _("The date has passed. Choose a later one; an extension must be asked before the date."),
    Reason.NOT_LATER: _("An extension must be later than the present date."),
    Reason.AFTER_OWN_DUE: _("The date lies after that of the matter itself. Choose an earlier one."),
    Reason.ALREADY_ASKED: _("An extension or a pause was asked for and is not decided yet."),
    Reason.NOTHING_ASKED: _("Nothing was asked, so there is nothing to decide."),
    Reason.DESIGNATED: _("The office has designated the unit after repeated returns; it cannot be returned again."),
    Reason.NOT_BELOW: _("Matters are passed on to units below one's own only."),
    Reason.NO_PARTS: _("Choose at least one unit."),
    Reason.OPEN_PARTS: _("Parts of the matter are still open. Wait for them, or say why it can be done without them."),
    Reason.GRADE_TOO_HIGH: _("What the unit itself brings counts as E2 at most; higher grades come from others."),
    Reason.GRADE_TOO_LOW: _("A verification rests on papers seen, a third party's record, or a look on the spot."),
    Reason.NO_DATE_OF_RECORD: _("A record made for another purpose needs its own date, not later than today."),
    Reason.NO_SUCH_MILESTONE: _("This milestone does not exist or has been reached already."),
    Reason.PARTS_BELOW: _("Parts of it below are still open: say that they are to be withdrawn with it."),
    Reason.WHOLE_WITHDRAWN: _(
        "What this was a part of has been withdrawn, so it stays closed: open a new matter instead."
    ),
    Reason.ALREADY_BELOW: _("One of the chosen units already holds an open part of this matter."),
    Reason.NOT_EXTENDED: _("No extension stands, so there is none to take back."),
    Reason.PAUSED: _("The clock stands still: let it run again first, or wait until the pause is over."),
    Reason.NOT_PAUSED: _("The clock runs already."),
    Reason.PAUSE_CAP: _("With this the matter would stand still for longer than allowed. Choose an earlier day."),
    Reason.FOLLOWS: _("It follows another matter: that one is handled, and this one goes along with it."),
    Reason.NOT_THE_SAME: _("These two cannot be linked: choose another matter that your unit issued."),
    Reason.NO_RING: _("One of the two is linked already. Link to the one that the others follow."),
    Reason.SAME_UNIT: _("This unit leads it already. Choose another one."),
    Reason.NOT_ABOVE: _("Choose a unit that is neither the lead nor below it."),
    Reason.NOT_ASKED: _("Help is asked of units above or beside, not of villages; units below get a part instead."),
    Reason.BEFORE_OPENING: _("Nothing can be done before the matter was opened. Check the day."),
    Reason.NOT_PROVISIONAL: _("The date is settled already, or the calendar of its year is not published yet."),
    Reason.NOT_THE_CLOCK: _("Only the clock does this, by its rule."),
}
