"""`luoshi export`: everything in a folder that can be read and verified without this program."""

import hashlib
import json
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _

from luoshi.base import clock
from luoshi.base import export as base
from luoshi.base.outgoing import Table
from luoshi.campaigns import export as campaigns
from luoshi.config import backup, verify_export
from luoshi.inlets.documents import export as documents
from luoshi.inlets.inspections import export as inspections
from luoshi.journal import export as journal
from luoshi.journal import raw
from luoshi.ledger import export as ledger
from luoshi.people import export as people
from luoshi.records import export as records

README = Path(__file__).parent / "data" / "export_readme.md"
# Tables that stay here, and why.
LEFT_OUT = {
    "identity.Speaker": "who spoke never leaves",
    "journal.Log": "follows from the leaves",
    "records.Gram": "follows from the texts",
    "ledger.TallyDelta": "follows from the entries",
    "ledger.Rollup": "follows from the entries",
    "ledger.Standing": "follows from the entries",
    "offices.UnitList": "a draft that nobody has decided on",
    "documents.OwnLedger": "a draft that nobody has decided on",
    "base.Job": "work of this machine",
    "base.Beat": "a sign of life of this machine",
}


def main(folder: Path, *, sealed: bool) -> int:
    """Export into an empty folder, verify what was written, and say how much it is."""
    try:
        counted = export(folder, sealed=sealed)
    except (Occupied, OSError, DatabaseError) as fault:
        print(_("Nothing was exported: %(fault)s") % {"fault": fault}, file=sys.stderr)
        return 1
    words = _("%(rows)s rows in %(tables)s tables and %(files)s files are in %(folder)s.")
    print(words % {**counted, "folder": folder})
    found = verify_export.verify(folder)
    if found.found:
        print(_("The export is not whole; `luoshi verify` says whether the journal is."), file=sys.stderr)
    return 1 if found.found else 0


class Occupied(Exception):
    """The folder holds something."""


def tables(*, sealed: bool) -> Iterator[Table]:
    """Every table that leaves."""
    yield from base.tables()
    yield from journal.tables()
    yield from people.tables()
    yield from records.tables(sealed=sealed)
    yield from campaigns.tables()
    yield from ledger.tables()
    yield from documents.tables()
    yield from inspections.tables()


def export(folder: Path, *, sealed: bool = False) -> dict[str, int]:
    """Write everything; the list of tables comes last. Raises Occupied, OSError."""
    if folder.exists() and any(folder.iterdir()):
        raise Occupied(_("%(folder)s holds something already.") % {"folder": folder})
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with raw.snapshot():
        written = {table.name: _write(folder, table) for table in tables(sealed=sealed)}
    files = _copy_files(folder / "records" / "files")
    shutil.copyfile(verify_export.__file__, folder / "verify_export.py")
    shutil.copyfile(README, folder / "README.md")
    manifest = {"made_at": clock.now().isoformat(), "version": version("luoshi"), "files": files, "tables": written}
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(f"{text}\n", encoding="utf-8")
    return {"rows": sum(one["rows"] for one in written.values()), "tables": len(written), "files": files}


def _write(folder: Path, table: Table) -> dict[str, Any]:
    path = folder / f"{table.name}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    running, rows = hashlib.sha256(), 0
    with path.open("xb") as file:
        for row in table.rows():
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogateescape") + b"\n"
            running.update(line)
            file.write(line)
            rows += 1
    return {"rows": rows, "sha256": running.hexdigest()}


def _copy_files(target: Path) -> int:
    count = 0
    for path in backup.kept_files():
        place = target / path.parent.name / path.name
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(path, place)
        count += 1
    return count
