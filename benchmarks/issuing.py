"""One request to every village of the country, against the fastest bare load of the very same rows.

    benchmarks/issuing.py [--all | --matters N] [--realm-file FILE]

Ours: staging, releasing and writing in short transactions, digests and canonical JSON included. The bare load: the
same rows, taken out of ours beforehand, into empty tables with the same keys and indexes in one transaction:
`executemany` on SQLite, COPY from a finished buffer on PostgreSQL. On PostgreSQL run it beside `tests/postgresql.py`.
"""

import argparse
import os
import platform
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

UNITS = Path(__file__).resolve().parents[2] / "shared" / "data" / "china_units.csv.gz"
VILLAGES = 620_573
QUICK = 50_000
SEED = "issuing-1"
CHUNK = 20_000
TAKEN_BACK = 4466
BLOCK = 1 << 20


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--matters", type=int, default=QUICK)
    parser.add_argument("--all", action="store_true", help=f"every village: {VILLAGES:,}")
    chosen = parser.parse_args()
    wanted = VILLAGES if chosen.all else chosen.matters
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        os.environ |= {"LUOSHI_VAR": folder, "DJANGO_SETTINGS_MODULE": "luoshi.config.settings.run"}
        import django

        django.setup()
        _machine(wanted)
        if not (whole := _world(wanted)):
            return 1
        cpu = time.process_time()
        ours, rows = _ours(*whole)
        cpu = time.process_time() - cpu
        bare, bare_cpu = _bare(Path(folder))
        _said(wanted, rows, ours, bare)
        if bare_cpu:  # SQLite works within this process: what others do to the machine does not count here
            print(f"processor time: ours {cpu:.1f} s, bare {bare_cpu:.1f} s, ratio {bare_cpu / cpu:.2f}")
        _withdrawal(*whole)
    return 0


def _machine(wanted: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT version()" if connection.vendor == "postgresql" else "SELECT 'SQLite ' || sqlite_version()"
        )
        version = cursor.fetchone()[0].split(" on ")[0]
    import django

    load = os.getloadavg()[0]
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, load before {load:.1f}; seed {SEED}")
    print(f"Python {platform.python_version()}, Django {django.__version__}, {version}; {wanted:,} matters")


def _world(wanted: int) -> tuple[Any, ...] | None:
    """A country with its units, an office at the top, a requirement, and to whom it goes."""
    from django.core.management import call_command

    from luoshi.base import clock, ids, workdays
    from luoshi.campaigns import commands as campaigns
    from luoshi.journal.refs import Actor
    from luoshi.ledger import commands
    from luoshi.ledger.commands import Line, Opening
    from luoshi.ledger.events import Kind, Words
    from luoshi.people import commands as offices
    from luoshi.people import queries, unit_files
    from luoshi.people.viewer import Duty
    from luoshi.records import commands as records

    machine = Actor.system("benchmark")
    call_command("migrate", interactive=False, verbosity=0)
    workdays.seed()
    if queries.realms():
        print("There are units in this database already: nothing was measured, so that nothing is spoilt.")
        return None
    if not UNITS.exists():
        print(f"The list of units {UNITS} is not there: nothing was measured.")
        return None
    began = time.perf_counter()
    unit_files.main(str(UNITS), None, False, False, "", lambda _line: None)
    print(f"units taken in: {time.perf_counter() - began:.1f} s")
    top = queries.root("CN")
    assert top is not None  # noqa: S101
    offices.create_account(by=machine, username="office", name="国家活动办", realm="CN", password=SEED * 2)
    post = offices.open_post(by=machine, unit_id=top.id, duty=Duty.OFFICE)
    from django.contrib.auth import get_user_model

    account = get_user_model().objects.get(username="office")
    offices.appoint(by=machine, post_id=post, person_id=account.person_id, on=clock.today())
    viewer = queries.viewer_for(account, post)
    campaign = campaigns.open_blank(realm="CN", unit=top.id, title="日常工作", opened_on=clock.today(), by=machine)
    words = records.write_text("CN", "逐村走访，登记群众反映的困难，当场能办的当场办，不能办的说明原因并限期答复。")
    requirement = ids.new_id()
    commands.open_matters(
        viewer,
        [Opening(requirement, Kind.REQUIREMENT, Words(words.id, words.commitment), campaign.id, top.id)],
        inlet="benchmark",
    )
    due = clock.today().replace(month=12, day=20)

    def lines() -> Iterator[Any]:
        for number, unit in enumerate(queries.each_under(top.path, kinds=("village",))):
            if number == wanted:
                return
            yield Line(unit, None, due)

    return viewer, requirement, ids.derived_id(SEED), lines


def _ours(viewer: Any, requirement: Any, issuance: Any, lines: Any) -> tuple[float, int]:
    from luoshi.ledger import commands

    took, slowest, before, size = [time.perf_counter()], 0.0, _peak(), _size()
    commands.stage(viewer, requirement, lines(), issuance=issuance)
    took.append(time.perf_counter())
    commands.release(viewer, requirement, issuance=issuance)
    last, slices, shown = time.perf_counter(), [], time.perf_counter()

    def tell(done: Any) -> None:
        nonlocal last, shown
        now = time.perf_counter()
        slices.append(now - last)
        last = now
        if now - shown > 1 and sys.stderr.isatty():
            print(f"\r{done.written:,} of {done.total:,}", end="", file=sys.stderr)
            shown = now

    done = commands.carry_out("CN", requirement, issuance=issuance, tell=tell)
    took.append(time.perf_counter())
    slices.sort()
    slowest = slices[-1]
    rows = _count_rows()
    print(
        f"ours: staged in {took[1] - took[0]:.1f} s, written in {took[2] - took[1]:.1f} s: {done.written:,} matters, "
        f"{len(slices)} slices, middle {slices[len(slices) // 2] * 1000:.0f} ms, "
        f"95 of 100 below {slices[int(len(slices) * 0.95)] * 1000:.0f} ms, slowest {slowest * 1000:.0f} ms"
    )
    print(f"room: {(_size() - size) / done.written:,.0f} bytes a matter with its entries, card and count")
    print(f"memory: peak {_peak():.0f} MB, of which the taking in of units had {before:.0f} MB")
    return took[2] - took[0], rows


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _tables() -> list[str]:
    return ["journal_stream", "journal_entry", "journal_pending", "ledger_card", "ledger_tallydelta"]


def _count_rows() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        found = 0
        for table in _tables():
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
            found += cursor.fetchone()[0]
    return found


def _size() -> float:
    """What the tables take with their indexes, in bytes; on SQLite after whatever is free is left out."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT sum(pg_total_relation_size(coalesce(i.inhrelid, c.oid))) FROM pg_class c"
                " LEFT JOIN pg_inherits i ON i.inhparent = c.oid WHERE c.relname = ANY(%s)",
                [_tables()],
            )
            return float(cursor.fetchone()[0])
        cursor.execute(
            "SELECT (SELECT page_count FROM pragma_page_count) - (SELECT freelist_count FROM pragma_freelist_count)"
        )
        return float(cursor.fetchone()[0] * 4096)


def _bare(folder: Path) -> tuple[float, float]:
    from django.db import connection

    return (_bare_on_postgresql(), 0.0) if connection.vendor == "postgresql" else _bare_on_sqlite(folder)


def _bare_on_sqlite(folder: Path) -> tuple[float, float]:
    """Into a new file with the same settings and keys, without triggers, in one transaction."""
    source = sqlite3.connect(folder / "luoshi.sqlite3")
    target = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    target.executescript(
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-32000;PRAGMA mmap_size=134217728;"
    )
    for table in _tables():
        made = source.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('table', 'index')", [table]
        )
        for (sql,) in made.fetchall():
            if sql:
                target.execute(sql)
    took, cpu = 0.0, 0.0
    target.execute("BEGIN IMMEDIATE")
    for table in _tables():
        rows = source.execute(f"SELECT * FROM {table} ORDER BY rowid")  # noqa: S608
        marks = ", ".join("?" * len(rows.description))
        while chunk := rows.fetchmany(CHUNK):
            began, busy = time.perf_counter(), time.process_time()
            target.executemany(f"INSERT INTO {table} VALUES ({marks})", chunk)  # noqa: S608
            took, cpu = took + time.perf_counter() - began, cpu + time.process_time() - busy
    began, busy = time.perf_counter(), time.process_time()
    target.execute("COMMIT")
    took, cpu = took + time.perf_counter() - began, cpu + time.process_time() - busy
    target.close()
    return took, cpu


def _bare_on_postgresql() -> float:
    """Into tables of the same keys in another schema, from finished buffers, in one transaction."""
    from django.db import connection, transaction

    took = 0.0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA bare")
        for table in _tables():
            cursor.execute(f"CREATE TABLE bare.{table} (LIKE {table} INCLUDING DEFAULTS INCLUDING INDEXES)")
            with cursor.copy(f"COPY (SELECT * FROM {table}) TO STDOUT") as out:  # noqa: S608
                kept = tempfile.TemporaryFile()  # noqa: SIM115 - closed below, when it has been read
                for block in out:
                    kept.write(block)
            kept.seek(0)
            began, reading = time.perf_counter(), 0.0
            with kept, cursor.copy(f"COPY bare.{table} FROM STDIN") as into:
                while True:
                    before = time.perf_counter()
                    block = kept.read(BLOCK)
                    reading += time.perf_counter() - before
                    if not block:
                        break
                    into.write(block)
            took += time.perf_counter() - began - reading
        began = time.perf_counter()
    return took + time.perf_counter() - began


def _said(wanted: int, rows: int, ours: float, bare: float) -> None:
    print(f"ours: {rows / ours:,.0f} rows a second ({wanted / ours:,.0f} matters), {rows:,} rows in {ours:.1f} s")
    print(f"bare: {rows / bare:,.0f} rows a second, the same rows in {bare:.1f} s")
    print(f"ratio: {bare / ours:.2f} (wanted 0.35, aimed at 0.6)")


def _withdrawal(viewer: Any, requirement: Any, issuance: Any, _lines: Any) -> None:
    from luoshi.ledger import commands
    from luoshi.ledger.events import Words
    from luoshi.records import commands as records

    ref, began, count, after = records.write_text("CN", "会议改期"), time.perf_counter(), 0, None
    words = Words(ref.id, ref.commitment)
    while count < TAKEN_BACK:
        done = commands.withdraw_slice(viewer, issuance, requirement, words, after=after)
        count, after = count + done.count, done.last
    took = time.perf_counter() - began
    print(f"withdrawal: {count:,} matters in {took:.1f} s, {count / took:,.0f} a second")


if __name__ == "__main__":
    sys.exit(main())
