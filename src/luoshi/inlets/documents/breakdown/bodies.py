"""Who acts: the bodies that a clause names as acting, by where they stand and what stands after them."""

from __future__ import annotations

import re
from itertools import islice

from . import deadlines
from .lexicon import ADVERBS, CONCRETE, PREPOSITIONS, RESULT, UMBRELLA, Prefixes, listed
from .names import SEPARATOR, Bodies, ends_with_body, row_ends, strength, whole

__all__ = ["Bodies", "after", "agents", "ends_as_body", "modal_at", "owner_of_report", "strength", "subject", "whole"]

_MODAL = re.compile(
    r"[，]?(?:也|都|均|还|则|更|又|就|只|一定|首先|今后|原则上|在[^，。；]{1,24}?时，?)?(?:要(?!求|点|素|件)|应当|"
    r"应(?!急|用|对|收|届|付)|须(?!知)|必须|务必|不得|不准|严禁|可(?!能|靠|行|持续))"
)
# verbs and prepositions that stand inside names too often to end one
_INSIDE_NAMES = listed(
    """
    部 防 办 设 转 改 查 建 立 谋 搞 做 抓 发展 改革 规划 建设 管理 教育 培训 监管 监督 审计 统计 检验 检测 公证
    应用 交流 设计 研究 服务 运行 宣传 投资 采购 评估 认证 执法 应急 联合 主要 重点 综合 专门 专项 具体 直接
    独立 会同 到 由 从 给 跟 至 同 每 因 凡 如 若 除 地 好 把 使 为
    """
)
_ALSO_FOLLOW = listed(
    """
    承担 要 应 须 将 从 由 作为 报 每 牵头 负责 主要由 为 也 均 都 设在 把 同 可 组织实施 组织开展 组织对 进行
    组织制定 组织专家 具体负责 原则上 不再 务必 必须 不得 确因 结合 建立 建设好 研究制定 研究提出 研究建立
    具体落实 具体实施 具体承办 抓好落实 领题 领衔 领办 包抓 挂帅 带队
    负总责 负主责 负首责 负全责 总负责 具体抓 亲自抓 责令 扣除 托管 收购 没收 追缴 吊销 送达 转交
    提级 挂牌 会同 确认 出资 分担 兜底 认领 至少 离开 外出 主持 召集 指定 决定 代管 裁定 协商
    工作中 工作情况 工作进展 是责任主体 是第一责任人 是牵头单位 对
    """
)
_FOLLOWERS = Prefixes(((CONCRETE | ADVERBS | RESULT | UMBRELLA | PREPOSITIONS) - _INSIDE_NAMES) | _ALSO_FOLLOW)
_NAME_GOES_ON = re.compile(
    r"(?:督导|督查|督办|检查|宣传|组织|监督|监察|管理|改革|规划|审计|统计|巡察|巡视|协调|联络|蹲点|驻村|驻点|包联|"
    r"包保|帮扶|执法|调解|指导|服务|推进|整治|治理|保障|建设|评估|考核|审核|信访|工作|综合|专项|领导|应急|"
    r"联合){1,2}"
    r"(?:领导小组|工作专班|指挥部|办公室|小组|专班|中心|部门|机构|委员会|干部|人员|专员|[组办部局处室队员委])(?!署|"
    r"分|长期)"
)
_OBLIGED = re.compile(
    r"会同|负[总主首全]责|总负责|具体抓|亲自抓|承担|负责|牵头|主办|配合|协助|务必|必须|不得|作为|"
    r"为(?:第一|直接|主要|具体)?责任(?:人|主体|单位)|为牵头|每[年月日周天季班]|是责任主体|是第一责任人"
)


_NEAR_HEAD = 30
_SEASON = re.compile(
    r"每(?:年|月|周|天|日|季度?|半年|学期)|平时|平常|[主强]?[汛旱]期|(?:防火|禁烧|旺|淡|冬春|假|农忙|枯水|供暖)[期季]|"
    r"[\u4e00-\u9fff]{2,6}期间|节假日|日常"
)
_SELF = re.compile(r"自[治身我有己然]")  # 村民自治章程: no preposition
_DATE_NEXT = re.compile(r"(?:于|在)?(?:会后|年内|年底|月底|本月|本周|今年|明年|\d{1,4}[年月日个])")
_LATER_MODAL = re.compile(r"(?<![重主需必])要|应当|必须|应(?!急)")
_OPENS_ATTRIBUTE = CONCRETE | {"承担", "牵头", "负责"}
_POST = re.compile(r"(?:负责人|负责同志|书记|主任|领导|干部|人员)$")
_MEASURED = re.compile(r"时间|时长|次数|人数|数量|比例|费用|经费")  # 学习时间: the verb only says of what
_GENERAL = ("各", "有关", "相关", "本", "全体", "任何", "每名", "每位")  # a determiner that only stands before bodies


def subject(words: str, start: int = 0, *, next_is_modal: bool = False) -> Bodies | None:
    """The bodies that act in a clause, read from its first word; None where it names none."""
    limit = min(len(words), start + 120)
    for end in row_ends(words, start, limit):
        if end >= len(words):
            return whole(words, start, end) if next_is_modal else None
        if _MODAL.match(words, end):
            row = whole(words, start, end)
            if row is not None:
                return row
            continue
        if not _acts(words, end):
            continue
        row = whole(words, start, end)
        if row is None or not _sure(words, row):
            continue
        if _FOLLOWERS.at(words, end) in _OPENS_ATTRIBUTE and _attribute(words, end):
            continue
        return row
    return None


def after_time(words: str, *, next_is_modal: bool) -> Bodies | None:
    """The bodies that act after a date or a season at the head: 6月底前各镇要…, 汛期值班人员要…."""
    season = _SEASON.match(words)
    limit = None if season else deadlines.find(words[:_NEAR_HEAD])
    if limit is not None and limit[0] > len("于"):
        return None
    place = season.end() if season else limit[1] if limit else 0
    return subject(words, place, next_is_modal=next_is_modal) if place else None


def _acts(words: str, end: int) -> bool:
    """Whether a predicate begins where a row of bodies might end."""
    if words[end - 1] == "处" and words[end] in "在于":
        return False
    if SEPARATOR.match(words, end) or _NAME_GOES_ON.match(words, end) or _SELF.match(words, end):
        return False
    return bool(_FOLLOWERS.at(words, end) or _IS_RESPONSIBLE.match(words, end) or _DATE_NEXT.match(words, end))


def _sure(words: str, row: Bodies) -> bool:
    """Whether a row without an obliging word after it is surely the one that acts."""
    if row.strength == "strong" or _OBLIGED.match(words, row.end) or _later_modal(words, row.end):
        return True
    measured = _MEASURED.match(words, row.end + len(_FOLLOWERS.at(words, row.end)))
    return words.startswith(_GENERAL, row.spans[0][0]) and not measured


def _attribute(words: str, end: int) -> bool:
    """Whether the verb after a row only describes a noun: 部门牵头负责的机制要…."""
    later = _LATER_MODAL.search(words, end)
    if later is not None and "的" in words[end : later.start()]:
        return True
    return words.startswith("的", end + len(_FOLLOWERS.at(words, end)))


_MATTER_OF = re.compile(r"[^，。；]{0,40}?(?:情况|方案|进展|总结|材料|名单|报告|信息|台账|报表|清单|问题)")


def owner_of_report(words: str, following: str) -> Bodies | None:
    """Whose report is asked for: 各单位活动开展情况请于…报送."""
    if not words.startswith(("各", "有关", "相关")) or not re.search(r"报|反馈|反映", words + following):
        return None
    last: Bodies | None = None
    for end in row_ends(words, 0, min(len(words), 40)):
        if _MATTER_OF.match(words, end) and not SEPARATOR.match(words, end):
            last = whole(words, 0, end) or last
    return last


def ends_as_body(words: str) -> bool:
    """Whether the words end as names of bodies do."""
    return ends_with_body(words[-12:]) is not None


def modal_at(words: str, place: int) -> int:
    """Where the obliging word right after a subject ends; 0 where none stands there."""
    match = _MODAL.match(words, place)
    if match is None:
        return 0
    # a prohibition is part of what is asked
    for word in ("不得", "不准", "严禁", "可"):
        if match[0].endswith(word):
            return match.end() - len(word) or 0
    return match.end()


_IS_RESPONSIBLE = re.compile(r"(?:作为|是|为)[^，。；]{0,24}(?:责任人|责任主体|牵头单位|责任单位)")


def _later_modal(words: str, place: int) -> bool:
    """Whether the clause goes on with a circumstance and then asks: 各单位在…时要…, 对…要…."""
    opens = PREPOSITIONS & {words[place : place + 1], words[place : place + 2]}
    post = _POST.search(words, max(0, place - len("负责同志")), place)
    if not opens and (not post or words.startswith(("特别是", "尤其"), place)):
        return False
    return bool(re.search(r"(?<![重主需必首])(?:要(?![求素点])|应当|必须|应(?!急|用))", words[place : place + 80]))


_BY = re.compile(r"(?<![交自理经事缘改转任根])由")
_BEFORE_BY = frozenset("，、。；要应当可须均都别要般统一体必仍将则还并或后的，）” ")
_ATTRIBUTE = re.compile(r"的[^的，]{1,8}$")
_NOT_OWNER = re.compile(r"[^，]{0,4}(?:担任|任(?=[组主召总指副])|组成|兼任|构成|决定|承办费|引起|造成)")


def agents(words: str) -> tuple[Bodies, int] | None:
    """Bodies named with 由…: 由财政部负责; with the place of 由."""
    for match in islice(_BY.finditer(words), 8):
        row = _until_verb(words, match.end())
        if (
            row
            and match.start()
            and words[match.start() - 1] not in _BEFORE_BY
            and _ATTRIBUTE.search(words[row.end :].split("，", 1)[0])
        ):
            continue
        if row and not _NOT_OWNER.match(words, row.end):
            return row, match.start()
    return None


_KEPT = re.compile(r"（[市县区旗乡镇村社街道场组居、]{1,12}）")  # 各镇（街道）: a bracket that is part of the name


def _until_verb(words: str, start: int) -> Bodies | None:
    """The row of bodies from `start` up to a verb, manner word or preposition."""
    limit = min(len(words), start + 100)
    ends = row_ends(words, start, limit)
    for end in ends:
        if _NAME_GOES_ON.match(words, end) or (words.startswith("（", end) and _KEPT.match(words, end)):
            continue
        if (
            end < len(words)
            and not _FOLLOWERS.at(words, end)
            and words[end] != "，"
            and not words.startswith(("（", "逐", "依", "实", "组织", "研", "统", "具体", "任"), end)
        ):
            continue
        row = whole(words, start, end)
        if row is not None:
            return row
    return _plain(words, start, ends)


def _plain(words: str, start: int, ends: list[int]) -> Bodies | None:
    """The one full name at `start` before a verb that no list holds: 由县林业局补种."""
    if not ends or not words.startswith(_TIER, start) or _NO_VERB.match(words, ends[-1]):
        return None
    row = whole(words, start, ends[-1])
    return row if row is not None and row.strength == "strong" else None


_TIER = ("省", "市", "县", "区", "乡", "镇", "各")
_NO_VERB = re.compile(
    r"[的内外里中上下前后（“《、和及与]|所[属有辖]|系统|领导|主要|分管|党|干部|职工|[\u4e00-\u9fff]{0,6}的"
)


def after(words: str, start: int) -> Bodies | None:
    """The row of bodies that stands at `start`, up to a verb or the end of the words."""
    return _until_verb(words, start)
