"""Who speaks: a person or the meeting itself, with authority or only as a commentator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .model import Span

Voice = Literal["leader", "meeting", "decision", "comment"]

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文樊温游洪柏"
    "贠母佟原牛安施庄岳齐梅聂焦鲁左柳翟尚葛耿柴殷祝纪辛关苗甘管骆尤阎倪段童阮岑解卜古蓝车裴屈简兰房喻司路应宁边祁盛蒲亓宫柯成冉靳符代凌桑穆巴凤鲍景伍涂封战卫滕栗闻麦申冀阚隋由晏时桂米褚桓敖凡来苟党戚仲连芦费楚雍索臧项霍花章云晋燕"
)
_COMPOUND = ("欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "东方", "夏侯")
_ORDER = (
    r"(?:强调指出|强调并?要求|指出并?强调|强调|指出|要求|部署|提出要求|提出了?[一二三四五六七两几多]{1,2}[点条项个](?:具体|工作|明确)?(?:要求|意见|"
    r"希望)|提出|号召|明确要求|特别强调|着重强调|再次强调|最后强调|补充强调|讲话(?:强调|指出|要求)|"
    r"作[了出]?(?:具体|专题|补充|全面)?(?:安排|部署|强调|讲话)|作[了出]?安排部署|"
    r"在总结讲话中说|讲话)"
)
_TALK = r"(?:表示|认为|分析|介绍|告诉[^，。：]{0,12}|透露|坦言|说|称|直言|解释|建议|呼吁)"
_PLACE = r"(?:同志|书记|主任|部长|省长|市长|县长|区长|局长|组长|副[\u4e00-\u9fff]{1,2}长|主席|常委|总理)?"
_CIRCUMSTANCE = (
    r"(?:在接受[^，。：]{0,30}|对[^，。：]{0,20}记者|还|也|又|则|并|在(?:[\u4e00-\u9fff]{0,12}?)(?:讲话|会|会议|"
    r"总结|发言|致辞|部署|动员|报告|调研|主持|时|中|上)+(?:中|上|时|指出|里)?|就[^，。：；]{1,30}|"
    r"对[^，。：；]{1,30}|最后|进一步|特别|着重|反复|再次|首先|随后|同时|明确|深刻|对此){0,4}"
)
_PERSON = re.compile(
    rf"(?P<name>[\u4e00-\u9fff]{{2,4}}?){_PLACE}{_CIRCUMSTANCE}(?:(?P<order>{_ORDER})|(?P<talk>{_TALK}))(?:，|：|$|"
    rf"说|道)"
)
_MEETING = re.compile(
    r"(?:^|(?<=，)|(?<=正如))(?P<meeting>(?:本次|这次|此次|该|县|市|区|省|全区|全市|全县|常务|全体|"
    r"专题)?(?:[\u4e00-\u9fff]{0,8})(?:会议|全会|大会|会|讲话|例会|推进会|调度会|专题会|总理办公会))"
    r"(?:还|也|并|同时|特别|明确|原则|一致|最后|研究|进一步|着重|讨论|就[^，。：；]{1,30}|对[^，。：；]{1,30}|"
    r"经[^，。：；]{1,12}){0,4}"
    r"(?:(?P<decision>决定|议定|明确要求|要求|明确|同意|确定|通过|商定|审定|部署|提出(?!了))|(?P<said>强调|指出|"
    r"认为|号召|提出(?!了)))(?:如下(?:意见|事项)?|以下(?:意见|事项)?|事项如下)?的?(?:，|：|$)"
)
_POST = (
    r"(?:负责同志|负责人|领导同志|主要领导|分管领导|领导|书记|省长|市长|县长|区长|州长|盟长|旗长|镇长|乡长|局长|厅长|"
    r"部长|主任|主席|常委|总理|组长|指挥长|总指挥|专员|秘书长|检察长|院长|校长|董事长)"
)
_BY_POST = re.compile(
    rf"(?:会上|会议上|随后|最后|会前|会后)?，?(?P<who>(?![他她我])[\u4e00-\u9fff、（）]{{0,28}}?{_POST}(?:、[\u4e00-\u9fff]{{0,12}}{_POST}){{0,3}})"
    rf"{_CIRCUMSTANCE}(?:(?P<order>{_ORDER})|(?P<talk>{_TALK}))(?:，|：|$)"
)
MEETING = "会议"
"""What a meeting is called that speaks itself."""

_REPORTED = re.compile(
    r"(?:会议|全会|大会)(?:还|并)?(?:听取|传达|学习|审议|讨论|研究|宣读|通报|总结|回顾|观看|书面|现场|由|在|以|采取|"
    r"共|分|套开|期间)"
)
_NO_NAME = frozenset(
    [
        "会议",
        "大会",
        "全会",
        "我们",
        "他们",
        "大家",
        "同时",
        "并且",
        "报告",
        "通知",
        "文件",
        "意见",
        "方案",
        "规划",
        "决定",
        "要求",
        "公报",
        "专家",
        "记者",
        "群众",
        "代表",
        "委员",
        "上述",
        "其中",
        "此外",
        "另外",
        "目前",
        "当前",
        "会上",
        "会后",
        "讲话",
        "精神",
        "指示",
        "批示",
        "条例",
        "中央",
        "国务",
        "省委",
        "市委",
        "区委",
        "县委",
        "政府",
        "部门",
        "单位",
        "必须",
        "应当",
        "明确",
        "特别",
        "时还",
        "对此",
        "于是",
        "方面",
        "高度",
        "许多",
        "任何",
        "方才",
        "常常",
        "时刻",
        "应该",
        "向来",
        "成功",
        "安全",
        "管理",
        "文明",
        "金融",
        "马上",
        "包括",
        "解决",
        "关键",
        "严肃",
        "全面",
    ]
)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words such as 某某强调 or 会议决定; `end` is where what was said begins."""

    start: int
    end: int
    voice: Voice
    name: Span | None


def is_name(word: str) -> bool:
    """Whether two to four characters can be a Chinese name."""
    if word in _NO_NAME or word[:2] in _NO_NAME:
        return False
    if word[:2] in _COMPOUND:
        return 3 <= len(word) <= 4
    return word[:1] in _SURNAMES and 2 <= len(word) <= 3


def _trim(words: str, start: int, end: int) -> int | None:
    """Where the name inside the captured words starts, titles before it left out."""
    for length in (4, 3, 2):
        place = end - length
        if place >= start and is_name(words[place:end]):
            if place > start and not _title_before(words[max(0, place - 24) : place]):
                continue
            return place
    return None


def _title_before(words: str) -> bool:
    """Whether the words before a name are a post, or nothing."""
    return not words or bool(
        re.search(
            r"(?:书记|主任|部长|省长|市长|县长|区长|局长|组长|主席|常委|总理|委员|厅长|院长|校长|处长|科长|镇长|乡长|代表|会长|秘书长|研究员|教授|专家|董事长|经理|记者|人大|政协|政委|指挥|专员|长|家|师|员|人|民|者|，|。|、|”|（|；)$",
            words,
        )
    )


def cue(words: str) -> Cue | None:
    """The first cue in a clause that says who speaks."""
    meeting = _MEETING.search(words)
    if meeting:
        voice: Voice = "decision" if meeting["decision"] else "meeting"
        start, end = meeting.span("meeting")
        name = (end - len(MEETING), end) if words.endswith(MEETING, start, end) else (start, end)
        return Cue(meeting.start(), meeting.end(), voice, name)
    # a name is followed by its verb within reach: look back from the verb
    for match in _VERBS.finditer(words):
        window = words[max(0, match.start() - 60) : match.end()]
        shift = max(0, match.start() - 60)
        found = _person(window)
        if found:
            return Cue(
                found.start + shift,
                found.end + shift,
                found.voice,
                (found.name[0] + shift, found.name[1] + shift) if found.name else None,
            )
    return _by_post(words)


def _by_post(words: str) -> Cue | None:
    """Somebody named by post only who speaks: 县委主要负责同志强调."""
    post = _BY_POST.match(words)
    if post is None:
        return None
    return Cue(post.start("who"), post.end(), "leader" if post["order"] else "comment", post.span("who"))


_TO_SPEAK = re.compile(r"(?P<who>[\u4e00-\u9fff、]{2,30}?)(?:同志)?(?:出席|参加|到会|主持)[^。；]{0,16}(?<!发表)讲话")
_POST_END = re.compile(rf"{_POST}$")


def speaks(words: str, names: frozenset[str]) -> Span | None:
    """Who is said to speak at the meeting: 某某出席会议并讲话; the name, or the post where no name is given."""
    match = _TO_SPEAK.search(words)
    if match is None:
        return None
    for length in (3, 2):
        if match["who"][-length:] in names:
            return match.end("who") - length, match.end("who")
    return match.span("who") if _POST_END.search(match["who"]) else None


_AND_ASKS = re.compile(r"(?:并|同时)?(?:要求|强调|指出)(?![的，。、])")


def goes_on_to_ask(words: str, place: int) -> int:
    """Where the words begin after a second verb of speaking: 作了部署，要求各镇…."""
    match = _AND_ASKS.match(words, place)
    return match.end() if match else place


_PRONOUN = re.compile(rf"(?:他|她)(?:们)?{_CIRCUMSTANCE}(?P<order>{_ORDER}|说)(?:，|：|$)")
_HOLDER = re.compile(
    r"(?:书记|主任|部长|省长|市长|县长|区长|局长|组长|主席|常委|总理|厅长|镇长|乡长|会长|秘书长|专员|检察长|院长|"
    r"政委|司令员)(?P<name>[\u4e00-\u9fff]{2,4})"
)


_AFTER_NAMES = frozenset("到在就率赴并还也于与对")


def holders(body: str) -> frozenset[str]:
    """Names that stand after a post anywhere in the text."""
    found = set()
    for match in _HOLDER.finditer(body):
        for length in (3, 2):
            name = match["name"][:length]
            if is_name(name) and len(name) == length and name[-1] not in _AFTER_NAMES:
                found.add(name)
    return frozenset(found)


def continued(words: str) -> int:
    """Where the words of the same speaker begin after 他强调 and the like; 0 for none."""
    match = _PRONOUN.match(words)
    return match.end() if match else 0


def opening(words: str, names: frozenset[str]) -> Cue | None:
    """A sentence that begins with a known name and later says 提出要求 or the like."""
    for length in (3, 2):
        if words[:length] in names:
            match = _ORDERS.search(words, length)
            if match:
                return Cue(0, match.end(), "leader", (0, length))
    return None


_ORDERS = re.compile(rf"{_ORDER}(?:，|：)")
_VERBS = re.compile(rf"(?:{_ORDER}|{_TALK})(?:，|：|$|说|道)")


def _person(words: str) -> Cue | None:
    """The person whose verb of speaking ends the words."""
    for start in range(len(words)):
        if words[start] not in _SURNAMES and words[start : start + 2] not in _COMPOUND:
            continue
        match = _PERSON.match(words, start)
        if match is None or match.end() != len(words):
            continue
        for length in (3, 2, 4):
            name = words[start : start + length]
            if not is_name(name) or not _title_before(words[:start]):
                continue
            rest = re.compile(rf"{_PLACE}{_CIRCUMSTANCE}(?:{_ORDER}|{_TALK})(?:，|：|$|说|道)")
            if rest.fullmatch(words, start + length):
                return Cue(start, match.end(), "leader" if match["order"] else "comment", (start, start + length))
    return None


def reports(words: str) -> bool:
    """Whether the words tell what a meeting did rather than what it asks."""
    return bool(_REPORTED.search(words))
