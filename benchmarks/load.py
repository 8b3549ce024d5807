"""A city of 500 posts at work on a real server, and the three basic steps against django-helpdesk.

    benchmarks/load.py [--seconds N] [--clients N] [--rate N] [--alone]

On loopback, with PostgreSQL as `tests/postgresql.py` starts it, `luoshi serve` with four processes and `luoshi work`
beside it; whoever drives them sits on the same cores. Steps are drawn by the mix (80 % reading, 15 % desk actions,
5 % issuing), once as many as there is room for, once at a steady rate. Every answer of 400 and above and every page
that is not the one that was wanted is an error. In the end `verify` must find nothing, and every act and every
issuance that the server acknowledged must stand in the journal.
"""

import argparse
import contextlib
import http.client
import os
import platform
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

import load_peer
from load_posts import HOST, MIX, OK, City, Told, drive, of_database, spent
from load_world import REALM, World, lay_out

import postgresql

SEED = "load-1"
PROCESSES = 4
START_SECONDS = 120
KIB = 1024


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=30, help="of each of the two ways to drive")
    parser.add_argument("--clients", type=int, default=8, help="how many posts act in the same moment")
    parser.add_argument("--rate", type=float, default=10, help="steps a second of the steady part")
    parser.add_argument("--steps", type=int, default=60, help="of each basic step beside django-helpdesk")
    parser.add_argument("--alone", action="store_true", help="without django-helpdesk")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as name, postgresql.server() as database:
        os.environ |= database | {"LUOSHI_VAR": name, "DJANGO_SETTINGS_MODULE": "luoshi.config.settings.run"}
        began = time.perf_counter()
        world = _prepared()
        print(f"laid out: {len(world.posts)} posts in {time.perf_counter() - began:.0f} s", flush=True)
        port = free_port()
        city = City(world, port)
        is_sound = _mix(city, port, chosen, Path(name))
        if not chosen.alone:
            port = free_port()
            load_peer.compare(
                Path(name), city, served, ours=luoshi(port), port=port, steps=chosen.steps, clients=chosen.clients
            )
    return 0 if is_sound else 1


def _prepared() -> World:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from luoshi.base import workdays

    with connection.cursor() as cursor:
        cursor.execute("SELECT version()")
        version = cursor.fetchone()[0].split(" on ")[0]
    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, load before {os.getloadavg()[0]:.1f}; seed {SEED}")
    print(f"Python {platform.python_version()}, Django {django.__version__}, {version}; {PROCESSES} web processes")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    workdays.seed()
    made = lay_out(SEED)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what autovacuum does elsewhere
    connection.close()
    return made


# ------------------------------------------------------------------ a server, whatever it serves


def luoshi(port: int) -> list[str]:
    """The command that serves the product."""
    return [sys.executable, "-m", "luoshi.cli", "serve", "--port", str(port), "--workers", str(PROCESSES)]


@contextmanager
def served(
    command: Sequence[str],
    port: int,
    log: Path,
    *,
    ready: str = "/readyz",
    environment: Mapping[str, str] | None = None,
) -> Iterator[tuple[int, float]]:
    """A running server; gives its process and the seconds to the first good answer."""
    began = time.perf_counter()
    with log.open("ab") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=environment, process_group=0)
    try:
        while not _answers(port, ready):
            if process.poll() is not None or time.perf_counter() - began > START_SECONDS:
                sys.exit(f"the server did not start:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.02)
        yield process.pid, time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _answers(port: int, path: str) -> bool:
    wire = http.client.HTTPConnection(HOST, port, timeout=30)
    with contextlib.suppress(OSError, http.client.HTTPException):
        wire.request("GET", path)
        return wire.getresponse().status == OK
    return False


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _memory(pid: int) -> list[tuple[str, int, int]]:
    """Of a process and its children: whether it is the first, its share of memory, what it sees; in KiB."""
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    found = []
    for one in [str(pid), *below]:
        lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()[1:]
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines}
        found.append(("web process" if one in below else "parent", sizes["Pss"], sizes["Rss"]))
    return found


# ------------------------------------------------------------------ the mix


def _mix(city: City, port: int, chosen: argparse.Namespace, folder: Path) -> bool:
    log = folder / "served.log"
    before = _count()
    with served(luoshi(port), port, log) as (pid, took):
        print(f"start to the first /readyz: {took:.2f} s (aim 2)")
        work = subprocess.Popen([sys.executable, "-m", "luoshi.cli", "work"], stdout=subprocess.DEVNULL)
        try:
            _say_memory("fresh", pid)
            told = Told()
            drive(city.step, clients=chosen.clients, seconds=3, seed=f"{SEED}:warm")
            for title, rate in (
                ("as much as there is room for", 0.0),
                (f"{chosen.rate:g} steps a second", chosen.rate),
            ):
                web, database = spent(pid), of_database()
                part, seconds = drive(
                    city.step, clients=chosen.clients, seconds=chosen.seconds, seed=f"{SEED}:{title}", rate=rate
                )
                _say(f"{title}, {chosen.clients} at a time", part, seconds)
                _say_processor(part, spent(pid) - web, of_database() - database)
                told.add(part)
            _say_memory("after the mix", pid)
            done = _awaited(told)
        finally:
            work.send_signal(signal.SIGTERM)
            work.wait(60)
    return _proved(told, done, before) and not told.errors


def _say_memory(when: str, pid: int) -> None:
    shares = [(share / KIB, seen / KIB) for kind, share, seen in _memory(pid) if kind == "web process"]
    parent = sum(share for kind, share, _ in _memory(pid) if kind == "parent") / KIB
    print(
        f"memory, {when}: a web process {max(s for s, _ in shares):.0f} MB of its own and its share (PSS), "
        f"{max(r for _, r in shares):.0f} MB seen (RSS; aim 150); all of them with the parent "
        f"{sum(s for s, _ in shares) + parent:.0f} MB",
        flush=True,
    )


def _say(title: str, told: Told, seconds: float) -> None:
    steps, requests = sum(told.steps.values()), sum(map(len, told.requests.values()))
    print(f"{title}: {steps / seconds:.1f} steps and {requests / seconds:.1f} requests a second in {seconds:.0f} s")
    print("  steps: " + ", ".join(f"{kind} {told.steps.get(kind, 0)}" for kind, _share in MIX))
    everything = [second for kind in told.requests.values() for second in kind]
    for kind, found in [*sorted(told.requests.items()), ("all", everything)]:
        print(f"  {kind:<14} {len(found):>6}  {quantiles(found)}")
    print(f"  errors: {len(told.errors)}" + (f", such as {told.errors[0]}" if told.errors else ""), flush=True)


def _say_processor(told: Told, web: float, database: float) -> None:
    steps, requests = sum(told.steps.values()) or 1, sum(map(len, told.requests.values())) or 1
    print(
        f"  processor: {web / requests * 1000:.1f} ms a request in the web processes, "
        f"{database / requests * 1000:.1f} ms in PostgreSQL, jobs included; "
        f"{(web + database) / steps * 1000:.0f} ms a step",
        flush=True,
    )


def quantiles(seconds: Sequence[float]) -> str:
    """The middle, 95 and 99 of 100, in milliseconds."""
    if len(seconds) < 2:  # noqa: PLR2004 - of one there are no shares
        return "too few"
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return f"p50 {cuts[49] * 1000:6.0f} ms  p95 {cuts[94] * 1000:6.0f} ms  p99 {cuts[98] * 1000:6.0f} ms"


# ------------------------------------------------------------------ is it all there


def _count() -> int:
    from luoshi.journal.models import Entry

    return int(Entry.objects.count())


def _awaited(told: Told) -> list[tuple[int, int]]:
    """How many matters each acknowledged issuance was to make, and made, once the jobs are done."""
    from luoshi.inlets.documents import queries

    end = time.monotonic() + START_SECONDS
    while True:
        views = [found[1] for one in told.issued if (found := queries.issuance(one))]  # type: ignore[arg-type]
        if not any(view.is_running for view in views) or time.monotonic() > end:
            return [(view.total, view.made) for view in views]
        time.sleep(0.5)


def _proved(told: Told, issued: list[tuple[int, int]], before: int) -> bool:
    from luoshi.journal import queries, verify

    written = {nonce for nonce in told.acts if queries.entries_of_source(REALM, "handling", nonce)}
    total, made = sum(total for total, _ in issued), sum(made for _, made in issued)
    report = verify.verify()
    print(
        f"journal: {len(written)} of {len(told.acts)} acknowledged acts, {len(issued)} of {len(told.issued)} issuances"
        f" with {made} of {total} matters; {_count() - before} new entries; verify: {report.found} problems"
        f" in {report.entries} entries",
        flush=True,
    )
    return report.is_whole and len(written) == len(set(told.acts)) == len(told.acts) and total == made


if __name__ == "__main__":
    sys.exit(main())
