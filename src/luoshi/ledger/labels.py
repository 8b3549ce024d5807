"""The words of the ledger in the reader's language: one word per concept, the glossary's."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.campaigns.template import Rung
from luoshi.ledger.events import Answer, Ground, Kind, Means, Nature, Role
from luoshi.ledger.lights import Light
from luoshi.ledger.matter import State

STATES = {
    State.OPENED: pgettext_lazy("state", "No unit yet"),
    State.ASSIGNED: pgettext_lazy("state", "To be accepted"),
    State.RETURNED: pgettext_lazy("state", "Returned"),
    State.ACCEPTED: pgettext_lazy("state", "Accepted"),
    State.WORKING: pgettext_lazy("state", "In hand"),
    State.CLAIMED: pgettext_lazy("state", "To be verified"),
    State.VERIFIED: pgettext_lazy("state", "To be replied"),
    State.REPLIED: pgettext_lazy("state", "To be confirmed"),
    State.CONFIRMED: pgettext_lazy("state", "To be closed"),
    State.CLOSED: pgettext_lazy("state", "Closed"),
    State.WITHDRAWN: pgettext_lazy("state", "Withdrawn"),
    State.SENT_OUT: pgettext_lazy("state", "Sent out"),
}

KINDS = {
    Kind.REQUIREMENT: _("Requirement"),
    Kind.TASK: _("Task"),
    Kind.DELIVERABLE: _("Deliverable"),
    Kind.PROBLEM: pgettext_lazy("kind", "Problem"),
    Kind.FINDING: _("Finding"),
    Kind.PROMISE: _("Promise"),
    Kind.PLAN: pgettext_lazy("kind", "Plan"),
    Kind.DISPUTE: _("Dispute"),
    Kind.HELP: _("Help request"),
}

ROLES = {Role.LEAD: pgettext_lazy("role", "Lead"), Role.ASSIST: pgettext_lazy("role", "Co-operating")}

GRADES = {
    0: _("the unit's own word"),
    1: _("a document of the unit"),
    2: _("a dated record made for another purpose"),
    3: _("a third party's own record"),
    4: _("confirmed by those affected"),
    5: _("found on the spot"),
}

NATURES = {
    Nature.CLAIM: _("Own word (E0)"),
    Nature.OWN: _("Own document (E1)"),
    Nature.DATED: _("Dated record made for another purpose (E2)"),
    Nature.THIRD: _("A third party's own record (E3)"),
    Nature.AFFECTED: _("Confirmed by those affected (E4)"),
    Nature.SPOT: _("Seen on the spot (E5)"),
}

GROUNDS = {
    Ground.NOT_OURS: _("Not ours"),
    Ground.UNCLEAR: _("Not clear what is asked"),
    Ground.DOUBLE: _("We hold the same matter already"),
    Ground.OTHER: pgettext_lazy("ground", "Another reason"),
}

ANSWERS = {
    Answer.SOLVED: pgettext_lazy("answer", "Solved"),
    Answer.HALF: pgettext_lazy("answer", "Half solved"),
    Answer.NOT: pgettext_lazy("answer", "Not solved"),
}

MEANS = {
    Means.PERSON: _("Asked in person"),
    Means.SAMPLE: _("Asked a sample"),
    Means.PUBLICATION: _("Nobody to ask: published for comment"),
}

LIGHTS = {
    Light.RED: pgettext_lazy("light", "Overdue"),
    Light.YELLOW: pgettext_lazy("light", "Behind a milestone"),
    Light.BLUE: pgettext_lazy("light", "Due soon"),
    Light.GREEN: pgettext_lazy("light", "On time"),
    Light.UNDECIDED: pgettext_lazy("light", "No date yet"),
    Light.NONE: pgettext_lazy("light", "Ended"),
}

HOWS = {
    "phone": pgettext_lazy("urged", "By telephone"),
    "person": pgettext_lazy("urged", "In person"),
    "notice": pgettext_lazy("urged", "By a written notice"),
    "blue": pgettext_lazy("urged", "Blue slip: the date is near"),
    "yellow": pgettext_lazy("urged", "Yellow slip: a milestone has passed"),
    "red": pgettext_lazy("urged", "Red slip: the date has passed"),
}

RUNGS = {
    Rung.UNDERTAKER: pgettext_lazy("rung", "Undertaker"),
    Rung.HELP: pgettext_lazy("rung", "Help is offered"),
    Rung.OFFICE: pgettext_lazy("rung", "Activity office"),
    Rung.LEADER: pgettext_lazy("rung", "Leader in charge"),
    Rung.SUPERIOR: pgettext_lazy("rung", "Unit above"),
}

EVENTS = {
    "matter.opened": pgettext_lazy("event", "Opened"),
    "matter.assigned": pgettext_lazy("event", "Assigned"),
    "matter.due_decided": pgettext_lazy("event", "Date set"),
    "matter.accepted": pgettext_lazy("event", "Accepted"),
    "matter.returned": pgettext_lazy("event", "Returned"),
    "matter.planned": pgettext_lazy("event", "Planned"),
    "matter.milestone_reached": pgettext_lazy("event", "Milestone reached"),
    "matter.progressed": pgettext_lazy("event", "Progress"),
    "matter.evidence_added": pgettext_lazy("event", "Evidence added"),
    "matter.claimed": pgettext_lazy("event", "Claimed done"),
    "matter.verified": pgettext_lazy("event", "Verified"),
    "matter.refused": pgettext_lazy("event", "Claim refused"),
    "matter.replied": pgettext_lazy("event", "Replied"),
    "matter.confirmed": pgettext_lazy("event", "Confirmed"),
    "matter.closed": pgettext_lazy("event", "Closed"),
    "matter.called_back": pgettext_lazy("event", "Called back"),
    "matter.reopened": pgettext_lazy("event", "Reopened"),
    "matter.passed_on": pgettext_lazy("event", "Passed on"),
    "matter.issued": pgettext_lazy("event", "Issued"),
    "matter.extension_asked": pgettext_lazy("event", "Extension asked"),
    "matter.extension_decided": pgettext_lazy("event", "Extension decided"),
    "matter.extension_withdrawn": pgettext_lazy("event", "Extension taken back"),
    "matter.pause_asked": pgettext_lazy("event", "Pause asked"),
    "matter.pause_decided": pgettext_lazy("event", "Pause decided"),
    "matter.pause_ended": pgettext_lazy("event", "Clock runs again"),
    "matter.due_settled": pgettext_lazy("event", "Date settled"),
    "matter.linked": pgettext_lazy("event", "Follows another matter"),
    "matter.unlinked": pgettext_lazy("event", "On its own again"),
    "matter.followed": pgettext_lazy("event", "Another matter follows"),
    "matter.unfollowed": pgettext_lazy("event", "That matter is on its own again"),
    "matter.transferred": pgettext_lazy("event", "Given to another unit"),
    "matter.sent_out": pgettext_lazy("event", "Sent out"),
    "matter.handed_over": pgettext_lazy("event", "Handed over to another campaign"),
    "matter.escalated": pgettext_lazy("event", "Escalated"),
    "matter.urged": pgettext_lazy("event", "Urged"),
    "matter.help_asked": pgettext_lazy("event", "Help asked"),
    "matter.asked": pgettext_lazy("event", "Question"),
    "matter.answered": pgettext_lazy("event", "Answer"),
    "matter.withdrawn": pgettext_lazy("event", "Withdrawn"),
    "matter.noted": pgettext_lazy("event", "Noted"),
}
