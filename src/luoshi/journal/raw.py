"""Columns as the database holds them, past every conversion: verification must see garbage and not stumble over it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from luoshi.journal import chain

PAGE = 500
DECODED = partial(str, encoding="utf-8", errors="surrogateescape")


class Garbage(ValueError):
    """A column holds what this program never wrote."""


# Whole tables are joined: row by row would take for ever where PostgreSQL has not looked yet at how they have grown.
WHOLE_TABLES = "SET LOCAL enable_nestloop = off; SET LOCAL cursor_tuple_fraction = 1; SET LOCAL jit = off"


@contextmanager
def snapshot(state: str = "") -> Iterator[None]:
    """Read one state of the database while others go on writing; text comes as it is, broken or not.

    On PostgreSQL that may be a `state` which somebody else reads and has `shared`.
    """
    sqlite = connection.vendor == "sqlite"
    connection.ensure_connection()
    database: Any = connection  # what only SQLite's connection has
    if sqlite:
        mode, database.transaction_mode = database.transaction_mode, "DEFERRED"  # a reader holds nobody up
        factory, database.connection.text_factory = database.connection.text_factory, DECODED
    outermost = not connection.in_atomic_block
    try:
        with transaction.atomic():
            if outermost and not sqlite:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                    if state:
                        cursor.execute("SET TRANSACTION SNAPSHOT %s", [state])
                    cursor.execute(WHOLE_TABLES)
            yield
    finally:
        if sqlite:
            database.transaction_mode = mode
            database.connection.text_factory = factory


def shared() -> str:
    """The name of the state that is being read, for `snapshot` in another process; nothing on SQLite."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        return str(cursor.fetchone()[0])


def columns(model: type[models.Model], alias: str, names: Sequence[str] | None = None) -> str:
    """The columns of a table for a SELECT, in the order of `names`, past Django's and the driver's conversions."""
    fields = [model._meta.get_field(name) for name in names] if names else model._meta.concrete_fields
    return ", ".join(_column(field, alias) for field in fields)


def _column(field: Any, alias: str) -> str:
    name = f'{alias}."{field.column}"'
    if connection.vendor == "postgresql":
        return f"{name}::text" if isinstance(field, models.DateTimeField) else name
    return f"+{name}"  # an expression has no declared type, so sqlite3 converts nothing


def rows(sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, a page at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while page := cursor.fetchmany(PAGE):
            yield from page


def plain(model: type[models.Model], names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    """A row as the values that digests cover: text, numbers, moments and identifiers as text. Raises Garbage."""
    return {name: _plain(model._meta.get_field(name), value) for name, value in zip(names, values, strict=True)}


def _plain(field: Any, value: Any) -> Any:
    if value is None:
        if field.null:
            return None
        raise Garbage(field.name)
    field = getattr(field, "target_field", field)  # of a foreign key: what it points to
    if isinstance(field, models.DateTimeField):
        return moment(value)
    if isinstance(field, models.UUIDField):
        return identifier(value)
    if isinstance(field, models.IntegerField):
        return whole(value)
    if isinstance(field, models.BooleanField):
        return truth(value)
    return text(value)


def text(value: Any) -> str:
    """Well-formed text. Raises Garbage."""
    if type(value) is not str:
        raise Garbage(type(value).__name__)
    try:
        value.encode()
    except UnicodeEncodeError as fault:
        raise Garbage("broken text") from fault
    return value


def whole(value: Any) -> int:
    """A whole number. Raises Garbage."""
    if type(value) is not int:
        raise Garbage(type(value).__name__)
    return value


def truth(value: Any) -> bool:
    """True or false: SQLite keeps 1 and 0. Raises Garbage."""
    if type(value) is bool or (type(value) is int and value in (0, 1)):
        return bool(value)
    raise Garbage(type(value).__name__)


@lru_cache(maxsize=256)
def identifier(value: Any) -> str:
    """An identifier as text with hyphens: SQLite keeps 32 digits. Raises Garbage."""
    if isinstance(value, UUID):
        return str(value)
    try:
        found = UUID(hex=text(value))
    except ValueError as fault:
        raise Garbage("identifier") from fault
    if found.hex != value:
        raise Garbage("identifier")
    return str(found)


@lru_cache(maxsize=4096)
def moment(value: Any) -> str:
    """A moment as `chain.moment` writes it; written in any other way than the database's own is garbage."""
    written = text(value)
    try:
        at = datetime.fromisoformat(written)
    except ValueError as fault:
        raise Garbage("moment") from fault
    if connection.vendor == "sqlite":
        if at.tzinfo is not None or str(at) != written:
            raise Garbage("moment")
        at = at.replace(tzinfo=UTC)
    return chain.moment(at)


def key(identifier: UUID) -> Any:
    """An identifier as a parameter of a query."""
    return identifier if connection.vendor == "postgresql" else identifier.hex
