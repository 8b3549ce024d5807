"""The requirements of a document as a spreadsheet: who leads what by when, and how far it is."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from luoshi.base import clock
from luoshi.base.text import shorten
from luoshi.inlets.documents.pages import Card, Owner, ReviewPage
from luoshi.ledger import queries as ledger
from luoshi.ledger.queries import Figures
from luoshi.people.viewer import Viewer
from luoshi.web import spreadsheet
from luoshi.web.spreadsheet import Heading, Value

NAME = 40  # characters of a title in the name of a file
COLUMNS = (
    Heading(pgettext_lazy("row", "No."), 6),
    Heading(gettext_lazy("Words asked for"), 60),
    Heading(gettext_lazy("Lead unit"), 24),
    Heading(gettext_lazy("Co-operating units"), 24),
    Heading(gettext_lazy("Leading unit as written"), 20),
    Heading(gettext_lazy("Due"), 12),
    Heading(gettext_lazy("Date as written"), 16),
    Heading(gettext_lazy("Problem it answers"), 36),
    Heading(gettext_lazy("Speaker as written"), 14),
    Heading(pgettext_lazy("column", "Decided"), 10),
    Heading(pgettext_lazy("column", "Tasks"), 8),
    Heading(pgettext_lazy("column", "Claimed done"), 10),
    Heading(pgettext_lazy("column", "Verified"), 8),
    Heading(pgettext_lazy("column", "Closed"), 8),
    Heading(pgettext_lazy("column", "Overdue"), 8),
)


def answer(viewer: Viewer, page: ReviewPage, matters: Mapping[int, UUID]) -> FileResponse:
    """Every requirement of the document, decided or proposed, with its figures where it has been issued."""
    figures = ledger.figures_of_requirements(viewer, matters.values())
    found = {number: figures[matter] for number, matter in matters.items()}
    document = page.document
    return spreadsheet.answer(
        _("Requirements"),
        COLUMNS,
        _rows(page, found),
        name=f"{_('Requirements')}_{shorten(document.title, NAME)}_{clock.today().isoformat()}",
        lines=(f"{document.title} {document.number}".strip(), spreadsheet.made_by(viewer)),
    )


def _rows(page: ReviewPage, figures: Mapping[int, Figures]) -> Iterator[tuple[Value, ...]]:
    for group in page.groups:
        for card in group.cards:
            if card.verdict == "requirement":
                yield (*_asked(card), *_standing(figures.get(card.clause)))


def _asked(card: Card) -> tuple[Value, ...]:
    decided = _("proposed") if card.is_open else _("decided")
    due = card.due or _("date undecided")
    lead = card.lead.decided or _("owner undecided")
    written = _named(card.lead)
    return (
        card.place,
        card.words,
        lead,
        card.assist.decided or _named(card.assist),
        written,
        due,
        card.deadline,
        card.problem,
        card.speaker,
        decided,
    )


def _named(owner: Owner) -> str:
    return "、".join(owner.written)


def _standing(found: Figures | None) -> tuple[Value, ...]:
    if found is None or not found.total:
        return (None,) * 5
    return found.total, found.done, found.verified, found.closed, found.late
