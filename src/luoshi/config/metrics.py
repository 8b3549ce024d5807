"""What a machine may know of this one: counts and times by the name of an address, never by person, unit or matter.

With several web processes each writes its figures into the folder that `config.gathering` names, and whichever is
asked adds them up.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from luoshi.base import clock, jobs
from luoshi.config.gathering import FOLDER
from luoshi.journal import queries as journal
from luoshi.journal import sealer

SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)

answered = Counter("luoshi_requests", "Requests answered.", ["route", "status"])
taken = Histogram("luoshi_request_seconds", "How long an answer took.", ["route"], buckets=SECONDS)


def observe(route: str, status: int, seconds: float) -> None:
    """One request was answered."""
    answered.labels(route, str(status)).inc()
    taken.labels(route).observe(seconds)


def text() -> bytes:
    """Everything, in the form that Prometheus reads."""
    registry = CollectorRegistry()
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_Here())
    registry.register(_Ledger())
    return generate_latest(registry)


class _Here(Collector):
    """What this process counted itself."""

    def collect(self) -> Iterator[Metric]:
        """Our own figures and those of the process."""
        yield from REGISTRY.collect()


class _Ledger(Collector):
    """What the database says, asked when somebody looks."""

    def collect(self) -> Iterator[Metric]:
        """Jobs, seals, size."""
        queue, last = jobs.queue(), jobs.last_beat()
        yield _gauge("luoshi_jobs_due", "Jobs that are due and not done.", queue.due)
        yield _gauge("luoshi_jobs_retrying", "Jobs that failed and will be tried again.", queue.retrying)
        yield _gauge("luoshi_jobs_given_up", "Jobs that failed too often.", queue.given_up)
        if last is not None:
            age = (clock.now() - last).total_seconds()
            yield _gauge("luoshi_job_loop_age_seconds", "Since a job loop was last at work.", age)
        realms = journal.realms()
        waiting = sum(sealer.waiting(realm) for realm in realms)
        yield _gauge("luoshi_entries_unsealed", "Entries that no seal covers yet.", waiting)
        seals = [seal for realm in realms if (seal := sealer.last_seal(realm))]
        if seals:
            oldest = (clock.now() - min(seal.sealed_at for seal in seals)).total_seconds()
            yield _gauge("luoshi_seal_age_seconds", "Since the last seal, of the realm that waits longest.", oldest)
        yield _gauge("luoshi_database_bytes", "Size of the database.", database_size())


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value)


def database_size() -> int:
    """Bytes of the database, on SQLite with what waits in the log beside it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    place = Path(str(settings.DATABASES["default"]["NAME"]))
    beside = (place, place.with_name(f"{place.name}-wal"))
    return sum(path.stat().st_size for path in beside if path.is_file())
