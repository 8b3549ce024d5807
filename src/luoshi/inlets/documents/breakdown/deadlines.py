"""Dates and limits by which something has to be finished."""

from __future__ import annotations

import re

_FIGURE = r"[\d一二三四五六七八九十两〇○零]"
_YEAR = rf"(?:(?:20\d{{2}}|二[〇○零]{_FIGURE}{{2}})年|[今明后当本次翌]年(?:度)?)"
_MONTH = rf"(?:{_FIGURE}{{1,3}}月份?|[本当次下]月|[本下]个月)"
_DAY = rf"{_FIGURE}{{1,3}}[日号]"
_PART = r"[底末初中]|[上中下]旬|[上下]半年|第?[一二三四]季度[末底]?|年[底末中初]"
_DATE = (
    rf"(?:{_YEAR}(?:{_MONTH}(?:{_DAY}|[底末初中]|[上中下]旬)?|{_PART})?|{_MONTH}(?:{_DAY}|[底末初中]|[上中下]旬)?|"
    rf"{_DAY}|年[底末中]|[本下]?周[一二三四五六日末]|[月季][底末])"
)
_PLAN = r"[“\"]?十[一二三四五六七八九]五[”\"]?(?:规划)?(?:期|时期)?(?:末|期末)"
_BEFORE = r"(?:之前|以前|前)(?![款条述期来])"
_COUNT = rf"(?:{_FIGURE}{{1,4}}个?(?:半)?(?:工作日|自然日|日|天|周|月|年|小时|分钟)|[一1]个?季度)"
_HOUR = r"(?:上午|中午|下午|晚上)?\d{1,2}(?:[时点](?:\d{1,2}分)?|:\d{2})"
_EVENT = (
    r"(?:(?:自|从)?(?:本[\u4e00-\u9fff]{2,3}|文件|通知)?(?:会议?|会议结束|印发|下发|发布|公布|施行|实施|收文|批准|"
    r"受理|验收|(?:灾害|灾情|事故|事件|险情|检查|督[查导]|整改|活动|任务|项目|考核|公示|培训|演练|调查)(?:发生|结束|完成)|"
    r"(?:收到|接到)[\u4e00-\u9fff]{0,6}?)"
    r"(?:之日起|之日后|之后|后|起))"
)

_PATTERN = re.compile(
    rf"(?P<feast>(?:春节|元旦|国庆节?|五一|中秋节?|端午节?|清明节?|寒假|暑假|开学|主?汛期|入冬|入汛|雨季|两会|"
    rf"采暖季|供暖期|农忙|秋收)(?:来临|到来|开始)?{_BEFORE})"
    rf"|(?P<each>每(?:年|月|季度?|半年)(?:度)?(?:{_FIGURE}{{1,2}}[月日号])*(?:[底末])?(?:{_HOUR})?{_BEFORE}|"
    rf"每(?:周[一二三四五六日末]?|[日天])(?:{_HOUR})?{_BEFORE})"
    rf"|(?P<before>(?:到|至)?{_DATE}(?:中午|下班|24时|\d{{1,2}}[时点:]\d{{0,2}}分?)?{_BEFORE})"
    rf"|(?P<plan>(?:到|至)?{_PLAN}(?:前)?)"
    rf"|(?P<within>{_EVENT}?{_COUNT}(?:之内|以内|内))"
    rf"|(?P<year>(?:(?:力争|争取)?(?:{_YEAR}|年)(?:底|末)?(?:之内|以内|内)(?![部外容涵])))"
    rf"|(?P<span>(?:[本当][月周]|[上下]半年|第?[一二三四]季度)(?:底|末)?(?:内|之内))"
    rf"|(?P<until>(?:到|至){_YEAR}(?:{_MONTH}|[底末])?(?![至到—-]))"
    rf"|(?P<end>{_YEAR}?(?:{_MONTH})?(?:年)?[底末](?=[，、]?(?:基本|全面|全部|要|实现|完成|达到|建成|务必|必须|确保|"
    rf"力争|争取|形成|取得)))"
)
_NOT_A_LIMIT = re.compile(
    r"每(?:年|月|季|周|半年)?$|[自从近过去前最]$|(?:有效期|试点期|期限为|为期|不[少低]于|提前|连续|满|超过)$"
)
_PAST_AHEAD = re.compile(r"(?:已|取得了|召开了|印发了|以来)")
_RATE = re.compile(r"^(?:办结|受理|响应|答复|反馈|回复)")
_TRIM = re.compile(r"^(?:力争|争取|[到至](?=.{0,16}(?:前|内)$))")
_WITHIN_STANDARD = re.compile(
    r"(?:压缩|压减|缩短|控制|减少|减|限制|稳定|保持)[\u4e00-\u9fff]{0,6}[至到在为]?[\u4e00-\u9fff]{0,4}$"
)


def find(words: str) -> tuple[int, int] | None:
    """The first limit in the words, as offsets into them; a period, a past date or a measure is none."""
    for match in _PATTERN.finditer(words):
        before = words[max(0, match.start() - 14) : match.start()]
        if _NOT_A_LIMIT.search(before) or _WITHIN_STANDARD.search(before):
            continue
        if match.lastgroup == "within" and "、" in before[-1:]:
            continue
        after = words[match.end() : match.end() + 10]
        if _PAST_AHEAD.match(after) or after.startswith(("以来", "的《", "印发", "发布的", "出台的")):
            continue
        start = match.start()
        trim = _TRIM.match(match[0])
        if trim:
            start += trim.end()
        return start, match.end()
    return None


_BACK = re.compile(
    r"^(?:(?P<all>以上|上述|各项|所有|前述)|该|此|这|本)(?:几|各|些|一)?(?:项|类|个|系列)?(?:工作|任务|事项|措施|"
    r"问题|内容|项目|整改)?[\u4e00-\u9fff，]{0,8}?"
    r"(?:于|在|应|要|须|务|必|力|争|确|请|限)"
)


def looks_back(words: str) -> str:
    """`item` or `chapter` where the words only date what stands before them, else nothing."""
    match = _BACK.match(words)
    if match is None or len(words) > 40 or find(words) is None:
        return ""
    if not re.search(r"(?:完成|办结|到位|结束|落实|见效)[\u4e00-\u9fff]{0,3}$", words):
        return ""
    return "chapter" if match["all"] else "item"
