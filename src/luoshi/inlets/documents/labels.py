"""The words of documents in the reader's language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.inlets.documents.clauses import Verdict, Why
from luoshi.inlets.documents.reading.fact import Kind
from luoshi.inlets.documents.reading.sameness import SameKind

VERDICTS = {
    Verdict.REQUIREMENT: pgettext_lazy("clause", "Requirement"),
    Verdict.STANCE: pgettext_lazy("clause", "Stance"),
    Verdict.NOTHING: pgettext_lazy("clause", "Nothing follows"),
}
TAGS = {
    Verdict.REQUIREMENT: pgettext_lazy("mark", "requirement"),
    Verdict.STANCE: pgettext_lazy("mark", "stance"),
    Verdict.NOTHING: pgettext_lazy("mark", "nothing"),
}
WHYS = {
    Why.REPORT: _("tells what is or was"),
    Why.PREAMBLE: _("says why the document was written"),
    Why.HEADING: _("a heading"),
    Why.FURNITURE: _("frame of the page"),
    Why.ATTENDANCE: _("who was there"),
    Why.COMMENT: _("said without authority"),
    Why.CUE: _("only leads over"),
    Why.OWNER: _("only names who is responsible"),
    Why.DEADLINE: _("only gives the date"),
    Why.REPEATED: _("said in another clause"),
    Why.ELSEWHERE: _("not for this unit"),
}
KINDS = {
    Kind.MEETING_REPORT: pgettext_lazy("document", "Meeting report"),
    Kind.NOTICE: pgettext_lazy("document", "Notice"),
    Kind.PLAN: pgettext_lazy("document", "Plan"),
    Kind.MINUTES: pgettext_lazy("document", "Minutes"),
    Kind.OPINION: pgettext_lazy("document", "Opinion"),
    Kind.SPEECH: pgettext_lazy("document", "Speech"),
    Kind.OTHER: pgettext_lazy("document", "Other"),
}
STATES = {
    "open": pgettext_lazy("document", "in review"),
    "signed": pgettext_lazy("document", "signed off"),
    "issued": pgettext_lazy("document", "issued"),
    "no_text": pgettext_lazy("document", "no text yet"),
    "erased": pgettext_lazy("document", "text erased"),
}
STATE_TONES = {"open": "blue", "signed": "amber", "issued": "green", "no_text": "none", "erased": "none"}
SAME = {
    SameKind.IDENTICAL: _("This is the same document as one taken in before:"),
    SameKind.SAME_TEXT_OTHER_NUMBER: _("This is the same text, under another number, as one taken in before:"),
}
CHANGES = {
    "kept": ("=", _("kept")),
    "added": ("+", _("added")),
    "removed": ("−", _("removed")),
    "reworded": ("≠", _("reworded")),
}
