"""Tables that PostgreSQL holds in one partition a realm, so that a province can be moved out. Nothing on SQLite.

`partition_by_realm` is for migrations: the table as it stands becomes the partition of all realms that have none of
their own, nothing is copied. `give`, `detach` and `attach` are for the keeper of the machine.
"""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from luoshi.journal import triggers

TABLES = (
    "journal_stream", "journal_entry", "journal_pending", "journal_log", "journal_leaf", "journal_seal", "ledger_card",
    "ledger_tallydelta", "ledger_rollup", "ledger_standing",
)  # fmt: skip
OTHERS = "others"
REALM = re.compile(r"[0-9A-Za-z_]{1,12}")
LONGEST = 63  # bytes of a name

INDEXES = """
SELECT i.relname, pg_get_indexdef(x.indexrelid), c.conname, pg_get_constraintdef(c.oid), c.contype = 'p'
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
LEFT JOIN pg_constraint c ON c.conindid = x.indexrelid AND c.conrelid = x.indrelid
WHERE x.indrelid = %s::regclass ORDER BY i.relname
"""


class NotPartitioned(Exception):
    """A realm that this database does not hold in partitions of its own."""


def name_of(table: str, realm: str) -> str:
    """What the partition of a realm is called."""
    if not REALM.fullmatch(realm):
        raise NotPartitioned(f"{realm} cannot be the name of a partition")
    return f"{table}_r_{realm}"


# ------------------------------------------------------------------ for migrations


def take_first(cursor: Any, tables: Collection[str]) -> None:
    """Hold all of them before the first is changed, in the order of acts, so that a deadlock with one is short."""
    cursor.execute(f"LOCK TABLE {', '.join(chr(34) + table + chr(34) for table in tables)} IN ACCESS EXCLUSIVE MODE")


def partition_by_realm(cursor: Any, table: str) -> None:
    """Make a table the one partition of a new one that is partitioned by realm; keys and indexes keep their names."""
    cursor.execute("SELECT relkind FROM pg_class WHERE oid = %s::regclass", [table])
    if cursor.fetchone()[0] in {"p", b"p"}:
        return
    others = f"{table}_{OTHERS}"
    _drop_triggers(cursor, table)
    cursor.execute(f'ALTER TABLE "{table}" RENAME TO "{others}"')
    cursor.execute(INDEXES, [others])
    indexes = cursor.fetchall()
    numbered = _unnumber(cursor, table, others)
    cursor.execute(
        f'CREATE TABLE "{table}" (LIKE "{others}" INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY LIST (realm)'
    )
    if numbered:
        cursor.execute(f'ALTER SEQUENCE "{table}_id_seq" OWNED BY "{table}".id')
    for index, definition, constraint, rule, is_primary in indexes:
        spare = _spare(index)
        if is_primary and numbered:
            cursor.execute(f'ALTER TABLE "{others}" DROP CONSTRAINT "{constraint}"')
            cursor.execute(f'ALTER TABLE "{others}" ADD CONSTRAINT "{spare}" PRIMARY KEY (realm, id)')
            cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{constraint}" PRIMARY KEY (realm, id)')
        elif constraint:
            cursor.execute(f'ALTER TABLE "{others}" RENAME CONSTRAINT "{constraint}" TO "{spare}"')
            cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{constraint}" {rule}')
        else:
            cursor.execute(f'ALTER INDEX "{index}" RENAME TO "{spare}"')
            cursor.execute(re.sub(r" ON (ONLY )?\S+ USING ", f' ON "{table}" USING ', definition, count=1))
    cursor.execute(f'ALTER TABLE "{table}" ATTACH PARTITION "{others}" DEFAULT')


def index_beside_writers(editor: Any, model: Any, index: Any) -> None:
    """Build an index while others write; outside a transaction, and again after a stop takes up what was left.

    PostgreSQL builds it partition by partition; a table that is not partitioned, and SQLite, in one go.
    """
    table = model._meta.db_table
    if editor.connection.vendor != "postgresql":
        editor.add_index(model, index)
        return
    with editor.connection.cursor() as cursor:
        parts = triggers.partitions(cursor, table)
        written = str(index.create_sql(model, editor)).removesuffix(";")
        if not parts:
            cursor.execute(_concurrently(written))
            return
        only = written.replace(f' ON "{table}"', f' ON ONLY "{table}"', 1)
        cursor.execute(only.replace(" INDEX ", " INDEX IF NOT EXISTS ", 1))
        for part in parts:
            name = f"{index.name}_{part.removeprefix(table).lstrip('_')}"[:LONGEST]
            cursor.execute(
                "SELECT 1 FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid"
                " WHERE c.relname = %s AND NOT i.indisvalid",
                [name],
            )
            if cursor.fetchone():
                cursor.execute(f'DROP INDEX CONCURRENTLY "{name}"')
            own = written.replace(f' ON "{table}"', f' ON "{part}"', 1).replace(f'"{index.name}"', f'"{name}"', 1)
            cursor.execute(_concurrently(own))
            cursor.execute(f'ALTER INDEX "{index.name}" ATTACH PARTITION "{name}"')


def _concurrently(written: str) -> str:
    return written.replace(" INDEX ", " INDEX CONCURRENTLY IF NOT EXISTS ", 1)


def _unnumber(cursor: Any, table: str, others: str) -> bool:
    """A partitioned table has no identity column: its numbers come from a sequence. True where it had one."""
    if not _has_number(cursor, others):
        return False
    cursor.execute(f'ALTER TABLE "{others}" ALTER COLUMN id DROP IDENTITY')
    cursor.execute(f'CREATE SEQUENCE "{table}_id_seq"')
    cursor.execute(f'SELECT setval(\'"{table}_id_seq"\', coalesce(max(id), 0) + 1, false) FROM "{others}"')  # noqa: S608
    cursor.execute(f'ALTER TABLE "{others}" ALTER COLUMN id SET DEFAULT nextval(\'"{table}_id_seq"\')')
    return True


def _has_number(cursor: Any, table: str) -> bool:
    cursor.execute(
        "SELECT attidentity FROM pg_attribute WHERE attrelid = %s::regclass AND attname = 'id'", [table]
    )  # fmt: skip
    found = cursor.fetchone()
    return bool(found) and found[0] not in {"", b"", b"\0"}


def _spare(name: str) -> str:
    """The name of the same index on the partition of others."""
    return f"{name[: LONGEST - len(OTHERS) - 1]}_{OTHERS}"


def _drop_triggers(cursor: Any, table: str) -> None:
    cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table])
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')


# ------------------------------------------------------------------ for the keeper of the machine


def give(realm: str) -> dict[str, int]:
    """Give a realm partitions of its own, with what it has; gives how many rows each table moved.

    Nobody else writes or reads meanwhile: early, the tables are small. The guards are away within the transaction only.
    """
    moved: dict[str, int] = {}
    with _changing() as cursor:
        for table in TABLES:
            part, others = name_of(table, realm), f"{table}_{OTHERS}"
            if part in _partitions(cursor, table):
                continue
            cursor.execute(
                f'CREATE TABLE "{part}" (LIKE "{table}" INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)'
            )
            cursor.execute(
                f'WITH moved AS (DELETE FROM "{others}" WHERE realm = %s RETURNING *) '  # noqa: S608
                f'INSERT INTO "{part}" SELECT * FROM moved',
                [realm],
            )
            moved[table] = cursor.rowcount
            _attach(cursor, table, part, realm)
    return moved


def detach(realm: str) -> list[str]:
    """Take the partitions of a realm out, as tables of their own that nothing guards any more; gives their names."""
    taken = []
    with _changing() as cursor:
        for table in TABLES:
            part = name_of(table, realm)
            if part not in _partitions(cursor, table):
                raise NotPartitioned(f"{realm} has no partition of {table}")
            cursor.execute(f'ALTER TABLE "{table}" DETACH PARTITION "{part}"')
            taken.append(part)
    return taken


def attach(realm: str) -> list[str]:
    """Take tables that were detached, here or elsewhere, in as the partitions of a realm; gives their names.

    What happened to them meanwhile only `luoshi verify --against` can tell.
    """
    taken = []
    with _changing() as cursor:
        for table in TABLES:
            part = name_of(table, realm)
            if part not in _partitions(cursor, table):
                _drop_triggers(cursor, part)
                _attach(cursor, table, part, realm)
                _go_on_counting(cursor, table, part)
                taken.append(part)
    return taken


def _go_on_counting(cursor: Any, table: str, part: str) -> None:
    """Numbers that are given from now on lie behind those that came along."""
    sequence = f"{table}_id_seq"
    cursor.execute("SELECT to_regclass(%s)", [f'"{sequence}"'])
    if cursor.fetchone()[0]:
        cursor.execute(
            f'SELECT setval(\'"{sequence}"\', greatest(nextval(\'"{sequence}"\'), (SELECT max(id) FROM "{part}")))'  # noqa: S608
        )


def _attach(cursor: Any, table: str, part: str, realm: str) -> None:
    cursor.execute(f'ALTER TABLE "{table}" ATTACH PARTITION "{part}" FOR VALUES IN (\'{realm}\')')


def _partitions(cursor: Any, table: str) -> list[str]:
    return triggers.partitions(cursor, table)


@contextmanager
def _changing() -> Iterator[Any]:
    """One transaction in which the guards are away; they stand again before anybody sees what was changed."""
    if connection.vendor != "postgresql":
        raise NotPartitioned("only PostgreSQL holds realms in partitions")
    with transaction.atomic(), connection.cursor() as cursor:
        triggers.lift(cursor, connection)
        yield cursor
        triggers.install()
