"""Clauses that only set a circumstance for the next one: 按照…的要求, 对…的, 在…中, 如…."""

from __future__ import annotations

import re

from . import bodies, modals
from .lexicon import ADVERBS, CONCRETE, PREPOSITIONS, RESULT, UMBRELLA, Prefixes

ADVERB = Prefixes(ADVERBS)
VERB = Prefixes(CONCRETE)
EMPHASIS = Prefixes(UMBRELLA)
OUTCOME = Prefixes(RESULT)
PREPOSITION = Prefixes(PREPOSITIONS)

LIGHT = re.compile(
    r"进行|予以|给予|加以|开展|实行|实施|加强|强化|做好|抓好|提出|作出|采取|建立|健全|完善|办理|追究|落实|取消|依法|"
    r"依规|严肃|及时|适时|按(?!照)|逐[一步项个户]|免[于除收]|享受|报销|报告|通报|公开|公布|曝光|督促|问责|处理|处置|"
    r"处罚|表扬|表彰|集中|组织|"
    r"实现|探索|推[行广动进]|制定|修订|明确|简化|优化|压[缩减]|纳入|设[立置]|支持|鼓励|允许|引导|倒排|分类|分级|"
    r"一律|不予|不再|直接|全面|全部|重点|严格|坚决|从[严重快]|要(?![求素点件])|应(?![届急用付对收纳聘])|不得|"
    r"可[以自先]|提供|补[助充]|减[免少]|放宽|出台|编制|定期|即|挂牌|发放|安排|解决|整[改治合]|清理|化解|评[价估]|"
    r"审[核查批计]|"
    r"核查|检查|督[查导办]|帮扶|慰问|跟踪|回访|登记|建档|修缮|改造|拆除|收[回取]|移[交送]|报(?!告|销|道|名)|构建|"
    r"搭建|打造|充实|增[加设强]|提[高升]|扩大|推送|听取|征求|查[处办]|打击|约谈|谈话|培训|宣传|指导|管理|细化|划定|"
    r"负责|负总责|承担|牵头|提前|逐[案村条]|尽快|抓紧|限期|立即|立刻|迅速|第一时间|切实|认真|持续|不定期|分别|修订|废止"
)
_CLOSER = (
    r"要求|规定|精神|原则|标准|性质|情况|问题|需要|需求|部署|实际|特点|方式|手段|办法|分工|安排|程序|规范|职责|目标|"
    r"现状|结果|环节|领域|技术|工具|平台|数据|优势|契机|机遇|渠道|载体|途径|措施|力量|资源|机制|形式|规律|计划|规划|"
    r"方案|意见|条例|"
    r"法规|法律|政策|制度|等|任务|清单|思路|步骤|模式|权限|时限|节点|条件|主题|主线|重点|功能|活动|工作|行动|”|》|）"
)
_CLOSED = re.compile(rf"(?:{_CLOSER})(?=(?P<rest>.))")
_IN_CLOSED = re.compile(
    r"(?:中|上|内|下|时|后|前|间|方面|领域|环节|范围|地区|口岸|区域|期|处|里|市|县|区|镇|村|底|末|年|月|日|会)(?=.)"
)
_CIRCUMSTANCE = re.compile(
    r"(?:(?<![学小工课个])时|之前|之后|以前|以后|期间|过程中|当中|工作中|同时|基础上|前提下|情况下|条件下|背景下|"
    r"框架下|领导下|指导下|支持下|形势下|以来|之日起|为止|的话|之际|之外|之余|节点|时段|时期|关头|时刻|节假日)$|.{3}[后前中外起]$"
)
_STAGE = re.compile(r"(?:阶段|方面|层面|角度)$")
_TOPIC = re.compile(r"(?:^|[^目标靶])的$")
_CONDITION = re.compile(
    r"^(?:如需?|若|凡是?|一旦|只要|只有|无论|不论|不管|除非|鉴于|由于|因(?!地制宜|势)|遇有?|当(?!好|前|地|年)|对于|"
    r"至于|或者?|且|未(?:经|按|取得|达到))"
)
_AS = re.compile(
    r"^以.{1,80}?(?:作为|为)(?!主.)[^，]{1,24}$|"
    r"^[将把].{1,80}?作为[^，]{0,12}(?:重点|任务|抓手|突破口|切入点|着力点|主线|契机|重中之重|大事|内容|举措)$"
)
_NOT_PREPOSITION = re.compile(
    r"同[意步期]|与会|从[事业]|对[接账口]|就[业地近位]|为期|经[营济]|自[查行主评建测纠]|到[位岗]|给予|"
    r"以[及上下内]|将[来会]|因地|如[期实]|若干|把[握关牢]|把好(?!经验|做法)|向[前上]|除[险]|至[少今]|在[建岗职册编]"
)
_BEING = re.compile(r"正在|处于|已经|面临|存在着|了(?!解)")
_GIVES = re.compile(r"打下|奠定|提供|创造|作出|做出|增添|注入|营造|争取|贡献|支撑|当好|发放|配备|办理|减轻|开辟|搭建")
_ALTERNATIVE = re.compile(r"或者?|且")
_ALWAYS_WHOLE = ("将", "把", "由", "给")
_TOWARDS = ("对", "对于", "就", "与", "同", "向", "为", "跟", "面向")
_ABOUT = ("对", "对于", "就")
_WITHIN = ("在", "从", "自", "于", "到", "至")
_PERMITS = ("允许", "支持", "鼓励")
_BARE_MODAL = ("可", "一律", "免于", "允许")
_NOUN_LIKE = ("部", "防", "报", "设", "建", "查", "转", "立", "办")
_AT_ONCE = re.compile(r"第一时间|立即|立刻|及时|马上|迅速|按规定|依法|一律|严格")
_LONGEST_MANNER = 60
_LONG_CASE = 8  # characters of 对… that leave room for a predicate


def skip_manner(words: str, place: int) -> int:
    """The place after the manner words."""
    while True:
        word = ADVERB.at(words, place) or (words[place : place + 2] if words.startswith("逐", place) else "")
        if not word:
            return place
        place += len(word)


def preposition_of(words: str) -> str:
    """The preposition that opens the words, or the empty string."""
    return "" if _NOT_PREPOSITION.match(words) else PREPOSITION.at(words, 0)


def verbless(words: str) -> bool:
    """Whether no listed verb stands anywhere in the words."""
    return not any(VERB.at(words, index) for index in range(len(words)))


def _complete(rest: str, preposition: str) -> bool:
    """Whether a clause that opens with a preposition has its verb too."""
    size = len(preposition)
    if preposition in _ALWAYS_WHOLE or (preposition == "为" and _GIVES.search(rest, 2)):
        return True
    if preposition in _TOWARDS:
        return any(
            preposition not in _ABOUT or not _describes(rest, match.start()) for match in LIGHT.finditer(rest, size + 1)
        )
    if preposition == "以" and _AS.match(rest):
        return False
    closed = _IN_CLOSED if preposition in _WITHIN else _CLOSED
    return any(_opens_verb(rest, match.end()) for match in closed.finditer(rest, size))


_CASE_DONE = re.compile(r"(?:对|对于|把|将)[^，。；]{3,60}(?:的|者|[\u4e00-\u9fff]{2})(?=[\u4e00-\u9fff、“]{4,}$)")


def _stands_alone(rest: str, preposition: str) -> bool:
    """Whether the last clause of a row has its predicate, though of verbs that no list knows: 对…快查快结."""
    return preposition == "对" and len(rest) >= _LONG_CASE and not _TOPIC.search(rest) and bool(_CASE_DONE.match(rest))


def _describes(rest: str, verb: int) -> bool:
    """Whether a verb only describes the noun at the end: 对作出贡献的人员."""
    last = rest.rfind("的")
    return last > verb and (last == len(rest) - 1 or verbless(rest[last + 1 :]))


def _opens_verb(rest: str, place: int) -> bool:
    """Whether a predicate begins at the place."""
    after = skip_manner(rest, place)
    if after > place:
        return after < len(rest)
    if rest.startswith(_NOUN_LIKE, place):
        return False
    listed = VERB.at(rest, place) or OUTCOME.at(rest, place) or EMPHASIS.at(rest, place)
    return bool(listed or LIGHT.match(rest, place) or modals.length(rest, place))


def _noun_only(words: str) -> bool:
    """Whether the words are a noun with its attribute and no predicate."""
    last = words.rfind("的")
    if last < 1 or LIGHT.match(words, 0) or EMPHASIS.at(words, 0) or OUTCOME.at(words, 0):
        return False
    tail = words[last + 1 :]
    return verbless(tail) or bodies.ends_as_body(tail)


def opens(rest: str, *, subject: bool, modal: bool, next_words: str) -> bool:
    """Whether a predicate only sets a circumstance for what follows."""
    last = not next_words
    if not rest or _TOPIC.search(rest) or (rest.startswith("除") and rest.endswith("外")):
        return True
    if _AS.match(rest) and len(rest) < _LONGEST_MANNER:
        return not modal or (rest[0] in "将把" and not last)
    preposition = preposition_of(rest)
    if preposition and not _complete(rest, preposition) and not (last and (modal or _stands_alone(rest, preposition))):
        return True
    if preposition == "由":
        row = bodies.after(rest, 1)
        if row is not None and row.end < len(rest):
            way = rest[row.end :]
            return preposition_of(way) != "" and not last and not _complete(way, preposition_of(way))
    if rest.startswith(_PERMITS) and rest[2:3] == "对" and not _complete(rest[2:], "对"):
        return True
    return modals.place(rest) < 0 and _sets(rest, preposition, subject=subject, next_words=next_words)


def _sets(rest: str, preposition: str, *, subject: bool, next_words: str) -> bool:
    """Whether words that oblige nobody are a time, a stage, a condition or the noun that the next clause is about."""
    if len(rest) > len("XXX") and (preposition or not LIGHT.match(rest, 0)) and _CIRCUMSTANCE.search(rest):
        return True
    if preposition and _STAGE.search(rest):
        return True
    if _ALTERNATIVE.match(next_words) and not (VERB.at(rest, 0) or EMPHASIS.at(rest, 0) or OUTCOME.at(rest, 0)):
        return True
    if _CONDITION.match(rest) and not _CONDITION.match(next_words) and (next_words or not _AT_ONCE.search(rest)):
        return True
    if subject or preposition or not next_words or _BEING.search(rest):
        return False
    obliged_next = modals.length(next_words, 0) > 0 or next_words.startswith(_BARE_MODAL)
    return _noun_only(rest) and (not VERB.at(rest, 0) or obliged_next)
