"""What each clause does in its sentence: opens, asks, emphasises, tells a result, or asks for an attitude."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from . import bodies, circumstances, classify, deadlines, modals
from .bodies import Bodies
from .circumstances import EMPHASIS, LIGHT, OUTCOME, VERB, preposition_of, skip_manner
from .lexicon import CONNECTIVES, PREPOSITIONS, Prefixes, listed

Role = Literal["front", "concrete", "umbrella", "result", "stance", "empty"]
Verdict = tuple[Role, str]

_CONNECTIVE = Prefixes(CONNECTIVES)
_PREPOSITION = Prefixes(PREPOSITIONS)
_ORDINAL = re.compile(r"(?:第?[一二三四五六七八九十]{1,2}(?:是要?|要|，|则)|再者|其[一二三四五])")
_NOT_LINK = re.compile(
    r"会后(?=[一二三四五六七两\d])|并[联轨购行网入举重非]|而[后今言]|且[慢]|还[原款清贷乡本]|也[门许]|"
    r"要[求素点件害]|请[示求假教]|[一二三]要素"
)
_MEETING_AGREES = re.compile(r"会议(?=(?:一致|原则)?(?:同意|决定|确定|明确)(?![，：]))")
_ASKING = listed(
    """
    要 请 必须 一定 一定要 还要 也要 更要 又要 都要 均要 同时要 特别是要 尤其要 就是要 关键是 下一步要
    一要 二要 三要 四要 五要 六要 七要 八要
    """
)
_TAIL_OF_DATE = re.compile(
    r"^(?:力争|争取|确保|务必|原则上|要|须|应|并|于|在)*.{0,16}(?:前|内|底|末)(?:全部|基本|全面|要|须|应|务必|按期|"
    r"高质量)*(?:完成|办结|到位|见效|落实|落实到位|完成整改|整改到位|整改完成|完工|竣工|结束|完成任务|化解|清零|销号|清除|配齐|开工|投用|上线|达标|取得[^，]{0,8}"
    r"(?:成效|实效|进展|突破))(?:任务|工作)?$"
)
_WITH = re.compile(r"(?:要|应|须|应当)?(?:积极|主动)?(?:会同|联合(?=[各有相市县区教公财]))")
_WITH_ALONE = re.compile(r"(?:要|应|应当|须)?(?:积极|主动)?会同[^，。；]{2,60}(?:部门|单位|局|委|办|院|组|政府|等)")
_HELPERS = re.compile(
    r"(?:参与|参加|配合|协助|协同|协办|支持|支持配合|参与配合|积极配合|配合支持|配合做好.{0,12}|按职责分工(?:负责|"
    r"配合|落实)|按照职责分工.{0,8})$"
)
_LEADS = re.compile(r"(?:总|共同|具体)?(?:牵头(?:负责|组织|落实|抓总)?|负责(?:牵头)?|主办|抓总)")
_IN_QUOTES = re.compile(r"“[^”]{1,20}”")
_CURED = re.compile(
    r"(?:基本|有效|切实|着力|逐步)?(?:解决|缓解|破解)[^，。；]{2,40}(?:问题|难题|难)|"
    r"(?:切实|逐步|彻底)?(?:改变|扭转)[^，。；]{2,20}(?:情况|局面|状况|现状|现象)"
)
_IN_THIS_WAY = re.compile(r"通过[^，。；]{2,24}(?:方式|形式|途径|渠道|办法|手段)[^，。；]{4,}$")
_PERIOD = re.compile(
    r"(?:其中)?(?:20\d{2}年)?\d{1,2}月(?:\d{1,2}日)?[至到—-].{2,14}[为是][^，。；]{1,16}(?:期|阶段|月|周|时段)"
)
_FIGURE = re.compile(r"\d")
_EACH_HAS = re.compile(r"([\u4e00-\u9fff])\1有[\u4e00-\u9fff]{2}")
_IN_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2,10}要(?:再|更)?(?:到位|有力|扎实|严格|彻底|及时|坚决|过硬|务实|[严实硬准快细深强活])"
)
_SO_AS_TO = re.compile(r"确保|力争|争取")
_MASK = re.compile(r"(?<=“)[^“”]{1,120}(?=”)|(?<=《)[^《》]{1,120}(?=》)")
_EITHER = listed(
    """
    逐一 逐个 逐项 逐条 逐户 重点 做到 决不能 绝不能 实现 减少 降低 不得 严禁 不准 不要 不能 不允许 保障 杜绝 改善 防止
    """
)
_PUSH = re.compile(
    r"(?:推动|促进|带动)[^，。；]{0,60}(?:落实|到位|落地|见效|转型升级|提高|提升|改善|好转|发展|转变|覆盖|解决)$|"
    r"支持[^，。；]{0,12}(?:更好|健康|快速|高质量|加快)发展$"
)
_THROUGH = re.compile(r"(?:基本|全面|全部|如期|按期)(?:完成|解决|实现|建成|消除|达到)")
_RATE = re.compile(
    r"[^，。；]{0,24}(?:率|比例|比重|占比|天数|次数|面积|总量|覆盖面|时长|浓度|库存)[^，。；]{0,6}(?:达到?|不[低少高]于|不得[低少高]于|不超过|控制在|"
    r"保持在|稳定在|提[高升]到|提[高升]至|降[低到至]|压[减缩]至)[^，。；]{1,12}"
)
_FOLLOWS_ON = re.compile(
    r"以及|用于|[\u4e00-\u9fff]{2,8}(?:时间|日期|地点)[为是]|及其?(?!时)|和(?!谐)|即可|便可|[能该应可][^，]{1,4}的[^，]{1,4}$"
)
_MEMBERS = re.compile(
    r"(?:由?[\u4e00-\u9fff]{0,6})?(?:组长|副组长|成员|主任|副主任|召集人|负责人|总指挥|"
    r"办公室主任)(?:单位)?由[^，。；]{2,120}(?:担任|组成|兼任)|由[^，。；]{2,30}(?:担?任|兼任)[^，。；]{0,4}(?:组长|"
    r"主任|召集人|总指挥|负责人|成员)|[^，。；]{2,80}[任为](?:副?组长|成员|副?主任|副?总指挥|召集人|指挥长|联络员)"
)
_BY_ALONE = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}工作)?由[^，。；]{2,60}(?:牵头|负责|具体负责|牵头负责|组织实施|主办|领题|领衔|领办|包抓|挂帅|"
    r"带队)"
)
_FILED = re.compile(
    r"(?:及时|统一|并|另行)?(?:报|报请|提请|提交|报送|报经)[^，。；]{2,20}(?:备案|审批|批准|审定|审核|同意|审议|"
    r"研究|备查)"
)
_GRADUAL = ("逐步", "基本", "全面")
_LINKS = frozenset(("并", "同时", "并且", "而且", "且", "与此同时", "同时要", "此外", "另外"))


def agreed(words: str) -> bool:
    """Whether words say that a meeting agrees to something: 会议同意…."""
    return _MEETING_AGREES.match(words) is not None


@dataclass(slots=True)
class Part:
    """One clause with what was found at its head."""

    start: int  # compact place of its first kept word
    end: int
    tail: int
    opening: int  # compact place where the clause begins, connectives included
    words: str  # from `start`
    role: Role
    core: int = 0  # offset in `words` where the predicate begins
    verb: str = ""
    modal: bool = False
    linked: bool = False  # opened by 并, 同时 and the like
    dated: bool = False  # opens with a limit of its own
    ordinal: bool = False  # opened by 一是, 二要 and the like
    colon: bool = False
    subject: Bodies | None = None


def lead_in(words: str) -> tuple[int, bool, bool]:
    """How much at the head only links or obliges; whether it obliges; whether it links."""
    place = 0
    modal = linked = False
    while place < len(words):
        ordinal = _ORDINAL.match(words, place)
        if ordinal and not _NOT_LINK.match(words, ordinal.end() - 1):
            modal = modal or ordinal[0].endswith("要")
            linked = True
            place = ordinal.end()
            continue
        if _MEETING_AGREES.match(words, place):
            place += len("会议")
            break
        word = _CONNECTIVE.at(words, place)
        if (
            not word
            or _NOT_LINK.match(words, place)
            or (word.endswith("要") and _NOT_LINK.match(words, place + len(word) - 1))
        ):
            break
        if word in ("要求", "重点任务", "其中") and place + len(word) < len(words) and word != "其中":
            break
        modal = modal or word in _ASKING
        linked = linked or word in _LINKS
        place += len(word)
    return place, modal, linked


@dataclass(frozen=True, slots=True)
class _View:
    """A clause as the rules see it."""

    words: str
    rest: str  # from where the predicate begins, quotations masked
    raw: str  # from where the subject ends
    next_words: str
    first: bool  # nothing is asked yet in the limb
    named: bool
    modal: bool
    linked: bool
    preposition: str
    result: str
    verb: str


def read(body: str, start: int, end: int, tail: int, *, first: bool, next_words: str) -> Part:
    """Find what a clause does."""
    whole = body[start:end]
    skip, modal, linked = lead_in(whole)
    words = whole[skip:]
    part = Part(start + skip, end, tail, start, words, "empty", modal=modal, linked=linked)
    part.colon = tail > end and body[end] == "："
    part.ordinal = _ORDINAL.match(whole) is not None
    if not words:
        return part
    next_skip, next_modal, _ = lead_in(next_words)
    asks_next = next_modal or modals.length(next_words, 0) > 0
    core = _subject(part, next_words, asks_next=asks_next)
    limit = deadlines.find(words[core:])
    part.dated = limit is not None or (core > 0 and deadlines.find(words[:core]) is not None)
    dated = limit is not None and limit[0] <= len("最迟应于") and core + limit[1] < len(words)
    part.core = skip_manner(words, core + limit[1] if limit is not None and dated else core)
    rest = _MASK.sub(lambda match: "□" * len(match[0]), words)[part.core :]
    view = _View(
        words=words,
        rest=rest,
        raw=words[part.subject.end :] if part.subject else words,
        next_words=next_words[next_skip:] or next_words,
        first=first,
        named=part.subject is not None,
        modal=part.modal,
        linked=part.linked,
        preposition=preposition_of(rest),
        result=OUTCOME.at(rest, 0) or OUTCOME.at(words, 0),
        verb=VERB.at(rest, 0),
    )
    part.role, part.verb = next(verdict for rule in _RULES if (verdict := rule(view)) is not None)
    if dated and part.role == "result" and not _dated_result(words):
        part.role = "concrete"
    return part


def _dated_result(words: str) -> bool:
    """Whether a clause with a date at its head tells a result all the same."""
    return any(pattern.match(words) for pattern in (_TAIL_OF_DATE, _SO_AS_TO, _RATE, _PUSH))


def _subject(part: Part, next_words: str, *, asks_next: bool) -> int:
    """Note who acts and whether the clause obliges; where subject, helpers and obliging word end."""
    words = part.words
    core = 0
    part.subject = bodies.subject(words, 0, next_is_modal=asks_next) or bodies.owner_of_report(words, next_words)
    part.subject = part.subject or bodies.after_time(words, next_is_modal=asks_next)
    if part.subject is not None:
        core = part.subject.end
        after_modal = bodies.modal_at(words, core)
        if after_modal:
            part.modal = True
            core = after_modal
    joined = _WITH.match(words, core)
    row = bodies.after(words, joined.end()) if joined else None
    if row is not None and row.end < len(words):
        core = row.end
    middle = modals.place(words, core)
    if middle < 0:
        return core
    part.modal = True
    if middle > core and not _PREPOSITION.at(words, skip_manner(words, core)):
        # 尚未办结的应尽快办结: what is acted on stands before the obliging word
        return middle + modals.length(words, middle)
    return core


# The rules in their order; the first that knows decides.


def _helping(view: _View) -> Verdict | None:
    """各镇配合: only names who joins in; 由某局牵头: only names who leads."""
    if view.named and not view.modal and _HELPERS.fullmatch(view.raw):
        return ("front" if view.first else "result"), "配合"
    if view.named and view.next_words and _WITH_ALONE.fullmatch(view.raw):
        return "front", ""
    if view.named and not view.modal and _LEADS.fullmatch(view.raw) and (view.next_words or not view.first):
        return ("front" if view.first else "result"), "牵头"
    if view.next_words and _BY_ALONE.fullmatch(view.words) and not _obliges_another(view.next_words):
        return "front", ""
    return None


def _obliges_another(words: str) -> bool:
    """Whether a clause obliges a body of its own: 包抓领导要…."""
    other = bodies.subject(words)
    return other is not None and bodies.modal_at(words, other.end) > 0


def _trailing(view: _View) -> Verdict | None:
    """不留死角, 报…备案, 以及…: never stands alone."""
    if view.first:
        return None
    if _MEMBERS.match(view.words):
        return "result", "成员"
    bare = _IN_QUOTES.sub("", view.words)
    if view.words.startswith("不") and len(bare) <= len("不搞形式主义") and not view.modal:
        return "result", "不"
    if not view.named and not view.linked and _FILED.fullmatch(view.words):
        return "result", "报"
    return ("result", "") if _EACH_HAS.match(view.words) or _FOLLOWS_ON.match(view.words) else None


def _opening(view: _View) -> Verdict | None:
    if not view.preposition and classify.spirit(view.rest):
        return None
    if _PERIOD.fullmatch(view.words):
        return ("front" if view.next_words else "empty"), ""
    if view.named and view.rest[:1] in ("把", "将") and _obliges_another(view.next_words):
        return None
    opens = circumstances.opens(view.rest, subject=view.named, modal=view.modal, next_words=view.next_words)
    return ("front", "") if opens else None


def _outcome(view: _View) -> Verdict | None:
    """A result hoped for, a date or a membership, told after what is asked."""
    if view.first:
        return None
    rate = _RATE.fullmatch(view.words) and (not view.modal or not view.named)
    if rate or _TAIL_OF_DATE.match(view.words):
        return "result", ""
    return None if view.named else _hoped(view)


def _hoped(view: _View) -> Verdict | None:
    """A result or a state of mind hoped for, in a clause that names nobody."""
    if classify.mind(view.rest):
        return "stance", ""
    cured = _CURED.fullmatch(view.words) and not view.modal
    if cured or _THROUGH.match(view.words) or _THROUGH.match(view.rest):
        return "result", view.verb
    clear = view.result and len(view.result) >= len(view.verb) and view.result not in _EITHER
    way = _IN_THIS_WAY.match(view.words) and not view.modal
    if clear or way or _PUSH.match(view.rest) or _PUSH.match(view.words):
        return "result", view.result or view.verb
    if view.result == "做到" or (view.result in _EITHER and classify.spirit(view.rest)):
        return "result", view.result
    return None


def _attitude(view: _View) -> Verdict | None:
    if classify.showable(view.rest):
        return "concrete", ""
    if (
        view.rest.startswith("坚持")
        and len(view.rest) <= len("坚持因地制宜分类指导原则")
        and not classify.does(view.rest)
    ):
        return "umbrella", "坚持"
    if _IN_PLACE.fullmatch(view.words):
        return "stance", ""
    if classify.spirit(view.rest) or classify.spirit(view.raw.lstrip("要应须")):
        return "stance", ""
    return None


def _outcome_first(view: _View) -> Verdict | None:
    """Words of result where nothing was asked before."""
    counted = view.first and view.verb and _FIGURE.search(view.rest)
    if not view.result or len(view.result) < len(view.verb) or counted or (view.result == "把" and view.first):
        return None
    gradual = view.rest.startswith("实现") and view.words.startswith(_GRADUAL)
    if view.result in _EITHER and (view.first or view.named or gradual):
        return "concrete", view.result
    return "result", view.result


def _for_somebody(view: _View) -> Verdict | None:
    if view.preposition in ("为", "以") and not view.verb:
        return ("concrete" if view.first else "result"), view.preposition
    return None


def _emphasis(view: _View) -> Verdict | None:
    """General emphasis, whole or filled only by the next clause."""
    word = "" if view.preposition else EMPHASIS.at(view.rest, 0)
    word = word or ("深入" if view.words.startswith("深入推进") else "")
    if word:
        return ("umbrella" if classify.umbrella(view.rest, word) else "concrete"), word
    return ("umbrella", view.verb) if view.verb and classify.thin(view.rest, view.verb) else None


def _bare_verb(view: _View) -> Verdict | None:
    """科学论证, 分步实施: a verb without object colours its neighbour."""
    if (
        len(view.rest) <= len("实施")
        and len(view.words) <= len("进一步分类实施") - 1
        and not view.named
        and not view.modal
    ):
        return ("umbrella" if view.first else "result"), view.verb
    return None


def _asking(view: _View) -> Verdict | None:
    return "concrete", view.verb


_RULES: tuple[Callable[[_View], Verdict | None], ...] = (
    _helping,
    _trailing,
    _opening,
    _outcome,
    _attitude,
    _outcome_first,
    _for_somebody,
    _emphasis,
    _bare_verb,
    _asking,
)


def opens_as_demand(words: str) -> bool:
    """Whether a clause without subject begins with a verb, a manner word or a circumstance."""
    if not words or words[0] in "“《":
        return False
    listed = VERB.at(words, 0) or EMPHASIS.at(words, 0) or OUTCOME.at(words, 0) or skip_manner(words, 0)
    circumstance = words[0] in "对将把" or len(_PREPOSITION.at(words, 0)) > 1
    return bool(listed or circumstance or classify.showable(words[: len("边查边改") * 3]))


def asks_something(words: str) -> bool:
    """Whether any listed verb of doing stands in the words."""
    return LIGHT.search(words) is not None or not circumstances.verbless(words)
