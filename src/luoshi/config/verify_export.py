"""Verify an export of Luoshi with nothing but Python (3.9 or later) and its standard library.

    python3 verify_export.py [FOLDER] [--against SEALS] [--newest N]

Computed anew: the digest of every table, file and entry; every link of every stream; every number of the log, every
root and link of the seals and their Ed25519 signatures; the commitment of every text that is there; every reference
from an entry to a text or file. Exit status: 0 whole, 1 something is not as it was written, 2 it cannot be read.

A signature shows that the holder of a key signed. Whether that key is the right one, no program can tell from the
folder: compare the names of keys and the newest roots, which are printed, with those on paper, or give the seals that
were kept outside.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

COVERED = (
    "realm",
    "kind",
    "stream",
    "seq",
    "name",
    "version",
    "happened_at",
    "recorded_at",
    "actor_id",
    "actor_name",
    "actor_post",
    "request",
    "source_inlet",
    "source_key",
    "source_ordinal",
    "payload",
    "prev",
)
SEAL = ("realm", "number", "size", "root", "sealed_at", "algorithm", "key_id", "signature", "prev")
SHOWN = 100
CHUNK = 1024 * 1024
DIGEST = re.compile(r"[a-z0-9]+:[0-9a-f]{64}")


class Findings:
    """What was looked at, and what is not as it was written: the first are printed, all are counted."""

    def __init__(self) -> None:
        self.found = 0
        self.counted: dict[str, int] = {}

    def add(self, what: str, where: object) -> None:
        """One more thing that is not as it was written."""
        self.found += 1
        if self.found <= SHOWN:
            print(f"✗ {what}: {where}")

    def count(self, what: str, n: int = 1) -> None:
        """So many were looked at."""
        self.counted[what] = self.counted.get(what, 0) + n


# Reading


def lines(folder: Path, table: str) -> Iterator[dict[str, Any]]:
    """The rows of a table."""
    with (folder / f"{table}.jsonl").open(encoding="utf-8", errors="surrogateescape") as file:
        for line in file:
            yield json.loads(line)


def canonical(value: Any) -> bytes:
    """Sorted, compact JSON: what digests are taken of."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(errors="surrogateescape")


def digest(data: bytes, like: str) -> str:
    """The digest of data by the algorithm that another digest names; empty for one that this machine lacks."""
    algorithm = like.partition(":")[0]
    try:
        return f"{algorithm}:{hashlib.new(algorithm, data).hexdigest()}"
    except ValueError:
        return ""


def file_digest(path: Path, algorithm: str = "sha256") -> str:
    """The digest of a file, in constant memory."""
    running = hashlib.new(algorithm)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            running.update(chunk)
    return running.hexdigest()


# What the folder says of itself


def tables(folder: Path, findings: Findings) -> None:
    """Every table is as long as the list says, and has the digest that it says."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for name, about in manifest["tables"].items():
        path = folder / f"{name}.jsonl"
        findings.count("tables")
        if not path.is_file() or file_digest(path) != about["sha256"]:
            findings.add("table differs from manifest.json", name)


# Entries


def entries(folder: Path, store: sqlite3.Connection, findings: Findings) -> None:
    """Digest and link of every entry, and the head of every stream; what the log must hold is laid aside."""
    heads: dict[Any, Any] = {}
    here: Any = None
    seq, prev = 0, ""
    for row in lines(folder, "journal/entries"):
        findings.count("entries")
        key = (row["realm"], row["kind"], row["stream"])
        if key != here:
            heads[here] = (seq, prev)
            here, seq, prev = key, 0, ""
        where = "/".join(key) + f"#{row['seq']}"
        if row["seq"] != seq + 1:
            findings.add("gap in a stream", where)
        if row["prev"] != prev:
            findings.add("link broken", where)
        if digest(canonical({name: row[name] for name in COVERED}), row["digest"]) != row["digest"]:
            findings.add("entry changed", where)
        seq, prev = row["seq"], row["digest"]
        store.execute("INSERT OR IGNORE INTO entry VALUES (?, ?, 0)", (where, row["digest"]))
        refer(row["payload"], where, store)
    heads[here] = (seq, prev)
    for row in lines(folder, "journal/streams"):
        findings.count("streams")
        key = (row["realm"], row["kind"], row["id"])
        if heads.pop(key, None) != (row["seq"], row["digest"]):
            findings.add("head of a stream does not fit", "/".join(key))
    for key in heads:
        if key is not None:
            findings.add("entries without a stream", "/".join(key))


def refer(payload: str, where: str, store: sqlite3.Connection) -> None:
    """Lay aside what an entry says of texts and files."""
    waiting = [json.loads(payload)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(one)
        if not isinstance(one, dict):
            continue
        waiting.extend(one.values())
        if "text" in one and "commitment" in one:
            store.execute("INSERT INTO reference VALUES (?, ?, ?)", (where, str(one["text"]), one["commitment"]))
        elif "file" in one and "digest" in one:
            store.execute("INSERT INTO reference VALUES (?, ?, ?)", (where, str(one["file"]), one["digest"]))


# The log and its seals


class Tree:
    """The Merkle tree of RFC 6962 as it grows: whole subtrees at the right edge."""

    def __init__(self, algorithm: str) -> None:
        self.algorithm, self.size = algorithm, 0
        self.peaks: list[bytes] = []

    def hash(self, data: bytes) -> bytes:
        """One hash."""
        return hashlib.new(self.algorithm, data).digest()

    def add(self, leaf: str) -> None:
        """One more leaf."""
        value, filled = self.hash(b"\x00" + leaf.encode()), self.size
        while filled & 1:
            value = self.hash(b"\x01" + self.peaks.pop() + value)
            filled >>= 1
        self.peaks.append(value)
        self.size += 1

    def root(self) -> str:
        """The root now."""
        if not self.peaks:
            return f"{self.algorithm}:{self.hash(b'').hex()}"
        value = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            value = self.hash(b"\x01" + peak + value)
        return f"{self.algorithm}:{value.hex()}"


def seals(folder: Path, store: sqlite3.Connection, findings: Findings, outside: dict[Any, Any], newest: int) -> None:
    """Every root, link and signature, with the log growing beside them."""
    by_realm: dict[str, list[dict[str, Any]]] = {}
    for row in lines(folder, "journal/seals"):
        by_realm.setdefault(row["realm"], []).append(row)
    log = Log(folder, store, findings)
    for realm, rows in sorted(by_realm.items()):
        tree = Tree(rows[0]["root"].partition(":")[0])
        prior: dict[str, Any] = {}
        for position, row in enumerate(rows):
            where = f"{realm} {row['number']}"
            log.grow(tree, realm, row["size"])
            one_seal(row, prior, tree, where, findings)
            if newest == 0 or position >= len(rows) - newest:
                one_signature(row, where, findings)
            awaited = outside.pop((realm, row["number"]), None)
            if awaited is not None and any(awaited.get(name) != row[name] for name in SEAL):
                findings.add("seal differs from the one kept outside", where)
            prior = row
        if log.grow(tree, realm, None):
            findings.add("numbers without a seal", realm)
        print(f"  {realm}: seal {prior['number']} of {prior['sealed_at']} over {prior['size']} entries")
        print(f"    root {prior['root']}")
        print(f"    keys {', '.join(sorted({row['key_id'] for row in rows}))}")
    if log.ahead is not None:
        findings.add("numbers of a realm without seals, or out of order", log.ahead["realm"])
    for realm, number in outside:
        findings.add("a seal kept outside is not in the export", f"{realm} {number}")


def one_seal(row: dict[str, Any], prior: dict[str, Any], tree: Tree, where: str, findings: Findings) -> None:
    """Root, number and link of a seal."""
    findings.count("seals")
    if (tree.size, tree.root()) != (row["size"], row["root"]):
        findings.add("root does not fit", where)
    expected = digest(canonical({name: prior[name] for name in SEAL}), row["prev"]) if prior else ""
    if row["number"] != prior.get("number", 0) + 1 or row["prev"] != expected or (prior and not expected):
        findings.add("link of a seal broken", where)


def one_signature(row: dict[str, Any], where: str, findings: Findings) -> None:
    """The signature of a seal."""
    findings.count("signatures")
    if not signed(row):
        findings.add("signature does not fit", where)


class Log:
    """The numbers in their order, read on as the trees grow."""

    def __init__(self, folder: Path, store: sqlite3.Connection, findings: Findings) -> None:
        self.rows, self.store, self.findings = lines(folder, "journal/leaves"), store, findings
        self.ahead = next(self.rows, None)

    def grow(self, tree: Tree, realm: str, size: int | None) -> bool:
        """Let the tree of a realm grow to a size, or to the end; True when it grew."""
        before = tree.size
        while self.ahead is not None and self.ahead["realm"] == realm and (size is None or tree.size < size):
            leaf(self.ahead, tree, self.store, self.findings)
            self.ahead = next(self.rows, None)
        return tree.size > before


def leaf(row: dict[str, Any], tree: Tree, store: sqlite3.Connection, findings: Findings) -> None:
    """One number of the log, and the entry that it stands for."""
    findings.count("numbers")
    where = f"{row['realm']}/{row['kind']}/{row['stream']}#{row['seq']}"
    if row["number"] != tree.size + 1:
        findings.add("number left out or doubled", f"{row['realm']} {row['number']}")
    found = store.execute("SELECT digest, numbered FROM entry WHERE place = ?", (where,)).fetchone()
    if found is None or found[0] != row["digest"] or found[1]:
        findings.add("number does not stand for its entry", f"{row['realm']} {row['number']}: {where}")
    store.execute("UPDATE entry SET numbered = 1 WHERE place = ?", (where,))
    tree.add(row["digest"])


def waiting(folder: Path, store: sqlite3.Connection, findings: Findings) -> None:
    """An entry without a number waits for one."""
    for row in lines(folder, "journal/pending"):
        findings.count("entries not sealed yet")
        where = f"{row['realm']}/{row['kind']}/{row['stream']}#{row['seq']}"
        done = store.execute("UPDATE entry SET numbered = 2 WHERE place = ? AND numbered = 0", (where,))
        if done.rowcount != 1:
            findings.add("waits for a number and has one, or is not there", where)
    for (where,) in store.execute("SELECT place FROM entry WHERE numbered = 0"):
        findings.add("entry has no number and waits for none", where)


def signed(row: dict[str, Any]) -> bool:
    """The key that the seal names has signed it."""
    try:
        public, signature = bytes.fromhex(row["public_key"]), bytes.fromhex(row["signature"])
    except ValueError:
        return False
    if row["algorithm"] != "ed25519" or hashlib.sha256(public).hexdigest()[:16] != row["key_id"]:
        return False
    return ed25519(public, signature, canonical({name: row[name] for name in SEAL if name != "signature"}))


# Words and files


def texts(folder: Path, store: sqlite3.Connection, findings: Findings) -> None:
    """The words fit what the journal was told of them."""
    for row in lines(folder, "records/texts"):
        findings.count("texts")
        store.execute("INSERT OR IGNORE INTO target VALUES (?, ?)", (row["id"], row["commitment"]))
        if row["body"] is None:
            findings.count("texts erased or withheld")
            if not row["erased_at"] and not row["withheld"]:
                findings.add("words are gone and nothing says why", row["id"])
        elif digest((row["salt"] + row["body"]).encode(), row["commitment"]) != row["commitment"]:
            findings.add("words changed", row["id"])


def files(folder: Path, store: sqlite3.Connection, findings: Findings) -> None:
    """Every file is there with the bytes that it is named by."""
    for row in lines(folder, "records/files"):
        findings.count("files")
        store.execute("INSERT OR IGNORE INTO target VALUES (?, ?)", (row["id"], row["digest"]))
        algorithm, _colon, value = row["digest"].partition(":")
        path = folder / "records" / "files" / value[:2] / f"{algorithm}-{value}"
        if not DIGEST.fullmatch(row["digest"]) or not path.is_file() or path.stat().st_size != row["size"]:
            findings.add("file is not there or has another size", row["id"])
        elif file_digest(path, algorithm) != value:
            findings.add("file changed", row["id"])


def references(store: sqlite3.Connection, findings: Findings) -> None:
    """What entries refer to is there and is what they say."""
    (total,) = store.execute("SELECT count(*) FROM reference").fetchone()
    findings.count("references", total)
    lost = """SELECT r.place, r.id FROM reference r LEFT JOIN target t ON t.id = r.id AND t.digest = r.digest
              WHERE t.id IS NULL"""
    for where, identifier in store.execute(lost):
        findings.add("what an entry refers to is not there", f"{where} → {identifier}")


# Ed25519 (RFC 8032), verification only: nothing secret passes here, so it need not take the same time for all.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]
NEUTRAL = (0, 1, 1, 0)


def add(a: Point, b: Point) -> Point:
    """The sum of two points in extended coordinates."""
    left, right = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = right - left, d - c, d + c, right + left
    return e * f % P, g * h % P, f * g % P, e * h % P


def double(a: Point) -> Point:
    """A point twice."""
    x, y, z = a[0] * a[0] % P, a[1] * a[1] % P, 2 * a[2] * a[2] % P
    h = x + y
    e, g = h - (a[0] + a[1]) ** 2 % P, x - y
    f = z + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def point(data: bytes) -> Point | None:
    """The point that 32 bytes stand for; None where they stand for none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def both(a: int, first: Point, b: int, second: Point) -> Point:
    """`a` times the first point and `b` times the second, together."""
    choices = (None, first, second, add(first, second))
    total = NEUTRAL
    for bit in range(max(a.bit_length(), b.bit_length()) - 1, -1, -1):
        total = double(total)
        chosen = choices[(a >> bit & 1) | (b >> bit & 1) << 1]
        if chosen is not None:
            total = add(total, chosen)
    return total


BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def ed25519(public: bytes, signature: bytes, message: bytes) -> bool:
    """True when the signature of the message was made with the key."""
    if len(public) != 32 or len(signature) != 64 or BASE is None:  # noqa: PLR2004
        return False
    key, commitment = point(public), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    minus = (P - key[0], key[1], key[2], P - key[3])
    total = both(s, BASE, h, minus)
    x, y, z, _t = commitment
    return (total[0] * z - x * total[2]) % P == 0 and (total[1] * z - y * total[2]) % P == 0


# All of it


def kept_outside(path: Path | None) -> dict[Any, Any]:
    """The seals that had left the machine."""
    if path is None:
        return {}
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for row in rows:
        if not signed(row):
            raise ValueError(f"{path}: seal {row['number']} of {row['realm']} is not signed by its key")
    return {(row["realm"], row["number"]): row for row in rows}


def verify(folder: Path, against: Path | None = None, newest: int = 0) -> Findings:
    """Everything. Raises OSError, ValueError, KeyError where the folder cannot be read."""
    findings = Findings()
    with tempfile.TemporaryDirectory() as place:  # what has to be compared lies on the disk, not in memory
        store = sqlite3.connect(Path(place) / "compare.sqlite3")
        store.executescript(
            """PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
            CREATE TABLE entry (place TEXT PRIMARY KEY, digest TEXT, numbered INTEGER) WITHOUT ROWID;
            CREATE TABLE reference (place TEXT, id TEXT, digest TEXT);
            CREATE TABLE target (id TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID;"""
        )
        tables(folder, findings)
        entries(folder, store, findings)
        seals(folder, store, findings, kept_outside(against), newest)
        waiting(folder, store, findings)
        texts(folder, store, findings)
        files(folder, store, findings)
        references(store, findings)
        store.close()
    return findings


def main() -> int:
    """Say what was looked at and what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--against", type=Path, metavar="SEALS", help="seals that were kept outside")
    parser.add_argument("--newest", type=int, default=0, metavar="N", help="check the newest N signatures only")
    chosen = parser.parse_args()
    try:
        findings = verify(chosen.folder, chosen.against, chosen.newest)
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error) as fault:
        print(f"The export cannot be read: {type(fault).__name__}: {fault}", file=sys.stderr)
        return 2
    print(", ".join(f"{n} {what}" for what, n in findings.counted.items()))
    print("WHOLE 完整" if not findings.found else f"NOT AS WRITTEN 与原记录不符: {findings.found}")
    return 1 if findings.found else 0


if __name__ == "__main__":
    sys.exit(main())
