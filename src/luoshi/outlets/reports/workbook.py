"""Writes ledgers as a spreadsheet, row by row: memory stays flat, and no cell is ever read as a formula."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from luoshi.base.text import shorten
from luoshi.ledger import queries
from luoshi.ledger.queries import Filter, FullRow
from luoshi.outlets.reports.ledgers import LEDGERS, Column, Source, Value
from luoshi.people.viewer import Viewer
from luoshi.web import registry

LIMIT = 10_000  # rows; a longer list is to be narrowed
PIECE = 500
CELL = 32_767  # characters that a cell holds
HEADING = 3  # the row of the headings, from nought
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}


def write(into: IO[bytes], viewer: Viewer, narrow: Filter, forms: Sequence[str], lines: Sequence[str]) -> int:
    """Write the matters of a list into a file, one sheet a form, `lines` above each; gives how many rows."""
    with xlsxwriter.Workbook(into, OPTIONS) as book:
        formats = _formats(book)
        sheets = [_Sheet(book, form, formats, lines) for form in forms]
        rows = queries.full_rows(viewer, narrow)
        number = 0
        for source in _numbered(viewer, islice(rows, LIMIT)):
            number = source.number
            for sheet in sheets:
                sheet.add(source)
        has_more = number == LIMIT and next(rows, None) is not None
        for sheet in sheets:
            sheet.finish(has_more=has_more)
    return number


def _numbered(viewer: Viewer, rows: Iterable[FullRow]) -> Iterable[Source]:
    """Rows with their numbers and the names of their documents, asked for once a piece."""
    number = 0
    remaining = iter(rows)
    while piece := list(islice(remaining, PIECE)):
        documents = {full.row.document for full in piece if full.row.document}
        names = registry.names_of(viewer, "document", sorted(documents))
        for full in piece:
            number += 1
            yield Source(number, full, names.get(full.row.document, "") if full.row.document else "")


def _formats(book: Any) -> dict[str, Any]:
    cell = {"valign": "top", "border": 1, "border_color": "#BBBBBB", "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "line": book.add_format({"font_color": "#5A626B"}),
        "heading": book.add_format({**cell, "bold": True, "bg_color": "#F1EDE4", "valign": "vcenter"}),
        "text": book.add_format(cell),
        "date": book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "left"}),
    }


class _Sheet:
    """One ledger, written from the top down."""

    def __init__(self, book: Any, form: str, formats: dict[str, Any], lines: Sequence[str]) -> None:
        ledger = LEDGERS[form]
        self.columns: tuple[Column, ...] = ledger.columns
        self.formats = formats
        self.sheet = book.add_worksheet(str(ledger.title))
        self.at = HEADING
        self._set_up(str(ledger.title))
        self.sheet.write_string(0, 0, str(ledger.title), formats["title"])
        for number, line in enumerate(lines[: HEADING - 1], start=1):
            self.sheet.write_string(number, 0, shorten(line, CELL), formats["line"])
        for index, column in enumerate(self.columns):
            self.sheet.write_string(HEADING, index, str(column.title), formats["heading"])

    def _set_up(self, title: str) -> None:
        """For screen and paper: headings stay, one page wide, numbered."""
        sheet = self.sheet
        for index, column in enumerate(self.columns):
            sheet.set_column(index, index, column.width)
        sheet.freeze_panes(HEADING + 1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADING)
        sheet.set_footer(f"&L{title}&C&P / &N")

    def add(self, source: Source) -> None:
        """One more row."""
        self.at += 1
        for index, column in enumerate(self.columns):
            self._write(index, column.value(source))

    def _write(self, index: int, value: Value) -> None:
        """Dates as dates, counts as counts, all else as text, whatever it begins with."""
        if isinstance(value, date):
            self.sheet.write_datetime(self.at, index, value, self.formats["date"])
        elif isinstance(value, int):
            self.sheet.write_number(self.at, index, value, self.formats["text"])
        elif value:
            self.sheet.write_string(self.at, index, shorten(value, CELL), self.formats["text"])
        else:
            self.sheet.write_blank(self.at, index, None, self.formats["text"])

    def finish(self, *, has_more: bool) -> None:
        """Filters over the columns; a sentence where the ledger is not whole, or empty."""
        if self.at > HEADING:
            self.sheet.autofilter(HEADING, 0, self.at, len(self.columns) - 1)
        if has_more:
            words = _("Only the first %(n)s matters are here. Narrow the list and write it out in parts.")
            self.sheet.write_string(self.at + 1, 0, words % {"n": LIMIT})
        elif self.at == HEADING:
            self.sheet.write_string(self.at + 1, 0, _("No matter fits this list."))
