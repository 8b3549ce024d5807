"""The sealer: numbers committed entries into one Merkle log per realm and signs its root.

Entries commit out of order, so readers follow these numbers. What a root covers cannot be rewritten
unnoticed by anybody who does not also hold the key and every copy of the seals that left the machine (`outside`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from luoshi.base import bulk, clock, digests
from luoshi.journal import chain, keys, merkle
from luoshi.journal.models import Leaf, Log, Pending, Seal

LIMIT = 5000
PAGE = 1000
LEAF = ("realm", "number", "kind", "stream", "seq", "digest")

WAITING = "SELECT id, kind, stream, seq FROM journal_pending WHERE realm = %s AND id > %s ORDER BY id LIMIT %s"
DIGESTS = """
SELECT p.id, e.digest FROM journal_pending p JOIN journal_entry e
  ON e.realm = p.realm AND e.kind = p.kind AND e.stream = p.stream AND e.seq = p.seq
WHERE p.realm = %s AND p.id > %s AND p.id <= %s
"""
# PostgreSQL may not have looked yet at a queue that has just grown, and would take it for small: go by the keys.
BY_KEYS = ("sort", "bitmapscan", "seqscan", "hashjoin", "mergejoin")


@dataclass(frozen=True, slots=True)
class SealView:
    """A signed root: `number` counts the seals of a realm, `size` the entries below the root."""

    realm: str
    number: int
    size: int
    root: str
    sealed_at: datetime
    algorithm: str
    key_id: str
    signature: str
    prev: str


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry stands in the log: check with `merkle.includes`."""

    realm: str
    number: int
    digest: str
    size: int
    root: str
    path: tuple[bytes, ...]
    algorithm: str

    def holds(self) -> bool:
        """True when the path leads from the entry's digest to the root."""
        root = bytes.fromhex(self.root.partition(":")[2])
        hasher = merkle.Hasher(self.algorithm)
        return merkle.includes(leaf_data(self.digest), self.number - 1, self.size, self.path, root, hasher=hasher)


class NotNumbered(Exception):
    """There is no entry of this number, or no seal of this size."""


def leaf_data(digest: str) -> bytes:
    """What a leaf is made of: the digest of the entry, which covers its place as well."""
    return digest.encode()


@transaction.atomic
def seal(realm: str, *, at: datetime, limit: int = LIMIT) -> SealView | None:
    """Number what waits, at most `limit` entries, and sign the root; None when nothing waits."""
    log = _locked(realm)
    frontier = merkle.Frontier.from_text(log.algorithm, log.size, log.frontier)
    last: int | None = 0
    while last is not None and (left := limit - (frontier.size - log.size)) > 0:
        last = _number(realm, frontier, last, min(left, PAGE))
    return _sign(log, frontier, at) if frontier.size > log.size else None


def seal_all(realm: str, *, at: datetime) -> SealView | None:
    """Number and sign until nothing waits, a transaction at a time; gives the last seal."""
    last = None
    while made := seal(realm, at=at):
        last = made
    return last


@transaction.atomic
def sign_daily(realm: str, *, at: datetime) -> SealView | None:
    """Sign the root once a Beijing day even when nothing happened; None when the day has its seal."""
    if (made := seal(realm, at=at)) is not None:
        return made
    log = _locked(realm)
    last = Seal.objects.filter(realm=realm).order_by("-number").first()
    if last is not None and clock.day(last.sealed_at) == clock.day(at):
        return None
    return _sign(log, merkle.Frontier.from_text(log.algorithm, log.size, log.frontier), at)


def seals(realm: str) -> Iterator[SealView]:
    """The seals of a realm, oldest first."""
    for row in Seal.objects.filter(realm=realm).order_by("number").iterator(PAGE):
        yield _view(row)


def last_seal(realm: str) -> SealView | None:
    """The newest seal: what a brief prints."""
    row = Seal.objects.filter(realm=realm).order_by("-number").first()
    return _view(row) if row else None


def first_over(realm: str, number: int) -> SealView | None:
    """The first seal whose root covers the entry of that number; None until it is signed. It never changes."""
    row = Seal.objects.filter(realm=realm, size__gte=number).order_by("number").first()
    return _view(row) if row else None


def waiting(realm: str) -> int:
    """How many entries have no number yet."""
    return Pending.objects.filter(realm=realm).count()


def is_waiting(realm: str) -> bool:
    """True when an entry has no number yet."""
    return Pending.objects.filter(realm=realm).exists()


def proof(realm: str, number: int) -> Proof:
    """That the entry of this number stands below the newest root. Raises NotNumbered."""
    last = last_seal(realm)
    leaf = Leaf.objects.filter(realm=realm, number=number).first()
    if last is None or leaf is None or number > last.size:
        raise NotNumbered(f"{realm} {number}")
    path = merkle.inclusion(number - 1, last.size, _subtrees(realm, digests.algorithm_of(last.root)))
    return Proof(realm, number, leaf.digest, last.size, last.root, tuple(path), digests.algorithm_of(last.root))


def consistency(realm: str, old: int, new: int) -> list[bytes]:
    """That the log of `new` entries begins with the log of `old`: check with `merkle.extends`. Raises NotNumbered."""
    log = Log.objects.filter(realm=realm).first()
    if log is None or not 0 < old <= new <= log.size:
        raise NotNumbered(f"{realm} {old} {new}")
    return merkle.consistency(old, new, _subtrees(realm, log.algorithm))


def signed_text(columns: dict[str, Any]) -> str:
    """What is signed: every column but the signature."""
    return digests.canonical({name: value for name, value in columns.items() if name != "signature"})


def seal_digest(columns: dict[str, Any], using: str | None = None) -> str:
    """What the next seal refers to: every column, the signature included."""
    return digests.digest(digests.canonical(columns).encode(), using)


def columns_of(view: SealView) -> dict[str, Any]:
    """A seal as plain values, moments as text: what is signed, digested and carried outside."""
    return {
        "realm": view.realm,
        "number": view.number,
        "size": view.size,
        "root": view.root,
        "sealed_at": chain.moment(view.sealed_at),
        "algorithm": view.algorithm,
        "key_id": view.key_id,
        "signature": view.signature,
        "prev": view.prev,
    }


def _locked(realm: str) -> Log:
    """The realm's log, held until the end of the transaction: one sealer at a time."""
    Log.objects.get_or_create(realm=realm, defaults={"algorithm": digests.algorithm(), "size": 0, "seals": 0})
    return Log.objects.select_for_update().get(realm=realm)


def _number(realm: str, frontier: merkle.Frontier, after: int, limit: int) -> int | None:
    """Give numbers to the next entries that wait behind a place in the queue; gives the last place, None for none."""
    with connection.cursor() as cursor, _by_keys(cursor):
        cursor.execute(WAITING, [realm, after, limit])
        rows = cursor.fetchall()
        if not rows:
            return None
        last = int(rows[-1][0])
        cursor.execute(DIGESTS, [realm, after, last])
        digests_of = dict(cursor.fetchall())
    leaves, numbered = [], []
    for place, kind, stream, seq in rows:
        if (digest := digests_of.get(place)) is not None:  # what waits for nothing goes on waiting: `verify` tells
            frontier.add(leaf_data(digest))
            leaves.append((realm, frontier.size, kind, str(stream), seq, digest))
            numbered.append(place)
    bulk.add(Leaf, LEAF, leaves)
    # by identifier: a lower one may have been committed since
    Pending.objects.filter(realm=realm, id__in=numbered).delete()
    return last


@contextmanager
def _by_keys(cursor: Any) -> Iterator[None]:
    """Let PostgreSQL go by the keys for these statements, and as it likes afterwards."""
    if connection.vendor != "postgresql":
        yield
        return
    # a way that is off counts as dear, and what is dear is compiled first
    names = [*(f"enable_{way}" for way in BY_KEYS), "jit"]
    cursor.execute("; ".join(f"SET LOCAL {name} = off" for name in names))
    yield
    cursor.execute("; ".join(f"SET LOCAL {name} = DEFAULT" for name in names))


def _sign(log: Log, frontier: merkle.Frontier, at: datetime) -> SealView:
    key = keys.signing_key(log.realm)
    unsigned = SealView(
        realm=log.realm,
        number=log.seals + 1,
        size=frontier.size,
        root=f"{log.algorithm}:{frontier.root().hex()}",
        sealed_at=at,
        algorithm=keys.ALGORITHM,
        key_id=keys.key_id(key.public_key()),
        signature="",
        prev=log.head,
    )
    columns = columns_of(unsigned)
    columns["signature"] = key.sign(signed_text(columns).encode()).hex()
    row = Seal(**columns | {"sealed_at": at})
    row.save()
    log.size, log.frontier, log.seals, log.head = frontier.size, frontier.as_text(), row.number, seal_digest(columns)
    log.save(update_fields=["size", "frontier", "seals", "head"])
    return _view(row)


def _view(row: Seal) -> SealView:
    return SealView(
        row.realm,
        row.number,
        row.size,
        row.root,
        row.sealed_at,
        row.algorithm,
        row.key_id,
        row.signature,
        row.prev,
    )


def _subtrees(realm: str, algorithm: str) -> merkle.SubtreeHash:
    """Hashes of ranges of the log, read row by row."""
    hasher = merkle.Hasher(algorithm)

    def subtree(low: int, high: int) -> bytes:
        rows = Leaf.objects.filter(realm=realm, number__gt=low, number__lte=high).order_by("number")
        values = rows.values_list("digest", flat=True)
        return merkle.root((leaf_data(value) for value in values.iterator(PAGE)), hasher)

    return subtree
