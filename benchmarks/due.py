"""What is due, asked of very many cards: the first page, a page far behind, and what has ended long ago.

    benchmarks/due.py [--cards N]

Cards are drawn (seed due-1): seven in ten ended, the others due within half a year on either side. Times are the
middle of nine questions, of 500 rows each. On PostgreSQL run it beside `tests/postgresql.py`.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from statistics import median
from typing import Any
from uuid import UUID

SEED = "due-1"
ENDED_SHARE = 0.7
ASKING_SHARE = 0.05
TODAY = date(2014, 10, 8)
REALM = "130000"
ASKED = 9
FAR = 20  # pages


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cards", type=int, default=2_000_000)
    wanted = parser.parse_args().cards
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        os.environ |= {"LUOSHI_VAR": folder, "DJANGO_SETTINGS_MODULE": "luoshi.config.settings.run"}
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        from django.db import transaction

        from luoshi.base import bulk, workdays
        from luoshi.ledger.models import Card

        workdays.seed([2014, 2015])
        print(f"machine: {os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}; seed {SEED}")
        print(f"Python {platform.python_version()}, Django {django.__version__}, {_version()}; {wanted:,} cards")
        begun = time.perf_counter()
        names = [f.name for f in Card._meta.concrete_fields]
        with transaction.atomic():
            bulk.add(Card, names, _cards(wanted, names))
        bulk.settle(Card)
        print(f"written in {time.perf_counter() - begun:.0f} s")
        _asked()
    return 0


def _version() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT version()" if connection.vendor == "postgresql" else "SELECT 'SQLite ' || sqlite_version()"
        )
        return str(cursor.fetchone()[0]).split(" on ")[0]


def _cards(wanted: int, names: list[str]) -> Iterator[tuple[Any, ...]]:
    from luoshi.base import bulk
    from luoshi.ledger.models import Card

    chance = Random(SEED)
    units = [UUID(int=number) for number in range(1, 401)]
    empty = Card(
        realm=REALM, seq=3, kind="task", role="lead", visibility="open", campaign=units[0], title_text=units[0],
        title="逐户走访并登记群众意见", post=None, opened_on=TODAY, last_on=TODAY, claimant="", verifier="",
    )  # fmt: skip
    plain = {name: bulk.plain(getattr(empty, name)) for name in names}
    for number in range(wanted):
        unit = chance.randrange(len(units))
        due = TODAY + timedelta(days=chance.randrange(-180, 180))
        ended = chance.random() < ENDED_SHARE
        row = plain | {
            "id": bulk.identifier(UUID(int=number + (7 << 120))), "issuer": bulk.identifier(units[unit // 20]),
            "lead": bulk.identifier(units[unit]), "issuer_path": f"{unit // 20:04}",
            "path": f"{unit // 20:04}{unit:04}", "due_on": due.isoformat(), "first_due_on": due.isoformat(),
            "state": "closed" if ended else chance.choice(("assigned", "accepted", "working", "claimed")),
            "answer": "solved" if ended else "", "closed_on": due.isoformat() if ended else None,
            "called_back": 2 if ended and chance.random() < ENDED_SHARE else 0,
        }  # fmt: skip
        if not ended and chance.random() < ASKING_SHARE:
            row["asked_on"] = row["wished_on"] = row["milestone_on"] = (due - timedelta(days=20)).isoformat()
        yield tuple(row[name] for name in names)


def _asked() -> None:
    from luoshi.ledger import queries

    for why in queries.Why:
        pages = _last_of(lambda after, why=why: queries.due_for_urging(REALM, why, TODAY, after=after), "key")
        _said(why.value, lambda after, why=why: queries.due_for_urging(REALM, why, TODAY, after=after), pages)
    pages = _last_of(lambda after: queries.due_callbacks(REALM, TODAY, after=after), "")
    _said("callbacks", lambda after: queries.due_callbacks(REALM, TODAY, after=after), pages)


def _last_of(ask: Callable[[Any], tuple[Any, ...]], key: str) -> Any:
    """The key behind some pages, or behind the last one."""
    after = None
    for _ in range(FAR):
        rows = ask(after)
        if not rows:
            break
        after = getattr(rows[-1], key) if key else rows[-1]
    return after


def _said(name: str, ask: Callable[[Any], tuple[Any, ...]], far: Any) -> None:
    first, rows = _timed(lambda: ask(None))
    behind, more = _timed(lambda: ask(far))
    print(f"{name:10} first page {first:6.1f} ms ({rows} rows), {FAR} pages on {behind:6.1f} ms ({more} rows)")


def _timed(ask: Callable[[], tuple[Any, ...]]) -> tuple[float, int]:
    times = []
    for _ in range(ASKED):
        begun = time.perf_counter()
        rows = ask()
        times.append((time.perf_counter() - begun) * 1000)
    return median(times), len(rows)


if __name__ == "__main__":
    sys.exit(main())
