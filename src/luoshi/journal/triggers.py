"""Triggers that make the database itself refuse to change the journal, on SQLite and PostgreSQL.

They are made after every migration and compared word by word by `missing`, which `luoshi doctor` asks.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from luoshi.journal.models import Entry, Leaf, Log, Seal, Stream

APPEND_ONLY: tuple[type[models.Model], ...] = (Entry, Leaf, Seal)
RISING: dict[type[models.Model], str] = {Stream: "seq", Log: "seals"}


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger: what makes it, and what the database shows when it stands as made."""

    name: str
    table: str
    makes: str
    shows: str


def install(using: str = "default") -> None:
    """Make every trigger anew; tables that do not exist (a migration back to zero) are left out."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        wanted = [trigger for trigger in _triggers(connection, tables) if trigger.makes]
        for trigger in wanted:
            _drop(cursor, connection, trigger)
            cursor.execute(trigger.makes)


def lift(cursor: Any, connection: BaseDatabaseWrapper) -> None:
    """Take every guard away, within a transaction that makes them anew."""
    for trigger in _triggers(connection):
        _drop(cursor, connection, trigger)


def install_after_migrations(using: str = "default", **_signal: Any) -> None:
    """The receiver of `post_migrate`."""
    install(using)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that are not there or are not as they were made; empty when all stand."""
    with connection.cursor() as cursor:
        standing = _standing(cursor, connection)
    found = (t for t in _triggers(connection) if standing.get((t.table, t.name)) != t.shows)
    return list(dict.fromkeys(trigger.name for trigger in found))


def _drop(cursor: Any, connection: BaseDatabaseWrapper, trigger: Trigger) -> None:
    if not trigger.makes:
        return
    where = f' ON "{trigger.table}"' if connection.vendor == "postgresql" else ""
    cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{where}")


def _triggers(connection: BaseDatabaseWrapper, tables: Collection[str] | None = None) -> list[Trigger]:
    """Every trigger there should be; of `tables` where not all exist (a migration back to zero)."""
    models_found = [m for m in (*APPEND_ONLY, *RISING) if tables is None or m._meta.db_table in tables]
    if connection.vendor != "postgresql":
        return [trigger for model in models_found for trigger in _on_sqlite(model)]
    with connection.cursor() as cursor:
        parts = {model: partitions(cursor, model._meta.db_table) for model in models_found}
    return [trigger for model in models_found for trigger in _on_postgresql(model, parts[model])]


# SQLite: INSERT OR REPLACE removes rows without asking a DELETE trigger, so INSERT asks for every key itself.


def _on_sqlite(model: type[models.Model]) -> list[Trigger]:
    table = model._meta.db_table
    refusal = f"SELECT RAISE(ABORT, '{table} only grows');"
    standing = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE {' AND '.join(f'{column} = NEW.{column}' for column in key)})"  # noqa: S608
        for key in [*_keys(model), ["rowid"]]
    )
    changed = "" if model in APPEND_ONLY else f"WHEN NOT ({_rises(model)}) "
    bodies = {
        "insert": f"BEFORE INSERT ON {table} WHEN {standing} BEGIN {refusal} END",
        "update": f"BEFORE UPDATE ON {table} {changed}BEGIN {refusal} END",
        "delete": f"BEFORE DELETE ON {table} BEGIN {refusal} END",
    }
    found = []
    for act, body in bodies.items():
        name = f"{table}_keeps_{act}"
        sql = f"CREATE TRIGGER {name} {body}"
        found.append(Trigger(name, table, sql, sql))
    return found


def _keys(model: type[models.Model]) -> list[list[str]]:
    primary = [str(field.column) for field in model._meta.pk_fields]
    unique = [list(c.fields) for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
    return [primary, *unique]


def _rises(model: type[models.Model]) -> str:
    """Same key, and the counter goes up."""
    counter = RISING[model]
    same = [f"NEW.{field.column} = OLD.{field.column}" for field in model._meta.pk_fields]
    if model is Log:
        same += ["NEW.algorithm = OLD.algorithm", "NEW.size >= OLD.size"]
    return " AND ".join([*same, f"NEW.{counter} > OLD.{counter}"])


# PostgreSQL: the rule stands in a function per table, so that what the database shows can be compared with it.

REFUSE = "RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';"
ROW_BEFORE, STATEMENT_BEFORE = 1 + 2, 2
TRIGGER_TYPES = {
    "update": ROW_BEFORE + 16,
    "delete": ROW_BEFORE + 8,
    "truncate": STATEMENT_BEFORE + 32,
}  # pg_trigger.tgtype

STANDING = """
SELECT c.relname, t.tgname, t.tgenabled, t.tgtype, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND t.tgqual IS NULL AND t.tgattr::text = '' AND pg_table_is_visible(c.oid)
"""


def _on_postgresql(model: type[models.Model], parts: Collection[str]) -> list[Trigger]:
    """On the table and on each of its partitions, where PostgreSQL itself makes those for rows."""
    table = model._meta.db_table
    found = []
    for act, kind in TRIGGER_TYPES.items():
        name = f"{table}_keeps_{act}"
        level = "STATEMENT" if act == "truncate" else "ROW"
        body = _body(model, act)
        function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body${body}$body$;"
        for place in (table, *parts):
            makes = (
                f'CREATE TRIGGER {name} BEFORE {act.upper()} ON "{place}" FOR EACH {level} EXECUTE FUNCTION {name}();'
                f'ALTER TABLE "{place}" ENABLE ALWAYS TRIGGER {name}'  # replication roles too
            )
            is_made = place != table and level == "ROW"
            found.append(Trigger(name, place, "" if is_made else function + makes, f"A {kind} {body}"))
    return found


def _body(model: type[models.Model], act: str) -> str:
    if act == "update" and model in RISING:
        return f"BEGIN IF ({_rises(model)}) THEN RETURN NEW; END IF; {REFUSE} END"
    return f"BEGIN {REFUSE} END"


def _standing(cursor: Any, connection: BaseDatabaseWrapper) -> dict[tuple[str, str], str]:
    """What the database shows of its triggers."""
    if connection.vendor == "postgresql":
        cursor.execute(STANDING)
        return {(table, name): f"{_text(on)} {kind} {body}" for table, name, on, kind, body in cursor.fetchall()}
    cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {(table, name): sql for table, name, sql in cursor.fetchall()}


def partitions(cursor: Any, table: str) -> list[str]:
    """The partitions of a table on PostgreSQL; none where it does not exist or is not partitioned."""
    cursor.execute(
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
        " WHERE i.inhparent = to_regclass(%s) ORDER BY c.relname",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value
