"""A thousand random changes behind the program's back, and every one of them is found."""

import io
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from luoshi.journal import commands as journal
from luoshi.journal import outside, raw, wording
from luoshi.journal.refs import Actor, NewEntry, StreamRef
from luoshi.journal.tests.lifting import lifted
from luoshi.journal.verify import verify
from luoshi.records import commands
from luoshi.records.tests import tampering

TAMPERINGS = 1000
pytestmark = pytest.mark.django_db


def test_what_nobody_touched_is_whole():
    tampering.build()
    report = verify()
    assert report.problems == []
    assert report.is_whole
    assert (report.streams, report.entries > 60, report.leaves < report.entries) == (16, True, True)


@pytest.mark.parametrize("has_file", [True, False], ids=["with a file", "without"])
def test_an_entry_that_holds_a_digest_beside_a_reference_is_whole(has_file):
    file = commands.keep_file(tampering.REALM, io.BytesIO(b"report"), name="a.txt", media_type="text/plain")
    payload = {"digest": file.digest, "file": file.as_payload() if has_file else None, "text": None}
    journal.append(
        StreamRef(tampering.REALM, "document", uuid4()), [NewEntry("document.taken_in", 1, payload)],
        by=Actor("p-1", "王芳", "区委活动办 干事"), happened_at=tampering.START, recorded_at=tampering.START,
    )  # fmt: skip
    assert verify().problems == []


def test_every_tampering_is_found():
    tampering.build()
    missed, codes, done, seed = [], set(), 0, 0
    with lifted():
        untouched = seen()
        while done < TAMPERINGS:
            seed += 1
            assert seed < TAMPERINGS * 3, "too many tamperings change nothing"
            tamperer = tampering.Tamperer(seed)
            savepoint = transaction.savepoint()
            try:
                tamperer.act()
            except (DatabaseError, OverflowError):
                transaction.savepoint_rollback(savepoint)
                tamperer.undo()
                continue  # the database itself refused
            if " at " in tamperer.did or seen() != untouched:
                done += 1
                report = verify()
                codes.update(problem.code for problem in report.problems)
                if report.is_whole:
                    missed.append((seed, tamperer.did))
            transaction.savepoint_rollback(savepoint)
            tamperer.undo()
    assert missed == []
    assert codes <= wording.PROBLEMS.keys()
    assert verify().is_whole
    connection.check_constraints()


def seen():
    with raw.snapshot():
        return tampering.state()


def test_what_an_outside_file_of_seals_alone_can_find():
    """A realm taken away without a trace, and a log that goes back to an earlier day."""
    tampering.build()
    kept = outside.export_seals(tampering.REALM)
    with lifted():
        for table in ("entry", "stream", "leaf", "seal", "log", "pending"):
            tampering.run(f"DELETE FROM journal_{table} WHERE realm = %s", tampering.REALM)
        assert verify().is_whole
        report = verify(against=kept)
    assert {problem.code for problem in report.problems} == {"seal_lost"}
