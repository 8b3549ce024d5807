"""`luoshi restore`: a backup into an empty place, after it was read to its end and found whole; nothing is replaced."""

import re
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from luoshi.config import backup, doctor, keeping, parcel
from luoshi.config.backup import DATA, FILES, KEYS, ON_POSTGRESQL, ON_SQLITE, Unmade
from luoshi.config.parcel import Manifest
from luoshi.config.sealed_file import Unopened

NAMES = {
    DATA: re.compile(
        rf"{re.escape(ON_SQLITE)}|{re.escape(ON_POSTGRESQL)}|{FILES}/[0-9a-f]{{2}}/[a-z0-9]+-[0-9a-f]{{64}}"
        rf"|{KEYS}/seal-[\w-]+\.[0-9a-f]{{16}}\.pub",
        re.ASCII,
    ),
    KEYS: re.compile(
        rf"{KEYS}/(?:seal-[\w-]+\.(?:pem|[0-9a-f]{{16}}\.pub)|identity\.master|identity/[0-9a-f]{{32}}\.key)", re.ASCII
    ),
}


def main(source: Path, secret: bytes, keys: Path | None, *, check: bool) -> int:
    """Bring a backup back, or only read it; say how much and how long: 0 done, 1 not whole or no empty place."""
    begun = time.perf_counter()
    try:
        manifest = parcel.read(source, secret)
        also = parcel.read(keys, secret) if keys else None
        _expect(manifest, DATA)
        if also:
            _expect(also, KEYS)
        if not check:
            _expect_nothing()
            _bring_back(source, secret, manifest)
            if keys and also:
                _bring_back(keys, secret, also)
    except (Unmade, OSError, DatabaseError) as fault:
        print(_("Nothing was restored: %(fault)s") % {"fault": fault}, file=sys.stderr)
        return 1
    except Unopened:
        print(_("Nothing was restored: the secret does not fit, or the backup is damaged."), file=sys.stderr)
        return 1
    _say(manifest, time.perf_counter() - begun)
    return 0 if check else _verified()


def _say(manifest: Manifest, seconds: float) -> None:
    words = _("Backup of %(at)s by version %(version)s: %(n)s files, %(size).1f MB, whole; %(seconds).1f s.")
    print(
        words
        % {
            "at": manifest.about.get("made_at", ""),
            "version": manifest.about.get("version", ""),
            "n": len(manifest.members),
            "size": manifest.size / 1024**2,
            "seconds": seconds,
        }
    )
    for realm, (number, size, root) in manifest.about.get("seals", {}).items():
        told = {"realm": realm, "number": number, "size": size, "root": root}
        print(_("%(realm)s: seal %(number)s over %(size)s entries, root %(root)s") % told)


def _verified() -> int:
    """A restored journal is verified at once, where this version can read it."""
    if reason := doctor.unprepared():
        print(reason)
        return 0
    return keeping.verify(None)


def _expect(manifest: Manifest, kind: str) -> None:
    strange = [name for name in manifest.members if not NAMES[kind].fullmatch(name)]
    if manifest.kind != kind or strange:
        raise Unopened("content")
    if kind == DATA and manifest.about.get("database") != connection.vendor:
        raise Unmade(
            _("the backup is of %(theirs)s and this place is of %(ours)s.")
            % {"theirs": manifest.about.get("database"), "ours": connection.vendor}
        )


def _expect_nothing() -> None:
    """Refuse a place that holds anything. Raises Unmade."""
    if connection.vendor == "postgresql":
        if connection.introspection.table_names():
            raise Unmade(_("the database holds tables already."))
    elif _sqlite().exists():
        raise Unmade(_("%(path)s is there already and is not replaced.") % {"path": _sqlite()})
    if any(backup.kept_files()):
        raise Unmade(_("%(path)s holds files already.") % {"path": settings.LUOSHI_FILES})


def _bring_back(source: Path, secret: bytes, manifest: Manifest) -> None:
    """Unpack beside the place, then move in: the database last, since it is what the rest hangs on."""
    var = Path(settings.LUOSHI_VAR)
    var.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=var, prefix=".restore-") as name:
        folder = Path(name)

        def receive(member: str, content: IO[bytes]) -> None:
            if member not in manifest.members:
                raise Unopened("content")
            path = folder / member
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with path.open("xb") as file:
                shutil.copyfileobj(content, file, parcel.COPY)

        parcel.read(source, secret, receive)
        _move(folder / KEYS, Path(settings.LUOSHI_KEYS))
        _move(folder / FILES, Path(settings.LUOSHI_FILES))
        if (folder / ON_SQLITE).exists():
            shutil.move(folder / ON_SQLITE, _sqlite())
        elif (folder / ON_POSTGRESQL).exists():
            _into_postgresql(folder / ON_POSTGRESQL)


def _into_postgresql(dump: Path) -> None:
    place = str(connection.settings_dict["NAME"])
    words = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", f"--dbname={place}"]
    backup.run_client(backup.client("pg_restore"), *words, str(dump))


def _move(folder: Path, target: Path) -> None:
    """Lay each file in its place; one that is there must be the same."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            continue
        place = target / path.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not place.exists():
            shutil.move(path, place)
            place.chmod(0o600)
        elif place.read_bytes() != path.read_bytes():
            raise Unmade(_("%(path)s is there already and is not replaced.") % {"path": place})


def _sqlite() -> Path:
    return Path(str(connection.settings_dict["NAME"]))
