"""A process that issues is ended by `kill -9` again and again: every unit gets its matter, none gets two.

Ends of processes, not of power. The seed chooses how many committed steps each process is granted; where within the
next step the end comes is left to the machine.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

CHILD = Path(__file__).with_name("issuing_child.py")
CHECK = """
import issuing_child as child, json
from luoshi.journal.verify import verify
from luoshi.ledger import projection
from luoshi.ledger.models import Card, TallyDelta, OutgoingLine
def state():
    names = [f.name for f in Card._meta.concrete_fields]
    return [repr(row) for row in Card.objects.order_by("id").values_list(*names)]
leads = list(Card.objects.filter(requirement=child.WHOLE).values_list("lead", flat=True))
before = state()
projection.rebuild(child.REALM)
print(json.dumps({
    "matters": len(leads), "units": len(set(leads)), "children": Card.objects.get(id=child.WHOLE).children,
    "counted": sum(TallyDelta.objects.values_list("n", flat=True)), "staged": OutgoingLine.objects.count(),
    "same": state() == before, "problems": [p.code for p in verify().problems],
}))
"""


@pytest.fixture
def place(tmp_path, django_db_blocker):
    """The environment of a database of its own, on whichever database the tests run."""
    environment = os.environ | {"LUOSHI_VAR": str(tmp_path), "LUOSHI_KEYS": str(tmp_path / "keys")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    if connection.vendor != "postgresql":
        yield environment
        return
    name = f"killed_{uuid4().hex}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield environment | {"LUOSHI_DATABASE": f"postgresql://luoshi@/{name}"}
    finally:
        with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(place, *arguments):
    return subprocess.run([sys.executable, *arguments], env=place, check=True, capture_output=True, text=True).stdout


def kill_again_and_again(place, *, matters, kills, seed):
    run(place, CHILD, "prepare", str(matters))
    chance, ended = random.Random(seed), 0
    while True:
        granted = chance.randint(0, max(1, 2 * matters // 7 // (kills + 1))) if ended < kills else None
        with subprocess.Popen([sys.executable, CHILD, "issue"], env=place, stdout=subprocess.PIPE, text=True) as child:
            for number, _line in enumerate(child.stdout):
                if number == granted:
                    child.kill()
                    ended += 1
                    break
            child.stdout.close()
        if child.returncode == 0:
            break
    found = json.loads(run(place | {"PYTHONPATH": str(CHILD.parent)}, "-c", CHECK))
    assert found == {
        "matters": matters, "units": matters, "children": matters, "counted": matters + 1, "staged": 0, "same": True,
        "problems": [],
    }  # fmt: skip
    return ended


def test_five_ends_leave_nothing_out_and_double_nothing(place):
    assert kill_again_and_again(place, matters=300, kills=5, seed="issuing-5") >= 3


@pytest.mark.nightly
def test_fifty_ends_leave_nothing_out_and_double_nothing(place):
    assert kill_again_and_again(place, matters=3000, kills=50, seed="issuing-50") >= 40
