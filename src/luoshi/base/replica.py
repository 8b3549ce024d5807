"""Reading from a replica of PostgreSQL: where a query goes, and whether the replica has come far enough.

Positions are those of PostgreSQL's log, as whole numbers: what was written stands below one, what is read above it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections

PRIMARY, REPLICA = "default", "replica"
LOOK_EVERY = 1.0  # seconds
SPARE_FOR = 10.0  # seconds in which one that failed is not asked

_reading: ContextVar[bool] = ContextVar("luoshi_replica", default=False)


class Router:
    """Everything is at the primary but what is read inside `reading`; a transaction reads where it writes."""

    def db_for_read(self, _model: Any, **_hints: Any) -> str:
        """The replica, for who has asked for it."""
        return REPLICA if _reading.get() and not connections[PRIMARY].in_atomic_block else PRIMARY

    def db_for_write(self, _model: Any, **_hints: Any) -> str:
        """The primary, also for what was read from the replica."""
        return PRIMARY

    def allow_relation(self, _one: Any, _other: Any, **_hints: Any) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: Any) -> bool:
        """What the primary does, the replica follows."""
        return db == PRIMARY


@contextmanager
def reading() -> Iterator[None]:
    """What is read inside comes from the replica."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def position() -> int:
    """How far the primary has written: what was just committed stands below, since `synchronous_commit` is on.

    What no commit has had written out yet may lie there for long, and no replica is given it.
    """
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn() - '0/0'")
        return int(cursor.fetchone()[0])


def replayed() -> int:
    """How far the replica has come. Raises DatabaseError where it is down or follows nobody."""
    with connections[REPLICA].cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn() - '0/0' WHERE pg_is_in_recovery()")
        found = cursor.fetchone()
    if found is None or found[0] is None:
        raise DatabaseError("the replica follows nobody")
    return int(found[0])


class Follower:
    """What one process knows of the replica.

    It is as old as the last position of the primary that it is known to have reached; its own word on how late it is
    says nothing once it has lost the primary.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._spared_until = self._looked_at = self._whole_at = float("-inf")
        self._awaited: tuple[float, int] | None = None
        self._reached = 0

    def has(self, seen: int) -> bool:
        """True when it is up, not too far behind, and has what stands below `seen`."""
        now = time.monotonic()
        with self._lock:
            if now < self._spared_until:
                return False
            if now - self._looked_at > LOOK_EVERY or self._reached < seen:
                self._look(now)
            return self._reached >= seen and now - self._whole_at <= settings.LUOSHI_REPLICA_LAG

    def spare(self) -> None:
        """It has failed: do not ask it for a while."""
        self._spared_until = time.monotonic() + SPARE_FOR
        connections[REPLICA].close()

    def _look(self, now: float) -> None:
        written = position()
        try:
            self._reached = replayed()
        except DatabaseError:
            self.spare()
            self._reached = 0
            return
        self._looked_at = now
        self._awaited = self._awaited or (now, written)
        if self._reached >= written:
            self._whole_at, self._awaited = now, None
        elif self._reached >= self._awaited[1]:
            self._whole_at, self._awaited = self._awaited[0], (now, written)


follower = Follower()
