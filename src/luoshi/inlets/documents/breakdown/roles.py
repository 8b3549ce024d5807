"""What each clause does in its sentence: opens, asks, tells a result, or sets a circumstance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from . import bodies, classify, deadlines, modals
from .bodies import Bodies
from .lexicon import ADVERBS, CONCRETE, CONNECTIVES, PREPOSITIONS, RESULT, UMBRELLA, Prefixes

Role = Literal["front", "concrete", "umbrella", "result", "stance", "empty"]

_ADVERBS = Prefixes(ADVERBS)
_CONCRETE = Prefixes(CONCRETE)
_UMBRELLA = Prefixes(UMBRELLA)
_RESULT = Prefixes(RESULT)
_PREPOSITIONS = Prefixes(PREPOSITIONS)
_CONNECTIVES = Prefixes(CONNECTIVES)
_ORDINAL = re.compile(r"(?:第?[一二三四五六七八九十]{1,2}(?:是要?|要|，|则)|再者|其[一二三四五])")
_NOT_LINK = re.compile(r"会后(?=[一二三四五六七两\d])|并[联轨购行网入举重非]|而[后今言]|且[慢]|还[原款清贷乡本]|也[门许]|要[求素点件害]|请[示求假教]|[一二三]要素")
_ASKING = frozenset("要 请 必须 一定 一定要 还要 也要 更要 又要 都要 均要 同时要 特别是要 尤其要 就是要 关键是 下一步要 一要 二要 三要 四要 五要 六要 七要 八要".split())

LIGHT = re.compile(
    r"进行|予以|给予|加以|开展|实行|实施|加强|强化|做好|抓好|提出|作出|采取|建立|健全|完善|办理|追究|落实|取消|依法|依规|严肃|及时|适时|按(?!照)|逐[一步项个户]|免[于除收]|享受|报销|报告|通报|公开|公布|曝光|督促|问责|处理|处置|处罚|表扬|表彰|集中|组织|"
    r"实现|探索|推[行广动进]|制定|修订|明确|简化|优化|压[缩减]|纳入|设[立置]|支持|鼓励|允许|引导|倒排|分类|分级|一律|不予|不再|直接|全面|全部|重点|严格|坚决|从[严重快]|要(?![求素点件])|应(?![届急用付对收纳聘])|不得|可[以自先]|提供|补[助充]|减[免少]|放宽|出台|编制|定期|即|挂牌|发放|安排|解决|整[改治合]|清理|化解|评[价估]|审[核查批计]|"
    r"核查|检查|督[查导办]|帮扶|慰问|跟踪|回访|登记|建档|修缮|改造|拆除|收[回取]|移[交送]|报(?!告|销|道|名)|构建|搭建|打造|充实|增[加设强]|提[高升]|扩大|推送|听取|征求|查[处办]|打击|约谈|谈话|培训|宣传|指导|管理|细化|划定|负责|负总责|承担|牵头"
)
_CLOSER = (
    r"要求|规定|精神|原则|标准|性质|情况|问题|需要|需求|部署|实际|特点|方式|手段|办法|分工|安排|程序|规范|职责|目标|现状|结果|环节|领域|技术|工具|平台|数据|优势|契机|机遇|渠道|载体|途径|措施|力量|资源|机制|形式|规律|计划|规划|方案|意见|条例|"
    r"法规|法律|政策|制度|等|任务|清单|思路|步骤|模式|权限|时限|节点|条件|主题|主线|重点|功能|活动|工作|行动|”|》|）"
)
_CLOSED = re.compile(rf"(?:{_CLOSER})(?=(?P<rest>.))")
_IN_CLOSED = re.compile(r"(?:中|上|内|下|时|后|前|间|方面|领域|环节|范围|地区|口岸|区域|期|处|里|市|县|区|镇|村|底|末|年|月|日|会)(?=.)")
_CIRCUMSTANCE = re.compile(
    r"(?:(?<![学小工课个])时|之前|之后|以前|以后|期间|过程中|当中|工作中|同时|基础上|前提下|情况下|条件下|背景下|框架下|领导下|指导下|支持下|形势下|以来|之日起|为止|的话|之际|之外|之余)$|.{3}[后前中外起]$"
)
_NOT_PREPOSITION = re.compile(r"同[意步期]|与会|从[事业]|对[接账照口]|就[业地近位]|为期|经[营济]|自[查行主评建测纠]|到[位岗]|给予|以[及上下内]|将[来会]|因地|如[期实]|若干|把[握关好牢]|向[前上]|除[险]|至[少今]|在[建岗职册编]")
_STAGE = re.compile(r"(?:阶段|方面|层面|角度)$")
_BEING = re.compile(r"正在|处于|已经|面临|存在着|了(?!解)")
_GIVES = re.compile(r"打下|奠定|提供|创造|作出|做出|增添|注入|营造|争取|贡献|支撑|当好|发放|配备|办理|减轻|开辟|搭建")
_TOPIC = re.compile(r"(?:^|[^目标靶])的$")
_CONDITION = re.compile(r"^(?:如需?|若|凡是?|一旦|只要|只有|无论|不论|不管|除非|鉴于|由于|因(?!地制宜|势)|遇有?|当(?!好|前|地|年)|对于|至于|或者?|且)")
_AS = re.compile(r"^以.{1,80}?(?:作为|为)(?!主.)[^，]{1,24}$")
_MASK = re.compile(r"(?<=“)[^“”]{1,120}(?=”)|(?<=《)[^《》]{1,120}(?=》)")
_TAIL_OF_DATE = re.compile(r"^(?:力争|争取|确保|务必|原则上|要|须|应|并|于|在)*.{0,16}(?:前|内|底|末)(?:全部|基本|全面|要|须|应|务必|按期|高质量)*(?:完成|办结|到位|见效|落实|落实到位|完成整改|整改到位|整改完成|完工|竣工|结束|完成任务)(?:任务|工作)?$")
_WITH = re.compile(r"(?:要|应|须|应当)?(?:积极|主动)?(?:会同|联合(?=[各有相市县区教公财]))")
_HELPERS = re.compile(r"(?:参与|参加|配合|协助|协同|协办|支持|支持配合|参与配合|积极配合|配合支持|配合做好.{0,12}|按职责分工(?:负责|配合|落实)|按照职责分工.{0,8})$")


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
    ordinal: bool = False  # opened by 一是, 二要 and the like
    colon: bool = False
    subject: Bodies | None = None


_EITHER = frozenset("逐一 逐个 逐项 逐条 逐户 重点 做到 决不能 绝不能 实现 减少 降低 不得 严禁 不准 不要 不能 不允许 保障 杜绝 改善 防止".split())
_PUSH = re.compile(r"(?:推动|促进|带动)[^，。；]{0,60}(?:落实|到位|落地|见效|转型升级|提高|提升|改善|好转|发展|转变)$")
_BY_ALONE = re.compile(r"(?:[\u4e00-\u9fff]{0,6}工作)?由[^，。；]{2,60}(?:牵头|负责|具体负责|牵头负责|组织实施|主办)")
_FILED = re.compile(r"(?:及时|统一|并|另行)?(?:报|报请|提请|提交|报送|报经)[^，。；]{2,20}(?:备案|审批|批准|审定|审核|同意|审议|研究|备查)")
_FOLLOWS_ON = re.compile(r"以及|及其?(?!时)|和(?!谐)|即可|便可|[能该应可][^，]{1,4}的[^，]{1,4}$")
_MEMBERS = re.compile(r"(?:由?[\u4e00-\u9fff]{0,6})?(?:组长|副组长|成员|主任|副主任|召集人|负责人|总指挥|办公室主任)(?:单位)?由[^，。；]{2,120}(?:担任|组成|兼任)|由[^，。；]{2,30}(?:担?任|兼任)[^，。；]{0,4}(?:组长|主任|召集人|总指挥|负责人|成员)")


def named_verb(words: str) -> bool:
    """Whether the words begin as a demand."""
    return bool(_CONCRETE.at(words, 0) or _UMBRELLA.at(words, 0) or _RESULT.at(words, 0))


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
        word = _CONNECTIVES.at(words, place)
        if not word or _NOT_LINK.match(words, place) or (word.endswith("要") and _NOT_LINK.match(words, place + len(word) - 1)):
            break
        if word in ("要求", "重点任务", "其中") and place + len(word) < len(words) and word != "其中":
            break
        modal = modal or word in _ASKING
        linked = linked or word in ("并", "同时", "并且", "而且", "且", "与此同时", "同时要", "此外", "另外")
        place += len(word)
    return place, modal, linked


def skip_manner(words: str, place: int) -> int:
    """The place after the manner words."""
    while True:
        word = _ADVERBS.at(words, place)
        if not word:
            return place
        place += len(word)


def _verbless(words: str) -> bool:
    """Whether no listed verb opens anywhere in the words."""
    return not any(_CONCRETE.at(words, index) for index in range(len(words)))


def _complete(rest: str, preposition: str) -> bool:
    """Whether a clause that opens with a preposition has its verb too."""
    size = len(preposition)
    if preposition in ("将", "把", "由", "给"):
        return True
    if preposition in ("对", "对于", "就", "与", "同", "向", "为", "跟", "面向"):
        for match in LIGHT.finditer(rest, size + 1):
            if preposition not in ("对", "对于", "就"):
                return True
            last = rest.rfind("的")
            if last > match.start() and (last == len(rest) - 1 or _verbless(rest[last + 1 :])):
                continue
            return True
        return False
    if preposition == "为" and _GIVES.search(rest, 2):
        return True
    if preposition in ("在", "从", "自", "于", "到", "至"):
        return any(_opens_verb(rest, match.end()) for match in _IN_CLOSED.finditer(rest, size))
    if preposition == "以" and _AS.match(rest):
        return False
    return any(_opens_verb(rest, match.end()) for match in _CLOSED.finditer(rest, size))


def _opens_verb(rest: str, place: int) -> bool:
    """Whether a predicate begins at the place."""
    after = skip_manner(rest, place)
    if after > place:
        return after < len(rest)
    return bool(
        _CONCRETE.at(rest, place) or _RESULT.at(rest, place) or _UMBRELLA.at(rest, place) or LIGHT.match(rest, place) or modals.length(rest, place)
    ) and not rest.startswith(("部", "防", "报", "设", "建", "查", "转", "立", "办"), place)


def _noun_only(words: str) -> bool:
    """Whether the words are a noun with its attribute and no predicate."""
    last = words.rfind("的")
    if last < 1:
        return False
    tail = words[last + 1 :]
    return (_verbless(tail) or bodies.ends_as_body(tail)) and not LIGHT.match(words, 0) and not _UMBRELLA.at(words, 0) and not _RESULT.at(words, 0)


def _front(rest: str, *, subject: bool, modal: bool, next_words: str) -> bool:
    """Whether the predicate part only sets a circumstance for what follows."""
    if not rest:
        return True
    if _TOPIC.search(rest):
        return True
    if rest.startswith("除") and rest.endswith("外"):
        return True
    if _AS.match(rest) and len(rest) < 60:
        return not modal
    preposition = "" if _NOT_PREPOSITION.match(rest) else _PREPOSITIONS.at(rest, 0)
    if preposition and not _complete(rest, preposition):
        return True
    if modals.place(rest) < 0 and len(rest) > 3 and (preposition or not LIGHT.match(rest, 0)) and _CIRCUMSTANCE.search(rest):
        return True
    if preposition and _STAGE.search(rest) and modals.place(rest) < 0:
        return True
    if re.match(r"或者?|且", next_words) and not named_verb(rest) and modals.place(rest) < 0:
        return True
    if rest.startswith(("允许", "支持", "鼓励")) and rest[2:3] == "对" and not _complete(rest[2:], "对"):
        return True
    if _CONDITION.match(rest) and modals.place(rest) < 0 and not _CONDITION.match(next_words):
        return True
    if not subject and not preposition and next_words and modals.place(rest) < 0 and not _BEING.search(rest):
        plain = not _CONCRETE.at(rest, 0)
        bare_modal = modals.length(next_words, 0) > 0 or next_words.startswith(("可", "一律", "免于", "允许"))
        if _noun_only(rest) and (plain or bare_modal):
            return True
    return False


def read(body: str, start: int, end: int, tail: int, *, first: bool, next_words: str, colon: bool) -> Part:
    """Find what a clause does."""
    whole = body[start:end]
    skip, modal, linked = lead_in(whole)
    words = whole[skip:]
    part = Part(start + skip, end, tail, start, words, "empty", modal=modal, linked=linked, colon=colon)
    part.ordinal = _ORDINAL.match(whole) is not None
    if not words:
        return part
    next_skip, next_modal, _ = lead_in(next_words)
    next_bare = next_words[next_skip:]
    asks_next = next_modal or modals.length(next_words, 0) > 0
    subject = bodies.subject(words, 0, next_is_modal=asks_next) or bodies.owner_of_report(words, next_words)
    core = 0
    if subject is not None:
        part.subject = subject
        core = subject.end
        match = bodies.modal_at(words, core)
        if match:
            part.modal = True
            core = match
    joined = _WITH.match(words, core)
    if joined:
        row = bodies.after(words, joined.end())
        if row is not None and row.end < len(words):
            core = row.end
    middle = modals.place(words, core)
    if middle >= 0:
        part.modal = True
    if middle > core and not _PREPOSITIONS.at(words, skip_manner(words, core)):
        # 未移交的应限期完成: what is acted on stands before the obliging word
        core_of_verb = middle + modals.length(words, middle)
    else:
        core_of_verb = core
    part.core = skip_manner(words, core_of_verb)
    limit = deadlines.find(words[core_of_verb:])
    dated = limit is not None and limit[0] <= 4 and core_of_verb + limit[1] < len(words)
    if limit is not None and dated:
        part.core = skip_manner(words, core_of_verb + limit[1])
    masked = _MASK.sub(lambda match: "□" * len(match[0]), words)
    rest = masked[part.core :]
    part.role, part.verb = _role(words, rest, part, next_bare or next_words, first)
    if dated and part.role == "result" and not _TAIL_OF_DATE.match(words):
        part.role = "concrete"
    return part


def _role(words: str, rest: str, part: Part, next_words: str, first: bool) -> tuple[Role, str]:
    named = part.subject is not None
    raw = words[part.subject.end :] if part.subject else words
    if not rest:
        return ("front", "") if not part.verb else ("concrete", "")
    if named and not part.modal and _HELPERS.fullmatch(raw):
        return ("result" if not first else "front"), "配合"
    if next_words and _BY_ALONE.fullmatch(words):
        return "front", ""
    if not first and words.startswith("不") and len(words) <= 6 and not part.modal:
        return "result", "不"
    if not first and not named and _FILED.fullmatch(words):
        return "result", "报"
    if _FOLLOWS_ON.match(words) and not first:
        return "result", ""
    if _front(rest, subject=named, modal=part.modal, next_words=next_words):
        return "front", ""
    if not first and (_TAIL_OF_DATE.match(words) or _MEMBERS.match(words)):
        return "result", ""
    preposition = "" if _NOT_PREPOSITION.match(rest) else _PREPOSITIONS.at(rest, 0)
    result = _RESULT.at(rest, 0) or _RESULT.at(words, 0)
    concrete = _CONCRETE.at(rest, 0)
    if not first and (result and len(result) >= len(concrete) and result not in _EITHER or _PUSH.match(rest)) and not named:
        return "result", result or concrete
    if not first and not named and result in _EITHER and classify.spirit(rest):
        return "result", result
    if classify.showable(rest):
        return "concrete", ""
    if rest.startswith("坚持") and len(rest) <= 12 and not classify.does(rest):
        return "umbrella", "坚持"
    if classify.spirit(rest) or classify.spirit(raw[len(raw) - len(raw.lstrip("要应须")) :]):
        return "stance", ""
    if result and len(result) >= len(concrete) and not (result == "把" and first):
        if result in _EITHER and (first or named or (rest.startswith("实现") and words.startswith(("逐步", "基本", "全面")))):
            return "concrete", result
        return "result", result
    if preposition in ("为", "以") and not concrete:
        return ("result" if not first else "concrete"), preposition
    umbrella = _UMBRELLA.at(rest, 0) or ("深入" if words.startswith("深入推进") else "")
    if umbrella:
        return ("umbrella" if classify.umbrella(rest, umbrella) else "concrete"), umbrella
    if concrete and classify.thin(rest, concrete):
        return "umbrella", concrete
    if len(rest) <= 2 and len(words) <= 6 and not named and not part.modal:
        return ("umbrella" if first else "result"), concrete
    return "concrete", concrete


def opens_as_demand(words: str) -> bool:
    """Whether a clause without subject begins with a verb, a manner word or a circumstance."""
    if not words:
        return False
    if words[0] in "“《":
        return False
    place = skip_manner(words, 0)
    return bool(
        place
        or _CONCRETE.at(words, 0)
        or _UMBRELLA.at(words, 0)
        or _RESULT.at(words, 0)
        or classify.showable(words[:12])
        or (len(_PREPOSITIONS.at(words, 0)) > 1)
        or words[:1] in "对将把"
    )


def asks_something(words: str) -> bool:
    """Whether any listed verb of doing stands in the words."""
    return LIGHT.search(words) is not None or not _verbless(words)
