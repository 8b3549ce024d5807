"""What changed between two versions of a document, sentence by sentence, with the changed words of each."""

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from .wording import bare, sentences

Span = tuple[int, int]

REWORDED_FROM = 0.5
# Beyond this many pairs a block of changed sentences is matched in its order only.
MOST_PAIRS = 40_000
# Two changes with fewer equal characters between them read as one.
SHORTEST_EQUAL = 2
# Letter by letter is slow beyond this, and nobody would read it.
LONGEST_COMPARED = 1_500


class ChangeKind(StrEnum):
    """What became of a sentence."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"


@dataclass(frozen=True)
class Piece:
    """Words of the old text and the words that stand in their place; either may be an empty span."""

    old: Span
    new: Span


@dataclass(frozen=True)
class Change:
    """One sentence of the comparison; the pieces are the changed words of a reworded one."""

    kind: ChangeKind
    old: Span | None
    new: Span | None
    pieces: tuple[Piece, ...] = ()


def compare_versions(old: str, new: str) -> list[Change]:
    """All sentences of both texts, in the order of the new one, each once."""
    before, after = sentences(old), sentences(new)
    before_words = [bare(old[slice(*span)]) for span in before]
    after_words = [bare(new[slice(*span)]) for span in after]
    changes: list[Change] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before_words, after_words, autojunk=False).get_opcodes():
        if tag == "equal":
            changes += [Change(ChangeKind.KEPT, *pair) for pair in zip(before[i1:i2], after[j1:j2], strict=True)]
        else:
            pairs = _alike(before_words[i1:i2], after_words[j1:j2])
            changes += _changed(old, new, before[i1:i2], after[j1:j2], pairs)
    return changes


def _changed(old: str, new: str, before: list[Span], after: list[Span], pairs: list[tuple[int, int]]) -> list[Change]:
    """A block of changed sentences: pairs are reworded, the rest between them removed or added."""
    changes: list[Change] = []
    i = j = 0
    for at_old, at_new in [*pairs, (len(before), len(after))]:
        changes += [Change(ChangeKind.REMOVED, span, None) for span in before[i:at_old]]
        changes += [Change(ChangeKind.ADDED, None, span) for span in after[j:at_new]]
        if at_old < len(before):
            pieces = _pieces(old, new, before[at_old], after[at_new])
            changes.append(Change(ChangeKind.REWORDED, before[at_old], after[at_new], pieces))
        i, j = at_old + 1, at_new + 1
    return changes


def _alike(before: list[str], after: list[str]) -> list[tuple[int, int]]:
    """Pairs of alike sentences in order, so chosen that together they share most."""
    if not before or not after:
        return []
    if len(before) * len(after) > MOST_PAIRS:
        return [(at, at) for at in range(min(len(before), len(after))) if _share(before[at], after[at])]
    old, new = [_bigrams(words) for words in before], [_bigrams(words) for words in after]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    shares = [[_dice(a, b) for b in new] for a in old]
    for i in range(len(before) - 1, -1, -1):
        for j in range(len(after) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], shares[i][j] + best[i + 1][j + 1] if shares[i][j] else 0)
    return _path(best, shares)


def _path(best: list[list[float]], shares: list[list[float]]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(shares) and j < len(shares[0]):
        if shares[i][j] and best[i][j] == shares[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _share(a: str, b: str) -> float:
    return _dice(_bigrams(a), _bigrams(b))


def _bigrams(words: str) -> Counter[str]:
    return Counter(words[at : at + 2] for at in range(max(len(words) - 1, 1)))


def _dice(a: Counter[str], b: Counter[str]) -> float:
    """How much of their bigrams two sentences share; zero where it is too little to call one a rewording."""
    share = 2 * (a & b).total() / (a.total() + b.total())
    return share if share >= REWORDED_FROM else 0.0


def _pieces(old: str, new: str, before: Span, after: Span) -> tuple[Piece, ...]:
    """The changed words of a reworded sentence as spans of the two texts."""
    was, now = old[slice(*before)], new[slice(*after)]
    same = _shared(was, now)
    tail = _shared(was[same:][::-1], now[same:][::-1])
    before, after = (before[0] + same, before[1] - tail), (after[0] + same, after[1] - tail)
    if max(before[1] - before[0], after[1] - after[0]) > LONGEST_COMPARED:
        return (Piece(before, after),)
    matcher = SequenceMatcher(None, old[slice(*before)], new[slice(*after)], autojunk=False)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        piece = Piece((before[0] + i1, before[0] + i2), (after[0] + j1, after[0] + j2))
        if pieces and piece.old[0] - pieces[-1].old[1] < SHORTEST_EQUAL:
            first = pieces.pop()
            piece = Piece((first.old[0], piece.old[1]), (first.new[0], piece.new[1]))
        pieces.append(piece)
    return tuple(pieces)


def _shared(was: str, now: str) -> int:
    """How many characters two texts have in common at their beginning."""
    return next((at for at, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now)))
