"""Facts about a document, each with the words it stands in; what the text does not say is not there."""

import re
from dataclasses import dataclass

from . import meeting
from .days import moment, with_year_of
from .fact import Attendee, Day, Fact, Kind, Number, Person, Presence, ReadOut
from .furniture import furniture, is_publication
from .heading import issuer_in_title, kind_of, read_head, signature
from .persons import known_persons

__all__ = ["Attendee", "Day", "DocumentFacts", "Fact", "Kind", "Number", "Person", "Presence", "ReadOut", "find_facts"]

SOURCE = re.compile(r"(?:信息|稿件|文章)?来源(?:于)?\s*[:：][ \t　]*(?P<value>[^\s|｜)）】\]]{1,40})")
EDITOR = re.compile(r"(?:责任)?编辑\s*[:：][ \t　]*(?P<value>[^\s|｜)）】\]]{1,20})")


@dataclass(frozen=True)
class DocumentFacts:
    """All that was found; `furniture` are the spans of the page around the document, where no requirement stands."""

    kind: Kind
    title: Fact | None
    number: Number | None
    issuer: Fact | None
    date: Day | None
    published_at: Day | None
    held_on: Day | None
    place: Fact | None
    speakers: tuple[Person, ...]
    read_out: tuple[ReadOut, ...]
    attendance: tuple[Attendee, ...]
    chair: Person | None
    source: Fact | None
    editor: Fact | None
    furniture: tuple[tuple[int, int], ...]


def find_facts(text: str) -> DocumentFacts:
    """Read the facts out of a text; linear in its length."""
    around = furniture(text)
    lines = [span for span in around if is_publication(text[slice(*span)])]
    end = next((start for start, stop in around if (start, stop) not in lines), len(text))
    published = next((day for span in lines if (day := moment(text, *span)) is not None), None)
    head = read_head(text, end)
    signed_by, dated = signature(text, end)
    kind = kind_of(text, head, published=published is not None)
    known = known_persons(text, end)
    met = kind in {Kind.MEETING_REPORT, Kind.MINUTES}
    body = max([head.body, *(stop for start, stop in lines if start < head.body + len(text) // 2)])
    held = meeting.held_on(text, body, end) if met else None
    year_from = published or dated
    if held is not None and held.value is None and year_from is not None:
        held = with_year_of(held, text, year_from)
    return DocumentFacts(
        kind=kind,
        title=head.title,
        number=head.number,
        issuer=signed_by or head.issuer or issuer_in_title(text, head.title),
        date=dated,
        published_at=published,
        held_on=held,
        place=meeting.place(text, body, end) if met else None,
        speakers=_speakers(text, body, end, kind, known),
        read_out=meeting.read_out(text, body, end, known) if met else (),
        attendance=meeting.attendance(text, body, end) if met else (),
        chair=meeting.chair(text, body, end, known) if met else None,
        source=_labelled(SOURCE, text, lines),
        editor=_labelled(EDITOR, text, lines),
        furniture=around,
    )


def _speakers(text: str, start: int, end: int, kind: Kind, known: dict[str, Person]) -> tuple[Person, ...]:
    """Speakers of a meeting; of a speech the one whose name stands under its title."""
    if kind in {Kind.MEETING_REPORT, Kind.MINUTES}:
        return meeting.speakers(text, start, end, known)
    if kind is not Kind.SPEECH:
        return ()
    for match in list(re.finditer(r"[^\n]+", text[start:end]))[:4]:
        line = match[0].strip()
        begin = start + match.start() + match[0].index(line[:1]) if line else start
        if line and "。" not in line:
            person = meeting.person_at(text, begin, begin + len(line), known, open_end=True)
            if person is not None:
                return (person,)
    return ()


def _labelled(pattern: re.Pattern[str], text: str, lines: list[tuple[int, int]]) -> Fact | None:
    for start, stop in lines:
        match = pattern.search(text, start, stop)
        if match is not None:
            return Fact(match["value"], *match.span("value"))
    return None
