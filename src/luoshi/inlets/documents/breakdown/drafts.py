"""Requirements while they are being worked out, in places of the compact text."""

from __future__ import annotations

from dataclasses import dataclass, field

from .headings import Item
from .model import Proposal, Reason, Span, Type


@dataclass(slots=True, eq=False)
class Draft:
    """One requirement and what is known of it so far."""

    start: int
    end: int
    type: Type
    type_why: str
    item: Item
    sentence: int
    limb: int
    place: int  # which requirement of its sentence this is
    turn: int  # how often somebody has begun to speak before
    ordinal: bool  # opened by 一是, 二要 and the like
    labelled: bool  # stands under a label such as 一是配齐人手。
    asked: bool  # opened by 要 or the like
    conditioned: bool  # opens with a condition: …的，
    named: bool = False  # its own words name who acts
    by: bool = False  # who acts is named with 由
    lead: list[Span] = field(default_factory=list)
    assist: list[Span] = field(default_factory=list)
    lead_why: str = ""
    deadline: Span | None = None
    deadline_why: str = ""
    problem: Span | None = None
    speaker: Span | None = None
    parent: Draft | None = None
    parent_why: str = ""


@dataclass(slots=True)
class Mark:
    """The end of a clause; it begins where the one before ends."""

    end: int
    proposal: Proposal
    reason: Reason | None = None
    draft: Draft | None = None
