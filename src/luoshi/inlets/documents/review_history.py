"""From the entries of a review's stream to the clauses as they stand. Plain Python.

`evolve(review, entry)` gives the review after an entry. The clauses always lie end to end over the whole text.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from luoshi.inlets.documents.clauses import LISTS, Clause, Field, Role, Span, Target, Verdict, Why, from_payload
from luoshi.inlets.documents.review_acts import Reason, Refusal


@dataclass(frozen=True, slots=True)
class Review:
    """The clauses of one text as they stand, and whether they were signed off."""

    size: int
    clauses: tuple[Clause, ...]
    last: int  # the highest number ever given to a clause
    is_signed: bool = False
    rounds: int = 0  # how often it was signed off
    matters: tuple[tuple[int, UUID], ...] = ()  # the requirements that the last signature opened
    signed_by: str = ""
    approver: str = ""

    def clause(self, number: int) -> Clause:
        """The clause with that number. Raises Refusal."""
        found = next((clause for clause in self.clauses if clause.number == number), None)
        if found is None:
            raise Refusal(Reason.NO_SUCH_CLAUSE)
        return found

    @property
    def undecided(self) -> tuple[Clause, ...]:
        """What nobody has decided yet."""
        return tuple(clause for clause in self.clauses if clause.decided is None)

    @property
    def requirements(self) -> tuple[Clause, ...]:
        """What was decided to be done."""
        return tuple(clause for clause in self.clauses if clause.decided is Verdict.REQUIREMENT)


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry, with the person."""

    name: str
    payload: Mapping[str, Any]
    person: str = ""


def replay(entries: Iterable[Happened]) -> Review | None:
    """The review that a list of entries has made; None for an empty list."""
    review: Review | None = None
    for entry in entries:
        review = evolve(review, entry)
    return review


def evolve(review: Review | None, entry: Happened) -> Review:
    """The review after one more entry. Raises ValueError for a stream that does not begin with an opening."""
    if entry.name == "review.opened":
        clauses = tuple(from_payload(raw) for raw in entry.payload["clauses"])
        last = max((clause.number for clause in clauses), default=0)
        return Review(size=entry.payload["size"], clauses=clauses, last=last)
    if review is None:
        raise ValueError(f"a review begins with review.opened, not with {entry.name}")
    return _EVOLVE[entry.name](review, entry.payload, entry.person)


def _put(review: Review, number: int, **fields: Any) -> Review:
    clauses = tuple(replace(c, **fields) if c.number == number else c for c in review.clauses)
    return replace(review, clauses=clauses)


def _decided(review: Review, said: Mapping[str, Any], person: str) -> Review:
    quote = tuple(said["quote"]) if said["quote"] else None
    verdict = Verdict(said["as"])
    why = said["why"] or review.clause(said["clause"]).why
    return _put(review, said["clause"], decided=verdict, why=why, by=person, quote=quote)


def _undecided(review: Review, said: Mapping[str, Any], person: str) -> Review:  # noqa: ARG001
    return _put(review, said["clause"], decided=None, by="")


def _changed(review: Review, said: Mapping[str, Any], person: str) -> Review:  # noqa: ARG001
    spans = tuple((start, end) for start, end in said["spans"])
    field = Field(said["field"])
    value: object = spans if field in LISTS else (spans[0] if spans else None)
    return _put(review, said["clause"], **{field.value: value})


def _placed(review: Review, said: Mapping[str, Any], person: str) -> Review:  # noqa: ARG001
    return _put(review, said["clause"], parent=said["parent"])


def _split(review: Review, said: Mapping[str, Any], person: str) -> Review:  # noqa: ARG001
    clauses: list[Clause] = []
    first, second = (tuple(quote) for quote in said["quotes"])
    for clause in review.clauses:
        if clause.number != said["clause"]:
            clauses.append(clause)
            continue
        open_again = replace(clause, decided=None, by="")
        is_words = clause.verdict is not Verdict.NOTHING
        clauses.append(replace(open_again, end=said["at"], quote=first if is_words else None))
        clauses.append(replace(open_again, number=said["new"], start=said["at"], quote=second if is_words else None))
    return replace(review, clauses=tuple(clauses), last=max(review.last, said["new"]))


def _merged(review: Review, said: Mapping[str, Any], person: str) -> Review:  # noqa: ARG001
    one, two = review.clause(said["clause"]), review.clause(said["next"])
    quotes = [clause.quote for clause in (one, two) if clause.quote]
    asked = [clause for clause in (one, two) if clause.verdict is not Verdict.NOTHING]
    leading = next((c for c in asked if c.verdict is Verdict.REQUIREMENT), asked[0] if asked else one)
    joined = replace(
        leading,
        number=one.number,
        start=one.start,
        end=two.end,
        proposed=leading.verdict,
        decided=None,
        by="",
        quote=(min(q[0] for q in quotes), max(q[1] for q in quotes)) if quotes else None,
        speaker=one.speaker or two.speaker,
        lead=_both(one.lead, two.lead),
        assist=_both(one.assist, two.assist),
        deadline=one.deadline or two.deadline,
        problem=one.problem or two.problem,
        parent=next((c.parent for c in (one, two) if c.parent not in {None, one.number, two.number}), None),
        lead_target=one.lead_target or two.lead_target,
        assist_target=one.assist_target or two.assist_target,
        due=one.due or two.due,
    )
    rest = [joined if c.number == one.number else c for c in review.clauses if c.number != two.number]
    return _without_loops(replace(review, clauses=tuple(_rehung(rest, {two.number: one.number}))))


def _both(one: tuple[Span, ...], two: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys((*one, *two)))


def _added(review: Review, said: Mapping[str, Any], person: str) -> Review:
    start, end, rest = said["start"], said["end"], said["rest"]
    touched = [clause for clause in review.clauses if clause.start < end and start < clause.end]
    speaker = next((clause.speaker for clause in touched if clause.speaker), None)
    new = Clause(
        number=said["new"],
        start=start,
        end=end,
        proposed=Verdict.REQUIREMENT,
        decided=Verdict.REQUIREMENT,
        by=person,
        quote=(said["quote"][0], said["quote"][1]),
        speaker=speaker,
        parent=next((clause.parent for clause in touched if clause.parent), None),
    )
    clauses: list[Clause] = []
    for clause in review.clauses:
        if clause not in touched:
            clauses.append(clause)
            continue
        if clause.start < start:
            clauses.append(_cut(clause, clause.start, start))
        if clause is touched[0]:
            clauses.append(new)
        if clause.end > end:
            number = rest if clause.start < start else clause.number
            clauses.append(replace(_cut(clause, end, clause.end), number=number))
    kept = {clause.number for clause in clauses}
    gone = {clause.number: new.number for clause in touched if clause.number not in kept}
    made = replace(review, clauses=tuple(_rehung(clauses, gone)), last=max(review.last, rest))
    return _without_loops(made)


def _cut(clause: Clause, start: int, end: int) -> Clause:
    """What is left of a clause, its words cut with it; to be decided again unless nothing follows from it."""
    quote = clause.quote
    if quote:
        left = max(quote[0], start), min(quote[1], end)
        quote = left if left[0] < left[1] else None
    is_plain = clause.verdict is Verdict.NOTHING
    return replace(
        clause,
        start=start,
        end=end,
        quote=quote,
        decided=clause.decided if is_plain else None,
        by=clause.by if is_plain else "",
        proposed=clause.proposed if is_plain or quote else Verdict.NOTHING,
        why=clause.why if is_plain or quote else Why.CUE.value,
    )


def _rehung(clauses: Iterable[Clause], gone: Mapping[int, int]) -> list[Clause]:
    """Clauses whose parent has gone hang on what took its place."""
    hung = []
    for clause in clauses:
        parent = gone.get(clause.parent, clause.parent) if clause.parent is not None else None
        hung.append(replace(clause, parent=None if parent == clause.number else parent))
    return hung


def _without_loops(review: Review) -> Review:
    """No clause stands above itself, whatever was joined."""
    parents = {clause.number: clause.parent for clause in review.clauses}
    loose = set()
    for number, parent in list(parents.items()):
        seen, above = {number}, parent
        while above is not None and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above is not None:
            loose.add(number)
            parents[number] = None
    clauses = (replace(c, parent=None) if c.number in loose or c.parent not in parents else c for c in review.clauses)
    return replace(review, clauses=tuple(clauses))


def _targeted(review: Review, said: Mapping[str, Any], person: str) -> Review:  # noqa: ARG001
    field = "lead_target" if said["role"] == Role.LEAD.value else "assist_target"
    return _put(review, said["clause"], **{field: Target.from_payload(said["target"])})


def _dated(review: Review, said: Mapping[str, Any], person: str) -> Review:  # noqa: ARG001
    return _put(review, said["clause"], due=date.fromisoformat(said["due"]) if said["due"] else None)


def _signed(review: Review, said: Mapping[str, Any], person: str) -> Review:
    matters = tuple(sorted((int(number), UUID(matter)) for number, matter in said["matters"].items()))
    return replace(
        review, is_signed=True, rounds=said["round"], matters=matters, signed_by=person, approver=said["approver"]
    )


def _reopened(review: Review, said: Mapping[str, Any], person: str) -> Review:  # noqa: ARG001
    return replace(review, is_signed=False, matters=(), signed_by="", approver="")


_EVOLVE: dict[str, Callable[[Review, Mapping[str, Any], str], Review]] = {
    "clause.decided": _decided,
    "clause.undecided": _undecided,
    "clause.changed": _changed,
    "clause.placed": _placed,
    "clause.split": _split,
    "clause.merged": _merged,
    "clause.added": _added,
    "target.decided": _targeted,
    "due.decided": _dated,
    "review.signed": _signed,
    "review.reopened": _reopened,
}
