"""The database refuses, whoever asks."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from luoshi.journal import commands, queries, sealer, triggers
from luoshi.journal.models import AppendOnly, Entry, Leaf, Seal, Stream
from luoshi.journal.refs import Actor, NewEntry, StreamRef

NOON = datetime(2014, 4, 9, 4, tzinfo=UTC)
TABLES = ["journal_entry", "journal_leaf", "journal_seal"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    where = StreamRef("130209", "matter", uuid4())
    for name in ("matter.opened", "matter.accepted"):
        commands.append(where, [NewEntry(name, 1, {})], by=Actor("1", "王芳"), happened_at=NOON, recorded_at=NOON)
    sealer.seal("130209", at=NOON)
    return where


def refused(sql, *parameters):
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_neither_changed_nor_removed(where, table):
    refused(f"UPDATE {table} SET digest = digest" if table != "journal_seal" else f"UPDATE {table} SET root = root")
    refused(f"DELETE FROM {table}")
    if connection.vendor == "postgresql":
        refused(f"TRUNCATE {table}")


@pytest.mark.parametrize("table", [*TABLES, "journal_stream", "journal_log"])
def test_rows_are_not_replaced(where, table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 1")
        row = cursor.fetchone()
        marks = ", ".join(["%s"] * len(row))
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(f"INSERT INTO {table} VALUES ({marks})", row)
    if connection.vendor == "sqlite":
        refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        refused(f"UPDATE OR REPLACE {table} SET realm = realm")


def test_rows_are_not_replaced_by_their_hidden_number(where):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has hidden row numbers")
    names = ", ".join(field.column for field in Entry._meta.concrete_fields)
    other = names.replace("seq,", "seq + 10,", 1).replace("source_ordinal", "NULL")
    refused(f"INSERT OR REPLACE INTO journal_entry (rowid, {names}) SELECT rowid, {other} FROM journal_entry")


def test_a_head_only_rises(where):
    refused("DELETE FROM journal_stream")
    refused("UPDATE journal_stream SET seq = seq - 1")
    refused("UPDATE journal_stream SET digest = 'x'")
    refused("UPDATE journal_stream SET seq = seq + 1, kind = 'draw'")
    refused("DELETE FROM journal_log")
    refused("UPDATE journal_log SET size = size - 1, seals = seals + 1")
    refused("UPDATE journal_log SET size = size + 1")


def test_the_rows_themselves_refuse(where):
    entry, leaf, seal = Entry.objects.first(), Leaf.objects.first(), Seal.objects.first()
    for row in (entry, leaf, seal):
        with pytest.raises(AppendOnly):
            row.save()
        with pytest.raises(AppendOnly):
            row.delete()
        with pytest.raises(AppendOnly):
            type(row).objects.all().delete()
        with pytest.raises(AppendOnly):
            type(row).objects.update(realm="x")
    with pytest.raises(AppendOnly):
        Stream.objects.first().delete()
    assert queries.head(where) == 2


def test_a_trigger_that_is_gone_or_hollow_is_named_and_made_anew(db):
    assert triggers.missing(connection) == []
    on = " ON journal_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER journal_entry_keeps_update{on}")
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE journal_leaf DISABLE TRIGGER journal_leaf_keeps_delete")
        else:
            cursor.execute("DROP TRIGGER journal_leaf_keeps_delete")
            cursor.execute(
                "CREATE TRIGGER journal_leaf_keeps_delete BEFORE DELETE ON journal_leaf WHEN 0 BEGIN SELECT 1; END"
            )
    assert sorted(triggers.missing(connection)) == ["journal_entry_keeps_update", "journal_leaf_keeps_delete"]
    triggers.install()
    assert triggers.missing(connection) == []
