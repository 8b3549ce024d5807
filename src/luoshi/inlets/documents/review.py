"""What an act on a review leads to. Plain Python.

`decide(review, act, world)` gives the entries that an act leads to, or raises `Refusal`; `evolve(review, entry)`
gives the review after an entry. Entries hold offsets, codes and identifiers, never words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from uuid import UUID

from luoshi.inlets.documents.clauses import (
    LISTS,
    Clause,
    Field,
    Role,
    Span,
    Verdict,
    Why,
    has_words,
    to_payload,
    trimmed,
)
from luoshi.inlets.documents.review_acts import (
    Act,
    Add,
    Change,
    ConfirmPlain,
    Decide,
    Merge,
    Reason,
    Refusal,
    Reopen,
    SetDue,
    SetParent,
    SetTarget,
    Sign,
    Split,
    Undecide,
)
from luoshi.inlets.documents.review_history import Happened, Review, evolve, replay
from luoshi.journal.refs import NewEntry

__all__ = [
    "Act", "Add", "Change", "ConfirmPlain", "Decide", "Happened", "Merge", "Reason", "Refusal", "Reopen", "Review",
    "SetDue", "SetParent", "SetTarget", "Sign", "Split", "Undecide", "World", "decide", "evolve", "opening", "replay",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """What a decision needs beside the review: the text, and which clauses have gone out."""

    text: str
    issued: frozenset[int] = frozenset()


def opening(document: UUID, size: int, clauses: Sequence[Clause]) -> NewEntry:
    """The entry that begins a review: what was proposed."""
    payload = {"document": str(document), "size": size, "clauses": [to_payload(clause) for clause in clauses]}
    return NewEntry("review.opened", 1, payload)


def decide(review: Review, act: Act, world: World) -> list[NewEntry]:
    """The entries that an act leads to; none where it changes nothing. Raises Refusal."""
    return _decide(act, review, world)


@singledispatch
def _decide(act: Act, review: Review, world: World) -> list[NewEntry]:  # noqa: ARG001
    raise TypeError(f"no rule for {type(act).__name__}")


def _need(condition: object, reason: Reason) -> None:
    if not condition:
        raise Refusal(reason)


@_decide.register
def _(act: Decide, review: Review, world: World) -> list[NewEntry]:
    _need(not review.is_signed, Reason.SIGNED)
    clause = review.clause(act.clause)
    why = (act.why or clause.why) if act.verdict is Verdict.NOTHING else ""
    _need(act.verdict is not Verdict.NOTHING or why in set(Why), Reason.NO_WHY)
    if clause.decided is act.verdict and (act.verdict is not Verdict.NOTHING or clause.why == why):
        return []
    quote = clause.quote
    if act.verdict is not Verdict.NOTHING and quote is None:
        quote = trimmed(world.text, clause.start, clause.end)
        _need(quote, Reason.NO_WORDS)
    payload = {"clause": act.clause, "as": act.verdict.value, "why": why, "quote": list(quote) if quote else None}
    return [NewEntry("clause.decided", 1, payload)]


@_decide.register
def _(act: ConfirmPlain, review: Review, world: World) -> list[NewEntry]:
    found: list[NewEntry] = []
    for number in act.clauses:
        clause = review.clause(number)
        if clause.decided is None:
            _need(clause.proposed is not Verdict.REQUIREMENT, Reason.ONE_BY_ONE)
            found += decide(review, Decide(number, clause.proposed, clause.why), world)
    return found


@_decide.register
def _(act: Undecide, review: Review, world: World) -> list[NewEntry]:  # noqa: ARG001
    _need(not review.is_signed, Reason.SIGNED)
    if review.clause(act.clause).decided is None:
        return []
    return [NewEntry("clause.undecided", 1, {"clause": act.clause})]


@_decide.register
def _(act: Change, review: Review, world: World) -> list[NewEntry]:
    _need(not review.is_signed, Reason.SIGNED)
    clause = review.clause(act.clause)
    _need(act.field in LISTS or len(act.spans) <= 1, Reason.OUTSIDE_TEXT)
    for start, end in act.spans:
        _need(0 <= start < end <= review.size, Reason.OUTSIDE_TEXT)
        _need(has_words(world.text, start, end), Reason.NO_WORDS)
    if act.field is Field.QUOTE:
        _need(act.spans, Reason.NO_WORDS)
        start, end = act.spans[0]
        _need(clause.start <= start and end <= clause.end, Reason.OUTSIDE_CLAUSE)
    if clause.spans(act.field) == act.spans:
        return []
    spans = [list(span) for span in act.spans]
    return [NewEntry("clause.changed", 1, {"clause": act.clause, "field": act.field.value, "spans": spans})]


@_decide.register
def _(act: SetParent, review: Review, world: World) -> list[NewEntry]:  # noqa: ARG001
    _need(not review.is_signed, Reason.SIGNED)
    clause = review.clause(act.clause)
    above, seen = act.parent, {act.clause}
    while above is not None:
        _need(above not in seen, Reason.OWN_PARENT)
        seen.add(above)
        above = review.clause(above).parent
    if clause.parent == act.parent:
        return []
    return [NewEntry("clause.placed", 1, {"clause": act.clause, "parent": act.parent})]


@_decide.register
def _(act: Split, review: Review, world: World) -> list[NewEntry]:
    _need(not review.is_signed, Reason.SIGNED)
    clause = review.clause(act.clause)
    before = trimmed(world.text, clause.start, act.at) if clause.start < act.at < clause.end else None
    after = trimmed(world.text, act.at, clause.end) if before else None
    if before is None or after is None:
        raise Refusal(Reason.NO_PLACE)
    if clause.quote:  # what was left out of the quote stays out
        before = _within(before, clause.quote[0], clause.end)
        after = _within(after, clause.start, clause.quote[1])
    payload = {"clause": act.clause, "at": act.at, "new": review.last + 1, "quotes": [list(before), list(after)]}
    return [NewEntry("clause.split", 1, payload)]


def _within(span: Span, low: int, high: int) -> Span:
    """A stretch cut to bounds, or as it was where nothing would be left."""
    cut = max(span[0], low), min(span[1], high)
    return cut if cut[0] < cut[1] else span


@_decide.register
def _(act: Merge, review: Review, world: World) -> list[NewEntry]:  # noqa: ARG001
    _need(not review.is_signed, Reason.SIGNED)
    at = review.clauses.index(review.clause(act.clause))
    _need(at + 1 < len(review.clauses), Reason.NO_NEXT)
    following = review.clauses[at + 1].number
    _need(act.following in {None, following}, Reason.NO_SUCH_CLAUSE)
    return [NewEntry("clause.merged", 1, {"clause": act.clause, "next": following})]


@_decide.register
def _(act: Add, review: Review, world: World) -> list[NewEntry]:
    _need(not review.is_signed, Reason.SIGNED)
    _need(0 <= act.start < act.end <= review.size, Reason.OUTSIDE_TEXT)
    quote = trimmed(world.text, act.start, act.end)
    if quote is None:
        raise Refusal(Reason.NO_WORDS)
    if any(clause.quote == quote and clause.decided is Verdict.REQUIREMENT for clause in review.clauses):
        return []
    start, end = _with_blanks(review, world.text, *quote)
    payload = {"start": start, "end": end, "quote": list(quote), "new": review.last + 1, "rest": review.last + 2}
    return [NewEntry("clause.added", 1, payload)]


def _with_blanks(review: Review, text: str, start: int, end: int) -> Span:
    """Selected words with what would be left around them of their clauses, where that is only blanks and marks."""
    first = next(clause for clause in review.clauses if clause.start <= start < clause.end)
    last = next(clause for clause in review.clauses if clause.start < end <= clause.end)
    if not has_words(text, first.start, start):
        start = first.start
    if not has_words(text, end, last.end):
        end = last.end
    else:
        while end < last.end and not has_words(text, end, end + 1):
            end += 1
    return start, end


@_decide.register
def _(act: SetTarget, review: Review, world: World) -> list[NewEntry]:
    made = []
    target = act.target.to_payload() if act.target else None
    for number in act.clauses:
        clause = review.clause(number)
        _need(number not in world.issued, Reason.ISSUED)
        _need(clause.is_requirement, Reason.NO_REQUIREMENT)
        _need(act.target is None or act.target.kinds or act.target.units, Reason.NO_TARGET)
        if (clause.lead_target if act.role is Role.LEAD else clause.assist_target) != act.target:
            made.append(NewEntry("target.decided", 1, {"clause": number, "role": act.role.value, "target": target}))
    return made


@_decide.register
def _(act: SetDue, review: Review, world: World) -> list[NewEntry]:
    made = []
    for number in act.clauses:
        clause = review.clause(number)
        _need(number not in world.issued, Reason.ISSUED)
        _need(clause.is_requirement, Reason.NO_REQUIREMENT)
        if clause.due != act.due:
            due = act.due.isoformat() if act.due else None
            made.append(NewEntry("due.decided", 1, {"clause": number, "due": due}))
    return made


@_decide.register
def _(act: Sign, review: Review, world: World) -> list[NewEntry]:  # noqa: ARG001
    _need(not review.is_signed, Reason.SIGNED)
    if review.undecided:
        raise Refusal(Reason.UNDECIDED, len(review.undecided))
    wanted = {clause.number for clause in review.requirements}
    if {number for number, _ in act.matters} != wanted:
        raise TypeError("every requirement is given its matter, and nothing else is")
    matters = {str(number): str(matter) for number, matter in act.matters}
    return [NewEntry("review.signed", 1, {"round": review.rounds + 1, "matters": matters, "approver": act.approver})]


@_decide.register
def _(act: Reopen, review: Review, world: World) -> list[NewEntry]:
    _need(review.is_signed, Reason.NOT_SIGNED)
    _need(not world.issued, Reason.ISSUED)
    return [NewEntry("review.reopened", 1, {"reason": dict(act.reason)})]
