"""`luoshi backup`: one sealed file with the database as it was at one moment and every record file, while people work.

The database is copied first and the files after it: a file lies on disk before any row names it, so what the copy
names is there. Keys are left out, but for the public halves that old seals are verified with; `--keys` puts them into
a file of their own, which should live no longer than an erasure of a person may take.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from luoshi.base import clock
from luoshi.config import parcel, sealed_file
from luoshi.config.parcel import Manifest
from luoshi.journal import queries as journal
from luoshi.journal import sealer

DATA, KEYS = "data", "keys"
ON_SQLITE, ON_POSTGRESQL = "database.sqlite3", "database.dump"
FILES = "files"
SUFFIX = ".luoshi"
LEAST_FREE = 1.1  # of the database, for the copy that is sealed afterwards


class Unmade(Exception):
    """No backup was made; the text says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup cost."""

    path: Path
    manifest: Manifest
    sealed: int
    seconds: float
    verified_in: float


def main(target: Path, secret: bytes, keys: Path | None) -> int:
    """Make a backup, read it back, and say how much and how long it was."""
    try:
        made = [make(target, secret)]
        if keys:
            made.append(make_keys(keys, secret))
    except (Unmade, OSError, DatabaseError, sealed_file.Unopened) as fault:
        print(_("No backup was made: %(fault)s") % {"fault": fault}, file=sys.stderr)
        return 1
    for one in made:
        print(said(one))
    return 0


def said(made: Made) -> str:
    """How much and how long, in one line."""
    return _(
        "%(path)s: %(n)s files, %(before).1f MB in, %(after).1f MB sealed, written in %(write).1f s, read back in "
        "%(read).1f s."
    ) % {
        "path": made.path,
        "n": len(made.manifest.members),
        "before": made.manifest.size / 1024**2,
        "after": made.sealed / 1024**2,
        "write": made.seconds,
        "read": made.verified_in,
    }


def make(target: Path, secret: bytes) -> Made:
    """The backup of the data, read back and found whole. Raises Unmade, OSError, Unopened."""
    begun, manifest = time.perf_counter(), Manifest(DATA, _about())
    place = _free_place(target, DATA)
    with tempfile.TemporaryDirectory(dir=settings.LUOSHI_VAR, prefix=".backup-") as folder:
        copy = _database(Path(folder))
        with parcel.packing(place, secret, manifest) as packer:
            packer.add(copy.name, copy)
            copy.unlink()
            for path in kept_files():
                packer.add(f"{FILES}/{path.parent.name}/{path.name}", path)
            for path in _keys("*.pub"):
                packer.add(f"{KEYS}/{path.name}", path)
    made = _read_back(place, secret, begun)
    _stamp().write_text(json.dumps({"at": clock.now().isoformat()}), encoding="ascii")
    return made


def make_keys(target: Path, secret: bytes) -> Made:
    """The backup of what signs seals and opens identities. Raises Unmade, OSError, Unopened."""
    begun, place = time.perf_counter(), _free_place(target, KEYS)
    folder = Path(settings.LUOSHI_KEYS)
    with parcel.packing(place, secret, Manifest(KEYS, _about())) as packer:
        for path in [*_keys("*.pub"), *_keys("*.pem"), *_keys("identity.master"), *_keys("identity/*.key")]:
            packer.add(f"{KEYS}/{path.relative_to(folder).as_posix()}", path)
    return _read_back(place, secret, begun)


def kept_files() -> Iterator[Path]:
    """Every record file that lies under its digest."""
    for path in sorted(Path(settings.LUOSHI_FILES).glob("??/*")):
        if not path.name.startswith(".") and path.is_file() and not path.is_symlink():
            yield path


def last_made() -> datetime | None:
    """When a backup was last made from here."""
    try:
        return datetime.fromisoformat(json.loads(_stamp().read_text(encoding="ascii"))["at"])
    except (OSError, KeyError, TypeError, ValueError):
        return None


def client(name: str) -> str:
    """The program of PostgreSQL that copies or restores. Raises Unmade."""
    found = shutil.which(name)
    if not found:
        raise Unmade(_("%(name)s is not on this machine; apt-get install postgresql-client.") % {"name": name})
    return found


def run_client(*words: str) -> None:
    """Run a program of PostgreSQL on our database. Raises Unmade with the last line it said."""
    place = connection.settings_dict
    told = {"PGHOST": place["HOST"], "PGPORT": place["PORT"], "PGUSER": place["USER"], "PGPASSWORD": place["PASSWORD"]}
    environment = os.environ | {name: str(value) for name, value in told.items() if value}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Unmade(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"{words[0]} {done.returncode}")


def _about() -> dict[str, object]:
    """Whose backup it is and how far the journal had got, so that one is told from another without restoring."""
    seals = [seal for realm in journal.realms() if (seal := sealer.last_seal(realm))]
    return {
        "made_at": clock.now().isoformat(),
        "version": version("luoshi"),
        "database": connection.vendor,
        "seals": {seal.realm: [seal.number, seal.size, seal.root] for seal in seals},
    }


def _database(folder: Path) -> Path:
    if connection.vendor == "postgresql":
        copy = folder / ON_POSTGRESQL
        words = ["--format=custom", "--compress=0", "--no-owner", "--no-privileges", f"--file={copy}"]
        run_client(client("pg_dump"), *words, str(connection.settings_dict["NAME"]))
        return copy
    copy = folder / ON_SQLITE
    _has_room(folder)
    with connection.cursor() as cursor:  # a copy page by page would carry what lies erased in free pages
        cursor.execute("VACUUM INTO %s", [str(copy)])
    with sqlite3.connect(copy) as copied:
        answer = copied.execute("PRAGMA quick_check(1)").fetchone()[0]
    copied.close()
    if answer != "ok":
        raise Unmade(_("the copy of the database is damaged (%(answer)s).") % {"answer": answer})
    return copy


def _has_room(folder: Path) -> None:
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        size = pages * cursor.execute("PRAGMA page_size").fetchone()[0]
    if shutil.disk_usage(folder).free < size * LEAST_FREE:
        raise Unmade(_("there is no room for a copy of the database in %(folder)s.") % {"folder": folder.parent})


def _free_place(target: Path, kind: str) -> Path:
    if target.is_dir():
        target /= f"luoshi-{kind}-{clock.now().astimezone(clock.BEIJING):%Y%m%d-%H%M%S}{SUFFIX}"
    if target.exists():
        raise Unmade(_("%(path)s is there already and is not replaced.") % {"path": target})
    if not target.parent.is_dir():
        raise Unmade(_("there is no folder %(path)s.") % {"path": target.parent})
    return target


def _read_back(place: Path, secret: bytes, begun: float) -> Made:
    written = time.perf_counter()
    manifest = parcel.read(place, secret)
    return Made(place, manifest, place.stat().st_size, written - begun, time.perf_counter() - written)


def _keys(pattern: str) -> list[Path]:
    return sorted(path for path in Path(settings.LUOSHI_KEYS).glob(pattern) if not path.name.startswith("."))


def _stamp() -> Path:
    return Path(settings.LUOSHI_VAR) / "backup.json"
