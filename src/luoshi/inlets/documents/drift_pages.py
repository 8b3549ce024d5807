"""The words of two levels side by side: what was dropped, weakened, delayed or inflated on the way down."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from luoshi.inlets.documents import queries
from luoshi.inlets.documents.breakdown import break_down
from luoshi.inlets.documents.breakdown.drift import Change, drift
from luoshi.inlets.documents.queries import DocumentView, Narrow
from luoshi.ledger import queries as ledger
from luoshi.people.viewer import Viewer
from luoshi.web.parts import Cell, Column, Table
from luoshi.web.registry import Words

SHOWN = 50
WORDS: dict[Change, Words] = {
    Change.DROPPED: pgettext_lazy("drift", "Dropped"),
    Change.WEAKENED: pgettext_lazy("drift", "Weakened"),
    Change.DELAYED: pgettext_lazy("drift", "Delayed"),
    Change.INFLATED: pgettext_lazy("drift", "Inflated"),
}


class ChooseAbove(forms.Form):
    """Which document of the level above to compare with."""

    above = forms.ChoiceField(label=gettext_lazy("Document of the level above"), required=False)

    def __init__(self, *args: Any, documents: dict[UUID, str], **options: Any) -> None:
        super().__init__(*args, **options)
        listed = [("", "—"), *((str(key), title) for key, title in documents.items())]
        self.fields["above"].choices = listed  # type: ignore[attr-defined]

    def clean_above(self) -> UUID | None:
        """The identifier of the document, or None where none was chosen."""
        return UUID(self.cleaned_data["above"]) if self.cleaned_data["above"] else None


@dataclass(frozen=True, slots=True)
class DriftPage:
    """Two documents and what differs between them."""

    above: DocumentView
    sentence: str
    table: Table


def candidates(viewer: Viewer, document: DocumentView) -> dict[UUID, str]:
    """Documents that this one could be compared with: those that reached the viewer, and those of the own office."""
    reached = [found.id for found in ledger.source_documents(viewer)]
    own = [row.id for row in queries.documents(viewer, Narrow(), size=SHOWN).rows]
    wanted = [found for found in dict.fromkeys([*reached, *own]) if found != document.id]
    titles = queries.titles(viewer, wanted)
    return {found: titles[found] for found in wanted if found in titles}


def drift_page(above: DocumentView, below: DocumentView) -> DriftPage:
    """Every change, in the order of the document above."""
    text_above, text_below = queries.text_in(above), queries.text_in(below)
    whole = break_down(text_above)
    found = drift(whole, text_above, text_below)
    rows = [
        [
            WORDS[one.change],
            text_above[slice(*one.above)],
            Cell(text_below[slice(*one.below)], note=_difference(one.was, one.became)) if one.below else _("not there"),
        ]
        for one in found
    ]
    columns = [Column(_("Change")), Column(pgettext("drift", "Above")), Column(pgettext("drift", "Below"))]
    changed = len({one.requirement for one in found})
    told = ngettext(
        "Of %(n)s requirement above, %(changed)s may have changed on the way down.",
        "Of %(n)s requirements above, %(changed)s may have changed on the way down.",
        len(whole.requirements),
    )
    return DriftPage(
        above=above,
        sentence=told % {"n": len(whole.requirements), "changed": changed},
        table=Table(_("Words of both levels, side by side"), columns, rows),
    )


def _difference(was: str, became: str) -> str:
    if was and became:
        return _("“%(was)s” became “%(became)s”") % {"was": was, "became": became}
    return _("without “%(was)s”") % {"was": was} if was else _("with “%(became)s”") % {"became": became}
