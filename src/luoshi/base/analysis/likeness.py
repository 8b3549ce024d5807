"""How alike two texts are: the Jaccard index of their pairs of neighbouring characters, after folding.

Two texts are near copies when as much of their grams is shared as somebody asks for: |A ∩ B| / |A ∪ B| >= at_least.
One character changed within fifty leaves 0.92, two 0.85.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from math import ceil
from operator import add
from typing import TypeVar

from luoshi.base.text import fold

EXACT = 1e-9  # so that no rounding makes a prefix too short
Key = TypeVar("Key", bound=Hashable)


def grams(folded: str) -> frozenset[str]:
    """Every pair of neighbouring characters of a folded text; a shorter text stands for itself."""
    return frozenset(map(add, folded, folded[1:])) if len(folded) > 1 else frozenset((folded,))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of grams that two texts have in common, from 0 to 1."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def pairs(texts: Mapping[Key, str], at_least: float) -> Iterator[tuple[Key, Key, float]]:
    """Every two texts that are so much alike, none missed, for as much as memory holds. Empty ones are like nothing.

    Two sets with |A ∩ B| >= at_least * |A| share one of the |A| - ceil(at_least * |A|) + 1 rarest members of each
    (prefix filter: Chaudhuri, Ganti, Kaushik 2006), so only those are looked up.
    """
    sets = {key: grams(folded) for key, words in texts.items() if (folded := fold(words))}
    common = Counter(gram for own in sets.values() for gram in own)
    holders: dict[str, list[Key]] = defaultdict(list)
    for key, own in sets.items():
        rarest = sorted(own, key=lambda gram: (common[gram], gram))[: len(own) - ceil(at_least * len(own) - EXACT) + 1]
        for other in dict.fromkeys(other for gram in rarest for other in holders[gram]):
            if (found := likeness(own, sets[other])) >= at_least:
                yield other, key, found
        for gram in rarest:
            holders[gram].append(key)


def groups(edges: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Every number that an edge names, with the smallest number it hangs together with."""
    above: dict[int, int] = {}

    def top(number: int) -> int:
        root = number
        while (up := above.setdefault(root, root)) != root:
            root = up
        while above[number] != root:
            above[number], number = root, above[number]
        return root

    for one, other in edges:
        low, high = sorted((top(one), top(other)))
        above[high] = low
    return {number: top(number) for number in sorted(above)}
