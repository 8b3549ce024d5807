"""From a text to its requirements and clauses: the steps in their order."""

from __future__ import annotations

from . import headings, kinds, parents, segment
from .drafts import Draft, Mark
from .model import Breakdown, Clause, Reason, Requirement, Span, Why
from .reader import Reader
from .segment import Source


def break_down(text: str) -> Breakdown:
    """Find everything the text asks for; the same text always gives the same answer."""
    source = segment.read(text)
    items = headings.read(source)
    genre = kinds.find(source.body, items)
    reader = Reader(source, items, genre)
    reader.run()
    if genre.mode in ("meeting", "speech"):
        parents.in_speech(reader.drafts, source.body)
    else:
        parents.in_document(reader.drafts, source.body)
    names = {id(draft): f"r{number}" for number, draft in enumerate(reader.drafts, 1)}
    requirements = tuple(_finish(source, draft, names) for draft in reader.drafts)
    return Breakdown(genre.kind, requirements, _clauses(source, reader.marks, names))


def _spans(source: Source, spans: list[Span]) -> tuple[Span, ...]:
    seen: list[Span] = []
    said: set[str] = set()
    for start, end in spans:
        span = source.span(start, end)
        if source.words(span) not in said:
            said.add(source.words(span))
            seen.append(span)
    return tuple(seen)


def _finish(source: Source, draft: Draft, names: dict[int, str]) -> Requirement:
    start, end = source.span(draft.start, draft.end)
    lead = _spans(source, draft.lead)
    held = {source.words(span) for span in lead}
    assist = tuple(span for span in _spans(source, draft.assist) if source.words(span) not in held)
    deadline = source.span(*draft.deadline) if draft.deadline else None
    problem = source.span(*draft.problem) if draft.problem else None
    speaker = source.span(*draft.speaker) if draft.speaker else None
    return Requirement(
        id=names[id(draft)],
        quote=source.text[start:end],
        start=start,
        end=end,
        type=draft.type,
        speaker=source.words(speaker) if speaker else None,
        lead=tuple(source.words(span) for span in lead),
        assist=tuple(source.words(span) for span in assist),
        deadline=source.words(deadline) if deadline else None,
        problem=source.words(problem) if problem else None,
        parent=names[id(draft.parent)] if draft.parent else None,
        speaker_span=speaker,
        lead_spans=lead,
        assist_spans=assist,
        deadline_span=deadline,
        problem_span=problem,
        why=Why(draft.type_why, draft.lead_why, draft.deadline_why, draft.parent_why),
    )


def _clauses(source: Source, marks: list[Mark], names: dict[int, str]) -> tuple[Clause, ...]:
    """Lay the marks end to end over the text as given."""
    size = len(source.text)
    if not size:
        return ()
    clauses: list[Clause] = []
    start = 0
    for index, mark in enumerate(marks):
        last = index + 1 == len(marks)
        end = size if last or mark.end >= len(source.places) else source.places[mark.end]
        if end <= start:
            continue
        clauses.append(Clause(start, end, mark.proposal, mark.reason, names[id(mark.draft)] if mark.draft else None))
        start = end
    if start < size:
        reason: Reason = "furniture"
        clauses.append(Clause(start, size, "nothing", reason))
    return tuple(clauses)
