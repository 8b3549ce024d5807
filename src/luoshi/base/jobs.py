"""Jobs: a table, a lease, a unique key.

They are written in the caller's transaction, so that an act and what follows from it stand or fall together.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Any

from django.db import close_old_connections, transaction

from luoshi.base import clock
from luoshi.base.models import Beat, Job

LEASE = timedelta(minutes=5)
RETRIES = 5
KEPT_FOR = timedelta(days=30)
IDLE_SECONDS = 2.0
LOOP = "jobs"
BEAT_EVERY = timedelta(seconds=20)
SILENT_AFTER = timedelta(minutes=2)

log = logging.getLogger(__name__)
Work = Callable[[dict[str, Any]], None]
_known: dict[str, Work] = {}
_recurring: list[Callable[[], None]] = []


def job(name: str) -> Callable[[Work], Work]:
    """Declare what a job of this name does with its payload."""

    def declare(work: Work) -> Work:
        _known[name] = work
        return work

    return declare


def recurring(work: Callable[[], None]) -> Callable[[], None]:
    """Declare work that is looked at on every turn of the loop and decides itself whether it is due."""
    _recurring.append(work)
    return work


def enqueue(name: str, payload: dict[str, Any], *, key: str | None = None, run_at: datetime | None = None) -> bool:
    """Ask for a job; False when one with the same key was asked for before. Raises KeyError for an undeclared name."""
    if name not in _known:
        raise KeyError(f"no job is called {name}")
    row = {"name": name, "payload": json.dumps(payload), "run_at": run_at or clock.now()}
    if key is None:
        Job.objects.create(**row)
        return True
    return Job.objects.get_or_create(key=key, defaults=row)[1]


def run_due(limit: int = 100) -> int:
    """Do what is due, oldest first; gives how many jobs were tried."""
    for work in _recurring:
        work()
    tried = 0
    while tried < limit and (row := _lease()):
        _run(row)
        tried += 1
    return tried


def _lease() -> Job | None:
    now = clock.now()
    with transaction.atomic():
        due = Job.objects.select_for_update(skip_locked=True) if _skips_locked() else Job.objects.all()
        row = (
            due.filter(done_at__isnull=True, run_at__lte=now, attempts__lt=RETRIES)
            .exclude(leased_until__gt=now)
            .order_by("run_at", "id")
            .first()
        )
        if row:
            row.leased_until = now + LEASE
            row.attempts += 1
            row.save(update_fields=["leased_until", "attempts"])
    return row


def _skips_locked() -> bool:
    return bool(transaction.get_connection().features.has_select_for_update_skip_locked)


def _run(row: Job) -> None:
    try:
        with transaction.atomic():
            _known[row.name](json.loads(row.payload))
            row.done_at, row.failed = clock.now(), ""
            row.save(update_fields=["done_at", "failed"])
    except Exception as fault:
        log.exception("job %s failed (attempt %s)", row.name, row.attempts)
        wait = timedelta(seconds=10 * 4**row.attempts)
        Job.objects.filter(pk=row.pk).update(failed=type(fault).__name__, leased_until=None, run_at=clock.now() + wait)


@dataclass(frozen=True, slots=True)
class Queue:
    """How the jobs stand: due and not begun, failed and to be tried again, given up."""

    due: int
    retrying: int
    given_up: int


def queue() -> Queue:
    """What a watchman wants to know of the jobs."""
    left = Job.objects.filter(done_at__isnull=True)
    again = left.filter(attempts__lt=RETRIES)
    return Queue(
        due=again.filter(run_at__lte=clock.now()).count(),
        retrying=again.exclude(failed="").count(),
        given_up=left.filter(attempts__gte=RETRIES).exclude(failed="").count(),
    )


def last_beat() -> datetime | None:
    """When a job loop was last at work, on any machine; None when none ever was."""
    return Beat.objects.filter(name=LOOP).values_list("at", flat=True).first()


def is_silent() -> bool:
    """True when no job loop has been at work for a while: nothing is sealed, called back or chased."""
    last = last_beat()
    return last is None or abs(clock.now() - last) > SILENT_AFTER


def beat() -> bool:
    """Say that a loop is at work; written down now and then only, since every write costs the disk something."""
    now, last = clock.now(), last_beat()
    if last is not None and abs(now - last) < BEAT_EVERY:
        return False
    Beat.objects.update_or_create(name=LOOP, defaults={"at": now})
    return True


def tidy() -> int:
    """Remove jobs that were done long ago; gives how many."""
    old = Job.objects.filter(done_at__lt=clock.now() - KEPT_FOR)
    return old.delete()[0] if old.exists() else 0  # mostly there are none, and nothing is written


def work(stop: Event) -> None:
    """Run jobs until told to stop: a thread of `luoshi run`, or `luoshi work` beside a server."""
    while not stop.is_set():
        close_old_connections()
        try:
            if beat():
                tidy()
            busy = run_due()
        except Exception:
            log.exception("the job loop stumbled and goes on")
            busy = 0
        if not busy:
            stop.wait(IDLE_SECONDS)
    close_old_connections()
