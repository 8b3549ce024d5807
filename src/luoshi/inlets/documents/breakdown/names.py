"""Names of bodies and posts, recognised by how official names end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .model import Span

Strength = Literal["strong", "weak"]

_STRONG = (
    "部|委|局|厅|署|院|办|处|室|科|股|政府|党委|党组|党工委|工委|部门|小组|专班|指挥部|办公室|委员会|管委会|领导小组|工作组|督导组|督查组|巡视组|巡察组|检查组|调查组|专项组|联席会议|"
    "协会|学会|商会|联合会|工会|团委|妇联|残联|科协|文联|工商联|法院|检察院|总队|支队|大队|海关|党支部|党总支|支部|居委会|村委会|理事会|监事会|监会|促会|红十字会|基金会|贸促会|档案馆|文化馆|图书馆|博物馆|科技馆|纪委|纪检组|派驻组|）委会|组"
)
_WEAK = (
    r"单位|机构|企业|公司|集团|银行|学校|高校|院校|学院|大学|医院|研究所|研究院|院所|所|站|队|中心|基地|智库|媒体|台|社|财政|组织|团体|党员|干部|人员|同志|负责人|负责同志|领导|领导班子|班子|成员|书记|主任|组长|"
    "市长|县长|区长|乡长|镇长|局长|部长|厅长|处长|科长|院长|校长|厂长|站长|河长|湖长|林长|路长|街长|监护人|网格员|联络员|指导员|督导员|调研员|专员|委员|代表|法人|法定代表人|第一责任人|责任人|牵头人|秘书长|"
    "地区|各地|地方|省|自治区|直辖市|市|州|县|区|旗|乡|镇|乡镇|街道|社区|村|农场|林场|牧场|场镇|开发区|新区|园区|高新区|保税区|生态城|新城|盟|兵团|师团|各级|口岸|景区|港区|管理区|党校|校|部队|队伍|两委|“两委”|场|"
    r"支行|分行|商行|信用社|合作社|旅行社|宾馆|酒店|饭店|景区|承包方|承办方|施工方|运营方|出租方|经营主体|市场主体|农户|"
    r"住户|村民|居民|学生|教师|职工|家长|机关|镇街|乡街|村居|科室|处室|股室|班组|院系|小组长|商户|经营户|经营者|志愿者|员"
)
_STRONG_ENDS = frozenset(_STRONG.split("|"))
_WEAK_ENDS = frozenset(_WEAK.split("|"))
_LAST_CHARS = frozenset(end[-1] for end in _STRONG_ENDS | _WEAK_ENDS)
_LONGEST_END = max(len(end) for end in _STRONG_ENDS | _WEAK_ENDS)

# words that end like a body and are none
_FALSE = re.compile(
    r"(?:全|内|外|干|东|西|南|北|中|头|局|顶|底|大|细|一|上|下|各个)部$|格局$|布局$|结局$|当局$|部署$|(?:承|督|举|"
    r"协|主|包|开|兴|申|交|经|查|试|合|通|催|代|能|补|筹|网|掌上|一网通|一次|领|阅|批|速|快|(?<!应)急|难|特|好|就近|异地|"
    r"立)办$|"
    r"(?:重|改|编|词|分|一|每)组$|(?:社|大|机|协商|议|晚|全|开|体|誓师|动员|座谈|推进|现场|电视电话|总结|表彰)会$|"
    r"(?:所|之|何|正|身|分|查|惩|好|益|用|远|短|长|深|住|各|某|到|坏|妙|难|过|近|痛|高|低|落实)处$|(?:教|卧|居|"
    r"课)室$|(?:学|本|专|文|理|内|外|儿|妇|工|全)科$|一股$|"
    r"(?:场|住|有|无|厕|处|研|之|众|为|诊)所$|(?:网|车)站$|(?:军|排|舰|球|乐|部|组)队$|(?:平|舞|阳|柜|登|上|后|前|"
    r"出|转|搭)台$|(?:城|超|上|门|集|都|股|楼|房|夜|债|汇|新|老)市$|(?:城|校|小|社|片|湖|设|灾|误|盲|山|特|禁|雷|市|"
    r"辖|战|分|景|厂|矿|库|牧|林|农|疫|老|新|旧)区$|"
    r"(?:市|现|广|工|剧|立|官|到|在|入|进|出|登|退|主|战|赛|会|冷|磁|商|下|专|全|操|停车|加工)场$|(?:城|乡|重|古|小|"
    r"集)镇$|城乡$|(?:基|社|书|报|旅行|通讯|本|合作)社$|(?:人|动|复|裁|增|超|满|减|全|定|缺|会|随|官|动)员$|(?:群|个|先进|整|具|全|媒|载|主|客|实|总|身|物|"
    r"气)体$|(?:以|为|了)中心$|(?:核|重|轴|圆)心$|"
    r"人民代表$|(?:两|三|多|单|双)方$|(?:国|法|住|庭|剧|影|戏|场)院$|农村$|乡村$"
)
_FRAGMENTS = frozenset(
    [
        "地方",
        "场",
        "市",
        "县",
        "区",
        "省",
        "组",
        "部",
        "办",
        "处",
        "室",
        "科",
        "股",
        "院",
        "所",
        "站",
        "队",
        "台",
        "社",
        "局",
        "委",
        "署",
        "师团",
        "组织",
        "中心",
        "基地",
        "媒体",
        "成员",
        "代表",
        "领导",
        "口岸",
        "团体",
        "机构",
    ]
)
_LEVEL = (
    r"(?:省|自治区|直辖市|计划单列市|地级市|副省级城市|设区的市|市|州|盟|县|区|旗|县级市|乡|镇|乡镇|街道|村|社区|地|场)"
)
_LEVELS = re.compile(
    rf"(?:各级|各|有关|相关|本|全)?{_LEVEL}(?:级|直)?(?:（[^（）]{{1,16}}）|、{_LEVEL}(?:级|直)?)+(?:级|"
    rf"直)?(?P<tail>(?:[\u4e00-\u9fff]{{0,8}}?(?:人民政府|政府|党委|党组织|部门|单位|机关|"
    rf"[局委办]|[两三四五]级(?!人民|政府|党委|部门|单位|机关)))?)(?=[\u4e00-\u9fff、，]|$)"
)
SEPARATOR = re.compile(r"、|以及|及其|及|和|与|并|或者(?!其他)|或(?!者|其他)|，")
_AND_SO_ON = re.compile(
    r"等(?:有关|相关|国务院有关|国务院相关|国家有关|主管|职能|中央|其他|多个|各|市直|区直|县直|省直|市级|县级|省级|"
    r"区级|[一二三四五六七八九十\d]+个?家?){0,3}(?:部门|单位|地区|方面|部委|机构|委办局|厅局|乡镇|街道)?(?:和单位)?"
)
_BAD_START = re.compile(
    r"\d|一[个家名位批些]|某|倒逼|促使|带动|鼓励|支持|允许|推动|推进(?!组|办|专班|工作)|指导(?!组|委|中心|员)|督促|"
    r"引导|帮助|要求|授权|加强|健全|建立|完善|协调(?!小?组|办)|协助|采[取用]|须|须经|每年|汛期|取得|对(?!外|口)|向|与|由|请|会同|将|把|让|使|给|为|在|"
    r"从|按|以|于|就(?!业)|凡|如|若|应(?!急)|可|是|有(?!关)|没有|不|要|但|而|并|或|且|也|还|及|和|等|用(?!人单位|工单位|水|电|户)|包括|通过|"
    r"根据|针对|围绕|结合|提高|提升|增强|发挥|充分|确保|实现|"
    r"加大|加快|开展|落实|贯彻|进一步|切实|积极|认真|依托|涉及|成立|组建|设立|选派|深入|关于|尊重|服务|保护|激发|"
    r"调动|营造|打造|强化|优化|规范|明确|制定|广泛|动员|组织(?!部)|其中|同时|此外|因此|我们|共同|了解|听取|征求|"
    r"公布|报送|报(?!社|业)|经(?!济|开|信|贸|委|管|侦)|自(?!然|治|贸|主)|至|到|用于|属于|进入|新进入|从事|"
    r"新[设建增]|位于|这|那|它|他(?!省)|她|抓|做|促进(?!局|会|中心)|培育|培养|引进|聘请|委托|"
    r"严[格肃密厉查打防禁惩控](?!局|办)|大力|坚决|持续|扎实|着力|狠抓|压[实紧减缩]|抓[好紧实细]|建好|巩固|细化|配[齐强备置]|用好|讲好|管好|选好|"
    r"推[广行出送]|完成|实施|召开|举办|负责|及时|定期|逐[步一项个级]|移[交送]|提[交请]|上报|转[交办]|"
    r"函告|抄[送报]|发动|招募|未[经按]"
)
_BAD_INSIDE = re.compile(
    r"[，。；：？！“”\"]|了|着|由|对(?!外|口)|向|将|把|使|让|被|进入|从事|(?<!特别)(?<!尤其)是|应(?!急)|可以|"
    r"不(?!动产)|(?<![主重首必])要(?!素)|会同|须|(?<![行华作有人])为(?=第?[一二三直具主责牵])"
)
_BAD_RELATIVE = re.compile(r"由|将|把|被|主要|过程|[，。；：？！]|了|使|让")
_RELATIVE_HEAD = re.compile(
    r"(?:单位|部门|地区|企业|机构|院校|高校|人员|监护人|干部|党员|地方|同志|组织|银行|公司|学校|乡镇|街道|社区|村)$"
)
_SHORT_NAME = re.compile(r"（(?:以下|下)?(?:简称|称)[^（）]{1,24}）$")
_TIERS = re.compile(r"(?:[省市县区旗乡镇街村组]{2,4}|、[省市县区旗乡镇街村组])[两三四]级$")  # 县乡两级
_OR_ANYONE = re.compile(r"(?:和|或者?|及|、)(?:其他)?个人$")
_COUNTED = re.compile(r"“([一二三四五六七八九十两]{1,2}[个名支类]?[\u4e00-\u9fff]{1,6})”$")  # 河道“三个责任人”
_LONGEST = 36
_LONGEST_RELATIVE = 26


@dataclass(frozen=True, slots=True)
class Bodies:
    """A row of named bodies in some words: where each stands, where the row ends."""

    spans: tuple[Span, ...]
    end: int
    strength: Strength


def ends_with_body(name: str) -> Strength | None:
    """Whether a name ends as names of bodies do."""
    if name.endswith("）"):
        opening = name.rfind("（")
        if opening > 0 and len(name) - opening <= 22:
            name = name[:opening]
    if _TIERS.search(name):
        return "strong"
    if _OR_ANYONE.search(name):
        return "weak"
    counted = _COUNTED.search(name)
    name = counted[1] if counted else name
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
    if _LEVELS.fullmatch(name) or name in ("个人", "其他个人"):
        return "weak"
    kind = ends_with_body(name)
    return kind if kind is not None and _sound(_COUNTED.sub(r"\1", name)) else None


def _sound(name: str) -> bool:
    """Whether nothing within a phrase that ends like a body shows that it is more than a name."""
    if name in _FRAGMENTS or _BAD_START.match(name) or _OR_ANYONE.search(name):
        return False
    if _TIERS.search(name):
        return _TIERS.fullmatch(name) is not None
    if "的" in name:
        return bool(_RELATIVE_HEAD.search(name)) and len(name) <= _LONGEST_RELATIVE and not _BAD_RELATIVE.search(name)
    return not _BAD_INSIDE.search(name)


def _levels(words: str, place: int, end: int) -> tuple[int, bool] | None:
    """Where 各省、自治区、直辖市人民政府 or 各县（市、区） ends, read as one name; whether it names an office."""
    match = _LEVELS.match(words, place, end)
    if match is None:
        return None
    stop = match.end()
    one = match["tail"] or "（" in match[0] or match[0].startswith(("各省、自治区", "省、自治区"))
    if not one or not (stop == end or SEPARATOR.match(words, stop) or words.startswith("等", stop)):
        return None
    return stop, bool(match["tail"])


def _list(words: str, start: int, end: int) -> tuple[list[Span], Strength] | None:
    """Split a stretch into named bodies; (items, surest strength)."""
    items: list[Span] = []
    surest: Strength = "weak"
    place = start
    while place < end:
        levels = _levels(words, place, end)
        stop, kind = (levels[0], "strong" if levels[1] else "weak") if levels else _one(words, place, end)
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
        separator = SEPARATOR.match(words, place, end)
        if separator is None:
            return None
        place = separator.end()
        again = SEPARATOR.match(words, place, end)
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
        if index == end or char in "、，" or SEPARATOR.match(words, index, end) or _AND_SO_ON.match(words, index, end):
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


_FIELDS = re.compile(
    r"(?P<names>[\u4e00-\u9fff]{2,10}(?:、[\u4e00-\u9fff]{2,10}){1,12})等(?:多个|有关|相关|职能|主管|"
    r"行业主管)?(?:部门|单位)(?:和单位)?"
)


_TRADES = re.compile(
    r"[\u4e00-\u9fff]{2,5}(?:、[\u4e00-\u9fff]{2,5}){0,6}、(?![^、]*等)[\u4e00-\u9fff]{2,6}(?:部门|企业|单位|机构|公司|集团|银行)"
)
_SUPPLIES = re.compile(
    r"(?=[^等]*(?<![^、])[\u4e00-\u9fff]、)[\u4e00-\u9fff]{1,4}(?:、[\u4e00-\u9fff]{1,4}){1,8}等[\u4e00-\u9fff]{2,6}(?:单位|企业|公司)"
)


def _fields_of_work(words: str, start: int, end: int) -> Bodies | None:
    """财政、民政等部门: bodies named by their field only; 供水、供电企业: the last with its kind."""
    if _TRADES.fullmatch(words, start, end) and not _BAD_START.match(words, start):
        places = [place for place in range(start, end) if words[place] == "、"]
        pairs = zip([start, *[place + 1 for place in places]], [*places, end], strict=True)
        if not _BAD_INSIDE.search(words[start:end]):
            return Bodies(tuple(pairs), end, "strong")
    if _SUPPLIES.fullmatch(words, start, end) and not _BAD_INSIDE.search(words[start:end]):
        return Bodies(((start, end),), end, "weak")  # 水、电、气等经营单位: what they supply, no names
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


def row_ends(words: str, start: int, limit: int) -> list[int]:
    """Places where a row of bodies could end."""
    found: list[int] = []
    for index in range(start + 2, limit + 1):
        if words[index - 1] in _LAST_CHARS and ends_with_body(words[max(start, index - 12) : index]):
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
