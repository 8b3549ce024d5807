"""Lists of units as files: CSV (UTF-8 or GB18030, also gzipped) and XLSX, with headings in Chinese or English."""

import gc
import gzip
import io
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from sys import intern

from django.utils.translation import gettext as _

from luoshi.base import digests, tables
from luoshi.journal.refs import Actor
from luoshi.people import commands
from luoshi.people.models import UnitKind
from luoshi.people.unit_rows import UnitRow

MOST_ROWS = 2_000_000  # more than a country has villages
SHOWN_AT_MOST = 200
HEADINGS = {
    "code": {"code", "代码", "编码", "区划代码", "单位代码"},
    "name": {"name", "名称", "单位名称"},
    "kind": {"level", "kind", "级别", "类型", "层级"},
    "parent": {"parent", "上级", "上级代码", "上级编码"},
    "other_names": {"other names", "other_names", "别名", "简称"},
}
KIND_WORDS = {
    UnitKind.COUNTRY: {"country", "国", "国家", "0"},
    UnitKind.PROVINCE: {"province", "省", "省级", "自治区", "直辖市", "1"},
    UnitKind.CITY: {"city", "市", "市级", "地级", "地级市", "州", "盟", "2"},
    UnitKind.DISTRICT: {"district", "county", "县", "区", "县区", "区县", "县级", "县级市", "旗", "3"},
    UnitKind.TOWN: {"town", "township", "镇", "乡", "乡镇", "乡级", "街道", "农场", "4"},
    UnitKind.VILLAGE: {"village", "村", "村级", "社区", "居委会", "村委会", "村队", "5"},
    UnitKind.BODY: {"body", "单位", "部门", "机构", "机关"},
}
WRITTEN = {  # the word of each kind in a list that leaves
    UnitKind.COUNTRY: "国家",
    UnitKind.PROVINCE: "省级",
    UnitKind.CITY: "地级",
    UnitKind.DISTRICT: "县级",
    UnitKind.TOWN: "乡级",
    UnitKind.VILLAGE: "村级",
    UnitKind.BODY: "部门",
}
KINDS = {word: str(kind) for kind, words in KIND_WORDS.items() for word in words}


UnreadableList = tables.UnreadableTable  # the file is no list of units; the message says why, in one sentence


def read(content: bytes, name: str) -> list[UnitRow]:
    """The rows of a file; the first row that is neither empty nor a comment holds the headings."""
    if not content:
        raise UnreadableList(_("The file is empty."))
    lowered = name.lower()
    if lowered.endswith(".gz"):
        content, lowered = _gunzip(content), lowered[:-3]
    return list(_rows(tables.rows(content, lowered)))


def main(  # noqa: PLR0917
    path: str,
    as_of: date | None,
    dry_run: bool,  # noqa: FBT001 - as the command line hands it over
    close_missing: bool,  # noqa: FBT001
    realm: str = "",
    say: Callable[[str], object] = lambda line: sys.stdout.write(f"{line}\n"),
) -> int:
    """Import a file on the machine itself and say what happened: 0 done, 1 bad rows, 2 unreadable."""
    gc.disable()  # what is built from here on lives until the end: looking for garbage among it costs a third
    try:
        return _import(path, as_of, dry_run, close_missing, realm, say)
    finally:
        gc.enable()


def _import(  # noqa: PLR0917
    path: str,
    as_of: date | None,
    dry_run: bool,  # noqa: FBT001
    close_missing: bool,  # noqa: FBT001
    realm: str,
    say: Callable[[str], object],
) -> int:
    try:
        content = Path(path).read_bytes()
        rows = read(content, path)
    except (OSError, UnreadableList) as problem:
        say(str(problem))
        return 2
    result = commands.import_units(
        by=Actor.system("units"),
        rows=rows,
        realm=realm,
        as_of=as_of,
        close_missing=close_missing,
        dry_run=dry_run,
        digest=digests.digest(content),
    )
    for bad in result.bad[:SHOWN_AT_MOST]:
        say(_("row %(row)d, %(code)s: %(reason)s") % {"row": bad.number, "code": bad.code or "–", "reason": bad.reason})
    if len(result.bad) > SHOWN_AT_MOST:
        say(_("and %(more)d more") % {"more": len(result.bad) - SHOWN_AT_MOST})
    say(result.sentence)
    return 1 if result.bad else 0


def _rows(table: Iterator[tuple[int, list[str]]]) -> Iterator[UnitRow]:
    columns: dict[str, int] | None = None
    for number, cells in table:
        if number > MOST_ROWS:
            raise UnreadableList(_("The list has more than %(n)s rows.") % {"n": MOST_ROWS})
        if not any(cells) or cells[0].startswith("#"):
            continue
        if columns is None:
            columns = _columns(cells)
            continue
        yield _row(number, cells, columns)
    if columns is None:
        raise UnreadableList(_("The file has no row of headings."))


def _columns(cells: list[str]) -> dict[str, int]:
    columns = {
        column: position
        for position, cell in enumerate(cells)
        for column, words in HEADINGS.items()
        if cell.lower() in words
    }
    missing = [column for column in ("code", "name", "kind", "parent") if column not in columns]
    if missing:
        words = {"code": _("code"), "name": _("name"), "kind": _("kind"), "parent": _("unit above")}
        listed = _(", ").join(words[column] for column in missing)
        raise UnreadableList(_("The first row must name the columns; missing: %(columns)s.") % {"columns": listed})
    return columns


def _row(number: int, cells: list[str], columns: dict[str, int]) -> UnitRow:
    found = {column: cells[place] if place < len(cells) else "" for column, place in columns.items()}
    others = found.get("other_names", "")
    return UnitRow(
        number=number,
        code=found["code"],
        name=found["name"],
        kind=KINDS.get(found["kind"].lower(), ""),
        parent=intern(found["parent"]),
        kind_word=intern(found["kind"]),
        other_names=tuple(filter(None, re.split(r"[、|;；]", others))) if others else (),
    )


def _gunzip(content: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(content)) as packed:
            unpacked = packed.read(tables.LARGEST + 1)
    except (OSError, EOFError, zlib.error) as problem:
        raise UnreadableList(_("The file is no gzip file, or it is damaged.")) from problem
    if len(unpacked) > tables.LARGEST:
        raise UnreadableList(_("The file unpacks to more than 100 MB."))
    return unpacked
