"""Tables as files: CSV (UTF-8 or GB18030) and XLSX become numbered rows of text."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

LARGEST = 100 * 1024 * 1024  # bytes after unpacking
WORKBOOK = Path(__file__).with_name("workbook_rows.py")
SECONDS = 90


class UnreadableTable(Exception):
    """The file is no table; the message says why, in one sentence."""


def rows(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file with their numbers, which count from 1. Raises UnreadableTable."""
    is_workbook = name.lower().endswith((".xlsx", ".xlsm")) or content[:2] == b"PK"
    return _xlsx(content) if is_workbook else _csv(content)


def _csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _text(content)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first and "," not in first else ",")
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as problem:
        raise UnreadableTable(_("Row %(row)d is no row of a table.") % {"row": reader.line_num}) from problem


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise UnreadableTable(_("The file is neither a table in UTF-8 or GB18030 nor an XLSX workbook."))


def _xlsx(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST:
                raise UnreadableTable(_("The workbook unpacks to more than 100 MB."))
        run = subprocess.run(  # noqa: S603  # the product's own file, no shell
            [sys.executable, "-I", str(WORKBOOK)], input=content, capture_output=True, timeout=SECONDS, check=True
        )
        table = json.loads(run.stdout)
    except (zipfile.BadZipFile, subprocess.SubprocessError, json.JSONDecodeError) as problem:
        raise UnreadableTable(_("The workbook cannot be read: it is damaged or no XLSX file.")) from problem
    if table is None:
        raise UnreadableTable(_("The workbook cannot be read: it is damaged or no XLSX file."))
    yield from enumerate(table, start=1)
