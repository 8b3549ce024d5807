"""Which broader requirement a requirement details."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from .drafts import Draft

_DIVISION = re.compile(r"(?:明晰|明确|落实|压实|厘清|细化|健全|夯实)[^，。；]{0,24}(?:部门|分工|职责|责任)$")
_RULE = re.compile(r"(?:办法|制度|规定|方案|细则|机制|清单)$")
_SHORT_HEAD = 6  # characters of a demand that is no more than a label: 抓整改
_INTO = re.compile(r"[将把]")
_BROAD = re.compile(
    r"(?:认真|深入|扎实|集中|全面|立即|迅速|下大力|大力|组织|统筹|抓紧){0,3}(?:开展|做好|抓好|搞好|推进|整顿|整治|围绕|聚焦)"
)
_LONGEST_BROAD = 60
_SEARCH = re.compile(r"排查|摸底|摸排|整改|核查|清查|普查|调查|走访|自查")
_LISTED = re.compile(
    r"(?:逐一|分别|逐项|逐户)?(?:建立|列出|形成|制定|填写|梳理|明确)[^，。；]{0,24}(?:清单|台账|档案|底数|时限|账册)"
)


def _sentences(drafts: Sequence[Draft]) -> list[list[Draft]]:
    return [list(group) for _, group in groupby(drafts, key=lambda draft: draft.sentence)]


def _link(child: Draft, parent: Draft | None, why: str) -> None:
    if parent is not None and parent is not child and child.parent is None:
        child.parent, child.parent_why = parent, why


def _series(sentence: Sequence[Draft], before: Draft | None, body: str, *, speech: bool = False) -> bool:
    """A row of limbs between semicolons that all open with a case or purpose details what stands before it."""
    if before is None or len({draft.limb for draft in sentence}) < 2:
        return False
    opening: list[Draft] = []
    for draft in sentence:
        if not opening or opening[-1].limb != draft.limb:
            opening.append(draft)
    if not all(draft.conditioned for draft in opening):
        return False
    purposes = all(body[draft.start] in "围针聚" for draft in opening)
    nested = before.parent is not None and (before.conditioned or before.parent_why == "list")
    target = before.parent if nested and before.parent is not None else before
    if (
        not (speech and purposes)
        and (speech or not all(draft.deadline for draft in opening))
        and not any(_shares(body, draft, target) for draft in opening)
    ):
        return False
    for draft in sentence:
        _link(draft, target, "series")
    return True


def _shares(body: str, draft: Draft, target: Draft) -> bool:
    """Whether the case that opens a requirement repeats words of another."""
    case = body[draft.start : draft.end].split("，", 1)[0]
    words = body[target.start : target.end]
    return any(case[index : index + 4] in words for index in range(max(0, len(case) - 3)))


class _Speech:
    """One paragraph of a speech: its heading, the broad demand now detailed, the requirement before."""

    def __init__(self, sentences: Sequence[Sequence[Draft]], body: str) -> None:
        self._body = body
        self._sentences = sentences
        self._base: Draft | None = None  # the head that holds the points 一是, 二是
        self._several = len(sentences) > 1
        self._head: Draft | None = None
        self._broad: Draft | None = None
        self._before: Draft | None = None

    def take(self, sentence: Sequence[Draft]) -> None:
        """Link the requirements of the next sentence."""
        first, last = sentence[0], sentence[-1]
        if self._head is None and self._several and self._heads(sentence):
            self._head = self._broad = self._before = first
            self._base = None if first.ordinal else first
            for draft in sentence[1:]:
                _link(draft, first, "heading")
            return
        if first.ordinal and len(sentence) == 1 and first.type == "stance" and not first.named:
            _link(first, self._base, "heading")
            self._head = self._broad = self._before = first
            return
        if not _series(sentence, self._before, self._body, speech=True):
            self._first(first)
            for place in range(1, len(sentence)):
                self._other(sentence, place)
            self._before = first if last.parent is first else last
        else:
            self._before = last

    def _heads(self, sentence: Sequence[Draft]) -> bool:
        """Whether a requirement only announces the rest of its paragraph."""
        first = sentence[0]
        if first.ordinal and len(sentence) > 1:
            return False
        later = any(draft.labelled or draft.ordinal for other in self._sentences[1:] for draft in other[:1])
        if first.type == "stance" and later and not first.ordinal:
            return True
        short = len(sentence) == 1 and first.end - first.start <= _SHORT_HEAD
        return not first.named and (first.type == "stance" or short)

    def _first(self, first: Draft) -> None:
        if first.named and not (first.conditioned and first.by):
            general = self._broad is not None and (self._broad.type == "stance" or self._broad.type_why == "showable")
            _link(first, self._broad if general else self._head, "broad")
        elif first.asked or first.ordinal or self._before is None:
            _link(first, self._head, "heading")
            self._broad = first
        else:
            _link(first, self._before, "continued")

    def _other(self, sentence: Sequence[Draft], place: int) -> None:
        first, draft = sentence[0], sentence[place]
        if draft.by:
            _link(draft, _rule_before(sentence, place), "own body")
        elif draft.named and first.named:
            _link(draft, first.parent, "broad")
        elif first.named or first.parent_why == "continued":
            _link(draft, first.parent, first.parent_why)
        elif first.type == "action":
            broad = _BROAD.match(self._body, first.start) and first.end - first.start <= _LONGEST_BROAD
            if broad:
                _link(draft, first, "detail")
            else:
                _link(draft, first.parent, first.parent_why)
        else:
            _link(draft, first.parent or self._head, "heading")


def in_speech(drafts: Sequence[Draft], body: str) -> None:
    """A speech: the stance that opens a paragraph holds the rest; a broad demand holds what follows without 要."""
    for _, paragraph in groupby(drafts, key=lambda draft: (id(draft.item), draft.turn)):
        sentences = _sentences(list(paragraph))
        speech = _Speech(sentences, body)
        for sentence in sentences:
            speech.take(sentence)
    _under_heads(drafts)


def _under_heads(drafts: Sequence[Draft]) -> None:
    """The stance that opens a numbered section holds its paragraphs; the one that opens a chapter its sections."""
    heads: dict[int, Draft | None] = {}
    for draft in drafts:
        above = draft.item.above
        numbered = draft.item.level < draft.item.UNNUMBERED
        head = heads.get(id(above)) if above is not None else None
        if draft.parent is None and head is not None and (draft.type == "stance" if numbered else head.item is above):
            _link(draft, head, "section")
        place = draft.item if numbered else above
        if place is not None:
            heads.setdefault(id(place), draft if draft.type == "stance" and not draft.named else None)


def _lists(sentence: Sequence[Draft], body: str) -> None:
    """A list or account kept of a search is part of the search: 逐户排查，建立台账."""
    for before, draft in pairwise(sentence):
        own = draft.named or draft.conditioned or draft.limb != before.limb
        if not own and _LISTED.match(body, draft.start) and _SEARCH.search(body, before.start, before.end):
            _link(draft, before, "list")


def _under_measures(drafts: Sequence[Draft], body: str) -> None:
    """Numbered details under an item that itself asks: each details the demand whose words it shares most."""
    asked: dict[int, list[Draft]] = {}
    for draft in drafts:
        asked.setdefault(id(draft.item), []).append(draft)
    for row in asked.values():
        item = row[0].item
        broad = asked.get(id(item.above), []) if item.above is not None and item.level < item.UNNUMBERED else []
        if not broad:
            continue
        words = body[row[0].start : row[0].end]
        nearest = max(broad, key=lambda other: _common(words, body[other.start : other.end]))
        for draft in row:
            _link(draft, nearest, "measure")


def _common(words: str, others: str) -> int:
    """How many pairs of neighbouring characters two stretches share."""
    return len(
        {words[index : index + 2] for index in range(len(words) - 1)}
        & {others[index : index + 2] for index in range(len(others) - 1)}
    )


def in_document(drafts: Sequence[Draft], body: str) -> None:
    """A document: cases under a rule, a job given to another body inside a rule, duties under a division of work."""
    for _, item in groupby(drafts, key=lambda draft: id(draft.item)):
        sentences = _sentences(list(item))
        before: Draft | None = None
        division: Draft | None = None
        for index, sentence in enumerate(sentences):
            if _series(sentence, before, body):
                before = sentence[-1]
                continue
            for place, draft in enumerate(sentence):
                if place and draft.by and not draft.conditioned:
                    rule = _rule_before(sentence, place)
                    _link(draft, None if rule.by and rule.limb != draft.limb else rule, "own body")
                elif (
                    place
                    and _INTO.match(body, draft.start)
                    and _RULE.search(body[sentence[place - 1].start : sentence[place - 1].end])
                ):
                    _link(draft, sentence[place - 1], "content")
            _lists(sentence, body)
            if index == 0 and not sentence[0].named:
                division = next((draft for draft in sentence if _DIVISION.search(body[draft.start : draft.end])), None)
            elif division is not None and sentence[0].named:
                for draft in sentence:
                    draft.parent, draft.parent_why = division, "division of work"
            before = sentence[-1]
    _under_measures(drafts, body)


def _rule_before(sentence: Sequence[Draft], place: int) -> Draft:
    """The nearest requirement before that is no detail itself."""
    for index in range(place - 1, max(-1, place - 9), -1):
        draft = sentence[index]
        if draft.parent is None and not draft.by:
            return draft
    return sentence[0]
