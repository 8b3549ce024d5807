"""Clauses put together to requirements: circumstance in front, result behind, one action in each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from . import classify, roles
from .model import Type
from .roles import Part

_PLAN_MADE = re.compile(r"(?:方案|计划|办法|制度|规划|清单|机制|细则|规定|规则|意见|指南|目录|政策|台账|条例|标准)$")
_CONTENT = re.compile(
    r"(?:进一步|逐项|逐一|分别|切实)?(?:每[名个家人次]|至少|明确|细化|压实|落实|约定|确定|明晰|列明|列出|量化|分解|"
    r"规定)"
)
_FUNCTION = re.compile(r"承担|负责|作为|履行|是")
_BIG_PROBLEM = re.compile(r"(?:聚焦|针对|围绕|抓紧解决|着力解决|集中解决)[^，。；]{2,60}问题(?:开展|进行|集中)?")
_CASE = re.compile(r"对|[^，]{1,60}的$")
_MAKES = frozenset(("建立", "健全", "形成", "构建", "完善", "建立健全", "打造"))
_SHARED_WORK = re.compile(r"(?:领导|牵头|主导|负责|参与|支持|配合|协同|联动|监督)$")
_OF_A_WHOLE = re.compile(r"的[^，。；的]{0,8}(?:机制|格局|体系|制度|体制|模式|局面|责任制|网络)$")
_LINE_OF_WORK = re.compile(r"(?:以下|如下|下列)[^，。；]{0,8}$|(?:工作|事项|措施|要求|方面|任务)$")


_FORBIDS = frozenset(("不得", "严禁", "不准", "不允许"))
_OWNING = ("配合", "牵头", "成员")  # what a clause does that only names who leads, joins in or belongs
_FULL_BAN = 8  # characters of a prohibition that has its own object
_LONGEST_CONTENT = 24
_SHORT_CONTENT = 12
_TINY_CONTENT = 8


@dataclass(slots=True)
class Group:
    """The clauses of one requirement."""

    parts: list[Part] = field(default_factory=list)
    weak: bool = False  # nothing asked yet but in general words
    spirit: bool = False
    swallows: bool = False  # ends with 明确 or the like: what follows is its object
    content: bool = False  # telling what a plan or rule has to hold
    limb: int = 0

    @property
    def start(self) -> int:
        """Where its quote begins."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Where its quote ends."""
        return self.parts[-1].end

    @property
    def tail(self) -> int:
        """Where the next clause begins."""
        return self.parts[-1].tail

    @property
    def named(self) -> bool:
        """Whether one of its clauses names who acts."""
        return any(part.subject for part in self.parts)

    def type_and_why(self) -> tuple[Type, str]:
        """Action or stance, with the code of what decided it."""
        does = {part.role for part in self.parts}
        if classify.showable("".join(part.words for part in self.parts)):
            return "action", "showable"
        if "concrete" in does:
            return "action", "verb"
        if self._function():
            return "action", "function"
        if "stance" in does:
            return "stance", "spirit"
        if self.parts[0].role == "front" and _CASE.match(self.parts[0].words):
            return "action", "case"
        return ("action", "emphasis") if self._emphasis() else ("stance", "wish")

    def _function(self) -> bool:
        """Whether a named body is told its function."""
        for part in self.parts:
            if part.subject:
                after = part.words[part.subject.end :]
                plays = after.endswith("作用") and self.parts[-1].role != "stance"
                return plays or bool(_FUNCTION.match(after))
        return False

    def _emphasis(self) -> bool:
        """Whether an emphasis has an object that can be shown."""
        return any(
            part.role == "umbrella" and part.verb != "坚持" and not classify.spirit(part.words[part.core :])
            for part in self.parts
        )


def _mark_subject_fronts(parts: Sequence[Part]) -> None:
    """A clause that only introduces the body which the next one obliges opens that one."""
    for part, following in pairwise(parts):
        introduces = part.subject and not part.modal and part.role in ("concrete", "result", "umbrella")
        if introduces and following.modal and not following.subject and following.start > following.opening:
            part.role = "front"


def _object_follows(part: Part) -> bool:
    """Whether a clause ends with its verb, so that the next ones tell what."""
    return (
        re.search(r"(?:[中里内]|应|要|当)(?:予以|进一步)?(?:明确|规定|注明|载明)$", part.words) is not None
        and len(part.words) > 4
    )


def _join_long_objects(parts: Sequence[Part]) -> None:
    """建立政府领导，部门牵头，社会参与的工作机制: commas inside one object part nothing."""
    for index, part in enumerate(parts):
        if part.verb not in _MAKES or not _SHARED_WORK.search(part.words):
            continue
        for last in range(index + 1, min(index + 5, len(parts))):
            if _OF_A_WHOLE.search(parts[last].words):
                for inner in parts[index + 1 : last + 1]:
                    inner.role, inner.verb, inner.subject = "result", "", None
                break


def _only_emphasis(group: Group | None) -> bool:
    """Whether nothing is asked yet but in general words: 加强值守，各镇要…."""
    if group is None:
        return False
    doing = [part for part in group.parts if part.verb not in _OWNING and part.role != "front"]
    return group.weak and len(doing) == 1 and doing[0].role == "umbrella" and doing[0].subject is None


def _opens_plain(group: Group, part: Part) -> bool:
    """Whether a lone phrase of spirit right after the body only colours the action that follows."""
    return len(group.parts) == 1 and group.named and classify.idiom(part.words.rpartition("要")[2])


class _Collector:
    """Puts the clauses of one limb together, one after the other."""

    def __init__(self, limb: int) -> None:
        self.groups: list[Group] = []
        self.loose: list[Part] = []
        self._limb = limb
        self._waiting: list[Part] = []  # circumstances not yet attached
        self._current: Group | None = None

    def take(self, part: Part, *, last: bool) -> None:
        """Put one clause where it belongs."""
        if part.ordinal and self._waiting:
            self.close()
            self._current = None
        current = self._current
        if part.role == "empty" or (part.colon and not last and self._announces(part)):
            self.loose.append(part)
        elif current is not None and current.swallows:
            current.parts.append(part)
        elif part.role == "front":
            if part.subject:
                self._current = None
            self._waiting.append(part)
        else:
            if part.subject and part.verb not in _OWNING and not _only_emphasis(current):
                self._current = None
            self._settle(part)
            self._place(part, last=last)

    def _place(self, part: Part, *, last: bool) -> None:
        """Let a clause go on with the requirement before it, or begin one."""
        current = self._current
        if current is not None and part.role == "result" and part.dated and any(one.dated for one in current.parts):
            part.role = "concrete"  # each limit has a requirement of its own
        if current is not None and part.role == "result":
            self._extend(current, part)
            if part.verb not in _OWNING:
                current.weak = current.weak and current.spirit
        elif current is not None and self._joins(current, part):
            self._extend(current, part)
            if part.role != "umbrella":
                current.weak = False
                current.spirit = current.spirit and part.role == "stance"
            current.swallows = part.role == "concrete" and _object_follows(part)
        else:
            self._start(part, last=last)

    def close(self) -> None:
        """Attach what still waits."""
        if not self._waiting:
            return
        if self._current is not None:
            self._current.parts += self._waiting
        elif any(part.modal or part.verb or roles.asks_something(part.words) for part in self._waiting):
            self.groups.append(Group(parts=self._waiting, limb=self._limb))
            self._waiting[-1].role = "concrete"
        else:
            self.loose += self._waiting
        self._waiting = []

    def _announces(self, part: Part) -> bool:
        """Whether a clause before a colon only announces a list."""
        alone = self._current is None and not self._waiting
        return alone and part.role != "front" and bool(_LINE_OF_WORK.search(part.words))

    def _settle(self, part: Part) -> None:
        """Decide clauses whose part in the sentence hangs on what stands before them."""
        current, waiting = self._current, self._waiting
        if part.role == "result" and current is not None and part.verb in _FORBIDS and _forbidden_apart(current, part):
            part.role = "concrete"
            self._current = None
        elif part.role == "result" and waiting and (part.verb.startswith("逐") or part.verb == "重点"):
            part.role = "concrete"
        elif current is not None and _unlisted(part) and not waiting and current.parts[-1].role == "result":
            part.role = "result"
        elif part.role == "stance" and current is not None and not current.spirit and waiting:
            manner = all(other.words.startswith("以") for other in waiting)
            part.role = "result" if manner else part.role

    def _extend(self, group: Group, part: Part) -> None:
        group.parts += [*self._waiting, part]
        self._waiting = []

    def _start(self, part: Part, *, last: bool) -> None:
        spirit = part.role == "stance" or part.verb == "坚持"
        group = Group(
            parts=[*self._waiting, part],
            weak=part.role in ("umbrella", "result"),
            spirit=spirit,
            limb=self._limb,
            swallows=part.role == "concrete" and not last and _object_follows(part),
        )
        self._waiting = []
        self._current = group
        self.groups.append(group)

    def _joins(self, current: Group, part: Part) -> bool:
        """Whether a clause goes on with the requirement before it."""
        alone = not part.subject and not self._waiting and not part.modal
        if alone and not current.spirit and _CONTENT.match(part.words):
            made = _PLAN_MADE.search(current.parts[-1].words) and len(part.words) <= _LONGEST_CONTENT
            if made or (current.content and len(part.words) <= _SHORT_CONTENT):
                current.content = True
                return True
        if part.role == "umbrella":
            return current.content and len(part.words) <= _TINY_CONTENT
        if alone and current.content and len(part.words) <= _TINY_CONTENT:
            return True
        if part.role == "stance":
            return current.spirit and not part.linked and (not self._waiting or current.weak)
        return not part.linked and (current.weak or (current.spirit and _opens_plain(current, current.parts[-1])))


def _forbidden_apart(current: Group, part: Part) -> bool:
    """Whether a prohibition after this stands alone: after spirit, emphasis or another prohibition."""
    banned = part.words.partition(part.verb)[2]
    if len(part.words) >= _FULL_BAN and not any(banned[:2] in other.words for other in current.parts):
        return True  # 改作绿地，不得改作场地 repeats the verb: the ban is the standard of the same action
    return (
        current.spirit
        or current.weak
        or (current.parts[-1].verb in _FORBIDS and current.parts[-1].role == "concrete")
        or current.parts[-1].words.startswith(tuple(_FORBIDS))
    )


def _unlisted(part: Part) -> bool:
    """Whether a short clause has no verb that the lists know."""
    return (
        part.role == "concrete"
        and not part.verb
        and not part.subject
        and not part.modal
        and len(part.words) <= _TINY_CONTENT
    )


def collect(parts: Sequence[Part], limb: int) -> tuple[list[Group], list[Part]]:
    """The requirements of one limb, and the clauses that belong to none."""
    _mark_subject_fronts(parts)
    _join_long_objects(parts)
    collector = _Collector(limb)
    for index, part in enumerate(parts):
        collector.take(part, last=index + 1 == len(parts))
    collector.close()
    return collector.groups, collector.loose


def spirit_of(parts: Sequence[Part], limb: int) -> tuple[list[Group], list[Part]]:
    """The stances of a sentence that states aims: one, and an action for a named great problem."""
    groups: list[Group] = []
    for part in parts:
        if part.role == "empty":
            continue
        if not groups or _sets_about_problem(part):
            groups.append(Group(parts=[], spirit=True, limb=limb))
        groups[-1].parts.append(part)
    return groups, []


def _sets_about_problem(part: Part) -> bool:
    return "开展" in part.words and bool(_BIG_PROBLEM.match(part.words))


def is_great_problem(group: Group) -> bool:
    """Whether a group in a section of aims sets about a named problem."""
    return _sets_about_problem(group.parts[0])
