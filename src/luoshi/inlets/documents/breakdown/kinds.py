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
_ADDRESSEE = re.compile(r"(?:^|\n)[^\n。]{2,120}：(?:\n|$)")
_AS_FOLLOWS = re.compile(
    r"(?:现|特|现就|现将)[^。；\n]{0,60}(?:通知如下|以下意见|如下意见|意见如下|如下方案|分工方案|制定[^。\n]{0,10}方案|如下要求|提出如下|通知如下事项)"
)
_HELD = re.compile(r"(?:召开|举行|主持召开|主持会议|出席会议|参加会议|开会)")
_SPEECH = re.compile(
    r"(?:^|\n)(?:同志们|各位(?:代表|同志|委员|领导)|朋友们)[，！：!]|在[^\n。]{2,40}(?:会议|大会|会)上的讲话"
)


@dataclass(frozen=True, slots=True)
class Genre:
    """The kind as reported, and how to read the sentences."""

    kind: Kind
    mode: Mode
    as_follows: bool  # the text says 通知如下 or the like


def find(body: str, items: Sequence[Item]) -> Genre:
    """Decide from title, number, addressee and what the first lines tell."""
    head = body[:400]
    first = head.split("\n", 4)
    title = _NUMBERED.split(re.split(r"[。：]|\n[一1]、", head, maxsplit=1)[0], maxsplit=1)[0][:160]
    as_follows = bool(_AS_FOLLOWS.search(body[:1500]))
    numbered = sum(item.level <= 1 for item in items) >= 2
    official = bool(_NUMBERED.search(head)) or as_follows or bool(_ADDRESSEE.search(head))
    if ("纪要" in head[:200] and not official) or re.search(r"会议纪要", title):
        return Genre("minutes", "minutes", as_follows)
    if _SPEECH.search(head):
        return Genre("meeting_report", "speech", as_follows)
    if not official and _HELD.search(head) and not re.search(r"(?:通知|意见|方案|办法|细则|要点|计划)$", first[0][:80]):
        return Genre("meeting_report", "meeting", as_follows)
    if re.search(r"(?:方案|计划|要点|规划|分工|清单|台账|任务书)", title) and not re.search(
        r"(?:意见|通知)$", title.rstrip("。 ")
    ):
        return Genre("plan", "document", as_follows)
    if "通知" in title:
        return Genre("notice", "document", as_follows)
    if "意见" in title or "决定" in title:
        return Genre("opinion", "document", as_follows)
    if official or numbered:
        return Genre("plan" if re.search(r"方案|计划|要点|规划", head) else "notice", "document", as_follows)
    return Genre("meeting_report", "meeting", as_follows)
