"""Who acts: names of bodies and posts, recognised by how official names end and what stands after them."""

from __future__ import annotations

import re
from itertools import islice
from dataclasses import dataclass
from typing import Literal

from .lexicon import ADVERBS, CONCRETE, PREPOSITIONS, RESULT, UMBRELLA, Prefixes
from .model import Span

Strength = Literal["strong", "weak"]

_STRONG = (
    "部|委|局|厅|署|院|办|处|室|科|股|政府|党委|党组|党工委|工委|部门|小组|专班|指挥部|办公室|委员会|管委会|领导小组|工作组|督导组|督查组|巡视组|巡察组|检查组|调查组|专项组|联席会议|"
    "协会|学会|商会|联合会|工会|团委|妇联|残联|科协|文联|工商联|法院|检察院|总队|支队|大队|海关|党支部|党总支|支部|居委会|村委会|理事会|监事会|监会|促会|红十字会|基金会|贸促会|档案馆|文化馆|图书馆|博物馆|科技馆|纪委|纪检组|派驻组|组"
)
_WEAK = (
    "单位|机构|企业|公司|集团|银行|学校|高校|院校|学院|大学|医院|研究所|研究院|院所|所|站|队|中心|基地|智库|媒体|台|社|财政|组织|团体|党员|干部|人员|同志|负责人|负责同志|领导|领导班子|班子|成员|书记|主任|组长|"
    "市长|县长|区长|乡长|镇长|局长|部长|厅长|处长|科长|院长|校长|厂长|站长|河长|湖长|林长|路长|街长|网格员|联络员|指导员|督导员|调研员|专员|委员|代表|法人|法定代表人|第一责任人|责任人|牵头人|秘书长|"
    "地区|各地|地方|省|自治区|直辖市|市|州|县|区|旗|乡|镇|乡镇|街道|社区|村|农场|林场|牧场|场镇|开发区|新区|园区|高新区|保税区|生态城|新城|盟|兵团|师团|各级|口岸|景区|港区|管理区|党校|校|部队|两委|“两委”|场"
)
_STRONG_ENDS = frozenset(_STRONG.split("|"))
_WEAK_ENDS = frozenset(_WEAK.split("|"))
_LAST_CHARS = frozenset(end[-1] for end in _STRONG_ENDS | _WEAK_ENDS)
_LONGEST_END = max(len(end) for end in _STRONG_ENDS | _WEAK_ENDS)

# words that end like a body and are none
_FALSE = re.compile(
    r"(?:全|内|外|干|东|西|南|北|中|头|局|顶|底|大|细|一|上|下|各个)部$|格局$|布局$|结局$|当局$|部署$|(?:承|督|举|协|主|包|开|兴|申|交|经|查|试|合|通|催|代|能|补|筹|网|掌上|一网通|一次|领|阅|批|速|快|急|难|特|好|就近|异地|立)办$|"
    r"(?:重|改|编|词|分|一|每)组$|(?:社|大|机|协商|议|晚|全|开|体|誓师|动员|座谈|推进|现场|电视电话|总结|表彰)会$|(?:所|之|何|正|身|分|查|惩|好|益|用|远|短|长|深|住|各|某|到|坏|妙|难|过|近|痛|高|低|落实)处$|(?:教|卧|居|课)室$|(?:学|本|专|文|理|内|外|儿|妇|工|全)科$|一股$|"
    r"(?:场|住|有|无|厕|处|研|之|众|为|诊)所$|(?:网|车)站$|(?:军|排|舰|球|乐|部|组)队$|(?:平|舞|阳|柜|登|上|后|前|出|转|搭)台$|(?:城|超|上|门|集|都|股|楼|房|夜|债|汇|新|老)市$|(?:城|校|小|社|片|湖|设|灾|误|盲|山|特|禁|雷|市|辖|战|分|景|厂|矿|库|牧|林|农|疫|老|新|旧)区$|"
    r"(?:市|现|广|工|剧|立|官|到|在|入|进|出|登|退|主|战|赛|会|冷|磁|商|下|专|全|操|停车|加工)场$|(?:城|乡|重|古|小|集)镇$|城乡$|(?:基|社|书|报|旅行|通讯|本|合作)社$|(?:人|动)员$|(?:群|个|先进|整|具|全|媒|载|主|客|实|总|身|物|气)体$|(?:以|为|了)中心$|(?:核|重|轴|圆)心$|"
    r"人民代表$|(?:两|三|多|单|双)方$|(?:国|法|住|庭|剧|影|戏|场)院$|农村$|乡村$"
)
_FRAGMENTS = frozenset(
    "地方|场|市|县|区|省|组|部|办|处|室|科|股|院|所|站|队|台|社|局|委|署|师团|组织|中心|基地|媒体|成员|代表|领导|口岸|团体|机构".split("|")
)
_LEVEL = r"(?:省|自治区|直辖市|计划单列市|地级市|副省级城市|设区的市|市|州|盟|县|区|旗|县级市|乡|镇|乡镇|街道|村|社区|地|场)"
_LEVELS = re.compile(
    rf"(?:各级|各|有关|相关|本|全)?{_LEVEL}(?:级|直)?(?:（[^（）]{{1,16}}）|、{_LEVEL}(?:级|直)?)+(?:级|直)?(?P<tail>(?:[\u4e00-\u9fff]{{0,8}}?(?:人民政府|政府|党委|党组织|部门|单位|机关|[局委办]))?)(?=[\u4e00-\u9fff、，]|$)"
)
_SEPARATOR = re.compile(r"、|以及|及其|及|和|与|并|或|，")
_AND_SO_ON = re.compile(r"等(?:有关|相关|国务院有关|国务院相关|国家有关|主管|职能|中央|其他|多个|各|市直|区直|县直|省直|市级|县级|省级|区级|[一二三四五六七八九十\d]+个?家?){0,3}(?:部门|单位|地区|方面|部委|机构|委办局|厅局|乡镇|街道)?(?:和单位)?")
_BAD_START = re.compile(
    r"\d|一[个家名位批些]|某|倒逼|促使|带动|鼓励|支持|允许|推动|推进(?!组|办|专班|工作)|指导(?!组|委|中心|员)|督促|引导|帮助|要求|授权|加强|健全|建立|完善|协调(?!小?组|办)|协助|对(?!外)|向|与|由|请|会同|将|把|让|使|给|为|在|从|按|以|于|就(?!业)|凡|如|若|应(?!急)|可|是|有(?!关)|没有|不|要|但|而|并|或|且|也|还|及|和|等|用|包括|通过|根据|针对|围绕|结合|提高|提升|增强|发挥|充分|确保|实现|"
    r"加大|加快|开展|落实|贯彻|进一步|切实|积极|认真|依托|涉及|成立|组建|设立|选派|深入|关于|尊重|服务|保护|激发|调动|营造|打造|强化|优化|规范|明确|制定|广泛|动员|组织(?!部)|其中|同时|此外|因此|我们|共同|了解|听取|征求|公布|报送|报(?!社|业)|经(?!济|开|信|贸|委|管|侦)|自(?!然|治|贸|主)|至|到|用于|属于|进入|新进入|从事|新[设建增]|位于|这|那|它|他(?!省)|她|抓|做|促进(?!局|会|中心)|培育|培养|引进|聘请|委托"
)
_BAD_INSIDE = re.compile(r"[，。；：？！“”\"]|了|着|由|对(?!外)|向|将|把|使|让|被|进入|从事|(?<!特别)(?<!尤其)是|应(?!急)|可以|不(?!动产)|(?<![主重首必])要(?!素)")
_BAD_RELATIVE = re.compile(r"由|将|把|被|主要|过程|[，。；：？！]|了|使|让")
_RELATIVE_HEAD = re.compile(r"(?:单位|部门|地区|企业|机构|院校|高校|人员|干部|党员|地方|同志|组织|银行|公司|学校|乡镇|街道|社区|村)$")
_SHORT_NAME = re.compile(r"（(?:以下|下)?(?:简称|称)[^（）]{1,24}）$")
_LONGEST = 36

_MODAL = re.compile(
    r"[，]?(?:也|都|均|还|则|更|又|就|只|一定|首先|今后|原则上|在[^，。；]{1,24}?时，?)?(?:要(?!求|点|素|件)|应当|应(?!急|用|对|收|届|付)|须(?!知)|必须|务必|不得|不准|严禁|可(?!能|靠|行|持续))"
)
_FOLLOWERS = Prefixes(
    (CONCRETE | ADVERBS | RESULT | UMBRELLA | PREPOSITIONS) - frozenset(
        "部 防 办 设 转 改 查 建 立 谋 搞 做 抓 发展 改革 规划 建设 管理 组织 教育 培训 监管 监督 审计 统计 检验 检测 公证 应用 交流 设计 研究 服务 运行 宣传 投资 采购 评估 认证 执法 应急 联合 主要 重点 综合 专门 专项 具体 直接 独立 到 由 从 给 跟 至 同 每 因 凡 如 若 除 地 好 把 使 为".split()
    )
    | frozenset("承担 要 应 须 将 从 由 作为 报 每 牵头 负责 主要由 为 也 均 都 设在 把 同 可 组织实施 组织开展 组织对 组织制定 组织专家 具体负责 原则上 不再 务必 必须 不得 确因 结合 建立 建设好 研究制定 研究提出 研究建立 工作中 工作情况 工作进展 是责任主体 是第一责任人 是牵头单位 对".split())
)
_NAME_GOES_ON = re.compile(
    r"(?:督导|督查|督办|检查|宣传|组织|监督|监察|管理|改革|规划|审计|统计|巡察|巡视|协调|联络|蹲点|驻村|驻点|包联|包保|帮扶|执法|调解|指导|服务|推进|整治|治理|保障|建设|评估|考核|审核|信访|工作|综合|专项|领导|应急|联合){1,2}"
    r"(?:领导小组|工作专班|指挥部|办公室|小组|专班|中心|部门|机构|委员会|干部|人员|专员|[组办部局处室队员委])(?!署|分|长期)"
)
_OBLIGED = re.compile(r"承担|负责|牵头|主办|配合|协助|务必|必须|不得|作为|每年|每月|是责任主体|是第一责任人")


@dataclass(frozen=True, slots=True)
class Bodies:
    """A row of named bodies in some words: where each stands, where the row ends."""

    spans: tuple[Span, ...]
    end: int
    strength: Strength


def _ends_with_body(name: str) -> Strength | None:
    """Whether a name ends as names of bodies do."""
    if name.endswith("）"):
        opening = name.rfind("（")
        if opening > 0 and len(name) - opening <= 22:
            name = name[:opening]
    if not name or name[-1] not in _LAST_CHARS:
        return None
    for length in range(min(_LONGEST_END, len(name)), 0, -1):
        end = name[-length:]
        if end in _STRONG_ENDS or end in _WEAK_ENDS:
            if length == 1 and _FALSE.search(name[-6:]):
                return None
            return "strong" if end in _STRONG_ENDS else "weak"
    return None


def strength(name: str) -> Strength | None:
    """How surely a whole phrase names a body; None where it does not."""
    if not name or len(name) > _LONGEST or len(name) < 2:
        return None
    if _LEVELS.fullmatch(name):
        return "weak"
    kind = _ends_with_body(name)
    if kind is None or name in _FRAGMENTS or _BAD_START.match(name):
        return None
    if "的" in name:
        return kind if _RELATIVE_HEAD.search(name) and len(name) <= 26 and not _BAD_RELATIVE.search(name) else None
    if _BAD_INSIDE.search(name):
        return None
    return kind


def _list(words: str, start: int, end: int) -> tuple[list[Span], Strength] | None:
    """Split a stretch into named bodies; (items, surest strength)."""
    items: list[Span] = []
    surest: Strength = "weak"
    place = start
    while place < end:
        levels = _LEVELS.match(words, place, end)
        if levels and levels.end() > place and (levels["tail"] or "（" in levels[0] or levels.end() == end):
            stop = levels.end()
            if stop == end or _SEPARATOR.match(words, stop) or words.startswith("等", stop):
                items.append((place, stop))
                place = stop
                if levels["tail"]:
                    surest = "strong"
        if not items or items[-1][1] != place:
            stop, kind = _one(words, place, end)
            if kind is None:
                return None
            items.append((place, stop))
            if kind == "strong":
                surest = "strong"
            place = stop
        if place >= end:
            break
        so_on = _AND_SO_ON.match(words, place, end)
        if so_on:
            place = so_on.end()
            if place >= end:
                break
        separator = _SEPARATOR.match(words, place, end)
        if separator is None:
            return None
        place = separator.end()
        again = _SEPARATOR.match(words, place, end)
        if again:
            place = again.end()
    return (items, surest) if items else None


def _one(words: str, start: int, end: int) -> tuple[int, Strength | None]:
    """The shortest body from `start` that stops at a separator, 等 or the end."""
    depth = 0
    for index in range(start + 1, min(end, start + _LONGEST) + 1):
        char = words[index] if index < end else ""
        previous = words[index - 1]
        if previous == "（":
            depth += 1
        elif previous == "）":
            depth = max(0, depth - 1)
        if depth:
            continue
        if index == end or char in "、，" or _SEPARATOR.match(words, index, end) or _AND_SO_ON.match(words, index, end):
            kind = strength(words[start:index])
            if kind is not None:
                return index, kind
            if index < end and char in "、，":
                return start, None
    return start, None


def whole(words: str, start: int = 0, end: int | None = None) -> Bodies | None:
    """The stretch read as a row of bodies and nothing else."""
    stop = len(words) if end is None else end
    if stop - start > 400:
        return None
    found = _list(words, start, stop)
    if found is None:
        return _fields_of_work(words, start, stop)
    return Bodies(tuple(_without_short_name(words, span) for span in found[0]), stop, found[1])


_FIELDS = re.compile(r"(?P<names>[\u4e00-\u9fff]{2,10}(?:、[\u4e00-\u9fff]{2,10}){1,12})等(?:多个|有关|相关|职能|主管|行业主管)?(?:部门|单位)")


def _fields_of_work(words: str, start: int, end: int) -> Bodies | None:
    """财政、民政等部门: bodies named by their field only."""
    match = _FIELDS.fullmatch(words, start, end)
    if match is None or _BAD_START.match(words, start) or _BAD_INSIDE.search(match["names"]):
        return None
    spans = []
    place = start
    for name in match["names"].split("、"):
        spans.append((place, place + len(name)))
        place += len(name) + 1
    return Bodies(tuple(spans), end, "strong")


def _without_short_name(words: str, span: Span) -> Span:
    """The span without a bracket that only gives the short name."""
    short = _SHORT_NAME.search(words, *span)
    return (span[0], short.start()) if short else span


def _ends(words: str, start: int, limit: int) -> list[int]:
    """Places where a row of bodies could end."""
    found: list[int] = []
    for index in range(start + 2, limit + 1):
        if words[index - 1] in _LAST_CHARS and _ends_with_body(words[max(start, index - 12) : index]):
            found.append(index)
            if words.startswith("（", index):
                close = words.find("）", index, index + 24)
                if close > 0:
                    found.append(close + 1)
        if words.startswith("等", index):
            match = _AND_SO_ON.match(words, index)
            if match:
                found.append(match.end())
    return sorted(set(found))


def subject(words: str, start: int = 0, *, next_is_modal: bool = False) -> Bodies | None:
    """The bodies that act in a clause, read from its first word; None where it names none."""
    limit = min(len(words), start + 120)
    modal_at = -1
    for end in _ends(words, start, limit):
        if end >= len(words):
            if next_is_modal:
                row = whole(words, start, end)
                return row
            return None
        modal = _MODAL.match(words, end)
        if not modal and _SEPARATOR.match(words, end):
            continue
        follower = _FOLLOWERS.at(words, end)
        if not modal and not follower:
            continue
        row = whole(words, start, end)
        if row is None:
            continue
        if modal:
            return row
        if row.strength == "weak" and not _OBLIGED.match(words, end) and not _later_modal(words, end):
            plain = words[row.spans[0][0] : row.spans[0][1]]
            if not plain.startswith(("各", "有关", "相关", "本", "全体")):
                continue
        if not modal and _NAME_GOES_ON.match(words, end):
            continue
        if follower in CONCRETE or follower in ("承担", "牵头", "负责"):
            if modal_at < 0:
                later = re.compile(r"(?<![重主需必])要|应当|必须|应(?!急)").search(words, end)
                modal_at = later.start() if later else len(words) + 1
            if modal_at <= len(words) and "的" in words[end:modal_at]:
                return None
            if words.startswith("的", end + len(follower)):
                continue
        return row
    return None


_MATTER_OF = re.compile(r"[^，。；]{0,40}?(?:情况|方案|进展|总结|材料|名单|报告|信息|台账|报表|清单|问题)")


def owner_of_report(words: str, following: str) -> Bodies | None:
    """Whose report is asked for: 各单位活动开展情况请于…报送."""
    if not words.startswith(("各", "有关", "相关")) or not re.search(r"报|反馈|反映", words + following):
        return None
    last: Bodies | None = None
    for end in _ends(words, 0, min(len(words), 40)):
        if _MATTER_OF.match(words, end) and not _SEPARATOR.match(words, end):
            last = whole(words, 0, end) or last
    return last


def ends_as_body(words: str) -> bool:
    """Whether the words end as names of bodies do."""
    return _ends_with_body(words[-12:]) is not None


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


def _later_modal(words: str, place: int) -> bool:
    """Whether the clause goes on with a circumstance and then asks: 各单位在…时要…, 对…要…."""
    if not PREPOSITIONS & {words[place : place + 1], words[place : place + 2]}:
        return False
    return bool(re.search(r"(?<![重主需必首])(?:要(?![求素点])|应当|必须|应(?!急|用))", words[place : place + 80]))


_BY = re.compile(r"(?<![交自理经事缘改转任根])由")
_BEFORE_BY = frozenset("，、。；要应当可须均都别要般统一体必仍将则还并或后的，）” ")
_ATTRIBUTE = re.compile(r"的[^的，]{1,8}$")
_NOT_OWNER = re.compile(r"[^，]{0,4}(?:担任|任(?=[组主召总])|组成|兼任|构成|决定|承办费|引起|造成)")


def agents(words: str) -> tuple[Bodies, int] | None:
    """Bodies named with 由…: 由财政部负责; with the place of 由."""
    for match in islice(_BY.finditer(words), 8):
        row = _until_verb(words, match.end())
        if row and match.start() and words[match.start() - 1] not in _BEFORE_BY and _ATTRIBUTE.search(words[row.end :].split("，", 1)[0]):
            continue
        if row and not _NOT_OWNER.match(words, row.end):
            return row, match.start()
    return None


def _until_verb(words: str, start: int) -> Bodies | None:
    """The row of bodies from `start` up to a verb, manner word or preposition."""
    limit = min(len(words), start + 100)
    for end in _ends(words, start, limit):
        if end < len(words) and not _FOLLOWERS.at(words, end) and not words.startswith(("（", "依", "实", "组织", "研", "统", "具体", "任"), end):
            continue
        row = whole(words, start, end)
        if row is not None:
            return row
    return None


def after(words: str, start: int) -> Bodies | None:
    """The row of bodies that stands at `start`, up to a verb or the end of the words."""
    return _until_verb(words, start)
