"""Where words stand in a text: a person copies words, the review keeps places."""

import re
from collections.abc import Sequence

from luoshi.inlets.documents.clauses import Span


class NotThere(ValueError):
    """The words are not in the text."""


def locate(text: str, words: str, near: Span) -> Span:
    """The place of words, blanks and line breaks aside: within `near`, else the closest before it, else after it.

    Raises NotThere.
    """
    signs = [re.escape(sign) for sign in words if not sign.isspace()]
    if not signs:
        raise NotThere(words)
    places = [match.span() for match in re.finditer(r"\s*".join(signs), text)]
    if not places:
        raise NotThere(words)
    inside = [place for place in places if near[0] <= place[0] and place[1] <= near[1]]
    before = [place for place in places if place[0] < near[0]]
    return inside[0] if inside else before[-1] if before else places[0]


def locate_all(text: str, lines: str, near: Span) -> tuple[Span, ...]:
    """The places of several words, one a line."""
    return tuple(locate(text, line, near) for line in lines.splitlines() if line.strip())


def joined(text: str, spans: Sequence[Span]) -> str:
    """Words at several places, one a line."""
    return "\n".join(" ".join(text[start:end].split("\n")) for start, end in spans)
