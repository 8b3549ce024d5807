"""`luoshi doctor`: is everything there that the product stands on? Each finding says what to do."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from luoshi.base import clock, workdays
from luoshi.journal import triggers

LEAST_FREE = 1024**3

Check = Callable[[], str]


def findings() -> Iterator[tuple[str, str]]:
    """Each check by name with what is wrong, or with nothing; without a database the rest is not asked."""
    yield "database", (broken := _database())
    if not broken:
        for name, check in AFTER_DATABASE.items():
            yield name, check()
    for name, check in OUTSIDE.items():
        yield name, check()


def main() -> int:
    """Print every finding; 1 when there is one."""
    wrong = 0
    for name, finding in findings():
        print(f"{'✗' if finding else '✓'} {name}{': ' + finding if finding else ''}")
        wrong += bool(finding)
    return 1 if wrong else 0


def unprepared() -> str:
    """Why no command that reads or writes can begin, in one sentence; empty when it can."""
    return _database() or _migrations()


def _database() -> str:
    try:
        connection.ensure_connection()
    except DatabaseError as fault:
        reason = str(fault).strip().splitlines()[0]
        return _("The database cannot be reached (%(reason)s); check LUOSHI_DATABASE and that the server runs.") % {
            "reason": reason
        }
    return ""


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return _("%(n)s migrations are not applied; run `luoshi migrate`.") % {"n": len(missing)}
    return ""


def _triggers() -> str:
    missing = triggers.missing(connection)
    if missing:
        return _("The journal's guards are missing (%(names)s); run `luoshi migrate`, which makes them anew.") % {
            "names": ", ".join(missing)
        }
    return ""


def _calendar() -> str:
    year = clock.day(clock.now()).year
    if workdays.is_published(year):
        return ""
    return _("No official calendar of working days for %(year)s is in the table; due dates are provisional.") % {
        "year": year
    }


def _files() -> str:
    folder = Path(settings.LUOSHI_FILES)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError:
        return _("The folder %(folder)s cannot be written; give it to the account that runs Luoshi.") % {
            "folder": folder
        }


def _keys() -> str:
    folder = Path(settings.LUOSHI_KEYS)
    keys = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    if not keys:
        return _("No keys are kept in %(folder)s; they are made at the first start, or bring back their backup.") % {
            "folder": folder
        }
    open_to_others = [path.name for path in keys if path.stat().st_mode & 0o077]
    if open_to_others:
        return _("Others can read the keys %(names)s; run chmod 600 on them.") % {"names": ", ".join(open_to_others)}
    return ""


def _room() -> str:
    free = shutil.disk_usage(settings.LUOSHI_VAR).free
    if free < LEAST_FREE:
        return _("Only %(n)s MB of disk are free; make room before records cannot be kept.") % {"n": free // 1024**2}
    return ""


AFTER_DATABASE: dict[str, Check] = {"migrations": _migrations, "triggers": _triggers, "calendar": _calendar}
OUTSIDE: dict[str, Check] = {"files": _files, "keys": _keys, "disk": _room}
