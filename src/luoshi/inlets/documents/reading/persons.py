"""Persons in a text: a family name and one or two more characters, where a role stands before or an act after."""

import re
from collections.abc import Iterator

from .fact import Person

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧肖尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁单杭"
    "洪包诸左石崔吉钮龚程嵇邢裴陆荣翁荀羊惠甄曲家封芮储靳汲邴糜松井段富巫乌焦巴弓牧隗谷车侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉"
    "戎祖武符刘景詹束龙叶幸司韶黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂"
    "牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩"
    "厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公付佟母贠岳闫冼揭苟敬仝代海补岩撒钭覃涂仉督商牟佘"
    "伯赏墨哈谯笪年爱阳第五言福"
)
DOUBLE_SURNAMES = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|司徒|夏侯|端木|百里|呼延|南宫|独孤|西门"
ROLE = (
    r"(?:副?(?:总书记|书记|主任|组长|部长|市长|区长|县长|省长|州长|镇长|乡长|局长|厅长|处长|科长|司长|院长|校长|会长|主席|秘书长|总理|委员长|检察长"
    r"|队长|所长|站长|场长|厂长|经理|总经理|董事长|理事长|行长|总裁|园长|馆长|巡视员|调研员|专员|审计长|参谋长|社长|台长|总编辑|盟长|旗长|政委|教授|研究员|指挥长|总指挥|团长|总队长|召集人)"
    r"|常委|委员|政委|负责人|负责同志|联络员|代表|会长|干事|指导员|村支书|支书|顾问|组员|成员|院士|记者)"
)
ROLE_ENDS = re.compile(rf"{ROLE}$")
# What may follow a name; without it the characters after a role are as likely the start of another word.
AFTER = (
    r"(?=[，,、。；;：:\s（）()]|$|同志|等|在|就|对|围绕|代表|主持|宣读|传达|通报|出席|参加|列席|指出|强调|要求|表示|提出|说|作|介绍"
    r"|汇报|讲话|致辞|发言|和|与|及|以及|分别|率|到|一行|深入|\d)"
)
NAME = rf"(?:(?:{DOUBLE_SURNAMES})[一-龥]{{1,2}}|[{SURNAMES}][一-龥]{{1,2}}|[{SURNAMES}][ 　][一-龥]){AFTER}"
ROLE_AND_NAME = re.compile(rf"(?P<role>[一-龥“”（）()·]*?{ROLE})[ 　]?(?P<name>{NAME})")
BARE_NAME = re.compile(NAME)
PARTS = re.compile(r"[^，,、；;]+[，,、；;]?")
BEFORE_ROLE = re.compile(r"^(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:上午|下午|晚上?)?[，,]?)?(?:(?:会议|大会)?由)?")
LISTED_NAME_LONGEST = 4
LONGEST_ROLE_PART = 40
MOST_ROLES = 6


def persons_in(text: str, start: int, end: int) -> Iterator[tuple[Person | None, int, int]]:
    """The parts of a list, each with its span and the person it names; a role covers the names listed after it."""
    held: int | None = None
    carried: str | None = None
    for match in PARTS.finditer(text, start, end):
        begin, stop = _trimmed(text, *match.span())
        begin, held = (held, None) if held is not None else (begin, None)
        if begin >= stop:
            continue
        named = _named(text, begin, stop)
        if named is None and carried is not None:
            named = _listed(text, begin, stop, carried)
        if named is None and _is_role_before_more(text, match, begin, stop):
            held = begin
            continue
        carried = named.role if named is not None else None
        yield named, begin, stop


def known_persons(text: str, end: int) -> dict[str, Person]:
    """Everybody introduced with a role, by name, at the first mention; lists of names share the role before them."""
    known: dict[str, Person] = {}
    start = 0
    for sentence in re.finditer(r"[^。；;！\n]+", text[:end]):
        start = sentence.start()
        if not re.search(ROLE, sentence[0]):
            continue
        for person, _, _ in persons_in(text, start, sentence.end()):
            if person is not None and person.role is not None:
                known.setdefault(person.name, person)
    return known


def _named(text: str, start: int, end: int) -> Person | None:
    """A role followed by a name within one part of a list."""
    match = ROLE_AND_NAME.search(text, start, end)
    if match is None or not _could_be_role(match["role"]):
        return None
    return Person(re.sub(r"\s", "", match["name"]), _role(text[start : match.end("role")]), *match.span("name"))


def _role(words: str) -> str:
    """The role without the day or the 会议由 that may stand before it."""
    return BEFORE_ROLE.sub("", words.strip())


def _could_be_role(role: str) -> bool:
    return len(role) <= LONGEST_ROLE_PART


def _listed(text: str, start: int, end: int, role: str) -> Person | None:
    """A bare name in a list that a role opened."""
    match = BARE_NAME.match(text, start, end)
    if match is None or len(match[0]) > LISTED_NAME_LONGEST:
        return None
    return Person(re.sub(r"\s", "", match[0]), role, *match.span())


def _is_role_before_more(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether a part is one of several roles of the person named next: 副书记、区长某某."""
    if not match[0].endswith("、") or ROLE_ENDS.search(text, start, end) is None or end - start > LONGEST_ROLE_PART:
        return False
    at = match.end()
    for _ in range(MOST_ROLES):
        following = PARTS.match(text, at)
        if following is None:
            return False
        if ROLE_AND_NAME.match(following[0]):
            return True
        if ROLE_ENDS.search(following[0].rstrip("、")) is None or not following[0].endswith("、"):
            return False
        at = following.end()
    return False


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "，,、；;"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in "，,、；;"):
        end -= 1
    return start, end
