"""Laws of the Merkle tree, against the definition in RFC 6962 written down word for word."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from luoshi.journal import merkle

HASHER = merkle.Hasher()
trees = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


def by_definition(leaves):
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + by_definition(leaves[:k]) + by_definition(leaves[k:])).digest()


def subtree_of(leaves):
    return lambda low, high: by_definition(leaves[low:high])


def test_known_root():
    leaves = [b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43"]
    leaves += [b"\x50\x51\x52\x53\x54\x55\x56\x57", bytes(range(0x60, 0x70))]
    known = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"  # certificate-transparency's own example
    assert merkle.root(leaves, HASHER).hex() == known


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_growing_gives_the_root_of_the_definition(leaves):
    assert merkle.root(leaves, HASHER) == by_definition(leaves)


@given(trees, st.data())
def test_a_stored_frontier_goes_on_where_it_stopped(leaves, data):
    cut = data.draw(st.integers(0, len(leaves)))
    frontier = merkle.Frontier(HASHER)
    for leaf in leaves[:cut]:
        frontier.add(leaf)
    again = merkle.Frontier.from_text("sha256", cut, frontier.as_text())
    for leaf in leaves[cut:]:
        again.add(leaf)
    assert again.root() == by_definition(leaves)


@given(trees, st.data())
def test_inclusion(leaves, data):
    size = len(leaves)
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion(index, size, subtree_of(leaves))
    root = by_definition(leaves)
    assert merkle.includes(leaves[index], index, size, path, root, hasher=HASHER)
    assert not merkle.includes(leaves[index] + b"x", index, size, path, root, hasher=HASHER)
    assert not merkle.includes(leaves[index], index, size, [*path, root], root, hasher=HASHER)
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        bent = [bytes(32) if n == at else step for n, step in enumerate(path)]
        assert not merkle.includes(leaves[index], index, size, bent, root, hasher=HASHER)
        assert not merkle.includes(leaves[index], index, size, path[:-1], root, hasher=HASHER)


@given(trees, st.data())
def test_consistency(leaves, data):
    new = len(leaves)
    old = data.draw(st.integers(1, new))
    path = merkle.consistency(old, new, subtree_of(leaves))
    before, after = by_definition(leaves[:old]), by_definition(leaves)
    assert merkle.extends(old, new, path, before, after, hasher=HASHER)
    assert not merkle.extends(old, new, path, bytes(32), after, hasher=HASHER)
    assert not merkle.extends(old, new, path, before, bytes(32), hasher=HASHER)
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        bent = [bytes(32) if n == at else step for n, step in enumerate(path)]
        assert not merkle.extends(old, new, bent, before, after, hasher=HASHER)
