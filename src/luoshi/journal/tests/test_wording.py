"""Every problem has its sentence, and sealing runs by itself."""

import ast
from datetime import UTC, datetime, timedelta
from inspect import getsource
from uuid import uuid4

import pytest
from django.utils import translation

from luoshi.base import clock, jobs
from luoshi.journal import commands, queries, sealer, verify, wording
from luoshi.journal.refs import Actor, NewEntry, StreamRef
from luoshi.journal.verify import Problem

NOON = datetime(2014, 4, 9, 4, tzinfo=UTC)


def codes(module):
    for node in ast.walk(ast.parse(getsource(module))):
        called = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem"
        if called and isinstance(node.args[0], ast.Constant):
            yield node.args[0].value


def test_every_problem_has_a_sentence():
    assert set(codes(verify)) <= wording.PROBLEMS.keys()
    with translation.override("en"):
        assert wording.sentence(Problem("entry_lost", "130209 7")) == "130209 7: a sealed entry is gone."
        assert wording.sentence(Problem("odd", "130209 7")) == "130209 7: odd."


@pytest.mark.django_db
def test_the_job_loop_seals_what_waits_and_signs_a_quiet_day_once():
    def write():
        where = StreamRef("130209", "matter", uuid4())
        commands.append(where, [NewEntry("x.y", 1, {})], by=Actor("1", "王"), happened_at=NOON, recorded_at=NOON)

    def turn(after):
        with clock.fixed(NOON + after):
            jobs.run_due()
        last = sealer.last_seal("130209")
        return (queries.numbered("130209"), last.number) if last else None

    assert turn(timedelta()) is None
    write()
    assert turn(timedelta()) == (1, 1)
    write()
    assert turn(timedelta(seconds=2)) == (1, 1)
    assert turn(timedelta(seconds=11)) == (2, 2)
    assert turn(timedelta(minutes=5)) == (2, 2)
    assert turn(timedelta(days=1)) == (2, 3)
    assert turn(timedelta(days=1, hours=1)) == (2, 3)
