"""What is proposed to the reviewer: the breakdown's clauses with their fields, numbered in the order of the text."""

from dataclasses import replace

from luoshi.inlets.documents.breakdown import Requirement, break_down
from luoshi.inlets.documents.clauses import Clause, Span, Verdict, Why, trimmed


def propose(text: str) -> list[Clause]:
    """Clauses end to end over the whole text; a stretch that the breakdown left out is proposed as nothing."""
    found = break_down(text)
    requirements = {requirement.id: requirement for requirement in found.requirements}
    clauses: list[Clause] = []
    numbers: dict[str, int] = {}
    at = 0
    for part in [*found.clauses, None]:
        start, end = (part.start, part.end) if part else (len(text), len(text))
        if start > at:
            clauses.append(Clause(len(clauses) + 1, at, start, Verdict.NOTHING, Why.REPORT.value))
        if part is None or end <= max(start, at):
            continue
        number, start = len(clauses) + 1, max(start, at)
        requirement = requirements.get(part.requirement or "") if part.requirement not in numbers else None
        if requirement:
            numbers[requirement.id] = number
        clauses.append(_clause(text, number, (start, end), Verdict(part.proposal), part.reason or "", requirement))
        at = end
    above = {numbers[r.id]: numbers.get(r.parent or "") for r in found.requirements if r.id in numbers}
    return [_under(clause, above.get(clause.number)) for clause in clauses]


def _clause(  # noqa: PLR0917
    text: str, number: int, span: Span, verdict: Verdict, why: str, requirement: Requirement | None
) -> Clause:
    if verdict is Verdict.NOTHING:
        return Clause(number, *span, verdict, why if why in set(Why) else Why.REPORT.value)
    quote = trimmed(text, *span)
    if requirement:
        inner = max(requirement.start, span[0]), min(requirement.end, span[1])
        quote = inner if inner[0] < inner[1] else quote
    if quote is None:
        return Clause(number, *span, Verdict.NOTHING, Why.CUE.value)
    if requirement is None:
        return Clause(number, *span, verdict, quote=quote)
    return Clause(
        number,
        *span,
        verdict,
        quote=quote,
        speaker=requirement.speaker_span,
        lead=requirement.lead_spans,
        assist=requirement.assist_spans,
        deadline=requirement.deadline_span,
        problem=requirement.problem_span,
    )


def _under(clause: Clause, parent: int | None) -> Clause:
    return replace(clause, parent=parent) if parent and parent != clause.number else clause
