"""What `verify` found, in the reader's language: one sentence a problem, its place first."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.journal.verify import Problem

PROBLEMS = {
    "garbage": gettext_lazy("a column holds what was never written there"),
    "gap": gettext_lazy("an entry is missing before this one, or stands twice"),
    "link": gettext_lazy("the entry does not follow the one before it"),
    "digest": gettext_lazy("the entry is not what was written"),
    "head": gettext_lazy("the end of the stream is not its last entry"),
    "unnumbered": gettext_lazy("the entry has no number and waits for none"),
    "numbered_and_waiting": gettext_lazy("the entry has a number and waits for one as well"),
    "order": gettext_lazy("the entry comes in the wrong order"),
    "waits_for_nothing": gettext_lazy("an entry that waits for a number is gone"),
    "number": gettext_lazy("a number is missing or was changed"),
    "entry_lost": gettext_lazy("a sealed entry is gone"),
    "leaf": gettext_lazy("a sealed entry is not the one that was sealed"),
    "root": gettext_lazy("the seal does not fit the entries below it"),
    "seal_order": gettext_lazy("a seal is missing or was changed"),
    "seal_link": gettext_lazy("the seal does not follow the one before it"),
    "signature": gettext_lazy("the signature of the seal is wrong"),
    "key": gettext_lazy("the key that signed the seal is not known here"),
    "unsealed": gettext_lazy("numbers stand behind the last seal"),
    "log": gettext_lazy("the log does not fit its entries and seals"),
    "seal_lost": gettext_lazy("a seal kept outside is not here: the journal was cut or put back"),
    "seal_differs": gettext_lazy("the seal kept outside is another one: the journal was rewritten"),
    "outside_signature": gettext_lazy("the signature of the seal kept outside is wrong"),
    "outside_unreadable": gettext_lazy("this line of the file of seals cannot be read"),
    "text": gettext_lazy("the words are not those that were written down"),
    "text_lost": gettext_lazy("words that an entry refers to are gone or were exchanged"),
    "file": gettext_lazy("the file on disk is gone or is not the one that was kept"),
    "file_lost": gettext_lazy("a file that an entry refers to is gone or was exchanged"),
    "statement": gettext_lazy("the statement is not the one that was taken"),
}


def sentence(problem: Problem) -> str:
    """One problem as one line."""
    known = PROBLEMS.get(problem.code)
    return _("%(place)s: %(what)s.") % {"place": problem.place, "what": known or problem.code}
