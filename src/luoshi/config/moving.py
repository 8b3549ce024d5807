"""`luoshi realm copy` and `take`: what a realm has outside of its partitions, carried in a folder.

What belongs to a realm carries its code, or hangs on something that does. Keys are never in the folder: they travel by
themselves (docs/howto/move-a-province.md).
"""

import json
import shutil
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext as _

from luoshi.journal import partitions
from luoshi.records import store

MANIFEST = "manifest.json"
# Rows without a realm come with the program: each machine has its own of them, known by these columns.
SHIPPED = {"campaigns_template": ("key", "version")}
Model = type[models.Model]


class Unmoved(Exception):
    """Nothing was copied or taken; the text says why."""


def main(action: str, realm: str, folder: Path) -> int:
    """Copy or take, and say how much: 0 done, 2 refused."""
    try:
        tables, rows, files = ACTIONS[action](realm, folder)
    except (Unmoved, partitions.NotPartitioned, OSError, DatabaseError) as fault:
        reason = str(fault).strip().partition("\n")[0]
        print(_("Nothing was changed for %(realm)s: %(reason)s.") % {"realm": realm, "reason": reason}, file=sys.stderr)
        return 2
    told = {"realm": realm, "tables": tables, "rows": rows, "files": files}
    print(_("%(realm)s: %(rows)s rows of %(tables)s tables and %(files)s files.") % told)
    return 0


def carried() -> dict[Model, str]:
    """Every table outside of the partitions that has something of a realm, with the condition that finds it."""
    return {model: where for model in _tables() if (where := _where(model, ()))}


def copy(realm: str, folder: Path) -> tuple[int, int, int]:
    """Write tables and record files of a realm, as of one moment; gives how many, with the rows."""
    _check(realm)
    folder.mkdir(parents=True, mode=0o700)
    said: dict[str, Any] = {"version": version("luoshi"), "realm": realm, "tables": {}}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for model, where in carried().items():
            columns, table = _columns(model), model._meta.db_table
            rows = _write(cursor, folder / f"{table}.copy", table, columns, where.format(realm))
            said["tables"][table] = {"columns": columns, "rows": rows}
        for table, key in SHIPPED.items():
            _write(cursor, folder / f"{table}.shipped", table, ["id", *key], "realm = ''")
        cursor.execute("SELECT DISTINCT digest FROM records_file WHERE realm = %s", [realm])
        digests = [digest for (digest,) in cursor.fetchall()]
    said["files"] = digests
    for digest in digests:
        _lay(store.path_of(digest), folder / "files" / store.path_of(digest).name)
    (folder / MANIFEST).write_text(json.dumps(said, indent=1), encoding="utf-8")
    return _counted(said)


def take(realm: str, folder: Path) -> tuple[int, int, int]:
    """Take in what was copied elsewhere: all of it or nothing. Raises Unmoved, DatabaseError, OSError."""
    _check(realm)
    said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if (said["realm"], said["version"]) != (realm, version("luoshi")):
        raise Unmoved(
            _("the folder holds %(realm)s by version %(version)s")
            % {"realm": said["realm"], "version": said["version"]}
        )
    for digest in said["files"]:
        place = store.path_of(digest)
        if not place.exists():
            _lay(folder / "files" / place.name, place)
    known = {model._meta.db_table: model for model in carried()}
    with transaction.atomic(), connection.cursor() as cursor:
        for table, about in said["tables"].items():
            _read(cursor, folder / f"{table}.copy", known[table]._meta.db_table, about["columns"])
            _go_on_counting(cursor, known[table])
        for table, key in SHIPPED.items():
            _point_to_ours(cursor, folder / f"{table}.shipped", table, key)
    return _counted(said)


def _check(realm: str) -> None:
    """Raises NotPartitioned for a code that is none, and where there is no PostgreSQL."""
    partitions.name_of("x", realm)
    if connection.vendor != "postgresql":
        raise partitions.NotPartitioned(_("only PostgreSQL holds realms in partitions"))


def _counted(said: dict[str, Any]) -> tuple[int, int, int]:
    return len(said["tables"]), sum(one["rows"] for one in said["tables"].values()), len(said["files"])


def _write(cursor: Any, path: Path, table: str, columns: list[str], where: str) -> int:
    asked = f'COPY (SELECT {_listed(columns)} FROM "{table}" WHERE {where}) TO STDOUT'  # noqa: S608
    with path.open("xb") as file, cursor.copy(asked) as out:
        file.writelines(bytes(piece) for piece in out)
    return int(cursor.rowcount)


def _read(cursor: Any, path: Path, table: str, columns: list[str]) -> None:
    with path.open("rb") as file, cursor.copy(f'COPY "{table}" ({_listed(columns)}) FROM STDIN') as into:
        shutil.copyfileobj(file, into)


def _point_to_ours(cursor: Any, path: Path, table: str, key: tuple[str, ...]) -> None:
    """Whatever came along and refers to a shipped row of the other machine refers to the same one of this machine."""
    theirs, columns = f"{table}_theirs", ["id", *key]
    cursor.execute(
        f'CREATE TEMP TABLE "{theirs}" ON COMMIT DROP AS SELECT {_listed(columns)} FROM "{table}" LIMIT 0'  # noqa: S608
    )
    _read(cursor, path, theirs, columns)
    for model in carried():
        for field in model._meta.concrete_fields:
            if isinstance(field.related_model, type) and field.related_model._meta.db_table == table:
                cursor.execute(
                    f'UPDATE "{model._meta.db_table}" SET "{field.column}" = ours.id FROM "{theirs}" theirs'  # noqa: S608
                    f' JOIN "{table}" ours USING ({_listed(list(key))})'
                    f" WHERE ours.realm = '' AND \"{field.column}\" = theirs.id"
                )


def _lay(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copyfile(source, target)


def _tables() -> list[Model]:
    found = apps.get_models(include_auto_created=True)
    return [m for m in found if m._meta.managed and not m._meta.proxy and m._meta.db_table not in partitions.TABLES]


def _where(model: Model, above: tuple[Model, ...]) -> str:
    """The condition, with {} for the realm; empty for what belongs to none."""
    fields = model._meta.concrete_fields
    if any(field.column == "realm" for field in fields):
        return "realm = '{}'"
    for field in fields:
        owner = field.related_model
        if field.null or not isinstance(owner, type) or owner in (model, *above):
            continue
        if inner := _where(owner, (*above, model)):
            key = field.target_field.column  # type: ignore[attr-defined]
            return f'"{field.column}" IN (SELECT "{key}" FROM "{owner._meta.db_table}" WHERE {inner})'  # noqa: S608
    return ""


def _columns(model: Model) -> list[str]:
    """All columns, without a number that nothing refers to: it is given anew."""
    return [
        str(field.column)
        for field in model._meta.concrete_fields
        if field.column and not (isinstance(field, models.AutoField) and not _is_referred_to(model))
    ]


def _is_referred_to(model: Model) -> bool:
    return any(field.related_model is model for other in _tables() for field in other._meta.concrete_fields)


def _listed(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _go_on_counting(cursor: Any, model: Model) -> None:
    """Numbers go on behind those that came along."""
    key = model._meta.pk
    if isinstance(key, models.AutoField):
        table = model._meta.db_table
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', key.column])
        (sequence,) = cursor.fetchone()
        asked = f'SELECT setval(%s, greatest(nextval(%s), (SELECT max("{key.column}") FROM "{table}")))'  # noqa: S608
        cursor.execute(asked, [sequence, sequence])


ACTIONS = {"copy": copy, "take": take}
