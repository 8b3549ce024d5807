"""What a breakdown is: requirements and clauses, each an exact stretch of the text as given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["meeting_report", "notice", "plan", "minutes", "opinion"]
Type = Literal["action", "stance"]
Proposal = Literal["requirement", "stance", "nothing"]
Reason = Literal[
    "report",  # tells what has been done or is the case
    "preamble",  # why the document was written
    "heading",  # a title or label
    "furniture",  # page furniture: number, addressee, signature, date, copyright
    "attendance",  # who was there, who spoke, who presided
    "comment",  # said by somebody without authority
    "cue",  # only says who speaks or links two sentences
    "owner",  # only names who is responsible for what stands before
    "deadline",  # only gives the date for what stands before
]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Why:
    """Short codes for the words that decided a field; empty where nothing was found."""

    type: str = ""
    lead: str = ""
    deadline: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing asked for; every field but `id`, `type` and `why` is a stretch of the text."""

    id: str
    quote: str
    start: int
    end: int
    type: Type
    speaker: str | None = None
    lead: tuple[str, ...] = ()
    assist: tuple[str, ...] = ()
    deadline: str | None = None
    problem: str | None = None
    parent: str | None = None
    speaker_span: Span | None = None
    lead_spans: tuple[Span, ...] = ()
    assist_spans: tuple[Span, ...] = ()
    deadline_span: Span | None = None
    problem_span: Span | None = None
    why: Why = Why()

    def to_json(self) -> dict[str, object]:
        """The annotation form of one requirement, with its place."""
        return {
            "id": self.id,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "type": self.type,
            "speaker": self.speaker,
            "lead": list(self.lead),
            "assist": list(self.assist),
            "deadline": self.deadline,
            "problem": self.problem,
            "parent": self.parent,
        }


@dataclass(frozen=True, slots=True)
class Clause:
    """One stretch for the reviewer to decide; the clauses of a text lie end to end and cover it."""

    start: int
    end: int
    proposal: Proposal
    reason: Reason | None = None
    requirement: str | None = None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Everything found in one text."""

    kind: Kind
    requirements: tuple[Requirement, ...]
    clauses: tuple[Clause, ...]

    def to_json(self, *, document: str = "") -> dict[str, object]:
        """The annotation form of the whole document."""
        return {
            "document": document,
            "kind": self.kind,
            "requirements": [requirement.to_json() for requirement in self.requirements],
        }
