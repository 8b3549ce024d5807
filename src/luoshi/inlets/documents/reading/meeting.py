"""What a text says about a meeting: when, where, who chaired, spoke, read out and attended."""

import re
from collections.abc import Iterator

from .days import any_day
from .fact import Attendee, Day, Fact, Person, Presence, ReadOut
from .persons import BARE_NAME, ROLE_AND_NAME, persons_in

SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
CLAUSES = re.compile(r"[^，,；;]+[，,；;]?")
CONVENED = re.compile(r"(?:主持)?(?:召开|举行)")
LABEL = (
    r"^[ \t　]*(?:会议)?"
    r"(?P<label>时间|地点|主持人?|出席(?:人员|领导|单位)?|参加(?:人员|单位)?|参会(?:人员|单位)?|列席(?:人员|单位)?"
    r"|请假(?:人员)?|缺席(?:人员)?)[ \t　]*[:：][ \t　]*(?P<rest>[^\n]+)$"
)
LABELLED = re.compile(LABEL, re.MULTILINE)
PLACE = re.compile(r"(?:于|在)(?P<place>[一-龥A-Za-z0-9“”]{2,24}?)(?:隆重|胜利|顺利)?(?:召开|举行)")
NO_PLACE = re.compile(r"[会讲]上|[下中]$|领导|基础|指导|同志|[日时午晚]$")
CHAIRED = re.compile(r"主持(?:了)?(?:召开|会议|大会|座谈|推进会|这次|本次|今天)|主持并")
CHAIRED_BY = re.compile(r"(?:会议|大会|座谈会)由")
SPOKE = re.compile(
    r"(?:(?:在|于)?(?:会议?|大会|座谈会|推进会)上|出席(?:会议)?并|到会并)(?:分别|先后)?(?:作|做|发表|讲)?(?:了)?"
    r"[^，,。、；;]{0,16}?(?:讲话|发言|报告|致辞|部署|讲了话|讲课|总结)"
    r"|(?:作|做|发表)(?:了)?(?:重要|动员|总结|工作|主题)?(?:讲话|发言|致辞|动员)"
)
SAID = re.compile(
    r"(?:同志)?(?P<where>在(?:讲话|会议?|大会|发言|总结|报告)[中上时]|最后)?"
    r"(?:还|特别|再次|进一步)?(?:指出|强调|要求|表示|提出|说)"
)
READ = re.compile(
    r"(?:宣读|传达)(?:学习)?(?:了)?(?P<between>[^《》。，,；;]{0,20})(?P<titles>《[^》]{2,100}》(?:[、和及与]?《[^》]{2,100}》)*)"
)
QUOTED = re.compile(r"《([^》]{2,100})》")
PRESENT = re.compile(
    r"(?:等(?:人|领导|同志)?)?(?:分别|应邀|一同|一并|也)?(?P<how>出席|参加|列席)(?:了)?(?:本次|此次|这次|今天的)?"
    r"(?:会议|大会|座谈会?|推进会|动员会|[一-龥]{0,10}会)[。\n]?$"
)
OTHER_ACT = re.compile(r"主持|召开|举行|讲话|宣读|传达|强调|指出|发言|贯彻|部署|总结|通报")
NOT_YET = re.compile(r"(?<![主重需])要|请|[必务]须|务必|应(?!邀)|(?<!党)组织(?!部)|确保|不得")
MAY_BE_NAME = 3
EXCUSED = {"请假", "缺席"}
WHEN_WITHIN = 60


def held_on(text: str, start: int, end: int) -> Day | None:
    """The day of the meeting: labelled, or shortly before the word that says it was convened."""
    for label, begin, stop in labelled(text, end):
        if label == "时间":
            return any_day(text, begin, stop)
    for at, sentence in enumerate(SENTENCE.finditer(text, start, end)):
        convened = CONVENED.search(text, *sentence.span())
        if convened is not None:
            day = any_day(text, sentence.start(), min(sentence.start() + WHEN_WITHIN, convened.start()))
            if day is not None:
                return day
        if at >= MAY_BE_NAME:
            break
    return None


def place(text: str, start: int, end: int) -> Fact | None:
    """Where the meeting was: labelled, or 在……召开."""
    for label, begin, stop in labelled(text, end):
        if label == "地点":
            return Fact(text[begin:stop], begin, stop)
    for at, sentence in enumerate(SENTENCE.finditer(text, start, end)):
        match = PLACE.search(text, *sentence.span())
        if match is not None and not NO_PLACE.search(match["place"]):
            return Fact(match["place"], *match.span("place"))
        if at >= MAY_BE_NAME:
            break
    return None


def labelled(text: str, end: int) -> Iterator[tuple[str, int, int]]:
    """The labelled lines of minutes: 时间：, 地点：, 主持：, 出席： … with the span of what they say."""
    for match in LABELLED.finditer(text, 0, end):
        label = re.sub(r"(?:人员|领导|单位|人)$", "", match["label"])
        stop = match.start("rest") + len(match["rest"].rstrip(" \t　。"))
        yield label, match.start("rest"), stop


def chair(text: str, start: int, end: int, known: dict[str, Person]) -> Person | None:
    """Who chaired the meeting."""
    for label, begin, stop in labelled(text, end):
        if label == "主持":
            return person_at(text, begin, stop, known, open_end=True)
    for sentence in SENTENCE.finditer(text, start, end):
        match = CHAIRED.search(text, *sentence.span())
        if match is None:
            by = CHAIRED_BY.search(text, *sentence.span())
            found = None if by is None else person_at(text, by.end(), sentence.end(), known)
        else:
            found = last_person(text, sentence.start(), match.start(), known)
        if found is not None:
            return found
    return None


def speakers(text: str, start: int, end: int, known: dict[str, Person]) -> tuple[Person, ...]:
    """Who spoke, each once, in the order of the first mention of it."""
    found: dict[str, Person] = {}
    for sentence in SENTENCE.finditer(text, start, end):
        for person in (*_who_spoke(text, *sentence.span(), known), *_who_said(text, *sentence.span(), known)):
            found.setdefault(person.name, person)
    return tuple(found.values())


def _who_spoke(text: str, start: int, end: int, known: dict[str, Person]) -> Iterator[Person]:
    """The persons in the subject of ……在会上讲话, back to the last other act."""
    match = SPOKE.search(text, start, end)
    if match is None:
        return
    begin = start
    for clause in CLAUSES.finditer(text, start, match.start()):
        if OTHER_ACT.search(clause[0]):
            begin = clause.end()
    for person, part, stop in persons_in(text, begin, match.start()):
        named = person or person_at(text, part, stop, known)
        if named is not None:
            yield named


def _who_said(text: str, start: int, end: int, known: dict[str, Person]) -> Iterator[Person]:
    """A name at the head of a sentence before 指出 or 强调: one introduced elsewhere, or said to be speaking."""
    lead = start + len(text[start:end]) - len(text[start:end].lstrip())
    match = BARE_NAME.match(text, lead, end) or ROLE_AND_NAME.match(text, lead, end)
    said = None if match is None else SAID.match(text, match.end())
    if match is None or said is None:
        return
    if "role" in match.groupdict():
        yield Person(match["name"], match["role"], *match.span("name"))
    elif match[0] in known:
        yield Person(match[0], known[match[0]].role, *match.span())
    elif said["where"]:
        yield Person(match[0], None, *match.span())


def read_out(text: str, start: int, end: int, known: dict[str, Person]) -> tuple[ReadOut, ...]:
    """The documents that were read out, each with its reader where the sentence names one."""
    found: list[ReadOut] = []
    for sentence in SENTENCE.finditer(text, start, end):
        for match in READ.finditer(text, *sentence.span()):
            if NOT_YET.search(text, sentence.start(), match.start()) is None:
                reader = last_person(text, sentence.start(), match.start(), known)
                found += [
                    ReadOut(title[1], *title.span(1), reader) for title in QUOTED.finditer(text, *match.span("titles"))
                ]
    return tuple(found)


def attendance(text: str, start: int, end: int) -> tuple[Attendee, ...]:
    """Everybody and every body said to have been there, as written."""
    found: list[Attendee] = []
    for label, begin, stop in labelled(text, end):
        if label[:2] in {"出席", "参加", "参会"}:
            found += _attendees(text, begin, stop, Presence.ATTENDED)
        elif label == "列席":
            found += _attendees(text, begin, stop, Presence.SAT_IN)
        elif label in EXCUSED:
            found += _attendees(text, begin, stop, Presence.EXCUSED)
    for sentence in SENTENCE.finditer(text, start, end):
        match = PRESENT.search(text, *sentence.span())
        if match is None or NOT_YET.search(text, sentence.start(), match.start()):
            continue
        begin = sentence.start()
        for clause in CLAUSES.finditer(text, begin, match.start()):
            if OTHER_ACT.search(clause[0]):
                begin = clause.end()
        how = Presence.SAT_IN if match["how"] == "列席" else Presence.ATTENDED
        found += _attendees(text, begin, match.start(), how)
    return tuple(found)


def _attendees(text: str, start: int, end: int, how: Presence) -> list[Attendee]:
    return [
        Attendee(text[begin:stop], begin, stop, how, person) for person, begin, stop in persons_in(text, start, end)
    ]


def person_at(text: str, start: int, end: int, known: dict[str, Person], *, open_end: bool = False) -> Person | None:
    """The person that a stretch of text begins with."""
    person = next((found for found, _, _ in persons_in(text, start, end) if found is not None), None)
    if person is not None:
        return person
    match = BARE_NAME.match(text, start, end)
    if match is None or not (open_end or match[0] in known):
        return None
    role = known[match[0]].role if match[0] in known else None
    return Person(match[0], role, *match.span())


def last_person(text: str, start: int, end: int, known: dict[str, Person]) -> Person | None:
    """The person named last before an act: 某某在会上宣读, 某某主持."""
    last: Person | None = None
    for person, _, _ in persons_in(text, start, end):
        last = person or last
    if last is not None:
        return last
    for match in re.finditer(r"[^，,、；;]+", text[start:end]):
        bare = BARE_NAME.match(text, start + match.start() + len(match[0]) - len(match[0].lstrip()), end)
        if bare is not None:
            role = known[bare[0]].role if bare[0] in known else None
            last = Person(bare[0], role, *bare.span())
    return last
