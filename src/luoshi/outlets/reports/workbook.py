"""Writes ledgers as a spreadsheet, row by row: memory stays flat, and no cell is ever read as a formula."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from luoshi.ledger import queries
from luoshi.ledger.queries import Filter, FullRow
from luoshi.outlets.reports.ledgers import LEDGERS, Column, Source
from luoshi.people.viewer import Viewer
from luoshi.web import registry, spreadsheet

LIMIT = 10_000  # rows; a longer list is to be narrowed
PIECE = 500


def write(into: IO[bytes], viewer: Viewer, narrow: Filter, forms: Sequence[str], lines: Sequence[str]) -> int:
    """Write the matters of a list into a file, one sheet a form, `lines` above each; gives how many rows."""
    with xlsxwriter.Workbook(into, spreadsheet.OPTIONS) as book:
        looks = spreadsheet.formats(book)
        sheets = [_sheet(book, form, looks, lines) for form in forms]
        rows = queries.full_rows(viewer, narrow)
        number = 0
        for source in _numbered(viewer, islice(rows, LIMIT)):
            number = source.number
            for columns, sheet in sheets:
                sheet.add(column.value(source) for column in columns)
        has_more = number == LIMIT and next(rows, None) is not None
        for _columns, sheet in sheets:
            sheet.finish(_closing(number, has_more=has_more))
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


def _sheet(
    book: Any, form: str, looks: dict[str, Any], lines: Sequence[str]
) -> tuple[tuple[Column, ...], spreadsheet.Sheet]:
    ledger = LEDGERS[form]
    headings = [spreadsheet.Heading(column.title, column.width) for column in ledger.columns]
    return ledger.columns, spreadsheet.Sheet(book, str(ledger.title), headings, looks, lines)


def _closing(number: int, *, has_more: bool) -> str:
    """What stands below: that the ledger is not whole, or empty."""
    if has_more:
        return _("Only the first %(n)s matters are here. Narrow the list and write it out in parts.") % {"n": LIMIT}
    return "" if number else _("No matter fits this list.")
