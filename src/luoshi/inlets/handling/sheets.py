"""What each form of handling says about itself: its verb, what it leads to, the rule that asks for it, its minutes."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.inlets.handling import forms
from luoshi.web.registry import Words

ISSUED = _("the matter that %(issuer)s issued")
ISSUED_BY_US = _("whoever issues urges: before the date, on the day after it, and then the leader in charge")
ONE_LEAD = _("one matter, one lead unit; the office settles it after the third return")
IN_TIME = _("an extension is asked for before the date and decided by the sender")
OTHERS_CHECK = _("Regulation on Government Supervision, art. 16 and 18: clear facts, sufficient evidence")
STRIKING_OFF = _("rule for striking off: answer the original words item by item, then ask those affected")
AGAIN = _("rule for striking off: call-back 30 and 90 days after closing")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One act as a form: `minutes` is what it costs, `basis` the rule that asks for it."""

    form: type[forms.ActForm]
    title: Words
    leads_to: Words
    basis: Words
    done: Words
    minutes: int = 1
    verb: Words = ""  # of the button, where it is not the title
    template: str = "handling/act.html"
    seldom: bool = False  # shown behind the others


SHEETS: dict[str, Sheet] = {
    "accept": Sheet(
        forms.AcceptForm,
        pgettext_lazy("act", "Accept"),
        _("It is in your hands from then on; the clock runs to its date."),
        ISSUED,
        _("Accepted."),
    ),
    "return": Sheet(
        forms.ReturnForm,
        pgettext_lazy("act", "Return"),
        _("It goes back to the sender with your reason; the date stands."),
        ONE_LEAD,
        _("Returned."),
    ),
    "assign": Sheet(
        forms.AssignForm,
        pgettext_lazy("act", "Assign"),
        _("The unit finds it on its desk and accepts or returns it."),
        ONE_LEAD,
        _("Assigned."),
    ),
    "decide_due": Sheet(
        forms.DecideDueForm,
        pgettext_lazy("act", "Set the date"),
        _("The clock runs from now on; this first date stays visible."),
        _("a date that the source does not give is decided by a named person"),
        _("The date is set."),
    ),
    "plan": Sheet(
        forms.PlanForm,
        pgettext_lazy("act", "Plan"),
        _("Steps get dates; a step not reached in time shows as behind."),
        ISSUED,
        _("The plan is kept."),
        minutes=5,
        template="handling/plan.html",
    ),
    "reach_milestone": Sheet(
        forms.ReachMilestoneForm,
        pgettext_lazy("act", "Step reached"),
        _("The step is behind; the next one counts."),
        _("your own plan"),
        _("The step is marked as reached."),
    ),
    "progress": Sheet(
        forms.ProgressForm,
        pgettext_lazy("act", "Report progress"),
        _("The sender reads it on the matter; nobody asks for it again."),
        ISSUED,
        _("The progress is kept."),
        minutes=2,
        template="handling/words.html",
    ),
    "add_evidence": Sheet(
        forms.AddEvidenceForm,
        pgettext_lazy("act", "Add evidence"),
        _("The grade follows from what it is; whoever verifies looks at it."),
        OTHERS_CHECK,
        _("The evidence is kept."),
        minutes=3,
        template="handling/evidence.html",
    ),
    "pass_on": Sheet(
        forms.PassOnForm,
        pgettext_lazy("act", "Pass on"),
        _("Each unit gets a part with its own date; yours can be claimed done when theirs are."),
        ISSUED,
        _("Passed on."),
        minutes=2,
        template="handling/pass_on.html",
    ),
    "ask": Sheet(
        forms.AskForm,
        pgettext_lazy("act", "Ask the sender"),
        _("The question waits on the sender's desk; no return is needed, the date stands."),
        _("your own wish to know"),
        _("The question is asked."),
    ),
    "answer": Sheet(
        forms.AnswerForm,
        pgettext_lazy("act", "Answer"),
        _("The unit reads it on the matter."),
        _("the question of the unit"),
        _("Answered."),
        minutes=2,
    ),
    "ask_extension": Sheet(
        forms.AskExtensionForm,
        pgettext_lazy("act", "Ask for an extension"),
        _("The sender decides; until then, and if refused, the present date holds."),
        IN_TIME,
        _("The extension is asked for."),
        minutes=2,
    ),
    "decide_extension": Sheet(
        forms.DecideExtensionForm,
        pgettext_lazy("act", "Decide the extension"),
        _("The first date stays visible either way."),
        IN_TIME,
        _("The extension is decided."),
    ),
    "withdraw_extension": Sheet(
        forms.WithdrawExtensionForm,
        pgettext_lazy("act", "Take the extension back"),
        _("The date before the extension holds again, from today."),
        IN_TIME,
        _("The extension is taken back."),
        seldom=True,
    ),
    "ask_pause": Sheet(
        forms.AskPauseForm,
        pgettext_lazy("act", "Ask for a pause"),
        _("The sender decides; granted, the clock stands still from today and the date moves by as many working days."),
        IN_TIME,
        _("The pause is asked for."),
        minutes=2,
        seldom=True,
    ),
    "decide_pause": Sheet(
        forms.DecidePauseForm,
        pgettext_lazy("act", "Decide the pause"),
        _("Granted, the date moves by the working days that lie in the pause; at its end the clock goes on by itself."),
        IN_TIME,
        _("The pause is decided."),
    ),
    "resume": Sheet(
        forms.ResumeForm,
        pgettext_lazy("act", "Let the clock run again"),
        _("The clock runs again from today; the date moves back by the days not used."),
        IN_TIME,
        _("The clock runs again."),
    ),
    "ask_help": Sheet(
        forms.AskHelpForm,
        pgettext_lazy("act", "Ask for help"),
        _("The unit asked gets a matter with a clock of its own; you say when the obstacle is gone."),
        _("your own wish: an obstacle that you cannot remove yourselves"),
        _("Help is asked for."),
        minutes=2,
        seldom=True,
    ),
    "claim": Sheet(
        forms.ClaimForm,
        pgettext_lazy("act", "Claim done"),
        _("Somebody of another unit verifies it; until then it counts as claimed only."),
        STRIKING_OFF,
        _("Claimed done."),
        minutes=3,
        template="handling/words.html",
    ),
    "verify": Sheet(
        forms.VerifyForm,
        pgettext_lazy("act", "Verify"),
        _("Found done, it is answered and confirmed; found not done, it is open again with its first date."),
        OTHERS_CHECK,
        _("The finding is kept."),
        minutes=5,
        verb=_("Keep the finding"),
    ),
    "refuse": Sheet(
        forms.RefuseForm,
        pgettext_lazy("act", "Refuse the claim"),
        _("The matter is open again with its first date."),
        OTHERS_CHECK,
        _("The finding is kept."),
        minutes=5,
        verb=_("Keep the finding"),
    ),
    "reply": Sheet(
        forms.ReplyForm,
        pgettext_lazy("act", "Reply"),
        _("Those affected are asked next whether it is solved."),
        STRIKING_OFF,
        _("Replied."),
        minutes=3,
        template="handling/words.html",
    ),
    "confirm": Sheet(
        forms.ConfirmForm,
        pgettext_lazy("act", "Record what those affected say"),
        _("Solved, it can be closed; half or not, it is open again."),
        STRIKING_OFF,
        _("What they say is kept."),
        minutes=3,
        verb=_("Keep their answer"),
    ),
    "close": Sheet(
        forms.CloseForm,
        pgettext_lazy("act", "Close"),
        _("It is struck off; those affected are asked again after 30 and 90 days."),
        STRIKING_OFF,
        _("Closed."),
    ),
    "call_back": Sheet(
        forms.CallBackForm,
        pgettext_lazy("act", "Call back"),
        _("Still solved, it stays closed; half or not, it is open again."),
        AGAIN,
        _("What they say is kept."),
        minutes=3,
        verb=_("Keep their answer"),
    ),
    "reopen": Sheet(
        forms.ReopenForm,
        pgettext_lazy("act", "Reopen"),
        _("The same matter is open again; its first date stands."),
        _("a matter that turns out not to be done is not done"),
        _("Open again."),
    ),
    "urge": Sheet(
        forms.UrgeForm,
        pgettext_lazy("act", "Urge"),
        _("It stands on the way of the matter; the clock does not urge for the same once more."),
        ISSUED_BY_US,
        _("Urged."),
        seldom=True,
    ),
    "escalate": Sheet(
        forms.EscalateForm,
        pgettext_lazy("act", "Escalate"),
        _("The unit called in stands on the way of the matter; who leads it stays."),
        ISSUED_BY_US,
        _("Escalated."),
        seldom=True,
    ),
    "transfer": Sheet(
        forms.TransferForm,
        pgettext_lazy("act", "Give to another unit"),
        _("The other unit accepts or returns it; the first date stands."),
        ONE_LEAD,
        _("Given to another unit."),
        seldom=True,
    ),
    "link": Sheet(
        forms.LinkForm,
        pgettext_lazy("act", "Link as the same"),
        _("It goes along with the other one, keeps its own voices and call-backs; the earlier date of both holds."),
        _("what is asked twice is handled once"),
        _("Linked."),
        seldom=True,
    ),
    "unlink": Sheet(
        forms.UnlinkForm,
        pgettext_lazy("act", "Take the link away"),
        _("It stands on its own again, with its own date."),
        _("what is asked twice is handled once"),
        _("The link is taken away."),
    ),
    "send_out": Sheet(
        forms.SendOutForm,
        pgettext_lazy("act", "Send out of the system"),
        _("It ends here and stays visible, with the reason and to whom it went."),
        _("what belongs to the court, the petition office or another place is handed to them, with a reason"),
        _("Sent out."),
        seldom=True,
    ),
    "rate": Sheet(
        forms.RateForm,
        pgettext_lazy("act", "Say how it was put"),
        _("The sender sees sums of at least five answers; the line you write stands on the way of the matter."),
        _("your own wish; nobody asks for it"),
        _("Kept. Thank you."),
        seldom=True,
    ),
    "withdraw": Sheet(
        forms.WithdrawForm,
        pgettext_lazy("act", "Withdraw"),
        _("It ends here, with your reason on its way."),
        _("whoever issues may withdraw, with a reason"),
        _("Withdrawn."),
    ),
}

# What a person would do next where they can: the first that is possible is the primary act.
NATURAL = (
    "accept", "answer", "decide_extension", "decide_pause", "verify", "reply", "confirm", "close", "assign",
    "decide_due",
)  # fmt: skip
HIDDEN = frozenset({"refuse"})  # the same page as `verify`
