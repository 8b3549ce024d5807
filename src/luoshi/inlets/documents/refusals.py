"""What cannot be done with a document, each as one sentence: what happened, what is kept, what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from luoshi.inlets.documents.review import Reason, Refusal


class NoSuchDocument(LookupError):
    """There is no such document, or none that this viewer may see: the two are not told apart."""


class NotYours(Exception):
    """The post in use takes no documents in."""


class Refused(Exception):
    """What was asked cannot be done; the message is one sentence for the person who asked."""


SENTENCES: dict[Reason, Promise] = {
    Reason.NO_SUCH_CLAUSE: gettext_lazy(
        "This clause is no longer there, somebody has joined or cut it; nothing was changed: look at the review again."
    ),
    Reason.SIGNED: gettext_lazy("The review is signed off, so nothing was changed: reopen it first."),
    Reason.NOT_SIGNED: gettext_lazy("The review is not signed off yet, so nothing was changed: sign it off first."),
    Reason.ISSUED: gettext_lazy("This requirement has been issued, so nothing was changed here: withdraw it first."),
    Reason.OUTSIDE_TEXT: gettext_lazy(
        "These words are not in the document, so nothing was changed: copy them from the text."
    ),
    Reason.OUTSIDE_CLAUSE: gettext_lazy(
        "These words are not in this clause, so nothing was changed: join clauses, or add a requirement by its words."
    ),
    Reason.NO_WORDS: gettext_lazy("There are no words there, so nothing was changed: copy some from the text."),
    Reason.NO_WHY: gettext_lazy("Why nothing follows was not said, so nothing was changed: choose a reason."),
    Reason.NO_PLACE: gettext_lazy(
        "The clause cannot be cut there, so nothing was changed: give words of this clause that begin its second half."
    ),
    Reason.NO_NEXT: gettext_lazy("This is the last clause, so nothing was changed: there is none to join it with."),
    Reason.OWN_PARENT: gettext_lazy(
        "A clause cannot stand under itself, so nothing was changed: choose another clause above it."
    ),
    Reason.ONE_BY_ONE: gettext_lazy("Requirements are confirmed one by one, so nothing was changed."),
    Reason.NO_REQUIREMENT: gettext_lazy(
        "Only a requirement has owners and a date, so nothing was changed: mark the clause as a requirement first."
    ),
    Reason.NO_TARGET: gettext_lazy("No unit was named, so nothing was changed: choose kinds of units, or name some."),
}


def sentence(refusal: Refusal) -> str:
    """Why the review says no, in the reader's language."""
    if refusal.reason is Reason.UNDECIDED:
        return ngettext(
            "1 clause is still undecided, so the review is not signed off: decide it first.",
            "%(count)s clauses are still undecided, so the review is not signed off: decide them first.",
            refusal.count,
        ) % {"count": refusal.count}
    return str(SENTENCES[refusal.reason])


def moved() -> str:
    """Somebody else was quicker."""
    return _("Somebody else has changed this review in the meantime; nothing of yours was changed: look at it again.")


def already_signed(name: str) -> str:
    """Two people signed at once."""
    said = _("%(name)s has signed this review off already, so nothing was done twice: go on with issuing.")
    return said % {"name": name}
