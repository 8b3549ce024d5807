"""The words of inspections in the reader's language: one word per concept, the glossary's."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.inlets.inspections.draw import Recusal

# 政府督查工作条例, article 14
KINDS = {
    "comprehensive": _("Comprehensive"),
    "special": _("Special"),
    "incident": _("Into an incident"),
    "daily": _("Daily follow-up"),
    "clue": _("Into a clue"),
}

RULES = {
    Recusal.OWN_UNIT: _("is of this unit"),
    Recusal.BELOW: _("is of a unit below it"),
    Recusal.ABOVE: _("is of a unit above it, in line"),
    Recusal.CLAIMANT: _("claimed one of these matters done"),
    Recusal.ACTED: _("acted on one of these matters"),
    Recusal.DECLARED: _("declared a conflict"),
}

FINDING_STATES = {
    "drafted": _("Signed by the handler"),
    "countersigned": _("Signed by the deputy head"),
    "fed_back": _("Fed back to the unit"),
    "objected": _("Objection to be decided"),
    "upheld": _("Objection upheld, finding withdrawn"),
    "rejected": _("Objection rejected, finding stands"),
}

STATE_TONES = {"objected": "amber", "upheld": "none", "rejected": "blue", "fed_back": "blue"}

OUTCOMES = {"held": _("Done as claimed"), "false": pgettext_lazy("finding", "Not done"), "": _("Not looked at")}

ENTRIES = {
    "finding.written": _("Written, and signed as the handler"),
    "finding.signed:deputy": _("Signed as the deputy head"),
    "finding.signed:head": _("Signed as the head"),
    "finding.fed_back": _("Fed back to the unit"),
    "finding.objected": _("The unit objects"),
    "finding.objection_decided": _("Decided on the objection"),
}
