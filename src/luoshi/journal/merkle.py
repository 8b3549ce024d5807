"""The Merkle tree of RFC 6962: roots, inclusion proofs and consistency proofs. Plain functions over bytes."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial

LEAF, NODE = b"\x00", b"\x01"
SubtreeHash = Callable[[int, int], bytes]


@cache
def _hash(algorithm: str) -> "Callable[[bytes], hashlib._Hash]":
    return hashlib.sha256 if algorithm == "sha256" else partial(hashlib.new, algorithm)


@dataclass(frozen=True, slots=True)
class Hasher:
    """The two hashes of a tree: a leaf is never taken for a node."""

    algorithm: str = "sha256"

    def empty(self) -> bytes:
        """The root of a tree without leaves."""
        return _hash(self.algorithm)(b"").digest()

    def leaf(self, data: bytes) -> bytes:
        """The hash of a leaf."""
        return _hash(self.algorithm)(LEAF + data).digest()

    def node(self, left: bytes, right: bytes) -> bytes:
        """The hash of an inner node."""
        return _hash(self.algorithm)(NODE + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """The whole subtrees at the right edge, largest first: all that is needed to go on growing."""

    hasher: Hasher = field(default_factory=Hasher)
    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def add(self, data: bytes) -> None:
        """Add a leaf: each whole subtree of the same size is joined, so the work is small on average."""
        value, filled = self.hasher.leaf(data), self.size
        while filled & 1:
            value = self.hasher.node(self.peaks.pop(), value)
            filled >>= 1
        self.peaks.append(value)
        self.size += 1

    def root(self) -> bytes:
        """The root of the tree as it is now."""
        if not self.peaks:
            return self.hasher.empty()
        value = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            value = self.hasher.node(peak, value)
        return value

    def as_text(self) -> str:
        """The peaks as they are stored."""
        return " ".join(peak.hex() for peak in self.peaks)

    @classmethod
    def from_text(cls, algorithm: str, size: int, text: str) -> "Frontier":
        """The frontier that `as_text` wrote. Raises ValueError when the peaks do not fit the size."""
        peaks = [bytes.fromhex(part) for part in text.split()]
        if len(peaks) != size.bit_count():
            raise ValueError(f"{len(peaks)} peaks for a tree of {size}")
        return cls(Hasher(algorithm), size, peaks)


def root(leaves: Iterable[bytes], hasher: Hasher) -> bytes:
    """The root over leaves, in memory that grows with the depth only."""
    frontier = Frontier(hasher)
    for data in leaves:
        frontier.add(data)
    return frontier.root()


def split(size: int) -> int:
    """The largest power of two below a size of two or more."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion(index: int, size: int, subtree: SubtreeHash) -> list[bytes]:
    """The path from leaf `index` to the root of `size`; `subtree(low, high)` hashes the leaves of that range."""
    if not 0 <= index < size:
        raise IndexError(f"no leaf {index} in a tree of {size}")
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + split(high - low)
        if index < middle:
            path.append(subtree(middle, high))
            high = middle
        else:
            path.append(subtree(low, middle))
            low = middle
    return path[::-1]


def consistency(old: int, new: int, subtree: SubtreeHash) -> list[bytes]:
    """The proof that a tree of `new` leaves begins with the tree of `old` leaves."""
    if not 0 < old <= new:
        raise IndexError(f"no way from a tree of {old} to a tree of {new}")
    path: list[bytes] = []
    low, high, whole = 0, new, True
    while old != high:
        middle = low + split(high - low)
        if old <= middle:
            path.append(subtree(middle, high))
            high = middle
        else:
            path.append(subtree(low, middle))
            low, whole = middle, False
    if not whole:
        path.append(subtree(low, high))
    return path[::-1]


def includes(data: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes, *, hasher: Hasher) -> bool:
    """True when the path leads from the leaf to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, value = index, size - 1, hasher.leaf(data)
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            value = hasher.node(step, value)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            value = hasher.node(value, step)
        at, last = at >> 1, last >> 1
    return last == 0 and value == expected


def extends(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes, *, hasher: Hasher) -> bool:
    """True when the path shows that the new tree begins with the old one (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not path and old_root == new_root
    if not 0 < old < new or not path:
        return False
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            first, second = hasher.node(step, first), hasher.node(step, second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            second = hasher.node(second, step)
        at, last = at >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root
