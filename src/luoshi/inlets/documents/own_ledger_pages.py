"""An office's own ledger on screen: what its columns were taken for, which rows are bad, what would become of it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from luoshi.inlets.documents.own_ledgers.columns import Field
from luoshi.inlets.documents.own_ledgers.entries import Bad, Entry, Open
from luoshi.inlets.documents.queries.own_ledgers import Look, matter_of
from luoshi.people.viewer import Viewer
from luoshi.web import dates
from luoshi.web.parts import Cell, Column, Table
from luoshi.web.registry import Words

SHOWN = 200  # rows of one table
EXAMPLES = 2
FIELDS: dict[Field, Words] = {
    Field.NUMBER: gettext_lazy("Number"),
    Field.TITLE: gettext_lazy("What has to be done"),
    Field.DETAIL: gettext_lazy("Measures"),
    Field.LEAD: gettext_lazy("Lead unit"),
    Field.ASSIST: gettext_lazy("Co-operating units"),
    Field.PERSON: gettext_lazy("Persons responsible"),
    Field.STARTED: gettext_lazy("Since when"),
    Field.DUE: gettext_lazy("Until when"),
    Field.EXTENDED: gettext_lazy("Extended until"),
    Field.CLOSED: gettext_lazy("Struck off on"),
    Field.STATUS: pgettext_lazy("own ledger", "State"),
    Field.PROGRESS: gettext_lazy("Progress"),
    Field.SOURCE: gettext_lazy("Where from"),
    Field.REMARK: gettext_lazy("Remarks"),
}
BAD: dict[Bad, Words] = {
    Bad.NO_TITLE: gettext_lazy("Nothing says what has to be done."),
    Bad.NO_SUCH_DAY: gettext_lazy("“%(word)s” is no day that exists: give year, month and day."),
    Bad.DUE_BEFORE_START: gettext_lazy("The date %(word)s lies before the beginning."),
    Bad.STARTS_LATER: gettext_lazy("The beginning %(word)s is still to come."),
    Bad.TWICE: gettext_lazy("The same as row %(word)s."),
}
LEFT: dict[Open, Words] = {
    Open.NO_UNIT: gettext_lazy("no lead unit: owner undecided"),
    Open.UNKNOWN_UNIT: gettext_lazy("“%(word)s” is no unit here, or several: undecided"),
    Open.NO_DATE: gettext_lazy("no date: undecided"),
    Open.SHORTENED: gettext_lazy("long words: the whole is in the detail"),
}


class SendLedger(forms.Form):
    """A ledger as a file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("XLSX or CSV, as the office keeps it; its first sheet is read."),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year of dates without one"), required=False, min_value=2000, max_value=2100,
        help_text=gettext_lazy("Left empty, such dates are named as bad."),
    )  # fmt: skip


class TakeColumnsFor(forms.Form):
    """What every column holds."""

    def __init__(self, *args: Any, found: Look, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", _("keep it in the detail")), *((kind.value, label) for kind, label in FIELDS.items())]
        for number, name in enumerate(found.headings.names):
            if name:
                kind = found.headings.fields[number]
                self.fields[f"column-{number}"] = forms.ChoiceField(
                    label=name, choices=choices, required=False, initial=kind.value if kind else ""
                )

    @property
    def chosen(self) -> dict[int, Field | None]:
        """Columns by number."""
        return {
            int(name.removeprefix("column-")): Field(value) if value else None
            for name, value in self.cleaned_data.items()
        }


@dataclass(frozen=True, slots=True)
class LookPage:
    """What taking the ledger over would do."""

    name: str
    sentence: str
    new: int
    bad: Table
    rows: Table
    more: int


def look_page(viewer: Viewer, found: Look) -> LookPage:
    """A ledger that was read."""
    bad = [entry for entry in found.entries if entry.bad]
    sound = [entry for entry in found.entries if not entry.bad and not entry.is_done]
    new = [entry for entry in sound if matter_of(viewer, entry) not in found.known]
    done = sum(entry.is_done and not entry.bad for entry in found.entries)
    sentence = _(
        "%(rows)s rows: %(new)s would become matters, %(before)s were taken over before, "
        "%(done)s are done, %(bad)s are bad."
    ) % {"rows": len(found.entries), "new": len(new), "before": len(sound) - len(new), "done": done, "bad": len(bad)}
    return LookPage(found.name, sentence, len(new), _bad_table(bad), _rows_table(found, new), max(0, len(new) - SHOWN))


def _bad_table(bad: list[Entry]) -> Table:
    rows = [
        [
            entry.row,
            Cell(entry.title or "—", note=" ".join(str(BAD[kind]) % {"word": word} for kind, word in entry.bad)),
        ]
        for entry in bad[:SHOWN]
    ]
    return Table(_("Bad rows"), [Column(_("Row"), "number"), Column(_("What is wrong"), "title")], rows)


def _rows_table(found: Look, new: list[Entry]) -> Table:
    rows = [
        [
            entry.row,
            Cell(entry.title, note=_(", ").join(str(LEFT[kind]) % {"word": word} for kind, word in entry.left)),
            Cell(
                found.unit_names[entry.lead] if entry.lead else _("Owner undecided"),
                note=_(", ").join(found.unit_names[unit] for unit in entry.assists),
            ),
            dates.day(entry.due) if entry.due else _("Date undecided"),
        ]
        for entry in new[:SHOWN]
    ]
    columns = [
        Column(_("Row"), "number"),
        Column(_("What has to be done"), "title"),
        Column(_("Lead unit")),
        Column(_("First date")),
    ]
    return Table(_("Rows that would become matters"), columns, rows)
