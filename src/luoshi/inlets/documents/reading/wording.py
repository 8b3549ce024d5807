"""Texts made comparable: without what only differs in the setting, and cut into sentences."""

import re
import unicodedata

# A point or a dash between digits, and a per cent sign, change what a sentence says.
KEPT = re.compile(r"(?<=\d)[.\-~:/](?=\d)|%")
SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;]+[”’」』）)】\"']*|[^。！？!?；;\n]+")
SHINGLE = 5


def bare(text: str) -> str:
    """The letters and figures of a text: no spaces, no punctuation, one width, one case."""
    text = unicodedata.normalize("NFKC", text).replace("—", "-").replace("－", "-").lower()
    kept = {match.start() for match in KEPT.finditer(text)}
    return "".join(sign for at, sign in enumerate(text) if sign.isalnum() or at in kept)


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences, trimmed; a line's end ends one."""
    spans: list[tuple[int, int]] = []
    for match in SENTENCE.finditer(text):
        words = match[0].strip()
        if bare(words):
            start = match.start() + match[0].index(words)
            spans.append((start, start + len(words)))
    return spans


def shingles(text: str) -> set[str]:
    """All runs of five characters of a bare text: near copies share most of them."""
    return {text[at : at + SHINGLE] for at in range(max(len(text) - SHINGLE + 1, 1))} if text else set()
