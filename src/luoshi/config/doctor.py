"""`luoshi doctor`: is everything there that the product stands on? Each finding says what to do."""

import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from luoshi.base import clock, jobs, replica, workdays
from luoshi.config import backup
from luoshi.journal import queries as journal
from luoshi.journal import sealer, triggers

LEAST_FREE = 1024**3
SKEW = timedelta(minutes=1)
SEAL_LAG = timedelta(minutes=10)
COPY_AGE = timedelta(days=8)
HERE = {"127.0.0.1", "localhost", "[::1]", "::1"}
FULL = 2  # PRAGMA synchronous

Check = Callable[[], str]


def findings(names: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Each check by name with what is wrong, or with nothing; without tables what needs them is not asked."""
    broken, unmigrated = _database(), ""
    if not names or "database" in names:
        yield "database", broken
    for name, check in IN_DATABASE.items():
        if broken or (unmigrated and name not in BEFORE_TABLES):
            continue
        found = _asked(check)
        unmigrated = unmigrated or (found if name == "migrations" else "")
        if not names or name in names:
            yield name, found
    for name, check in OUTSIDE.items():
        if not names or name in names:
            yield name, check()


def advice() -> Iterator[tuple[str, str]]:
    """What works and could stand better."""
    for name, check in ADVICE.items():
        yield name, check()


def main() -> int:
    """Print every finding and every advice; 1 when there is a finding."""
    wrong = 0
    for name, finding in findings():
        print(f"{'✗' if finding else '✓'} {name}{': ' + finding if finding else ''}")
        wrong += bool(finding)
    for name, words in advice():
        if words:
            print(f"! {name}: {words}")
    return 1 if wrong else 0


def unprepared() -> str:
    """Why no command that reads or writes can begin, in one sentence; empty when it can."""
    return _database() or _migrations()


def _asked(check: Check) -> str:
    try:
        return check()
    except DatabaseError as fault:
        return _("The database refused to answer (%(reason)s); look at its own log.") % {"reason": type(fault).__name__}


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


def _durable() -> str:
    """What was acknowledged is on the disk; on SQLite also: readers hold nobody up."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return _durable_postgresql(cursor)
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0].lower()
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
    if mode == "memory" or (mode == "wal" and synchronous == FULL):
        return ""
    return _("The database writes in mode %(mode)s/%(n)s and not in wal/2; put it on a local disk, not a share.") % {
        "mode": mode,
        "n": synchronous,
    }


def _durable_postgresql(cursor: Any) -> str:
    off = []
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        cursor.execute(f"SHOW {name}")
        if cursor.fetchone()[0] == "off":
            off.append(name)
    if off:
        return _("PostgreSQL may lose what was acknowledged: switch %(names)s on.") % {"names": ", ".join(off)}
    return ""


def _clock() -> str:
    last = [at for realm in journal.realms() if (at := journal.last_recorded(realm))]
    ahead = max(last) - clock.now() if last else timedelta(0)
    if ahead > SKEW:
        return _(
            "The clock is %(n)s minutes behind the last entry; set it right before anybody writes, "
            "since due dates and seals follow it."
        ) % {"n": int(ahead.total_seconds() // 60)}
    return ""


def _seals() -> str:
    late = []
    for realm in journal.realms():
        last = sealer.last_seal(realm)
        since = last.sealed_at if last else journal.last_recorded(realm)
        if since and sealer.is_waiting(realm) and abs(clock.now() - since) > SEAL_LAG:
            late.append(f"{realm} ({sealer.waiting(realm)})")
    if late:
        return _("Entries have waited for a seal for more than ten minutes: %(realms)s; start `luoshi work`.") % {
            "realms": ", ".join(late)
        }
    return ""


def _jobs() -> str:
    if jobs.is_silent():
        return _("No job loop is at work: nothing is sealed or chased; start `luoshi work` beside the server.")
    if given_up := jobs.queue().given_up:
        return _("%(n)s jobs failed too often and were given up; the log says why.") % {"n": given_up}
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
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
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


def _private() -> str:
    place = Path(str(settings.DATABASES["default"]["NAME"]))
    data = [place] if connection.vendor == "sqlite" and place.is_file() else []
    shown = [
        str(path) for path in [*data, Path(settings.LUOSHI_FILES)] if path.exists() and path.stat().st_mode & 0o077
    ]
    if shown:
        return _("Others can read %(names)s; run chmod go= on them.") % {"names": ", ".join(shown)}
    return ""


def _room() -> str:
    folder = Path(settings.LUOSHI_VAR).resolve()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        return _("Only %(n)s MB of disk are free; make room before records cannot be kept.") % {"n": free // 1024**2}
    return ""


def _public() -> str:
    """A server that others reach: passwords travel under HTTPS only, and we have to know that they do."""
    hosts = set(settings.ALLOWED_HOSTS)
    if "*" in hosts:
        return _("LUOSHI_HOSTS says *, so any name is answered to; name the host that people open.")
    if hosts <= HERE:
        return ""
    if not settings.SESSION_COOKIE_SECURE:
        return _("Others reach this server and LUOSHI_HTTPS is not set; serve it through HTTPS and set LUOSHI_HTTPS=1.")
    if settings.SECURE_PROXY_SSL_HEADER is None:
        return _(
            "HTTPS ends at a proxy and LUOSHI_BEHIND_PROXY is not set, so every form will be refused; set it to 1."
        )
    if settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN:
        return _("LUOSHI_INSECURE_ORIGIN is for a machine by itself; take it away on a server that others reach.")
    return ""


def _keys_apart() -> str:
    keys, data = Path(settings.LUOSHI_KEYS).resolve(), Path(settings.LUOSHI_VAR).resolve()
    if keys.is_relative_to(data):
        return _(
            "The keys lie in %(folder)s, beside the data that they sign: whoever copies one has both. "
            "Move them to a folder of their own and name it in LUOSHI_KEYS."
        ) % {"folder": keys}
    return ""


def _copies() -> str:
    last = backup.last_made()
    if last is None:
        return _("No backup was ever made from here; run `luoshi backup FOLDER` and keep it on another machine.")
    if abs(clock.now() - last) > COPY_AGE:
        return _("The last backup is of %(day)s; run `luoshi backup FOLDER`.") % {"day": clock.day(last).isoformat()}
    return ""


def _replica() -> str:
    if replica.REPLICA not in settings.DATABASES:
        return ""
    try:
        replica.replayed()
    except DatabaseError as fault:
        return _("The replica cannot be read from (%(reason)s); every page is read from the primary.") % {
            "reason": str(fault).strip().splitlines()[0]
        }
    return ""


BEFORE_TABLES = {"migrations", "durable"}
IN_DATABASE: dict[str, Check] = {
    "migrations": _migrations,
    "durable": _durable,
    "triggers": _triggers,
    "clock": _clock,
    "calendar": _calendar,
    "jobs": _jobs,
    "seals": _seals,
}
OUTSIDE: dict[str, Check] = {
    "files": _files,
    "keys": _keys,
    "private": _private,
    "disk": _room,
    "public": _public,
}
ADVICE: dict[str, Check] = {"keys": _keys_apart, "backup": _copies, "replica": _replica}
