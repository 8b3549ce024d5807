"""Several who write in the same moment, in real transactions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from luoshi.journal import commands, queries, sealer, triggers
from luoshi.journal.refs import Actor, NewEntry, Source, StreamRef
from luoshi.journal.verify import verify

NOON = datetime(2014, 4, 9, 4, tzinfo=UTC)
REALM = "130209"
MANY = 4


@pytest.fixture
def at_once(committed):
    """Does the same thing in several threads and gives what came of each."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection; on disk it has one writer at a time")

    def do(act):
        ready = Barrier(MANY)

        def one(number):
            ready.wait(timeout=20)
            try:
                return act(number)
            except (commands.StreamMoved, commands.SourceConflict) as refusal:
                return type(refusal)
            finally:
                connection.close()

        with ThreadPoolExecutor(MANY) as threads:
            return list(threads.map(one, range(MANY)))

    return do


def put(where, payload, **options):
    return commands.append(
        where,
        [NewEntry("matter.noted", 1, payload)],
        by=Actor("1", "王芳"),
        happened_at=NOON,
        recorded_at=NOON,
        **options,
    )


def test_one_of_those_who_decided_on_the_same_head_writes(at_once):
    where = StreamRef(REALM, "matter", uuid4())
    put(where, {})
    came = at_once(lambda number: put(where, {"n": number}, expected=1))
    assert sum(isinstance(one, list) for one in came) == 1
    assert came.count(commands.StreamMoved) == MANY - 1
    assert queries.head(where) == 2


def test_a_double_submit_is_one_act_even_on_a_new_stream(at_once):
    where = StreamRef(REALM, "matter", uuid4())
    came = at_once(lambda _number: put(where, {"a": 1}, source=Source("handling", "twice")))
    assert all(one == came[0] for one in came)
    assert queries.head(where) == 1


def test_the_same_source_on_several_streams_is_a_conflict_for_all_but_one(at_once):
    came = at_once(lambda _number: put(StreamRef(REALM, "matter", uuid4()), {}, source=Source("handling", "once")))
    assert came.count(commands.SourceConflict) == MANY - 1
    assert len(queries.entries_of_source(REALM, "handling", "once")) == 1


def test_writers_without_expectation_queue_up_and_sealers_leave_nothing_out(at_once):
    where = StreamRef(REALM, "matter", uuid4())

    def write_and_seal(number):
        for step in range(5):
            put(where, {"n": number, "step": step})
            put(StreamRef(REALM, "matter", uuid4()), {})
            sealer.seal(REALM, at=NOON)
        return True

    put(where, {})
    assert at_once(write_and_seal) == [True] * MANY
    sealer.seal(REALM, at=NOON)
    assert queries.numbered(REALM) == 1 + MANY * 10
    assert verify().problems == []


def test_triggers_stand_again_after_tables_were_emptied(db):
    assert triggers.missing(connection) == []
