"""Action or stance: whether somebody could be asked later to show it."""

from __future__ import annotations

import re

from .lexicon import ABSTRACT, SHOWABLE, SPIRIT

_MIND = (
    r"认识|站位|觉悟|自觉性?|意识|思维|观念|理念|信念|信心|决心|责任感|紧迫感|使命感|危机感|荣誉感|自信|定力|主动性|"
    r"思想|共识|导向|“四个意识”|“四个自信”|“两个维护”|立场|境界|政治[\u4e00-\u9fff]{2,4}力|精神状态|清醒头脑|"
    r"本领意识|大局观|政绩观|价值观"
)
_WELL = (
    r"[狠]?下(?:真|苦|足|硬|实|狠)?功夫|下大?力气|见(?:真章|实效|成效|长效|行动|担当)|求(?:突破|实效|创新|提升|深入|精准)|"
    r"动真格|动真碰硬|出(?:实招|真招|新招|成效|实效)|[作做]表率|带好头|走(?:在前列?|前列|深走实)|用(?:实劲|真劲|真功)|"
    r"有(?:新)?(?:作为|突破|进展|提升)|当(?:先锋|表率|标杆|好表率)|展(?:作为|担当)|显(?:担当|作为|成效)|(?:精准|集中)?发力"
)
_STATE = re.compile(
    rf"(?:提高|增强|强化|树立|树牢|树好|坚定|增进|统一|端正|深化|转变|牢固|牢记|保持|克服|纠正|摒弃|厘清|"
    rf"更新)[^，。；]{{0,40}}(?:{_MIND})[”\"]?$"
    r"|(?:充分|深刻|清醒|准确|全面){0,2}(?:认识|领会|把握|理解|体会|领悟)(?:到|好)?[^，。；]{0,80}(?:意义|重要性|紧迫性|"
    r"必要性|艰巨性|长期性|复杂性|精神|实质|内涵|形势|要义|要求|规律|部署|任务|决策|新?情况|挑战|变化|严峻性)$"
    r"|(?:全面|深入|认真|坚决)?(?:贯彻|落实|贯彻落实|学习贯彻|贯彻执行)(?!《)[^，。；《]{0,60}(?:精神|思想|部署|"
    r"方针|理念|战略|决策|指示|批示|路线|会议|部署要求|各项要求|工作要求|决策要求|总要求|总体要求)$"
    r"|坚持以[^，。；]{1,60}为[^，。；]{1,10}$"
    r"|(?:高举|坚持|秉持|秉承|遵循|把握|牢牢把握|践行|坚守)[^，。；]{0,40}(?:旗帜|思想|理念|方针|原则|导向|总基调|"
    r"主线|宗旨|初心|使命|底线|红线|路线|方向|规律|第一|优先|统一|结合|领导|要求|地位|观|关)$"
    r"|(?:学习|弘扬|发扬|践行|传承|继承|大力学习|学习弘扬)[^，。；]{0,40}(?:精神|作风|传统|文化|风尚|要求|品质|榜样)$"
    r"|以[^，。；]{1,60}为(?:指导|指引|引领|统领|遵循|动力|契机|根本|宗旨)$"
    r"|尊重[^，。；]{1,20}$|牢记[^，。；]{1,20}$|高度重视[^，。；]{0,40}$|解放和?发展[^，。；]{0,10}$"
    r"|(?:做到|坚决做到|切实做到)[“\"][^，。；]{1,12}[”\"]$"
    r"|(?:加强|强化|加强和改善|加强对)[^，。；《]{0,20}(?:组织领导|的领导|协调配合|协同配合|协作配合|沟通协作|"
    r"组织保障|党的领导|协同联动)$"
    r"|(?:推动|促进|抓好|确保|推进|抓实|做好)?[^，。；《]{0,30}(?:贯彻落实|落地见效|落到实处|落实落地|落地生根|"
    r"落细落实|取得实效|引向深入|抓出成效|贯彻实施)$"
    r"|(?:认真|忠实|切实|严格|自觉|依法)?履行(?![^，。；]*(?:责任人|监管|主体))[^，。；]{0,10}(?:职责|责任|使命|义务)$"
    r"|(?:杜绝|力戒|反对|克服|防止|破除)[^，。；]{0,40}(?:主义|现象|作风|倾向|情绪|歪风|心理|麻痹思想|懈怠思想)$"
    r"|(?:发扬|保持|拿出)[^，。；]{0,30}(?:精神|作风|劲头|状态|韧劲|干劲)$"
    r"|(?:努力|奋力|不断)?(?:开创|谱写)[^，。；]{1,30}(?:局面|篇章)$"
    r"|(?:坚定不移|毫不动摇|始终)[^，。；]{0,4}(?:走|沿着|坚持)[^，。；]{1,30}$"
    r"|(?:推进|抓好|落实|完成|做好|推动)(?:好)?(?:当前|下步|下一步|今年)?各项(?:重点)?(?:工作|任务|措施|部署|要求|"
    r"举措)(?:落实|落地)?$"
    r"|请[^，。；]{0,12}(?:贯彻执行|贯彻落实|遵照执行)$"
    rf"|[在从][^，。；]{{1,24}}(?:上|中|方面)(?:再|更|真正|持续|切实)?(?:{_WELL})$"
    r"|把[^，。；]{1,40}(?:责任|担子|使命|任务)[扛放记担]在[^，。；]{1,6}$|(?:扛[起牢实稳]|肩负起)[^，。；]{0,20}责任$|压实[^，。；]{0,10}政治责任$"
    r"|[将把]?思想和?行动统一到[^，。；]{1,40}上来?$"
    r"|(?:汲取|吸取)[^，。；]{0,12}教训$|绷紧[^，。；]{0,12}弦$|(?:切)?不[可能]掉以轻心$"
    r"|以[^，。；]{2,30}(?:责任感|精神|态度|作风|状态|干劲|劲头|决心)(?:抓|做|投入|推进|推动|统筹|落实|完成)[^，。；]{0,14}"
    r"(?:落实|工作|大事|任务)$"
    r"|先[\u4e00-\u9fff]{1,2}一步(?:、[^，。；]{2,6}){0,2}$|(?:迅速|积极)?掀起[^，。；]{0,12}热潮$"
    r"|[将把][^，。；]{2,40}作为[^，。；]{0,8}(?:政治任务|重大任务|头等大事|重中之重|首要任务|“[^”]{2,6}工程”)(?:抓[紧实][抓做][好实])?$|认清[^，。；]{0,12}形势$"
    r"|[将把][^，。；]{4,60}(?:有机(?:融合|结合|统一|衔接)|结合起来|统一起来|贯通起来)(?:、[^，。；、]{2,6})?$"
    r"|坚持(?:边[^，。；、边]{1,4}、?){2,6}$"
    r"|(?:认真)?(?:贯彻执行|遵照执行|组织实施)$"
)
_FOUR = re.compile(
    r"(?:加强|强化|健全|完善|优化|改进|提升|提高|突出|细化|明确|落实|压实|创新|拓展|注重|统筹|深化|坚持|把握|转变|"
    r"改善|增强|加快|狠抓|抓好|抓实|严明|严格|聚焦|完备|规范|夯实|筑牢|凝聚|汇聚|激发|形成|紧扣|理顺|找准|守住|补齐|"
    r"发挥)(?:工作|组织)?(?P<thing>[\u4e00-\u9fff]{2})$"
)
_MIND_ONLY = re.compile(rf"(?:提高|增强|提升|强化|树立|树牢)[^，。；]{{0,40}}(?:{_MIND})[”\"]?$")
_OF_OTHERS = re.compile(r"社会|群众|公众|居民|村民|市民|农民|学生|职工|员工|游客|司机|企业|人民")
_EMPTY_WISH = re.compile(
    r"(?:提高|提升|增强|促进|推动|加快|打造|营造|激发|释放|培育|塑造|形成)[^，。；]{0,60}(?:发展|水平|质量|能力|"
    r"效能|活力|环境|氛围|高地|格局|优势|形象|动力|合力|升级|形势|局面|新高|满意度|获得感)$"
)
_DO = re.compile(r"坚持[^，。；]{1,40}(?:搞|抓实|办好|开门|上门|下沉|走访|公开|督[导查办]|检查|通报|例会|调度)")
_BOLD = re.compile(r"(?:敢于|勇于|善于|坚持)(?:较真碰硬|动真碰硬|实事求是|担当|斗争|碰硬|亮剑|创新|负责|攻坚)|坚持原则")
_WORK = re.compile(r"[^，。；]{4,}(?:监管|防治|公示|检查|巡查|监测|培训|教育|执法|排查|调剂|养护|管控|防控|审核)")
_OBJECT_OF = re.compile(r"对.{1,40}的")


_GENERAL = re.compile(
    r"(?:进一步|切实|持续|不断|全面|着力){0,2}(?:突出|强化|加强|严格|严肃|严明|压实|压紧压实|健全|完善|优化|提升|提高|深化|狠抓|夯实|聚焦|紧盯|坚持|"
    r"转变|改进|创新|注重|统筹|筑牢|守牢|落实|把握|抓实|抓牢|拧紧)[\u4e00-\u9fff]{2,6}|"
    r"[\u4e00-\u9fff]{4}抓[\u4e00-\u9fff]{2,4}"
)
_PIECE = re.compile(r"[\u4e00-\u9fff]{4,10}")


def announces(words: str) -> bool:
    """Whether a demand is so short and general that it only announces its details: 强化督查考核."""
    pieces = re.split(r"[，、]", words)
    return len(pieces) <= 3 and bool(_GENERAL.fullmatch(pieces[0])) and all(_PIECE.fullmatch(piece) for piece in pieces)


def idiom(words: str) -> bool:
    """Whether the words are a set phrase of spirit."""
    return words in SPIRIT


def showable(words: str) -> bool:
    """Whether the words hold a set phrase that can be shown."""
    return any(_ends_predicate(words, phrase) for phrase in SHOWABLE)


def _ends_predicate(words: str, phrase: str) -> bool:
    """Whether a set phrase is said as something to do, not as part of a noun: 立行立改, but not 在立行立改上."""
    place = words.find(phrase)
    end = place + len(phrase)
    return place >= 0 and (end == len(words) or words[end] in "、，；。”见，")


def does(words: str) -> bool:
    """Whether 坚持… names something done, such as 坚持…督导."""
    return bool(_DO.match(words))


def _phrase(words: str) -> bool:
    """Whether a short phrase is one of spirit."""
    bare = words.removeprefix("切实").removeprefix("进一步").removeprefix("认真")
    if words in SPIRIT or bare in SPIRIT:
        return True
    if _BOLD.fullmatch(bare):
        return True
    match = _FOUR.fullmatch(bare)
    return bool(match and match["thing"] in ABSTRACT)


def spirit(words: str) -> bool:
    """Whether a predicate asks for an attitude only."""
    if len(words) > 120 or showable(words):
        return False
    if _DO.match(words):
        return False
    if _STATE.fullmatch(words):
        return True
    if "、" in words:
        pieces = words.split("、")
        if all(len(piece) <= 8 for piece in pieces):
            return sum(_phrase(piece) or bool(_STATE.fullmatch(piece)) for piece in pieces) * 2 >= len(pieces)
        return False
    return _phrase(words)


def mind(words: str) -> bool:
    """Whether a predicate asks for a state of mind: 增强…自觉."""
    return bool(_MIND_ONLY.match(words)) and not _OF_OTHERS.search(words)


def wish(words: str) -> bool:
    """Whether a predicate only hopes for a state of things."""
    return bool(_EMPTY_WISH.match(words))


def umbrella(words: str, verb: str) -> bool:
    """Whether verb and object are so general that the next clause says what is meant."""
    thing = words[len(verb) :]
    if _OBJECT_OF.match(thing):
        return False
    if verb in ("加强", "强化") and _WORK.fullmatch(thing):
        return False
    return len(thing) <= 12 or thing.endswith(("力度", "改革", "作用", "创新"))


def thin(words: str, verb: str) -> bool:
    """Whether a listed verb has an object that only the next clause fills: 支持…发展, 贯彻《…》."""
    thing = words[len(verb) :]
    if verb in ("落实", "贯彻", "遵循", "遵守", "贯彻落实", "严守"):
        return "《" in thing[:3] or thing.endswith(("要求", "规定", "精神", "部署", "原则", "》"))
    if verb in ("支持", "促进", "推动", "推进", "加快", "鼓励"):
        return len(thing) <= 16 and thing.endswith(("创新", "提升", "发展", "改革", "建设", "升级", "转型"))
    if verb in ("运用", "利用", "综合运用", "用好", "采取"):
        return thing.endswith(("手段", "方式", "技术", "优势", "政策", "资源", "措施", "平台", "等"))
    return False
