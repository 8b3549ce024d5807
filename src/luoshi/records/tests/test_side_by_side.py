"""Several processes find what one finds, in the same order."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from luoshi.journal.tests import lifting

ROOT = Path(__file__).resolve().parents[4]
# A damaged journal, looked at by one process and by several.
LOOK = """
import django, json, sys; django.setup()
from django.core.management import call_command
from django.db import connection
if connection.vendor == "sqlite":
    call_command("migrate", verbosity=0, interactive=False)
from luoshi.journal import outside, side_by_side
from luoshi.journal.tests.lifting import lifted
from luoshi.journal.verify import verify
from luoshi.records.tests import tampering
tampering.build()
kept = outside.export_seals(tampering.REALM)
whole = verify(against=kept, processes=3)
with lifted():
    for table, column in (("entry", "name"), ("entry", "payload"), ("leaf", "digest"), ("seal", "root")):
        tampering.run(f"UPDATE journal_{table} SET {column} = 'x'")
    tampering.run("DELETE FROM journal_stream WHERE seq = 3")
    tampering.run("UPDATE records_text SET body = 'x'")
    tampering.run("DELETE FROM journal_seal WHERE number = 2")
    assert side_by_side.is_possible()
    reports = [verify(against=kept, processes=count) for count in (1, 2, 3)]
print(json.dumps({
    "whole": [whole.streams, whole.entries, whole.leaves, whole.seals, whole.found],
    "found": [[one.streams, one.entries, one.leaves, one.seals, one.found] for one in reports],
    "problems": [[f"{p.code} {p.place}" for p in one.problems] for one in reports],
}))
"""


@pytest.fixture
def committed(transactional_db):
    """Real transactions; the journal's triggers go before its tables are emptied."""
    yield
    lifting.lift()


def test_several_processes_find_what_one_finds(tmp_path, committed):
    database = ""
    if connection.vendor == "postgresql":
        parts = connection.settings_dict
        database = f"postgresql://{parts['USER']}@{parts['HOST']}/{parts['NAME']}"
    settings = {
        "LUOSHI_DATABASE": database,
        "LUOSHI_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "luoshi.config.settings.test",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT.parent / "tests")]),
    }
    asked = [sys.executable, "-c", LOOK]
    done = subprocess.run(asked, env=os.environ | settings, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["whole"][1] > 60
    assert told["whole"][4] == 0
    one, *others = told["problems"]
    assert len({problem.split()[0] for problem in one}) >= 6
    assert others == [one, one]
    assert told["found"] == [told["found"][0]] * 3
