"""Run as a program of its own: a workbook on standard input, the rows of its first sheet as JSON on standard output.

The engine is native code that lays a sheet out in full: one stray cell in the last corner makes it ask for more memory
than there is, and then it ends its process. Here that is this one. The file imports nothing of the product.
"""

import io
import json
import resource
import sys

from python_calamine import CalamineError, CalamineWorkbook

MEMORY = 2 * 1024 * 1024 * 1024
SECONDS = 60
MOST_CELLS = 20_000_000
MOST_MERGED = 100_000


def rows(content: bytes) -> list[list[str]] | None:
    """The rows as text, empty cells at their ends left out, a merged cell in every place that it covers.

    None for what is no workbook, or one laid out too wide.
    """
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            return None
        table = [[_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        _spread(table, sheet.merged_cell_ranges or [])
        return [_trimmed(row) for row in table]
    except (CalamineError, IndexError):
        return None


def _cell(cell: object) -> str:
    """A code that a workbook holds as a number has no fraction."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _spread(table: list[list[str]], merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    for (top, left), (bottom, right) in merged:
        if bottom >= len(table) or right >= len(table[top]) or (bottom - top + 1) * (right - left + 1) > MOST_MERGED:
            continue
        for row in range(top, bottom + 1):
            table[row][left : right + 1] = [table[top][left]] * (right - left + 1)


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(rows(sys.stdin.buffer.read()), sys.stdout)
