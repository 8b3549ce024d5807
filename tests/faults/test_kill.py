"""Processes die in the middle of writing: what was acknowledged is there, nothing is there twice, the journal is whole.

This is the death of processes, not of the power: what the disk itself promises is not tried here.
"""

import json
import os
import random
import signal
from contextlib import suppress
from pathlib import Path
from threading import Event

import pytest

import postgresql
from faults.machine import (
    WRITTEN,
    Machine,
    Process,
    Writer,
    on_postgresql_only,
    on_sqlite_only,
    running,
    web,
)  # fmt: skip
from postgresql import Cluster

SEED = int(os.environ.get("LUOSHI_SEED", "20140409"))
KILLS = int(os.environ.get("LUOSHI_KILLS", "200"))  # of a long night
WRITERS = 3
DATABASE = ("process of the database", "database")


def kill_worker(process: Process) -> None:
    """The process that answers, below the one that watches over it and starts another."""
    for child in children(process.running.pid):
        end(child)


def kill_backend(cluster: Cluster, chance: random.Random) -> None:
    """Some process of PostgreSQL: the server takes all the others down and recovers."""
    if found := cluster.processes():
        end(chance.choice(found))


def kill_database(cluster: Cluster) -> None:
    """PostgreSQL whole; somebody starts it again, and it recovers."""
    cluster.kill()
    cluster.start()


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    with suppress(FileNotFoundError):
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    return []


def end(pid: int) -> None:
    """As the kernel kills."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def strike(victim: str, servers: list[Process], work: Process, cluster: Cluster | None, chance: random.Random) -> None:
    """End one of them; who does not come again by itself is started."""
    if victim == "process of the database":
        kill_backend(cluster, chance)
    elif victim == "database":
        kill_database(cluster)
    elif victim == "worker of the web":
        kill_worker(chance.choice(servers))
    else:
        process = work if victim == "jobs" else chance.choice(servers)
        process.kill()
        process.start()


def look_after(processes: list[Process]) -> None:
    """As a service manager does: a server whose workers die one after the other gives up and is started again."""
    for process in processes:
        if process.running.poll() is not None:
            process.start()


def ordeal(machine: Machine, kills: int, cluster: Cluster | None = None) -> dict[str, int]:
    """Kill so many times, each time after somebody has written; gives what it came to."""
    rng, killed = random.Random(SEED), {}
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
            victim = rng.choice(["web", "worker of the web", "jobs", *(DATABASE if cluster else [])])
            strike(victim, servers, work, cluster, rng)
            killed[victim] = killed.get(victim, 0) + 1
        stop.set()
        while any(writer.is_alive() for writer in writers):
            look_after([*servers, work])
            writers[0].join(0.1)
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
        "kills": sum(killed.values()),
    } | killed


@on_sqlite_only
def test_nothing_acknowledged_is_lost(tmp_path, figure):
    figure(f"killed: {ordeal(Machine(tmp_path), 10)}, seed {SEED}")


@on_postgresql_only
def test_nothing_acknowledged_is_lost_where_the_database_dies_too(tmp_path, figure):
    figure(f"killed: {on_postgresql(tmp_path, 10)}, seed {SEED}")


@pytest.mark.nightly
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_nothing_acknowledged_is_lost_in_a_long_night(tmp_path, figure, database):
    counted = on_postgresql(tmp_path, KILLS) if database == "postgresql" else ordeal(Machine(tmp_path), KILLS)
    assert min(counted.values()) > 0, "somebody was spared"
    figure(f"killed on {database}: {counted}, seed {SEED}")


def on_postgresql(folder: Path, kills: int) -> dict[str, int]:
    """With a server that has written down what it acknowledges, as every server but that of the tests does."""
    with postgresql.cluster(synchronous_commit="on") as cluster:
        return ordeal(Machine(folder, cluster.environment), kills, cluster)
