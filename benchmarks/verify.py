"""How fast entries are sealed and verified, against the bare digest of the very same bytes in the same run.

    benchmarks/verify.py [--entries N] [--processes N]

Two bare speeds: the digests alone, over canonical forms that lie ready in memory, and the digests with one plain read
of the same columns out of the database. `verify` reads the entries with their heads, numbers and queue, writes down
each canonical form anew, computes every digest, every link, the whole Merkle tree and every seal.
"""

import argparse
import hashlib
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

ENTRIES = 90_000
SEED = "verify-1"
A_STREAM = 3
NOON = datetime(2014, 4, 9, 4, tzinfo=UTC)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="of the second way to verify")
    chosen = parser.parse_args()
    wanted = chosen.entries
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        os.environ |= {"LUOSHI_VAR": folder, "DJANGO_SETTINGS_MODULE": "luoshi.config.settings.run"}
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", interactive=False, verbosity=0)
        print(f"machine: {os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}; seed {SEED}")
        print(
            f"Python {platform.python_version()}, Django {django.__version__}, {connection.vendor}; {wanted:,} entries"
        )
        _measure(wanted, chosen.processes)
    return 0


def _measure(wanted: int, processes: int) -> None:
    from luoshi.journal import commands, sealer
    from luoshi.journal.verify import verify

    _timed("appended", wanted, lambda: commands.append_many(_batches(wanted)))
    _timed("sealed", wanted, lambda: sealer.seal_all("13", at=NOON))
    forms = _forms()
    bytes_in_all = sum(map(len, forms))
    digest = _timed("digests alone", wanted, lambda: [hashlib.sha256(form).hexdigest() for form in forms])
    read = _timed("read and digest", wanted, lambda: [hashlib.sha256(form).hexdigest() for form in _forms()])
    found: list[Any] = []
    took = _timed("verified by one process", wanted, lambda: found.append(verify()))
    many = _timed(f"verified by {processes}", wanted, lambda: found.append(verify(processes=processes)))
    theirs = os.times()
    busy = theirs.children_user + theirs.children_system
    for one in found:
        if not one.is_whole or one.entries != wanted:
            sys.exit(f"{one.found} problems, {one.entries} entries: the figures mean nothing")
    print(f"{bytes_in_all / 2**20:.0f} MiB of columns; verify {bytes_in_all / 2**20 / took[0]:.0f} MiB a second")
    print(
        f"ratio with {processes} processes: {read[0] / many[0]:.2f} of reading and digesting by one (wanted 0.3); "
        f"they had {busy:.2f} s of processor together, {read[1] * processes / busy:.2f} where each has one to itself"
    )
    for name, which in (("clock", 0), ("processor", 1)):  # on PostgreSQL the server's processor time is not in it
        alone, both = digest[which] / took[which], read[which] / took[which]
        print(f"ratio by {name}: {alone:.2f} of the digests alone, {both:.2f} of reading and digesting (wanted 0.3)")


def _timed(what: str, count: int, work: Any) -> tuple[float, float]:
    began, busy = time.perf_counter(), time.process_time()
    work()
    took, cpu = time.perf_counter() - began, time.process_time() - busy
    print(f"{what}: {took:.2f} s ({cpu:.2f} s of processor), {count / took:,.0f} a second")
    return took, cpu


def _batches(wanted: int) -> Iterator[Any]:
    from luoshi.journal.refs import Actor, Batch, NewEntry, Source, StreamRef
    from luoshi.records import commands as records

    words = records.write_text("13", "逐村走访，登记群众反映的困难").as_payload()
    chance = random.Random(SEED)
    by = Actor("0192f0c4-7c1e-7abc-8def-0123456789ab", "王芳", "区委活动办 干事")
    for number in range(wanted // A_STREAM):
        stream = UUID(int=(number << 64) | chance.getrandbits(60) | (7 << 76) | (2 << 62))
        lead, at = str(UUID(int=chance.getrandbits(128))), NOON + timedelta(seconds=number // 200)
        entries = (
            NewEntry("matter.opened", 1, {"campaign": lead, "issuer": lead, "kind": "task", "role": "lead",
                "title": words, "requirement": lead, "visibility": "open"}),
            NewEntry("matter.due_decided", 1, {"calendar": "2014:chinesecalendar 1.10", "due": "2014-06-30"}),
            NewEntry("matter.assigned", 1, {"designated": False, "lead": lead}),
        )  # fmt: skip
        yield Batch(
            StreamRef("13", "matter", stream), entries, by, at, at, source=Source("issuing", f"open:{stream}")
        )  # fmt: skip


def _forms() -> list[bytes]:
    """The canonical columns of every entry, by one plain read."""
    from django.db import connection

    from luoshi.journal.models import Entry

    columns = ", ".join(
        f"{name}::text" if connection.vendor == "postgresql" else f"+{name}"
        for name in (field.column for field in Entry._meta.concrete_fields)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM journal_entry")  # noqa: S608
        return ["\x1f".join(map(str, row)).encode() for row in cursor.fetchall()]


if __name__ == "__main__":
    sys.exit(main())
