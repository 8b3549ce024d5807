"""What kind of document a text is, and how its sentences ask: by default, by modal words, or by a speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .headings import Item
from .model import Kind

Mode = Literal["document", "meeting", "minutes", "speech"]

_NUMBERED = re.compile(r"[\u4e00-\u9fff]{1,10}[〔\[（]?(?:19|20)\d{2}[〕\]）]?(?:第)?\d{1,4}号")
_ADDRESSEE = re.compile(r"(?:^|\n)(?![^\n]*(?:发布|来源|浏览|点击|阅读|作者|编辑|字号|字体))[^\n。：]{2,120}：(?:\n|$)")
_AS_FOLLOWS = re.compile(
    r"(?:现|特|现就|现将)[^。；\n]{0,60}(?:通知如下|以下意见|如下意见|意见如下|如下方案|分工方案|"
    r"制定[^。\n]{0,10}方案|如下要求|提出如下|通知如下事项)"
)
_HELD = re.compile(r"(?:召开|举行|主持召开|主持会议|出席会议|参加会议|开会)")
_SPEECH = re.compile(
    r"(?:^|\n)(?:同志们|各位(?:代表|同志|委员|领导)|朋友们)[，！：!]|在[^\n。]{2,40}(?:会议|大会|会)上的讲话"
)


_PAPER = re.compile(r"(?:通知|意见|方案|办法|细则|要点|计划)$")
_HANDS_ON_PLAN = re.compile(r"印发.{0,60}(?:方案|计划|要点|规划|分工|任务|清单)[》”]?的?通知")
_LONGEST_TITLE = 160
_KIND_WORDS: dict[str, Kind] = {
    "通知": "notice",
    "意见": "opinion",
    "决定": "opinion",
    "方案": "plan",
    "计划": "plan",
    "要点": "plan",
    "规划": "plan",
    "分工": "plan",
    "清单": "plan",
    "任务书": "plan",
    "会议纪要": "minutes",
}


@dataclass(frozen=True, slots=True)
class Genre:
    """The kind as reported, and how to read the sentences."""

    kind: Kind
    mode: Mode
    as_follows: bool  # the text says 通知如下 or the like


def _title(head: str) -> str:
    """The words before the document's number or its first sentence end, at most."""
    end = re.search(r"[〔\[（](?:19|20)\d{2}[〕\]）]|[。：]|\n一、", head)
    return head[: end.start() if end else _LONGEST_TITLE][:_LONGEST_TITLE]


def _named(title: str) -> Kind | None:
    """The kind that a title names last; a notice that hands on a plan is a plan."""
    last = max(_KIND_WORDS, key=title.rfind)
    if title.rfind(last) < 0:
        return None
    return "plan" if _HANDS_ON_PLAN.search(title) else _KIND_WORDS[last]


def find(body: str, items: Sequence[Item]) -> Genre:
    """Decide from title, number, addressee and what the first lines tell."""
    head = body[:400]
    title = _title(head)
    named = _named(title)
    as_follows = bool(_AS_FOLLOWS.search(body[:1500]))
    official = bool(_NUMBERED.search(head)) or as_follows or bool(_ADDRESSEE.search(head))
    if named == "minutes" or ("纪要" in head[:200] and not official):
        return Genre("minutes", "minutes", as_follows)
    if _SPEECH.search(head):
        return Genre("meeting_report", "speech", as_follows)
    first_line = head.split("\n", 1)[0]
    if not official and _HELD.search(head) and not _PAPER.search(first_line[:80]):
        return Genre("meeting_report", "meeting", as_follows)
    numbered = sum(item.level <= 1 for item in items) > 1
    if named is None and not official and not numbered:
        return Genre("meeting_report", "meeting", as_follows)
    return Genre(named or "notice", "document", as_follows)
