"""Chinese text tools: folding for comparison, bigrams for search."""

import unicodedata

SIGMA = ord("Σ")


def fold(words: str) -> str:
    """Words for comparison: width folded, lower case, nothing but letters and digits."""
    try:
        return words.translate(_FOLDED)
    except _Touching:
        return _fold(words)


def _fold(words: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", words).lower() if c.isalnum())


class _Touching(Exception):
    """A character that changes with its neighbours: a combining mark, a part of a syllable, a sigma at an end."""


class _Folded(dict[int, str]):
    """What each character folds to by itself, learnt as characters come."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code))
        if code == SIGMA or any(unicodedata.category(c)[0] == "M" or "\u1100" <= c <= "\u11ff" for c in plain):
            raise _Touching
        self[code] = folded = _fold(chr(code))
        return folded


_FOLDED = _Folded()


def bigrams(words: str) -> set[str]:
    """Every pair of neighbouring characters within a run of letters and digits; a lone character stands for itself.

    Search asks for all pairs of the words sought, so that two-character words are found on every database.
    """
    found: set[str] = set()
    for run in _runs(words):
        if len(run) == 1:
            found.add(run)
        found.update(run[i : i + 2] for i in range(len(run) - 1))
    return found


def _runs(words: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", words).lower()
    return "".join(c if c.isalnum() else " " for c in plain).split()


def shorten(words: str, limit: int) -> str:
    """At most so many characters, the cut shown by an ellipsis."""
    return words if len(words) <= limit else words[: limit - 1].rstrip("，、；：,;: ") + "…"
