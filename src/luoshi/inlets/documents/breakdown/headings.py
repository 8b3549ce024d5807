"""Numbering and titles: which stretch is an item, which words are only its label."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from . import deadlines, owners, segment
from .model import Span
from .segment import Sentence, Source

_NUMERALS = "一二三四五六七八九十"
_MARK = re.compile(
    rf"(?P<chapter>(?:第[{_NUMERALS}百]{{1,5}}[章节条编](?![款项规的])|[{_NUMERALS}]{{1,3}}、))"
    rf"|(?P<section>（[{_NUMERALS}]{{1,4}}）)"
    r"|(?P<point>(?<!\d)\d{1,2}(?:\.(?!\d)|\.(?=20\d{2}年)|、(?!\d)))"
    r"|(?P<subpoint>（\d{1,2}）|\d{1,2}）)"
    r"|(?P<bullet>[①-⑳]|—{2}|[•●■◆□▪·]\s?)"
)
_LEVELS = {"chapter": 0, "section": 1, "point": 2, "subpoint": 3, "bullet": 4}
_VALUES = {char: value for value, char in enumerate(_NUMERALS, 1)}

AIM_TITLE = re.compile(
    r"总体(?:要求|思路|目标|原则|考虑)|指导(?:思想|原则)|(?:基本|工作|主要|实施)原则|(?:主要|工作|发展|预期|"
    r"阶段)目标|(?:基本|工作|发展)思路|总要求|目标任务|任务目标|^(?:目标|目的|原则)(?:要求)?$|^[\u4e00-\u9fff]{2,4}目标$"
)
"""Titles under which a document states its spirit and aims."""

TASK_TITLE = re.compile(r"任务|措施|举措|要求|安排|步骤|重点工作")
SCOPE_TITLE = re.compile(
    r"(?:参加|适用|实施|活动|整治|治理|检查|参与|申报)(?:范围|对象|人员)|时间(?:安排)?$|(?:编制|制定)依据|背景|"
    r"(?:基本|总体|督[查导]|检查|完成|进展|开展)情况$|(?:主要|工作|经验)?(?:做法|成效|成绩|亮点)$|现状|组织机构|术语|定义|参会人员|成员名单|(?:检查|督查|考核|整治|评议|巡查|检测)(?:内容|重点)$"
)
"""Titles under which a document tells who or what is meant."""

FAULT_TITLE = re.compile(
    r"^(?:当前|目前|督[查导]|检查|排查)?(?:中)?(?:存在|发现|查出|暴露)?出?的?(?:主要|突出|共性)?(?:问题|不足|差距|短板)(?:和不足|及(?:其)?原因)?"
    r"$|存在(?:的)?(?:主要|突出|共性)?(?:问题|不足)"
)
"""Titles under which a document tells what is wrong."""

PRINCIPLE_TITLE = re.compile(r"原则")
_RUN_IN_AIM = re.compile(r"总体(?:要求|思路|目标|原则)|指导思想|(?:基本|工作|主要)原则|(?:主要|工作|发展)目标|目标任务")
_MODAL = re.compile(r"(?<![重主需必首纪摘概只])要(?![求点素件])|应当|必须|不得|须|严禁")
_DATED = re.compile(r"\d+[年月日]|[年月]底")
_OWNER_LINE = re.compile(
    r"(?:牵头|责任|配合|主办|协办|承办|主责|参与|参加|协同|协助|实施|落实|负责|督导|督办|指导|监督|验收|包联)(?:单位|部门|领导|人|科室|处室|股室|"
    r"主体|同志)|"
    r"(?:完成|办结|整改|办理|落实)?(?:时限|期限|时间|日期)(?=[^，。；]{0,6}[：])"
)
_BRACKET = re.compile(r"（[^（）]{0,40}）")
_STAGE_TITLE = re.compile(r"[\u4e00-\u9fff、]{2,16}（[^（）]{0,30}[年月日][^（）]{0,30}）[。：]?$")
_STAGE_RUN_IN = re.compile(r"[\u4e00-\u9fff、]{2,14}阶段（[^（）]{0,30}[年月日][^（）]{0,30}）[：。]")
_DUE_TITLE = re.compile(r"(?:完成|结束|到位|办结)?）?$")
_ATTACHED = re.compile(r"附[件表录]\d{0,2}[：:]")
_OWNER_LINE_HEAD = 12
_LONGEST_TITLE = 40
_LONGEST_RUN_IN = 30


@dataclass(slots=True)
class Item:
    """What stands between two numbers, or a paragraph without one."""

    UNNUMBERED: ClassVar[int] = 9

    start: int
    end: int
    level: int  # 0 一、 1 （一） 2 1. 3 （1） 4 bullet, 9 no number
    path: tuple[str, ...] = ()  # titles above and including this item
    label_end: int = 0  # compact place where number and title end
    title: str = ""
    sentences: list[Sentence] = field(default_factory=list)
    chapter: int = 0  # which top-level section this is in; 0 is the preamble
    follows: bool = False  # an unnumbered paragraph inside a numbered item
    due: Span | None = None  # the limit that the titles above name for everything under them
    above: Item | None = None  # the numbered item that this one details
    attached: bool = False  # one of the papers that an attachment list names

    @property
    def aims(self) -> bool:
        """Whether the titles above say that this states spirit and aims."""
        for title in reversed(self.path):
            if AIM_TITLE.search(title):
                return True
            if TASK_TITLE.search(title):
                return False
        return False

    @property
    def tells(self) -> bool:
        """Whether the title right above says that this only tells who or what is meant."""
        return any(SCOPE_TITLE.search(title) for title in self.path)

    @property
    def faults(self) -> bool:
        """Whether a title above says that this tells what is wrong."""
        return any(FAULT_TITLE.search(title) for title in self.path)

    @property
    def principles(self) -> bool:
        """Whether this is one of the basic principles."""
        return any(PRINCIPLE_TITLE.search(title) for title in self.path)


def _value(mark: str) -> int:
    """The number that a Chinese numeral mark stands for; 0 for none."""
    digits = [char for char in mark if char in _VALUES]
    if not digits:
        figures = re.sub(r"\D", "", mark)
        return int(figures) if figures else 0
    if len(digits) == 1:
        return _VALUES[digits[0]]
    total = 0
    for char in digits:
        value = _VALUES[char]
        if value == 10:
            total = (total or 1) * 10
        else:
            total += value
    return total


def _quoted(body: str, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches inside quotation marks and title marks, where no number is looked for."""
    return [match.span() for match in re.finditer(r"“[^”\n]{0,120}”|《[^》\n]{0,120}》", body[start:end])]


def _marks(body: str, start: int, end: int, last: dict[str, int]) -> list[tuple[int, int, int]]:
    """(start, end, level) of every number that opens an item in a paragraph."""
    quoted = _quoted(body, start, end)
    pointer = 0
    found = []
    for match in _MARK.finditer(body, start, end):
        place = match.start()
        while pointer < len(quoted) and quoted[pointer][1] + start <= place:
            pointer += 1
        if pointer < len(quoted) and quoted[pointer][0] + start < place:
            continue
        name = match.lastgroup or ""
        before = body[place - 1] if place > start else "\n"
        value = _value(match[0])
        opens = before in "\n。；：！？）"
        if name == "section" and not opens:
            opens = before not in "第按见" and (value == last[name] + 1 or value == 1)
        elif name == "chapter" and not opens:
            opens = (
                not match[0].startswith("第")
                and value == last[name] + 1
                and value > 1
                and body[match.end() : match.end() + 1] != ""
            )
        elif name == "point" and before in "；：。" and value > 1:
            opens = value == last[name] + 1 or before == "。"
        elif name == "bullet":
            opens = before in "\n。；："
        if not opens or (name == "bullet" and match[0].startswith("·") and place > start):
            continue
        last[name] = value
        if name in ("chapter", "section"):
            last["point"] = 0
        found.append((place, match.end(), _LEVELS[name]))
    return found


def _cut(source: Source) -> list[Item]:
    """Items in order, without titles."""
    items: list[Item] = []
    last: dict[str, int] = defaultdict(int)
    for start, end in segment.paragraphs(source):
        marks = _marks(source.body, start, end, last)
        if not marks or marks[0][0] > start:
            first = marks[0][0] if marks else end
            items.append(Item(start, first, 9, label_end=start))
        for index, (place, mark_end, level) in enumerate(marks):
            stop = marks[index + 1][0] if index + 1 < len(marks) else end
            items.append(Item(place, stop, level, label_end=mark_end))
    return items


def owner_line(text: str) -> bool:
    """Whether the words open with a field such as 责任单位 or 完成时限."""
    return bool(_OWNER_LINE.match(text.lstrip("（【")))


_FAULT_LABEL = re.compile(
    r"(?:存在|反馈|具体|主要|发现|突出|整改)?(?:的)?问题(?:描述|表述|[一二三四五六七八九十\d]{1,3})?|(?:主要|存在)?原因(?:分析)?|(?:整改|工作|目前|当前)?进展(?:情况)?|"
    r"整改(?:落实)?情况|(?:完成|落实)情况|依据|背景"
)
_FIELD_LABEL = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:目标|措施|任务|内容|要求|安排|举措|标准|事项|方式|方法|步骤|重点|分工|职责|流程|做法|阶段)"
)


def fault_label(words: str) -> bool:
    """Whether words before a colon say that what is wrong or was done follows: 问题一：…."""
    return _FAULT_LABEL.fullmatch(words) is not None


def field_label(words: str) -> bool:
    """Whether words before a colon only name a field: 整改措施：…."""
    return _FIELD_LABEL.fullmatch(words) is not None


def _only_notes(words: str) -> bool:
    """Whether a sentence says nothing to do, but names owners or announces details."""
    bare = words.rstrip("。：；")
    return words.startswith("（") or owner_line(words) or owners.frame(bare) or field_label(bare)


def _run_in(source: Source, item: Item) -> int:
    """Where a title run into its paragraph ends, or 0."""
    if len(item.sentences) < 2:
        return 0
    first, second = item.sentences[0], item.sentences[1]
    words = source.body[first.start : first.end]
    if len(words) > _LONGEST_RUN_IN or "《" in words or len(first.limbs) > 1 or words.count("，") > 1:
        return 0
    if len(item.sentences) == 2 and _only_notes(source.body[second.start : second.end]):
        return 0
    if _MODAL.search(words) or _DATED.search(_BRACKET.sub("", words)) or re.match(r"会议|由", words):
        return 0
    return first.end


def _title(source: Source, item: Item, following: Item | None) -> int:
    """Where the title of an item ends when the whole item is one, or a known title runs in; else 0."""
    body = source.body
    words = body[item.label_end : item.end]
    if item.level == item.UNNUMBERED or not words:
        return 0
    stage = _STAGE_RUN_IN.match(words)
    if stage and stage.end() < len(words):
        return item.label_end + stage.end()
    known = _RUN_IN_AIM.match(words)
    if known and len(words) > known.end() and words[known.end()] not in "，；、的和":
        return item.label_end + known.end() + (words[known.end()] in "。：")
    return item.end if _STAGE_TITLE.fullmatch(words) or _is_title(body, words, item, following) else 0


def _is_title(body: str, words: str, item: Item, following: Item | None) -> bool:
    """Whether the words of a whole item are its title."""
    if len(words) > _LONGEST_TITLE or "。" in words[:-1]:
        return False
    asks = bool(_MODAL.search(words))
    if following is not None and item.level < following.level < following.UNNUMBERED and not asks:
        return True
    if words[-1] in "。！？；，":
        return False
    if following is not None and owner_line(body[following.start : following.start + _OWNER_LINE_HEAD]):
        return False
    deep = item.level > _LEVELS["section"]
    return not (deep and (asks or (following is not None and following.level == item.level)))


def _take(item: Item, source: Source, end: int) -> None:
    """Make the words up to `end` the item's title."""
    item.title = source.body[item.label_end : end].rstrip("。：；")
    item.label_end = end
    item.sentences = list(segment.sentences(source, end, item.end)) if end < item.end else []


def _name(source: Source, items: Sequence[Item]) -> None:
    """Find the titles: whole items first, then run-in ones by what their siblings look like."""
    votes: dict[int, list[bool]] = defaultdict(list)
    run_ins: list[tuple[Item, int]] = []
    for index, item in enumerate(items):
        following = items[index + 1] if index + 1 < len(items) else None
        end = _title(source, item, following)
        if end:
            _take(item, source, end)
            continue
        item.sentences = list(segment.sentences(source, item.label_end, item.end))
        if item.level < item.UNNUMBERED:
            run_in = _run_in(source, item)
            votes[item.level].append(bool(run_in))
            if run_in:
                run_ins.append((item, run_in))
    for item, end in run_ins:
        siblings = votes[item.level]
        share = sum(siblings) / len(siblings)
        if share >= 0.5 or (share >= 0.3 and end - item.label_end <= 14):
            _take(item, source, end)


def _due(source: Source, item: Item) -> Span | None:
    """The limit that a title names in a bracket or at its end: 排查阶段（3月底前）."""
    start = source.body.find(item.title, item.start, item.label_end) if item.title else -1
    found = deadlines.find(item.title) if start >= 0 else None
    if found is None or not _DUE_TITLE.search(item.title, found[1]):
        return None
    return start + found[0], start + found[1]


def _attach(source: Source, items: Sequence[Item]) -> None:
    """Mark the numbered papers that follow 附件：."""
    listing = False
    for item in items:
        words = source.body[item.start : item.end]
        if item.level == item.UNNUMBERED:
            listing = bool(_ATTACHED.match(words))
        item.attached = listing and "。" not in words


def read(source: Source) -> list[Item]:
    """All items of a text with their titles and the titles above them."""
    items = _cut(source)
    _name(source, items)
    titles: dict[int, str] = {}
    dues: dict[int, Span | None] = {}
    over: dict[int, Item] = {}
    chapter = 0
    inside = 9
    top = min((item.level for item in items if item.level < 9), default=9)
    for item in items:
        if item.level < item.UNNUMBERED:
            titles = {level: title for level, title in titles.items() if level < item.level}
            titles[item.level] = item.title
            dues = {level: due for level, due in dues.items() if level < item.level}
            dues[item.level] = _due(source, item)
            inside = item.level
            if item.level == top:
                chapter += 1
        else:
            item.follows = inside < 9
        item.chapter = chapter
        if item.level < item.UNNUMBERED:
            over = {level: other for level, other in over.items() if level < item.level}
            item.above = over[max(over)] if over else None
            over[item.level] = item
        elif item.follows:
            item.above = over[max(over)] if over else None
        item.path = tuple(titles[level] for level in sorted(titles) if titles[level])
        item.due = next((due for level in sorted(dues, reverse=True) if (due := dues[level])), None)
    _attach(source, items)
    return items
