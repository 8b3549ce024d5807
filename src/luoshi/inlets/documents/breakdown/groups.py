"""Clauses put together to requirements: circumstance in front, result behind, one action in each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from . import classify, roles
from .model import Type
from .roles import Part

_PLAN_MADE = re.compile(r"(?:方案|计划|办法|制度|规划|清单|机制|细则|规定|规则|意见|指南|目录|政策)$")
_CONTENT = re.compile(r"(?:进一步|逐项|逐一|分别|切实)?(?:每[名个家人次]|至少|明确|细化|压实|落实|约定|确定|明晰|列明|列出|量化|分解|规定)")
_FUNCTION = re.compile(r"承担|负责|作为|履行|是")
_BIG_PROBLEM = re.compile(r"(?:聚焦|针对|围绕|抓紧解决|着力解决|集中解决)[^，。；]{2,60}问题(?:开展|进行|集中)?")
_LINE_OF_WORK = re.compile(r"(?:以下|如下|下列)[^，。；]{0,8}$|(?:工作|事项|措施|要求|方面|任务)$")


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
        return self.parts[0].start

    @property
    def end(self) -> int:
        return self.parts[-1].end

    @property
    def tail(self) -> int:
        return self.parts[-1].tail

    @property
    def named(self) -> bool:
        return any(part.subject for part in self.parts)

    def type_and_why(self) -> tuple[Type, str]:
        """Action or stance, with the code of what decided it."""
        words = "".join(part.words for part in self.parts)
        if classify.showable(words):
            return "action", "showable"
        roles = [part.role for part in self.parts]
        if "concrete" in roles:
            return "action", "verb"
        subject = next((part for part in self.parts if part.subject), None)
        if subject is not None and subject.subject is not None:
            after = subject.words[subject.subject.end :]
            if _FUNCTION.match(after) or (after.endswith("作用") and roles[-1] != "stance"):
                return "action", "function"
        if "stance" in roles:
            return "stance", "spirit"
        umbrellas = [part for part in self.parts if part.role == "umbrella"]
        if any(not classify.spirit(part.words[part.core :]) for part in umbrellas if part.verb != "坚持"):
            return "action", "emphasis"
        return "stance", "wish"


def _mark_subject_fronts(parts: Sequence[Part]) -> None:
    """A clause that only introduces the body which the next one obliges opens that one."""
    for part, following in zip(parts, parts[1:], strict=False):
        if part.subject and not part.modal and following.modal and not following.subject and following.start > following.opening:
            if part.role in ("concrete", "result", "umbrella"):
                part.role = "front"


def _object_follows(part: Part) -> bool:
    """Whether a clause ends with its verb, so that the next ones tell what."""
    return re.search(r"(?:[中里内]|应|要|当)(?:予以|进一步)?(?:明确|规定|注明|载明)$", part.words) is not None and len(part.words) > 4


def _opens_plain(group: Group, part: Part) -> bool:
    """Whether a lone phrase of spirit right after the body only colours the action that follows."""
    return len(group.parts) == 1 and group.named and len(part.words) - part.core <= 4


def collect(parts: Sequence[Part], limb: int) -> tuple[list[Group], list[Part]]:
    """The requirements of one limb, and the clauses that belong to none."""
    _mark_subject_fronts(parts)
    groups: list[Group] = []
    loose: list[Part] = []
    waiting: list[Part] = []
    current: Group | None = None
    for index, part in enumerate(parts):
        role = part.role
        if current is not None and current.swallows and role != "empty":
            current.parts.append(part)
            continue
        if role == "empty":
            loose.append(part)
            continue
        if part.colon and index + 1 < len(parts) and role != "front" and _LINE_OF_WORK.search(part.words):
            if current is None and not waiting:
                loose.append(part)
                continue
        if part.subject and role not in ("front",) and not (role == "result" and part.verb == "配合"):
            current = None
        if role == "front":
            if part.subject and current is not None:
                current = None
            waiting.append(part)
            continue
        if role == "concrete" and not part.verb and not part.subject and not part.modal and not waiting and current is not None:
            if len(part.words) <= 8 and current.parts[-1].role == "result":
                role = part.role = "result"
        if role == "stance" and current is not None and not current.spirit and waiting and all(other.words.startswith("以") for other in waiting):
            role = part.role = "result"
        if role == "result" and current is not None and (current.spirit or current.weak) and part.verb in ("不得", "严禁", "不准", "不允许"):
            role = part.role = "concrete"
            current = None
        if role == "result" and waiting and (part.verb.startswith("逐") or part.verb == "重点"):
            role = part.role = "concrete"
        if role == "result" and current is not None:
            current.parts += [*waiting, part]
            waiting = []
            current.weak = current.weak and current.spirit
            continue
        joins = False
        if current is not None:
            told = not part.subject and not waiting and not part.modal
            if told and _CONTENT.match(part.words) and not current.spirit and (
                (_PLAN_MADE.search(current.parts[-1].words) and len(part.words) <= 24) or (current.content and len(part.words) <= 12)
            ):
                joins = current.content = True
            elif told and current.content and len(part.words) <= 8 and role != "umbrella":
                joins = True
            elif role == "stance":
                joins = current.spirit and not part.linked and (not waiting or current.weak)
            elif role == "umbrella":
                joins = current.content and len(part.words) <= 8
            else:
                joins = current.weak and not part.linked
                if current.spirit and _opens_plain(current, current.parts[-1]) and not part.linked:
                    joins = True
        if joins and current is not None:
            current.parts += [*waiting, part]
            waiting = []
            if role == "concrete":
                current.weak = current.spirit = False
                current.swallows = _object_follows(part)
            elif role == "stance":
                current.weak = False
            continue
        current = Group(parts=[*waiting, part], weak=role in ("umbrella", "result"), spirit=role == "stance" or part.verb == "坚持", limb=limb)
        current.swallows = role == "concrete" and _object_follows(part) and index + 1 < len(parts)
        waiting = []
        groups.append(current)
    if waiting:
        if current is not None:
            current.parts += waiting
        elif any(part.modal or part.verb or roles.asks_something(part.words) for part in waiting):
            groups.append(Group(parts=waiting, limb=limb))
            waiting[-1].role = "concrete"
        else:
            loose += waiting
    return groups, loose


def spirit_of(parts: Sequence[Part], limb: int) -> list[Group]:
    """The stances of a sentence that states aims: one, and an action for a named great problem."""
    groups: list[Group] = []
    current: Group | None = None
    acting = False
    for part in parts:
        if part.role == "empty":
            continue
        big = bool(_BIG_PROBLEM.match(part.words)) and "开展" in part.words
        if current is None or big:
            current = Group(parts=[], spirit=True, limb=limb)
            groups.append(current)
            acting = big
        elif acting and part.role not in ("result",):
            acting = acting and part.role == "result"
        current.parts.append(part)
    return groups


def is_great_problem(group: Group) -> bool:
    """Whether a group in a section of aims sets about a named problem."""
    return bool(_BIG_PROBLEM.match(group.parts[0].words)) and "开展" in group.parts[0].words
