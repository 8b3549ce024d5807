"""Bringing the tables up to date while the release before is at work on them.

On PostgreSQL a change of a table waits for everybody who reads it, and everybody who comes later waits behind it. So it
waits for a moment only, gives way, and tries again; and of several machines that begin together one does the work.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils.translation import gettext as _

from luoshi.base import workdays
from luoshi.campaigns import commands as campaigns

WAITS = "400ms"  # below PostgreSQL's deadlock_timeout of one second: it is we who give way, not somebody at work
PAUSE = 0.5  # seconds
PATIENCE = 600.0  # seconds
TURN = 20140409  # of advisory locks: whose turn it is
GAVE_WAY = {"55P03", "40P01"}  # lock_not_available, deadlock_detected


class Busy(Exception):
    """The tables were never free; nothing is half done, what was applied stays."""


def migrate(*, verbosity: int = 0) -> None:
    """Apply what is missing. Raises Busy, DatabaseError."""
    if connection.vendor == "postgresql":
        with _turn():
            _patiently(verbosity)
            _fill()
    else:
        call_command("migrate", interactive=False, verbosity=verbosity)
        _fill()


def _fill() -> None:
    workdays.seed()
    campaigns.ship()


def _patiently(verbosity: int) -> None:
    end, told = time.monotonic() + PATIENCE, False
    while True:
        try:
            with _short_waits():
                call_command("migrate", interactive=False, verbosity=verbosity)
        except OperationalError as fault:
            if getattr(fault.__cause__, "sqlstate", "") not in GAVE_WAY:
                raise
            if time.monotonic() > end:
                raise Busy(_("Somebody holds the tables; end long queries and run `luoshi migrate` again.")) from fault
        else:
            return
        if not told:
            print(_("The tables are in use; trying again until they are free for a moment."), flush=True)
            told = True
        time.sleep(PAUSE)


@contextmanager
def _turn() -> Iterator[None]:
    _set("SELECT pg_advisory_lock(%s)", TURN)
    try:
        yield
    finally:
        _set("SELECT pg_advisory_unlock(%s)", TURN)


@contextmanager
def _short_waits() -> Iterator[None]:
    _set("SET lock_timeout = %s", WAITS)
    try:
        yield
    finally:
        _set("RESET lock_timeout")


def _set(words: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(words, values or None)
