"""Lists as spreadsheets, row by row: memory stays flat, and no cell is ever read as a formula or an address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile
from typing import Any

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import gettext as _

from luoshi.base import clock
from luoshi.base.text import shorten
from luoshi.people.viewer import Viewer
from luoshi.web import dates
from luoshi.web.registry import Words

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIMIT = 10_000  # rows; a longer list is to be narrowed
CELL = 32_767  # characters that a cell holds
NAME = 31  # characters of the name of a sheet
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: what it is called, and how wide it is in characters."""

    title: Words
    width: int


def formats(book: Any) -> dict[str, Any]:
    """How titles, headings and cells look."""
    cell = {"valign": "top", "border": 1, "border_color": "#BBBBBB", "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "line": book.add_format({"font_color": "#5A626B"}),
        "heading": book.add_format({**cell, "bold": True, "bg_color": "#F1EDE4", "valign": "vcenter"}),
        "text": book.add_format(cell),
        "date": book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "left"}),
    }


class Sheet:
    """One list, written from the top down: a title and lines on who made it where there are any, headings, rows."""

    def __init__(
        self, book: Any, title: str, headings: Sequence[Heading], looks: dict[str, Any], lines: Sequence[str]
    ) -> None:
        self.headings = headings
        self.looks = looks
        self.sheet = book.add_worksheet(title[:NAME])
        self.first = len(lines) + 1 if lines else 0
        self.at = self.first
        self._set_up(title)
        for number, line in enumerate([title, *lines] if lines else []):
            self.sheet.write_string(number, 0, shorten(line, CELL), looks["line" if number else "title"])
        for index, heading in enumerate(headings):
            self.sheet.write_string(self.first, index, str(heading.title), looks["heading"])

    def _set_up(self, title: str) -> None:
        """For screen and paper: headings stay, one page wide, numbered."""
        for index, heading in enumerate(self.headings):
            self.sheet.set_column(index, index, heading.width)
        self.sheet.freeze_panes(self.first + 1, 0)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(self.first)
        self.sheet.set_footer(f"&L{title.replace('&', '&&')}&C&P / &N")

    def add(self, values: Iterable[Value]) -> None:
        """One more row: dates as dates, counts as counts, all else as text, whatever it begins with."""
        self.at += 1
        for index, value in enumerate(values):
            if isinstance(value, date):
                self.sheet.write_datetime(self.at, index, value, self.looks["date"])
            elif isinstance(value, int):
                self.sheet.write_number(self.at, index, value, self.looks["text"])
            elif value:
                self.sheet.write_string(self.at, index, shorten(value, CELL), self.looks["text"])
            else:
                self.sheet.write_blank(self.at, index, None, self.looks["text"])

    def finish(self, sentence: str = "") -> None:
        """Filters over the columns; a sentence below where the list is not whole, or empty."""
        if self.at > self.first:
            self.sheet.autofilter(self.first, 0, self.at, len(self.headings) - 1)
        if sentence:
            self.sheet.write_string(self.at + 1, 0, sentence)


def answer(
    title: str, headings: Sequence[Heading], rows: Iterable[Iterable[Value]], *, name: str, lines: Sequence[str] = ()
) -> FileResponse:
    """One list as a file to keep; without lines the headings stand in the first row: it can be read in again."""
    into = TemporaryFile()  # noqa: SIM115 - the response closes it
    with xlsxwriter.Workbook(into, OPTIONS) as book:
        sheet = Sheet(book, title, headings, formats(book), lines)
        has_more = False
        for number, row in enumerate(rows):
            has_more = number == LIMIT
            if has_more:
                break
            sheet.add(row)
        words = _("Only the first %(n)s rows are here. Narrow the list and write it out in parts.")
        sheet.finish(words % {"n": LIMIT} if has_more else "")
    into.seek(0)
    return FileResponse(into, as_attachment=True, filename=f"{name}.xlsx", content_type=MEDIA_TYPE)


def made_by(viewer: Viewer) -> str:
    """Who made a list, and when."""
    return _("Made by %(who)s on %(at)s.") % {"who": viewer.actor.post, "at": dates.moment(clock.now())}
