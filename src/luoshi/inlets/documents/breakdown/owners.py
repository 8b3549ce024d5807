"""Notes that name who is responsible: （财政部牵头，…按职责分工负责）, 责任单位：…, 完成时限：…."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from . import bodies, deadlines
from .model import Span

_FIELD = re.compile(
    r"(?P<lead>(?:牵头|责任|承办|主办|主责|实施|落实|负责|第一责任)(?:单位|部门|领导|人|科室|股室|处室|主体|"
    r"同志)(?:及责任人)?)[：:]?"
    r"|(?P<assist>(?:配合|协办|参与|参加|协同|协助|成员)(?:单位|部门|领导|人|科室|股室|处室)?)[：:]"
    r"|(?P<other>(?:督导|督办|指导|监督|验收|审核|联系|包联)(?:单位|部门|领导|人))[：:]"
    r"|(?P<limit>(?:完成|办结|整改|办理|落实|推进)?(?:时限|期限|时间|时间节点|日期)(?:要求)?)[：:]"
)
_SEGMENT = re.compile(r"[^，；。]+")
_DOES = re.compile(
    r"(?P<share>(?:等)?(?:各负其责|各司其职|按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?(?:分别)?(?:负责|落实|配合|推进)?))$|"
    r"(?P<lead>牵头负责|牵头落实|牵头组织|牵头抓总|共同牵头|牵头|共同负责|分工负责|分别负责|具体负责|负责落实|负责|"
    r"主办|承办|落实)$|"
    r"(?P<assist>(?:等)?(?:积极|共同|按职责分工|按职责|予以)?(?:参与配合|配合落实|支持配合|配合|参与|参加|协助|协办|"
    r"支持))$"
)
_FIRST_LEADS = re.compile(
    r"[排列]在?(?:第一|首|最前|前)[位个名面]?的?[^，。；）]{0,8}[为是][^，。；）]{0,4}(?:牵头|主办|主责)"
)
_NOTE = re.compile(r"负责|各负其责|各司其职|牵头|配合|参与|协助|按职责|分工|完成|责任单位|时限")
_SPLIT = re.compile(r"[、，；]|(?<=[\u4e00-\u9fff]{2})(?:以及|及|和)(?=[\u4e00-\u9fff]{2})")
_NEAR = 40  # a bracket within a name is shorter
_JUST_DOING = ("负责", "落实", "具体负责", "负责落实", "分别负责", "分工负责", "承办")
_SHARED = re.compile(
    r"(?:[，、]?(?:等)?(?:按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?|分工|"
    r"各负其责|各司其职)(?:分别|共同)?(?:负责|落实)?)$"
)
_JOINS = re.compile(r"(?P<who>.+?)(?:等)?(?:按职责分工|按职责|积极|共同)?(?:参与配合|支持配合|配合|协助|协办|参与)$")
_TRAILING = re.compile(r"等(?:[\u4e00-\u9fff]{0,8}(?:部门|单位|机构|地区|部委))?$")


@dataclass(slots=True)
class Owners:
    """What one note says, as spans of the compact text."""

    lead: list[Span] = field(default_factory=list)
    assist: list[Span] = field(default_factory=list)
    deadline: Span | None = None

    def __bool__(self) -> bool:
        return bool(self.lead or self.assist or self.deadline)


def first_leads(body: str) -> bool:
    """Whether the text says that the body named first is the lead."""
    return bool(_FIRST_LEADS.search(body))


def _names(body: str, start: int, end: int) -> list[Span]:
    """The bodies in a stretch that can hold nothing else."""
    while start < end and body[start] in "由 ：:请；，、":
        start += 1
    end = _closed(body, start, end)
    shared = _SHARED.search(body[start:end])
    if shared is not None:
        end = _closed(body, start, start + shared.start())
    if end <= start:
        return []
    row = bodies.whole(body[start:end])
    if row is not None:
        return [(start + left, start + right) for left, right in row.spans]
    found = []
    place = start
    for match in [*_separators(body, start, end), None]:
        stop = match.start() if match else end
        bare = _TRAILING.sub("", body[place:stop])
        if 2 <= len(bare) <= 30 and not re.search(r"[，。；]|要|应|[了着]", bare):
            found.append((place, place + len(bare)))
        place = match.end() if match else end
    return found


def _closed(body: str, start: int, end: int) -> int:
    """Where the names end, without the marks after them; a bracket that belongs to a name is kept."""
    while end > start and body[end - 1] in "。；，、） 】\n":
        near = max(start, end - _NEAR)
        if body[end - 1] == "）" and body.count("（", near, end) >= body.count("）", near, end):
            break
        end -= 1
    return end


def _separators(body: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The marks between names, those within brackets or within a name such as 文化和旅游局 left out."""
    for match in _SPLIT.finditer(body, start, end):
        near = max(start, match.start() - _NEAR)
        within = body.rfind("（", near, match.start()) > body.rfind("）", near, match.start())
        if not within and (match[0] in "、，；" or bodies.ends_as_body(body[near : match.start()])):
            yield match


def _field(body: str, start: int, end: int, owners: Owners, *, helps: bool) -> None:
    """Read the names of one field; a piece such as 各村配合 names who joins in."""
    place = start
    for stop in [*(match.start() for match in re.finditer("；", body[start:end])), end - start]:
        joins = _JOINS.fullmatch(body, place, start + stop)
        names = _names(body, place, joins.end("who") if joins else start + stop)
        if helps or joins:
            owners.assist += names
        else:
            owners.lead += names
        place = start + stop + 1


def line(body: str, start: int, end: int) -> Owners:
    """Read a stretch of fields such as 责任单位：甲、乙；完成时限：6月底前."""
    owners = Owners()
    fields = list(_FIELD.finditer(body, start, end))
    led = any(match["lead"] and match["lead"].startswith("牵头") for match in fields)
    for index, match in enumerate(fields):
        stop = fields[index + 1].start() if index + 1 < len(fields) else end
        stop = _closed(body, match.end(), stop)
        if stop <= match.end():
            continue
        if match["other"]:
            continue
        if match["limit"]:
            found = deadlines.find(body[match.end() : stop])
            if found:
                owners.deadline = (match.end() + found[0], match.end() + found[1])
            elif re.fullmatch(r"[\d年月日底末初旬上中下前.\-/]{4,16}", body[match.end() : stop]):
                owners.deadline = (match.end(), stop)
        else:
            helps = bool(match["assist"]) or (led and match["lead"].startswith("责任单位"))
            _field(body, match.end(), stop, owners, helps=helps)
    return owners


def bare(body: str, start: int, end: int) -> Owners:
    """Read a bracket that holds nothing but bodies: （区水务局）."""
    row = bodies.whole(body[start:end])
    if row is None or row.strength != "strong":
        return Owners()
    return Owners(lead=[(start + left, start + right) for left, right in row.spans])


def note(body: str, start: int, end: int, *, first_is_lead: bool) -> Owners:
    """Read the words inside an annotation bracket."""
    if _FIELD.match(body, start):
        return line(body, start, end)
    owners = Owners()
    led = False  # a segment before says 牵头
    previous = ""
    waiting = start
    for match in _SEGMENT.finditer(body, start, end):
        words = match[0]
        if _FIRST_LEADS.search(words) or words == "下同":
            waiting = match.end() + 1
            continue
        found = deadlines.find(words)
        if found and not owners.deadline:
            owners.deadline = (match.start() + found[0], match.start() + found[1])
        does = _DOES.search(words)
        if does is None:
            if body.startswith("；", match.end()) and not owners:
                owners.lead += bare(body, waiting, match.end()).lead
                waiting = match.end() + 1
            if found:
                waiting = match.end() + 1
            continue
        led = led or "牵头" in (previous or "")
        previous = does[0]
        names = _names(body, waiting, match.start() + does.start())
        waiting = match.end() + 1
        beside = does["share"] or (does["lead"] in _JUST_DOING and led)
        if does["assist"] or (beside and owners.lead):
            owners.assist += names
        elif does["lead"] and first_is_lead and "牵头" not in does[0] and not owners.lead:
            owners.lead += names[:1]
            owners.assist += names[1:]
        else:
            owners.lead += names
    return owners


def frame(words: str) -> bool:
    """Whether a whole sentence only says who leads, who joins in and when: 由甲牵头，乙配合 and so on."""
    pieces = re.split(r"[，；]", words)
    leads = _LEAD_PIECE.fullmatch(pieces[0]) is not None
    return leads and all(
        _HELP_PIECE.fullmatch(piece) or (deadlines.find(piece) and _DONE_PIECE.search(piece)) for piece in pieces[1:]
    )


_LEAD_PIECE = re.compile(r"(?:(?:该|此|本|这)项工作)?由[^，；]{2,60}(?:牵头(?:负责)?|负责(?:落实|实施)?|承办)")
_HELP_PIECE = re.compile(r"[^，；]{2,80}(?:配合|参与|协助|按职责分工负责|分工负责|负责)")
_DONE_PIECE = re.compile(r"(?:完成|到位|办结|落实)$")


def trailing_note(body: str, start: int, end: int) -> int:
    """Where an annotation bracket that closes a clause begins, or -1."""
    if end - start < 4 or body[end - 1] != "）":
        return -1
    depth = 0
    for index in range(end - 1, max(start, end - 400) - 1, -1):
        if body[index] == "）":
            depth += 1
        elif body[index] == "（":
            depth -= 1
            if depth == 0:
                words = body[index + 1 : end - 1]
                if (
                    index > start
                    and _NOTE.search(words)
                    and (_DOES.search(words) or _FIELD.match(words) or deadlines.find(words))
                ):
                    return index
                return -1
    return -1
