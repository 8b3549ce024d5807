"""The drill: back up while people write, bring it back elsewhere, verify; export, and verify that without Luoshi."""

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from threading import Event

import postgresql
from faults.machine import WRITTEN, Machine, Writer, on_postgresql_only, on_sqlite_only, running, web

REALM = "130209"
SECRET = "a passphrase for the drill"
ERASED = "要从备份里也消失的话"
FILL = f"""
import django, io; django.setup()
from luoshi.base import clock
from luoshi.journal.refs import Actor
from luoshi.records import commands as records
from luoshi.records.identity import commands as identity
by, now = Actor.system("test"), clock.now()
for n in range(40):
    records.keep_file("130209", io.BytesIO(str(n).encode() * 20000), name=f"{{n}}.txt", media_type="text/plain")
gone = [records.write_text("130209", {ERASED!r} + "。" * n, searchable=True) for n in range(200)]
for text in gone:
    records.erase_text("130209", text.id, reason="本人要求删除", by=by, at=now)
identity.keep_identity("130209", "某人", "13800000000")
"""
COUNTS = """
import django, json; django.setup()
from django.apps import apps
names = ["journal.Entry", "journal.Seal", "records.Text", "records.File", "people.Tenure", "ledger.Card"]
print(json.dumps({name: apps.get_model(name).objects.count() for name in names}))
"""
SPEAKER = """
import django; django.setup()
from django.apps import apps
from luoshi.records.identity import commands, vault
speaker = apps.get_model("identity.Speaker").objects.get()
print(vault.decrypt(speaker.key_id, bytes(speaker.sealed), commands._about(speaker.realm, speaker.id)).decode())
"""


def drill(here: Machine, there: Machine, figure: Callable[[str], None]) -> None:
    """From one machine to another, which has nothing."""
    place = here.lay_out(1)
    if here.database["LUOSHI_DATABASE"]:
        here.luoshi("realm", "partition", REALM)
    here.python(FILL)
    here.luoshi("seal")
    secret, copies = here.folder / "secret", here.folder / "copies"
    secret.write_text(f"{SECRET}\n")
    copies.mkdir()
    server, stop = web(here), Event()
    writer = Writer(0, place, [server], stop)
    with running(server):
        writer.start()
        while writer.count() < 3 and writer.is_alive():
            stop.wait(0.01)
        before = list(writer.acknowledged)
        begun = time.perf_counter()
        made = here.luoshi("backup", str(copies), "--secret", str(secret), "--keys", str(copies / "keys.luoshi"))
        took = time.perf_counter() - begun
        stop.set()
        writer.join(60)
    assert writer.strange == []
    (copy,) = copies.glob("luoshi-data-*.luoshi")
    assert SECRET.encode() not in copy.read_bytes()

    begun = time.perf_counter()
    words = ["restore", str(copy), "--secret", str(secret), "--keys", str(copies / "keys.luoshi")]
    back = there.luoshi(*words)
    figure(f"drill: {made.stdout.strip()} ({took:.1f} s); back in {time.perf_counter() - begun:.1f} s, verified")
    assert "0" in back.stdout.splitlines()[-1]
    found = json.loads(there.python(WRITTEN))["told"]
    assert set(before) <= set(found) <= set(writer.acknowledged)
    assert found == sorted(set(found))
    old, new = json.loads(here.python(COUNTS)), json.loads(there.python(COUNTS))
    later = len(writer.acknowledged) - len(found)
    assert new == old | {name: old[name] - later for name in ("journal.Entry", "records.Text")}
    assert "某人" in there.python(SPEAKER)
    with running(again := web(there)):
        assert again.answers()

    refused = there.luoshi(*words, check=False)
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert json.loads(there.python(COUNTS)) == new
    there.luoshi("verify")


@on_sqlite_only
def test_a_backup_made_while_people_write_is_a_whole_machine(tmp_path, figure):
    here, there = Machine(tmp_path / "here"), Machine(tmp_path / "there")
    here.folder.mkdir()
    there.folder.mkdir()
    drill(here, there, figure)
    data = (there.folder / "var" / "luoshi.sqlite3").read_bytes()
    assert ERASED.encode() not in data
    with sqlite3.connect(there.folder / "var" / "luoshi.sqlite3") as restored:
        assert restored.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    restored.close()
    assert {path.name for path in tmp_path.rglob("*") if path.is_file() and "keys" in path.parts} >= {"identity.master"}


@on_postgresql_only
def test_a_backup_of_postgresql_is_a_whole_machine(tmp_path, figure):
    with postgresql.server() as first, postgresql.server() as second:
        here, there = Machine(tmp_path / "here", first), Machine(tmp_path / "there", second)
        here.folder.mkdir()
        there.folder.mkdir()
        drill(here, there, figure)


@on_sqlite_only
def test_a_damaged_backup_brings_nothing_back(tmp_path):
    here, there = Machine(tmp_path / "here"), Machine(tmp_path / "there")
    here.folder.mkdir()
    there.folder.mkdir()
    here.luoshi("migrate")
    secret, copy = tmp_path / "secret", tmp_path / "copy"
    secret.write_text(SECRET)
    here.luoshi("backup", str(copy), "--secret", str(secret))
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 1
    copy.write_bytes(data)
    refused = there.luoshi("restore", str(copy), "--secret", str(secret), check=False)
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert not (there.folder / "var" / "luoshi.sqlite3").exists()


@on_sqlite_only
def test_a_machine_can_be_left_with_everything(tmp_path, figure):
    leave(Machine(tmp_path), figure)


@on_postgresql_only
def test_a_partitioned_postgresql_can_be_left_with_everything(tmp_path, figure):
    with postgresql.cluster() as cluster:
        leave(Machine(tmp_path, cluster.environment), figure)


def leave(machine: Machine, figure: Callable[[str], None]) -> None:
    """Everything out, and verified by one file of the standard library alone; what was changed since is found."""
    tmp_path = machine.folder
    machine.lay_out(2)
    if machine.database["LUOSHI_DATABASE"]:
        machine.luoshi("realm", "partition", REALM)
    machine.python(FILL)
    machine.luoshi("seal")
    begun = time.perf_counter()
    said = machine.luoshi("export", str(tmp_path / "out"))
    figure(f"export: {said.stdout.splitlines()[0]} ({time.perf_counter() - begun:.1f} s)")
    alone = [sys.executable, "-I", "-S", str(tmp_path / "out" / "verify_export.py")]
    done = subprocess.run(alone, capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stdout
    counted = json.loads(machine.python(COUNTS))
    for table, name in (("journal/entries", "journal.Entry"), ("records/texts", "records.Text")):
        assert len((tmp_path / "out" / f"{table}.jsonl").read_bytes().splitlines()) == counted[name]
    entries = tmp_path / "out" / "journal" / "entries.jsonl"
    entries.write_bytes(entries.read_bytes().replace(b"matter.accepted", b"matter.returned", 1))
    assert subprocess.run(alone, capture_output=True, check=False, cwd="/").returncode == 1
