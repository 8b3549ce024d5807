"""Whether two texts are one document: the same words, the same words under another number, or a new version."""

import re
from dataclasses import dataclass
from enum import StrEnum

from .furniture import furniture
from .heading import Head, read_head, signature
from .wording import bare, shingles

PASSED_ON = re.compile(r"转发|批转|印发|翻印|转载|印送")
# Who a document is sent to changes when it is passed on.
RECIPIENTS = re.compile(r"\A\s*[^\n。]{2,200}[：:][ \t\r]*\n")
# Below this many letters a text found within another proves nothing.
SHORTEST_CORE = 60
NEW_VERSION_FROM = 0.4
SAME_TITLE_FROM = 0.15


class SameKind(StrEnum):
    """How two texts relate."""

    IDENTICAL = "identical"
    SAME_TEXT_OTHER_NUMBER = "same_text_other_number"
    NEW_VERSION = "new_version"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Sameness:
    """The relation of two texts, how much of their wording they share (0 to 1), and their numbers in standard form."""

    kind: SameKind
    similarity: float
    number_a: str | None
    number_b: str | None


@dataclass(frozen=True)
class Core:
    """What identifies a document: its wording, its number, its title."""

    whole: str
    body: str
    number: str | None
    title: str
    passed_on: bool


def same_document(a_text: str, b_text: str) -> Sameness:
    """Compare two texts; one changed figure makes a new version, a changed number or letterhead does not."""
    a, b = _core(a_text), _core(b_text)
    long_enough = min(len(a.body), len(b.body)) >= SHORTEST_CORE
    similarity = _similarity(a.body, b.body) if long_enough else _similarity(a.whole, b.whole)
    return Sameness(_kind(a, b, similarity), round(similarity, 4), a.number, b.number)


def _kind(a: Core, b: Core, similarity: float) -> SameKind:
    if a.whole == b.whole:
        return SameKind.IDENTICAL
    if a.body == b.body and (len(a.body) >= SHORTEST_CORE or a.title == b.title != ""):
        return SameKind.IDENTICAL if a.number == b.number else SameKind.SAME_TEXT_OTHER_NUMBER
    if a.number != b.number and (_passes_on(a, b) or _passes_on(b, a)):
        return SameKind.SAME_TEXT_OTHER_NUMBER
    same_title = a.title == b.title != ""
    if similarity >= NEW_VERSION_FROM or (same_title and similarity >= SAME_TITLE_FROM):
        return SameKind.NEW_VERSION
    return SameKind.DIFFERENT


def _passes_on(outer: Core, inner: Core) -> bool:
    """Whether the outer document is a cover letter around the whole of the inner one."""
    return outer.passed_on and len(inner.body) >= SHORTEST_CORE and inner.body in outer.whole


def _core(text: str) -> Core:
    around = furniture(text)
    for start, stop in reversed(around):
        text = text[:start] + " " * (stop - start) + text[stop:]
    head = read_head(text, len(text))
    title = "" if head.title is None else bare(head.title.value)
    body = _body(text, head)
    return Core(
        whole=bare(text),
        body=bare(body),
        number=None if head.number is None else head.number.value,
        title=title,
        passed_on=PASSED_ON.search(text[: head.body + 400]) is not None,
    )


def _body(text: str, head: Head) -> str:
    """The text without title, number, recipients, signature and day, and what belongs to the number: 此件公开发布."""
    issuer, day = signature(text, len(text))
    cut = [(found.start, found.end) for found in (head.title, head.number, issuer, day) if found is not None]
    for start, stop in sorted(cut, reverse=True):
        text = text[:start] + "\n" + text[stop:]
    return re.sub(r"[（(]此件[^（()）]{0,30}[)）]", "", RECIPIENTS.sub("", text))


def _similarity(a: str, b: str) -> float:
    first, second = shingles(a), shingles(b)
    if not first or not second:
        return float(a == b)
    return len(first & second) / len(first | second)
