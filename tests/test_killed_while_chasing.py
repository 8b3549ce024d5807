"""The clock is ended by `kill -9` again and again in one morning: every late matter is urged, none twice.

Ends of processes, not of power. The seed chooses how many committed reminders each process is granted; where within
the next one the end comes is left to the machine.
"""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from test_killed_while_issuing import place, run

__all__ = ["place"]
CHILD = Path(__file__).with_name("chasing_child.py")
CHECK = """
import chasing_child as child, json
from collections import Counter
from luoshi.journal import queries as journal
from luoshi.journal.verify import verify
from luoshi.ledger.models import Card
tasks = list(Card.objects.filter(realm=child.REALM, kind="task").values_list("id", "rung", "urged"))
histories = journal.entries_of_many(child.REALM, "matter", [which for which, *_ in tasks])
said = Counter((which, e.name) for which, es in histories.items() for e in es)
print(json.dumps({
    "matters": len(tasks), "rungs": sorted({(rung, urged) for _, rung, urged in tasks}),
    "urged": sorted({said[which, "matter.urged"] for which, *_ in tasks}),
    "called_in": sorted({said[which, "matter.escalated"] for which, *_ in tasks}),
    "problems": [p.code for p in verify().problems],
}))
"""


def kill_again_and_again(place, *, matters, kills, seed):
    here = place | {"PYTHONPATH": str(CHILD.parent)}
    run(here, CHILD, "prepare", str(matters))
    chance, ended = random.Random(seed), 0
    while True:
        granted = chance.randint(0, max(1, 2 * matters // (kills + 1))) if ended < kills else None
        with subprocess.Popen([sys.executable, CHILD, "chase"], env=here, stdout=subprocess.PIPE, text=True) as child:
            for number, _line in enumerate(child.stdout, 1):
                if granted is not None and number > granted:
                    child.kill()
                    ended += 1
                    break
            child.stdout.close()
        if child.returncode == 0:
            break
    found = json.loads(run(here, "-c", CHECK))
    assert found == {
        "matters": matters, "rungs": [["leader", 1]], "urged": [1], "called_in": [1], "problems": [],
    }  # fmt: skip
    return ended


def test_five_ends_leave_nobody_out_and_urge_nobody_twice(place):
    assert kill_again_and_again(place, matters=60, kills=5, seed="chasing-5") >= 3


@pytest.mark.nightly
def test_a_hundred_ends_leave_nobody_out_and_urge_nobody_twice(place):
    assert kill_again_and_again(place, matters=400, kills=100, seed="chasing-100") >= 60
