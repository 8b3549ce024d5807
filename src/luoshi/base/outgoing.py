"""What leaves the machine whole: tables as plain rows that can be read without this program."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import models

PAGE = 2000
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that leaves: its name is the path of its file, `rows` gives it in an order of its own."""

    name: str
    rows: Callable[[], Iterator[Row]]


def table(
    name: str, found: "models.QuerySet[Any]", columns: Sequence[str], change: Callable[[Row], Row] | None = None
) -> Table:
    """The columns of a query as a table; `change` may alter a row on its way out."""

    def rows() -> Iterator[Row]:
        for values in found.values_list(*columns).iterator(PAGE):
            row = {column: plain(value) for column, value in zip(columns, values, strict=True)}
            yield change(row) if change else row

    return Table(name, rows)


def plain(value: Any) -> Any:
    """Text, number, truth or nothing; a moment is UTC with microseconds, as in the journal's digests."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
