"""Processes die in the middle of writing: what was acknowledged is there, nothing is there twice, the journal is whole.

This is the death of processes, not of the power: what the disk itself promises is not tried here.
"""

import json
import os
import random
import signal
from contextlib import nullcontext, suppress
from pathlib import Path
from threading import Event

import pytest

import postgresql
from faults.machine import WRITTEN, Machine, Process, Writer, on_sqlite_only, running, say, web

SEED = int(os.environ.get("LUOSHI_SEED", "20140409"))
KILLS = int(os.environ.get("LUOSHI_KILLS", "200"))  # of a long night
WRITERS = 3


def kill_worker(process: Process) -> None:
    """The process that answers, below the one that watches over it and starts another."""
    for child in children(process.running.pid):
        end(child)


def kill_backend(folder: str) -> None:
    """Some process of PostgreSQL: the server takes all of them down and recovers."""
    postmaster = int(Path(folder, "postmaster.pid").read_text(encoding="ascii").split()[0])
    for child in children(postmaster)[-1:]:
        end(child)


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    with suppress(FileNotFoundError):
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    return []


def end(pid: int) -> None:
    """As the kernel kills."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def ordeal(machine: Machine, kills: int, cluster: str = "") -> dict[str, int]:
    """Kill so many times, each time after somebody has written; gives what it came to."""
    rng = random.Random(SEED)
    place = machine.lay_out(WRITERS)
    servers, work, stop = [web(machine), web(machine)], Process(machine, ["work"]), Event()
    writers = [Writer(number, place, servers, stop) for number in range(WRITERS)]
    with running(*servers, work):
        for writer in writers:
            writer.start()
        for _turn in range(kills):
            goal = sum(writer.count() for writer in writers) + rng.randint(1, 6)
            while sum(writer.count() for writer in writers) < goal and any(one.is_alive() for one in writers):
                stop.wait(0.002)
            stop.wait(rng.random() * 0.03)
            victim = rng.choice([*servers, work, "worker", *(["database"] if cluster else [])])
            if victim == "database":
                kill_backend(cluster)
            elif victim == "worker":
                kill_worker(rng.choice(servers))
            else:
                victim.kill()
                victim.start()
        stop.set()
        for writer in writers:
            writer.join(90)
        assert [fault for writer in writers for fault in writer.strange] == []
    acknowledged = sorted(words for writer in writers for words in writer.acknowledged)
    found = json.loads(machine.python(WRITTEN))
    assert found["told"] == acknowledged, "an acknowledged write is missing, or one is there twice"
    assert found["texts"] == acknowledged, "words without their entry, or twice"
    machine.luoshi("seal")
    machine.luoshi("verify")
    return {
        "writes": len(acknowledged),
        "requests without an answer": sum(writer.sent_again for writer in writers),
        "kills": kills,
    }


@on_sqlite_only
def test_nothing_acknowledged_is_lost(tmp_path, capsys):
    say(capsys, f"killed: {ordeal(Machine(tmp_path), 10)}, seed {SEED}")


@pytest.mark.nightly
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_nothing_acknowledged_is_lost_in_a_long_night(tmp_path, capsys, database):
    with postgresql.server() if database == "postgresql" else nullcontext({"LUOSHI_DATABASE": ""}) as place:
        commits = {"PGOPTIONS": "-c synchronous_commit=on"}  # the server of the tests acknowledges before it writes
        counted = ordeal(Machine(tmp_path, place | commits), KILLS, place.get("PGHOST", ""))
    say(capsys, f"killed on {database}: {counted}, seed {SEED}")
