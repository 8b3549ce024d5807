"""The shape of a fact: what was found, and the words of the text it was found in."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of documents that are told apart."""

    MEETING_REPORT = "meeting_report"
    NOTICE = "notice"
    PLAN = "plan"
    MINUTES = "minutes"
    OPINION = "opinion"
    SPEECH = "speech"
    OTHER = "other"


class Presence(StrEnum):
    """In what way somebody was or was not at a meeting."""

    ATTENDED = "attended"
    SAT_IN = "sat_in"
    EXCUSED = "excused"


@dataclass(frozen=True)
class Fact:
    """A value with the span of the words it was taken from; the two differ only in line breaks and brackets."""

    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Number:
    """A document number as written and in the standard's form: 〔〕 and no leading zeros."""

    value: str
    written: str
    start: int
    end: int


@dataclass(frozen=True)
class Day:
    """A day; where the words at hand name no year, the span of the words that gave it, or no value at all."""

    value: date | None
    start: int
    end: int
    year_start: int | None = None
    year_end: int | None = None
    at: time | None = None


@dataclass(frozen=True)
class Person:
    """A person named in the text, with the role as written there, carried over a list of names where it covers all."""

    name: str
    role: str | None
    start: int
    end: int


@dataclass(frozen=True)
class ReadOut:
    """A document that was read out at the meeting, and who did it."""

    title: str
    start: int
    end: int
    reader: Person | None


@dataclass(frozen=True)
class Attendee:
    """A person or a body that was at the meeting, as written."""

    words: str
    start: int
    end: int
    presence: Presence
    person: Person | None
