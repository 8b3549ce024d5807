"""What can be asked of a review: one plain value an act, and why it may be refused. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from luoshi.inlets.documents.clauses import Field, Role, Span, Target, Verdict


class Reason(StrEnum):
    """Why an act is refused; `refusals` says it in the reader's language."""

    NO_SUCH_CLAUSE = "no_such_clause"
    SIGNED = "signed"
    NOT_SIGNED = "not_signed"
    ISSUED = "issued"
    OUTSIDE_TEXT = "outside_text"
    OUTSIDE_CLAUSE = "outside_clause"
    NO_WORDS = "no_words"
    NO_WHY = "no_why"
    NO_PLACE = "no_place"
    NO_NEXT = "no_next"
    OWN_PARENT = "own_parent"
    ONE_BY_ONE = "one_by_one"
    UNDECIDED = "undecided"
    NO_REQUIREMENT = "no_requirement"
    NO_TARGET = "no_target"


class Refusal(Exception):
    """An act that may not be; says why."""

    def __init__(self, reason: Reason, count: int = 0) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.count = count


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a reviewer asks for."""


@dataclass(frozen=True, slots=True)
class Decide(Act):
    """Say what a clause is; `why` where nothing follows from it."""

    clause: int
    verdict: Verdict
    why: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmPlain(Act):
    """Confirm the proposals of several clauses at once: stances and nothings only."""

    clauses: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Undecide(Act):
    """Take a decision back."""

    clause: int


@dataclass(frozen=True, slots=True)
class Change(Act):
    """Say which words of the text a field is."""

    clause: int
    field: Field
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SetParent(Act):
    """Say under which other clause a clause stands."""

    clause: int
    parent: int | None


@dataclass(frozen=True, slots=True)
class Split(Act):
    """Cut a clause in two before a place."""

    clause: int
    at: int


@dataclass(frozen=True, slots=True)
class Merge(Act):
    """Join a clause with the next one; `following` is the one that the reviewer saw there."""

    clause: int
    following: int | None = None


@dataclass(frozen=True, slots=True)
class Add(Act):
    """Make a requirement of selected words."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SetTarget(Act):
    """Decide which units are meant, for one or several clauses; None for 承办待定."""

    clauses: tuple[int, ...]
    role: Role
    target: Target | None


@dataclass(frozen=True, slots=True)
class SetDue(Act):
    """Decide the date, for one or several clauses; None for 时限待定."""

    clauses: tuple[int, ...]
    due: date | None


@dataclass(frozen=True, slots=True)
class Sign(Act):
    """Sign off; the identifiers of the matters that this opens, and who approves."""

    matters: tuple[tuple[int, UUID], ...]
    approver: str = ""


@dataclass(frozen=True, slots=True)
class Reopen(Act):
    """Go on reviewing after a signature; `reason` is a reference to a text."""

    reason: Mapping[str, Any]
