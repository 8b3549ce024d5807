"""What `luoshi verify` asks of records: words fit their commitments, files their digests, and entries find both."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from luoshi.base import digests
from luoshi.journal import raw
from luoshi.journal.verify import ALGORITHMS, Problem, Told, told
from luoshi.records import commands, store
from luoshi.records.models import File, Statement, Text

PAGE = 300
TEXT = ["id", "realm", "body", "salt", "commitment", "erased_at", "searchable"]
FILE = ["id", "realm", "digest", "size", "media_type", "created_at"]
STATEMENT = ["id", "realm", "text", "channel", "unit_id", "received_at", "speaker", "sealed"]
ERASED, TAKEN = "text.erased", "statement.taken"
Reference = tuple[str, str, Any, Any]  # place, identifier, digest, size


def check(realm: str) -> Iterator[Problem]:
    """Everything that is wrong with the texts, files and statements of a realm."""
    erased: dict[str, Any] = {}
    entries = told(realm)
    while page := list(islice(entries, PAGE)):
        yield from _page(realm, page, erased)
    yield from _texts(realm, erased)
    yield from _files(realm)


def _page(realm: str, page: list[Told], erased: dict[str, Any]) -> Iterator[Problem]:
    texts: list[Reference] = []
    files: list[Reference] = []
    taken: list[tuple[Told, dict[str, Any]]] = []
    for entry in page:
        if not _refers(entry):
            continue
        try:
            payload = json.loads(entry.payload)
        except (TypeError, ValueError):
            continue  # the chain's own check has found it
        for found in _mappings(payload):
            if isinstance(found.get("text"), str) and "commitment" in found:
                texts.append((entry.place, found["text"], found["commitment"], None))
            elif isinstance(found.get("file"), str) and "digest" in found:  # a reference, not what holds one
                files.append((entry.place, found["file"], found["digest"], found.get("size")))
        if entry.name == ERASED and isinstance(payload, dict) and isinstance(payload.get("erased"), dict):
            erased[str(payload["erased"].get("text"))] = entry.happened_at
        if entry.name == TAKEN and isinstance(payload, dict):
            taken.append((entry, payload))
    yield from _referred(texts, _rows(realm, Text, ["id", "commitment"], (one[1] for one in texts)), "text_lost")
    yield from _referred(files, _rows(realm, File, ["id", "digest", "size"], (one[1] for one in files)), "file_lost")
    yield from _statements(realm, taken)


def _refers(entry: Told) -> bool:
    """Whether an entry may name a text or a file: most do not, and need not be read as JSON.

    A payload is canonical, so a key stands in it letter by letter; where it does not, the chain's own check finds it.
    """
    payload = entry.payload
    return not isinstance(payload, str) or '"text"' in payload or '"file"' in payload or entry.name in {ERASED, TAKEN}


def _mappings(value: Any) -> Iterator[dict[str, Any]]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)


def _rows(realm: str, model: Any, names: list[str], ids: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    """Raw rows by identifier; rows with garbage are missing, and so are those of another realm."""
    wanted = []
    for one in dict.fromkeys(ids):
        try:
            wanted.append(raw.key(UUID(one)))
        except ValueError:
            continue
    found: dict[str, tuple[Any, ...]] = {}
    for start in range(0, len(wanted), PAGE):
        part = wanted[start : start + PAGE]
        marks = ", ".join(["%s"] * len(part))
        sql = f"SELECT {raw.columns(model, 't', names)} FROM {model._meta.db_table} t WHERE t.realm = %s AND t.id IN ({marks})"  # noqa: E501, S608
        for values in raw.rows(sql, [realm, *part]):
            try:
                columns = raw.plain(model, names, values)
            except raw.Garbage:
                continue
            found[columns["id"]] = tuple(columns[name] for name in names)
    return found


def _referred(references: list[Reference], rows: dict[str, tuple[Any, ...]], code: str) -> Iterator[Problem]:
    for place, identifier, digest, size in references:
        _id, *standing = rows.get(identifier, (None, None))
        expected = [digest] if size is None else [digest, size]
        if standing[: len(expected)] != expected:
            yield Problem(code, f"{place} → {identifier}")


def _statements(realm: str, taken: list[tuple[Told, dict[str, Any]]]) -> Iterator[Problem]:
    """The row of a statement says what its entry says."""
    ids = [entry.place.rpartition("#")[0].rpartition("/")[2] for entry, _payload in taken]
    rows = _rows(realm, Statement, STATEMENT, ids)
    for (entry, payload), identifier in zip(taken, ids, strict=True):
        try:
            standing, expected = rows[str(UUID(identifier))][2:], _expected(entry, payload)
        except (KeyError, TypeError, ValueError):
            yield Problem("statement", entry.place)
            continue
        if standing != expected:
            yield Problem("statement", entry.place)


def _expected(entry: Told, payload: dict[str, Any]) -> tuple[Any, ...]:
    """What the row holds behind identifier and realm. Raises KeyError, TypeError, ValueError for garbage."""
    received = raw.moment(entry.happened_at)
    return (
        payload["words"]["text"],
        payload["channel"],
        payload["unit"],
        received,
        payload["speaker"],
        payload["sealed"],
    )


def _texts(realm: str, erased: dict[str, Any]) -> Iterator[Problem]:
    sql = f"SELECT {raw.columns(Text, 't', TEXT)} FROM records_text t WHERE t.realm = %s"  # noqa: S608
    for values in raw.rows(sql, [realm]):
        place = f"{realm}/text/{values[0]}"
        try:
            columns = raw.plain(Text, TEXT, values)
            whole = _text_is_whole(columns, erased)
        except raw.Garbage:
            yield Problem("garbage", place)
            continue
        if not whole:
            yield Problem("text", place)


def _text_is_whole(columns: dict[str, Any], erased: dict[str, Any]) -> bool:
    """The words fit the commitment; or they are gone, and an entry says since when."""
    if columns["body"] is None:
        at = erased.get(columns["id"])
        gone = not columns["salt"] and columns["erased_at"] is not None and at is not None
        return gone and raw.moment(at) == columns["erased_at"]
    algorithm = digests.algorithm_of(columns["commitment"])
    fits = algorithm in ALGORITHMS and columns["commitment"] == commands.commitment(
        columns["body"], columns["salt"], algorithm
    )
    return fits and columns["erased_at"] is None and columns["id"] not in erased


def _files(realm: str) -> Iterator[Problem]:
    sql = f"SELECT {raw.columns(File, 'f', FILE)} FROM records_file f WHERE f.realm = %s"  # noqa: S608
    for values in raw.rows(sql, [realm]):
        place = f"{realm}/file/{values[0]}"
        try:
            columns = raw.plain(File, FILE, values)
        except raw.Garbage:
            yield Problem("garbage", place)
            continue
        if not _file_is_whole(columns["digest"], columns["size"]):
            yield Problem("file", place)


def _file_is_whole(digest: str, size: int) -> bool:
    try:
        path = store.path_of(digest)
    except ValueError:
        return False
    if digests.algorithm_of(digest) not in ALGORITHMS or path.is_symlink() or not path.is_file():
        return False
    return path.stat().st_size == size and store.is_whole(path)
