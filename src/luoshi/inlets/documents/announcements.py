"""What the shell is told of documents: addresses, and what waits for somebody."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from luoshi.inlets.documents import labels, queries
from luoshi.inlets.documents.queries import DocumentRow
from luoshi.people.viewer import Viewer
from luoshi.web.registry import Todo


def page_of_document(which: Any) -> str:
    """The address of a document."""
    return reverse("documents:document", args=[which])


def page_of_words(which: Any) -> str:
    """The address of words in a document: the document and the place where they begin."""
    document, start = which
    return f"{reverse('documents:document', args=[document])}#at{start}"


def todos(viewer: Viewer) -> list[Todo]:
    """Reviews to be done, and signed documents that were not issued."""
    return [_todo(row) for row in queries.waiting(viewer)]


def _todo(row: DocumentRow) -> Todo:
    if row.state == "open":
        left = ngettext("1 clause undecided", "%(count)s clauses undecided", row.undecided) % {"count": row.undecided}
        url = reverse("documents:review" if row.undecided else "documents:sign", args=[row.id])
        verb = gettext_lazy("Review") if row.undecided else gettext_lazy("Sign off")
        return Todo(row.title, url, from_whom=left, verb=verb, group=gettext_lazy("Documents to review"))
    if row.state == "no_text":
        url = reverse("documents:type_text", args=[row.id])
        verb = pgettext_lazy("verb", "Type the text")
        return Todo(
            row.title, url, from_whom=labels.STATES[row.state], verb=verb, group=gettext_lazy("Documents to review")
        )
    made = _("%(count)s requirements") % {"count": row.requirements}
    url = reverse("documents:issue", args=[row.id])
    return Todo(row.title, url, from_whom=made, verb=gettext_lazy("Issue"), group=gettext_lazy("Documents to issue"))
