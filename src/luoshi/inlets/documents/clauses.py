"""What a reviewer decides about: clauses laid end to end over a text, each with its fields. Plain Python."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

Span = tuple[int, int]


class Verdict(StrEnum):
    """What a clause is: something to be done, an attitude asked for, or neither."""

    REQUIREMENT = "requirement"
    STANCE = "stance"
    NOTHING = "nothing"


class Why(StrEnum):
    """Why nothing follows from a clause."""

    REPORT = "report"
    PREAMBLE = "preamble"
    HEADING = "heading"
    FURNITURE = "furniture"
    ATTENDANCE = "attendance"
    COMMENT = "comment"
    CUE = "cue"
    OWNER = "owner"
    DEADLINE = "deadline"
    REPEATED = "repeated"
    ELSEWHERE = "elsewhere"


class Field(StrEnum):
    """The fields of a clause that are stretches of the text."""

    QUOTE = "quote"
    SPEAKER = "speaker"
    LEAD = "lead"
    ASSIST = "assist"
    DEADLINE = "deadline"
    PROBLEM = "problem"


class Role(StrEnum):
    """Whether a unit leads or co-operates."""

    LEAD = "lead"
    ASSIST = "assist"


@dataclass(frozen=True, slots=True)
class Target:
    """Which units are meant: kinds of units below one unit, units by name, and those left out."""

    kinds: tuple[str, ...] = ()
    under: UUID | None = None
    units: tuple[UUID, ...] = ()
    without: tuple[UUID, ...] = ()

    def to_payload(self) -> dict[str, Any]:
        """The target as codes and identifiers."""
        return {
            "kinds": list(self.kinds),
            "under": str(self.under) if self.under else None,
            "units": [str(unit) for unit in self.units],
            "without": [str(unit) for unit in self.without],
        }

    def joined(self, other: "Target | None") -> "Target":
        """Both together."""
        if other is None:
            return self
        return Target(
            kinds=tuple(dict.fromkeys((*other.kinds, *self.kinds))),
            under=self.under or other.under,
            units=tuple(dict.fromkeys((*other.units, *self.units))),
            without=tuple(dict.fromkeys((*other.without, *self.without))),
        )

    @classmethod
    def from_payload(cls, raw: dict[str, Any] | None) -> "Target | None":
        """The target that `to_payload` wrote."""
        if raw is None:
            return None
        return cls(
            kinds=tuple(raw["kinds"]),
            under=UUID(raw["under"]) if raw["under"] else None,
            units=tuple(UUID(unit) for unit in raw["units"]),
            without=tuple(UUID(unit) for unit in raw["without"]),
        )


@dataclass(frozen=True, slots=True)
class Clause:
    """One stretch of the text with all that was found or decided about it; `number` never changes."""

    number: int
    start: int
    end: int
    proposed: Verdict
    why: str = ""  # proposed or decided reason why nothing follows
    decided: Verdict | None = None
    by: str = ""  # the person who decided
    quote: Span | None = None  # the words asked for, within start and end
    speaker: Span | None = None
    lead: tuple[Span, ...] = ()
    assist: tuple[Span, ...] = ()
    deadline: Span | None = None
    problem: Span | None = None
    parent: int | None = None
    lead_target: Target | None = None
    assist_target: Target | None = None
    due: date | None = None

    @property
    def verdict(self) -> Verdict:
        """As decided, else as proposed."""
        return self.decided or self.proposed

    @property
    def is_requirement(self) -> bool:
        """Decided or proposed to be done."""
        return self.verdict is Verdict.REQUIREMENT

    def spans(self, field: Field) -> tuple[Span, ...]:
        """The stretches of a field; empty where nothing was found."""
        found: Span | tuple[Span, ...] | None = getattr(self, field.value)
        if field in LISTS:
            return found or ()  # type: ignore[return-value]
        return (found,) if found else ()  # type: ignore[return-value]


LISTS = frozenset({Field.LEAD, Field.ASSIST})


def to_payload(clause: Clause) -> dict[str, Any]:
    """A clause as offsets and codes."""
    return {
        "number": clause.number,
        "start": clause.start,
        "end": clause.end,
        "proposed": clause.proposed.value,
        "why": clause.why,
        "parent": clause.parent,
        "spans": {f.value: [list(span) for span in clause.spans(f)] for f in Field if clause.spans(f)},
    }


def from_payload(raw: dict[str, Any]) -> Clause:
    """The proposed clause that `to_payload` wrote."""
    return Clause(
        number=raw["number"],
        start=raw["start"],
        end=raw["end"],
        proposed=Verdict(raw["proposed"]),
        why=raw["why"],
        parent=raw["parent"],
        **fields(raw["spans"]),
    )


def fields(spans: dict[str, list[list[int]]]) -> dict[str, Any]:
    """The stretches of a clause by field, as the clause holds them."""
    found = {name: tuple((start, end) for start, end in given) for name, given in spans.items()}
    return {name: given if Field(name) in LISTS else given[0] for name, given in found.items()}


BLANK = " \t\r\n\u3000\u00a0"
MARKS = "，。；：、！？,.;:!?…—-·()（）“”\"'《》〈〉"


def trimmed(text: str, start: int, end: int) -> Span | None:
    """A stretch without blanks around it and without its closing mark; None where no words are left."""
    while start < end and text[start] in BLANK:
        start += 1
    while end > start and (text[end - 1] in BLANK or text[end - 1] in "，。；：、！,.;:!"):
        end -= 1
    return (start, end) if has_words(text, start, end) else None


def has_words(text: str, start: int, end: int) -> bool:
    """Whether a stretch holds more than blanks and marks."""
    return any(sign not in BLANK and sign not in MARKS for sign in text[start:end])
