"""What stands above and below the body of a document: title, number, issuer, day, kind."""

import re
import unicodedata
from dataclasses import dataclass

from .days import FULL, from_match
from .fact import Day, Fact, Kind, Number
from .furniture import is_publication

OPEN, CLOSE = r"[〔［\[【(（〈﹝]", r"[〕］\]】)）〉﹞]"
FORMS = (
    r"(?:通知|意见|决定|方案|计划|规划|要点|纪要|讲话|报告|公告|通告|通报|批复|函|办法|规定"
    r"|细则|条例|安排|命令|决议|议案|请示|讲稿|致辞|清单)"
)
FORM_ENDS = re.compile(rf"{FORMS}(?:[（(][^（()）]{{1,12}}[)）])?$")
NUMBER = re.compile(
    rf"(?P<code>[一-龥A-Za-z·]{{1,16}}){OPEN}\s*(?P<year>[1１2２][9９0０]\d{{2}})\s*年?\s*{CLOSE}\s*第?\s*(?P<count>\d{{1,5}})\s*号"
)
ISSUE = re.compile(r"^[\s(（]*(?P<issue>(?:\d{4}年)?第\s*[\d一二三四五六七八九十百]{1,5}\s*[期号])[\s)）]*$")
MARK = re.compile(
    r"^(?:\d{6}|(?:绝密|机密|秘密)[★☆\s\S]{0,8}|特急|加急|平急|特提|签发人[:：].*|内部(?:资料|文件).{0,6})$"
)
RED_HEAD = re.compile(r"^[一-龥、 　]{2,40}文件$")
CLAUSE = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]|第[一二三]章)"
)
BODY_END = (
    r"(?:委|委员会|办公室|办公厅|办|部|局|厅|院|政府|组|会|中心|公司|处|科|支部|银行|署|联|团|社"
    r"|指挥部|学校|大学|管委会|工委)"
)
SIGNED = re.compile(
    rf"(?:^|(?<=。))[ \t　]{{0,80}}(?P<issuer>[一-龥（）()、]{{0,30}}{BODY_END}"
    rf"(?:[\s　]{{1,80}}[一-龥（）()]{{0,30}}{BODY_END})*)"
    rf"[\s　]{{0,80}}(?P<date>{FULL})[ \t\r　]*(?=$|\n|[（(](?:此件|联系))",
    re.MULTILINE,
)
DATE_LINE = re.compile(rf"^[ \t　]*[（(]?(?P<date>{FULL})[)）]?[ \t\r　]*$", re.MULTILINE)
ISSUER_IN_TITLE = re.compile(
    rf"^(?P<issuer>[一-龥、 　]{{1,60}}?(?:{BODY_END}|国务院|中共中央))(?:印发|转发|批转|关于)"
)
HEAD_LINES = 15
TITLE_LINES = 4
LONGEST_TITLE_LINE = 120
KINDS: tuple[tuple[str, Kind], ...] = (
    (r"纪要", Kind.MINUTES),
    (r"讲话|致辞|讲稿", Kind.SPEECH),
    (r"意见", Kind.OPINION),
    (r"方案|计划|规划|要点|安排|清单", Kind.PLAN),
    (r"通知|通报|公告|通告", Kind.NOTICE),
)
CONVENED = re.compile(r"(?:召开|举行)[^。\n]{0,60}会|会议?[^。\n]{0,30}(?:召开|举行)")
REPORT_WITHIN = 300

HALF_A_HEADLINE = 6  # characters; shorter pieces are a word set apart


@dataclass(frozen=True)
class Head:
    """What the top of a document says, and where its body begins."""

    title: Fact | None
    number: Number | None
    issuer: Fact | None
    body: int


def read_head(text: str, end: int) -> Head:
    """Go down the first lines until the body begins."""
    parts: list[tuple[int, int]] = []
    number: Number | None = None
    issuer: Fact | None = None
    at = 0
    for start, stop in _first_lines(text, end):
        line = text[start:stop]
        here = number_in(text, start, stop) if number is None else None
        number = number or here
        at = start
        if not line or MARK.match(line):
            if parts and not line:
                break
            continue
        if RED_HEAD.match(line) and not parts:
            issuer = Fact(line.removesuffix("文件").strip(), start, stop - len("文件"))
            continue
        cut = here.start if here is not None else stop
        if here is not None and not text[start:cut].strip(" 　(（"):
            if parts:
                break
            continue
        if not text[start:cut].strip(" 　(（") or not _continues_title(text[start:cut], parts, text):
            break
        parts.append((start, start + len(text[start:cut].rstrip(" 　(（"))))
        at = stop
        if here is not None or FORM_ENDS.search(text[slice(*parts[-1])]):
            break
    return Head(_title(text, parts), number or _number_below(text, at, end), issuer, at)


def _first_lines(text: str, end: int) -> list[tuple[int, int]]:
    """The spans of the first lines, trimmed; blank ones are kept once the text has begun."""
    spans: list[tuple[int, int]] = []
    at = 0
    for line in text[:end].split("\n"):
        words = line.strip()
        if words or spans:
            start = at + line.find(words)
            spans.append((start, start + len(words)))
        if len(spans) >= HEAD_LINES:
            break
        at += len(line) + 1
    return spans


def _continues_title(line: str, parts: list[tuple[int, int]], text: str) -> bool:
    if len(line) > LONGEST_TITLE_LINE or len(parts) >= TITLE_LINES or is_publication(line):
        return False
    if re.search(r"[。；;]|[：:]$", line) or CLAUSE.match(line) or DATE_LINE.match(line) or ISSUE.match(line):
        return False
    if not parts:
        return True
    return "关于" in text[slice(*parts[0])] or FORM_ENDS.search(line) is not None or line.startswith("关于")


def _title(text: str, parts: list[tuple[int, int]]) -> Fact | None:
    if not parts:
        return None
    value = "".join(_closed_up(text[a:b]) for a, b in parts)
    return Fact(value, parts[0][0], parts[-1][1])


def _closed_up(line: str) -> str:
    """A line of a title: characters set apart close up, two halves of a headline stay apart."""
    pieces = line.split()
    halves = line.isascii() or all(len(piece) >= HALF_A_HEADLINE for piece in pieces)
    return (" " if halves else "").join(pieces)


def number_in(text: str, start: int, end: int) -> Number | None:
    """The number of this document in a head line; numbers inside 《》 or within a sentence are other documents'."""
    match = NUMBER.search(text, start, end)
    if match is not None and not re.search(r"[《。]", text[start : match.start()]):
        begin = match.start()
        begin += max(
            (form.end() for form in re.finditer(FORMS, match["code"]) if form.end() < len(match["code"])), default=0
        )
        return Number(normal_number(text[begin : match.end()]), text[begin : match.end()], begin, match.end())
    issue = ISSUE.match(text[start:end])
    if issue is None:
        return None
    begin, stop = start + issue.start("issue"), start + issue.end("issue")
    return Number(re.sub(r"\s", "", issue["issue"]), text[begin:stop], begin, stop)


def normal_number(written: str) -> str:
    """A number in the standard's form: six-cornered brackets, no 第, no leading zeros, plain digits."""
    match = NUMBER.search(unicodedata.normalize("NFKC", written))
    if match is None:
        return re.sub(r"\s", "", written)
    return f"{match['code']}〔{match['year']}〕{int(match['count'])}号"


def _number_below(text: str, at: int, end: int) -> Number | None:
    """A number on a line of its own shortly below the title."""
    for match in list(re.finditer(r"[^\n]+", text[at:end]))[:3]:
        start = at + match.start() + len(match[0]) - len(match[0].lstrip())
        found = number_in(text, start, at + match.end())
        if found is not None and found.start - start <= 1:
            return found
    return None


def signature(text: str, end: int) -> tuple[Fact | None, Day | None]:
    """Who signed and on what day: of the first signature, since what follows it is an annex."""
    match = SIGNED.search(text, 0, end)
    if match is not None:
        day = _dated(text, match)
        if day is not None:
            return Fact(re.sub(r"\s+", " ", match["issuer"]), *match.span("issuer")), day
    for match in DATE_LINE.finditer(text, 0, end):
        day = _dated(text, match)
        if day is not None:
            return None, day
    return None, None


def _dated(text: str, match: re.Match[str]) -> Day | None:
    inner = re.compile(FULL).match(text, match.start("date"))
    return None if inner is None else from_match(inner)


def issuer_in_title(text: str, title: Fact | None) -> Fact | None:
    """The body a title begins with: 某某办公室关于……的通知."""
    match = None if title is None else ISSUER_IN_TITLE.match(text[title.start : title.end])
    if title is None or match is None:
        return None
    return Fact(match["issuer"], title.start, title.start + match.end("issuer"))


def kind_of(text: str, head: Head, *, published: bool) -> Kind:
    """The kind: by the word the title ends with, else by how the body opens."""
    title = head.title.value if head.title is not None else ""
    tail = re.sub(r"[（(][^（()）]*[)）]$", "", title)
    for words, kind in KINDS:
        if re.search(rf"(?:{words})$", tail):
            return kind
    if "讲话" in tail and "会" in tail and "学习" not in tail:
        return Kind.SPEECH
    opening = f"{title}。{text[head.body : head.body + REPORT_WITHIN]}"
    if head.number is None and CONVENED.search(opening):
        return Kind.MEETING_REPORT
    return Kind.OTHER if published or head.number is None else Kind.NOTICE
