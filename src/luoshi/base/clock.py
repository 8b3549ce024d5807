"""The one clock: moments are UTC and aware, days are days in Beijing."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")

_fixed: ContextVar[datetime | None] = ContextVar("luoshi_clock", default=None)


def now() -> datetime:
    """The present moment, UTC."""
    return _fixed.get() or datetime.now(UTC)


def day(at: datetime) -> date:
    """The day in Beijing that a moment falls on."""
    return at.astimezone(BEIJING).date()


def today() -> date:
    """The present day in Beijing."""
    return day(now())


@contextmanager
def fixed(at: datetime) -> Iterator[None]:
    """Hold the clock at a moment, for samples, replays and tests."""
    token = _fixed.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
