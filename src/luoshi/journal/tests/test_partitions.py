"""On PostgreSQL a realm can be given partitions of its own, taken out and put back, guarded all the time."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from luoshi.journal import commands, partitions, queries, sealer, triggers
from luoshi.journal.refs import Actor, NewEntry, Source, StreamRef
from luoshi.journal.verify import verify

NOON = datetime(2014, 4, 9, 4, tzinfo=UTC)
HERE, THERE = "130000", "110000"
pytestmark = pytest.mark.django_db


@pytest.fixture
def postgresql(db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite holds a realm in one file")


def put(realm, stream=None):
    where = StreamRef(realm, "matter", stream or uuid4())
    source = Source("test", str(uuid4()))
    commands.append(
        where,
        [NewEntry("matter.noted", 1, {})],
        by=Actor("1", "王芳"),
        happened_at=NOON,
        recorded_at=NOON,
        source=source,
    )
    return where


def filled():
    streams = [put(realm) for realm in (HERE, HERE, THERE)]
    sealer.seal(HERE, at=NOON)
    sealer.seal(THERE, at=NOON)
    put(HERE, streams[0].id)
    return streams


def whole():
    return verify().problems == [] and triggers.missing(connection) == []


def test_a_realm_gets_partitions_with_what_it_has_and_goes_on(postgresql):
    one, _two, other = filled()
    moved = partitions.give(HERE)
    assert moved["journal_entry"] == 3
    assert partitions.give(HERE) == {}
    assert whole()
    put(HERE, one.id)
    put(THERE, other.id)
    assert (queries.head(one), queries.head(other)) == (3, 2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_entry_r_130000")
        assert cursor.fetchone()[0] == 4
    assert whole()


def test_a_realm_is_taken_out_and_put_back_as_it_was(postgresql):
    one, _two, other = filled()
    partitions.give(HERE)
    taken = partitions.detach(HERE)
    assert len(taken) == len(partitions.TABLES)
    assert (queries.head(one), queries.head(other)) == (0, 1)
    assert whole()
    assert partitions.attach(HERE) == taken
    assert queries.head(one) == 2
    assert whole()
    put(HERE, one.id)
    assert sealer.seal(HERE, at=NOON).size == 4


@pytest.mark.parametrize("act", ["UPDATE {} SET version = 9", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("table", ["journal_entry", "journal_entry_r_130000", "journal_entry_others"])
def test_a_partition_is_guarded_like_the_whole(postgresql, table, act):
    filled()
    partitions.give(HERE)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table))


def test_a_lost_guard_of_a_partition_is_noticed(postgresql):
    partitions.give(HERE)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER journal_entry_keeps_truncate ON journal_entry_r_130000")
    assert triggers.missing(connection) == ["journal_entry_keeps_truncate"]


def test_no_partition_is_named_by_whoever_asks(postgresql):
    for name in ('x"; DROP TABLE journal_entry; --', "", "一", "x" * 13):
        with pytest.raises(partitions.NotPartitioned):
            partitions.give(name)


def test_what_has_no_partition_is_not_taken_out(postgresql):
    with pytest.raises(partitions.NotPartitioned):
        partitions.detach(HERE)
