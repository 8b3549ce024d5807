"""Many rows at once, past the models: `executemany` on SQLite, COPY on PostgreSQL.

A row holds what the database holds: text, whole numbers and None, identifiers and moments in the database's own form
(`identifier`, `moment`). Nothing is checked here but what the database checks.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, models

Row = Sequence[Any]
READ_AT_ONCE = 500


def identifier(value: UUID) -> str:
    """An identifier as the database takes it."""
    return str(value) if connection.vendor == "postgresql" else value.hex


def identifiers() -> Callable[[UUID], str]:
    """The same as `identifier` for very many, asked once which database it is."""
    return str if connection.vendor == "postgresql" else attrgetter("hex")


def hyphened(written: str) -> str:
    """An identifier in the database's form, as every other text has it."""
    if len(written) == len("00000000-0000-0000-0000-000000000000"):
        return written
    return f"{written[:8]}-{written[8:12]}-{written[12:16]}-{written[16:20]}-{written[20:]}"


def moment(at: datetime) -> str:
    """A moment as the database takes it."""
    utc = at.astimezone(UTC)
    return utc.isoformat() if connection.vendor == "postgresql" else str(utc.replace(tzinfo=None))


def flag(value: bool) -> Any:  # noqa: FBT001
    """A truth as the database takes it."""
    return value if connection.vendor == "postgresql" else int(value)


def plain(value: Any) -> Any:
    """Any value of a column as the database takes it."""
    if value is None or type(value) in {str, int}:
        return value
    if isinstance(value, UUID):
        return identifier(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, bool):
        return flag(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def add(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows; columns not named take the database's default. Raises IntegrityError."""
    table, columns = _table(model), ", ".join(_column(model, name) for name in names)
    with connection.cursor() as found:
        cursor: Any = found  # takes a generator, and on PostgreSQL knows COPY
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608


def put(model: type[models.Model], keys: Sequence[str], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows, in the place of those with the same keys; a key comes once."""
    table, columns = _table(model), ", ".join(_column(model, name) for name in names)
    marks = ", ".join(["%s"] * len(names))
    sets = ", ".join(f"{_column(model, name)} = excluded.{_column(model, name)}" for name in names if name not in keys)
    found = ", ".join(_column(model, name) for name in keys)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT ({found}) DO UPDATE SET {sets}",  # noqa: S608
            list(rows),
        )


def read(
    model: type[models.Model], key: str, wanted: Sequence[Any], names: Sequence[str]
) -> list[tuple[Any, ...]]:  # fmt: skip
    """Columns of the rows whose key is among those wanted, as the database holds them; nothing is converted."""
    table, column = _table(model), _column(model, key)
    on_postgresql = connection.vendor == "postgresql"
    columns = ", ".join(
        f"{_column(model, name)}::text" if on_postgresql else f"+{_column(model, name)}" for name in names
    )
    found: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for start in range(0, len(wanted), READ_AT_ONCE):
            some = list(wanted[start : start + READ_AT_ONCE])
            if on_postgresql:
                condition, values = f"= ANY(%s::{_type(model, key)}[])", [some]
            else:
                condition, values = f"IN ({', '.join(['%s'] * len(some))})", some
            cursor.execute(f"SELECT {columns} FROM {table} WHERE {column} {condition}", values)  # noqa: S608
            found += cursor.fetchall()
    return found


def change(model: type[models.Model], keys: Sequence[str], names: Sequence[str], rows: Sequence[Row]) -> int:
    """Update rows found by their keys; a row holds the new values, then the keys. Gives how many were found."""
    if not rows:
        return 0
    table = _table(model)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            wanted = [*names, *keys]
            arrays = ", ".join(f"%s::{_type(model, name)}[]" for name in wanted)
            given = ", ".join(f"v{number}" for number in range(len(wanted)))
            sets = ", ".join(f"{_column(model, name)} = v.v{number}" for number, name in enumerate(names))
            found = " AND ".join(
                f"t.{_column(model, key)} = v.v{number}" for number, key in enumerate(keys, start=len(names))
            )
            sql = f"UPDATE {table} t SET {sets} FROM unnest({arrays}) AS v({given}) WHERE {found}"  # noqa: S608
            cursor.execute(sql, [list(column) for column in zip(*rows, strict=True)])
        else:
            sets = ", ".join(f"{_column(model, name)} = %s" for name in names)
            found = " AND ".join(f"{_column(model, key)} = %s" for key in keys)
            cursor.executemany(f"UPDATE {table} SET {sets} WHERE {found}", rows)  # noqa: S608
        return int(cursor.rowcount)


def settle(*grown: type[models.Model]) -> None:
    """Let the database look at tables that have grown at once, so that its next plans fit them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {', '.join(map(_table, grown))}")
            return
        cursor.execute("PRAGMA analysis_limit = 1000")
        for model in grown:
            cursor.execute(f"ANALYZE {_table(model)}")


def read_whole() -> None:
    """Until the end of the transaction, have PostgreSQL plan a query read page by page as one read to its end."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL cursor_tuple_fraction = 1")


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _column(model: type[models.Model], name: str) -> str:
    return connection.ops.quote_name(str(_field(model, name).column))


def _type(model: type[models.Model], name: str) -> str:
    return str(_field(model, name).rel_db_type(connection))


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)
