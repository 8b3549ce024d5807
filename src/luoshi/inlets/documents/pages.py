"""What the templates of documents are given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from luoshi.inlets.documents import labels
from luoshi.inlets.documents.clauses import BLANK, Clause, Span, Target, Verdict, Why
from luoshi.inlets.documents.queries import DocumentView, Meanings, Named
from luoshi.inlets.documents.queries.targets import resolve_name
from luoshi.inlets.documents.review import Review
from luoshi.people.viewer import UnitRef
from luoshi.web.registry import Words


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a paragraph that belong to one clause."""

    clause: int  # its number in the journal
    place: int  # its place in the document, counted from 1: what a reader sees
    start: int
    words: str
    verdict: str
    is_open: bool  # nobody has decided yet
    is_asked: bool  # within the words asked for
    is_first: bool  # the first of its clause: carries its anchor and mark
    tag: Words
    matter: UUID | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the document, in pieces."""

    number: int
    pieces: tuple[Piece, ...]
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class Owner:
    """Who leads or co-operates: as written, as decided, as proposed by an equal name."""

    written: tuple[str, ...]
    decided: str
    proposal: tuple[UnitRef, ...]  # only where every name as written is a unit's

    @property
    def proposed_ids(self) -> str:
        """The proposal as one value of a form."""
        return ",".join(str(unit.id) for unit in self.proposal)

    @property
    def proposed_names(self) -> str:
        """The proposal in words."""
        return "、".join(unit.name for unit in self.proposal)


@dataclass(frozen=True, slots=True)
class Card:
    """One clause as the reviewer sees it."""

    clause: int
    place: int
    words: str
    verdict: str
    verdict_word: Words
    tag: Words
    is_open: bool
    is_plain: bool  # stance or nothing: may be confirmed by paragraph
    why: str
    why_word: Words
    speaker: str
    lead: Owner
    assist: Owner
    deadline: str
    due: date | None
    problem: str
    parent: tuple[int, int, str] | None  # number, place and words of the clause above
    proposed: str
    is_issued: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The cards of one paragraph, or of several in a row of which nothing is proposed to follow."""

    number: int
    cards: tuple[Card, ...]
    last: int  # the last paragraph; the same number where it is one

    @property
    def plain(self) -> tuple[int, ...]:
        """The undecided stances and nothings, which can be confirmed at once."""
        return tuple(card.clause for card in self.cards if card.is_open and card.is_plain)

    @property
    def undecided(self) -> int:
        """How many cards nobody has decided."""
        return sum(card.is_open for card in self.cards)

    @property
    def requirements(self) -> tuple[int, ...]:
        """The clauses to which a date can be given at once."""
        return tuple(card.clause for card in self.cards if card.verdict == Verdict.REQUIREMENT.value)


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The review of one document."""

    document: DocumentView
    paragraphs: tuple[Paragraph, ...]
    groups: tuple[Group, ...]
    names: tuple[Named, ...]
    parents: tuple[tuple[int, int, str], ...]  # clauses under which others stand
    whys: tuple[tuple[str, Words], ...]
    undecided: int
    total: int
    requirements: int
    stances: int
    ownerless: int
    undated: int
    next_open: int | None  # number of the first undecided clause

    @property
    def decided(self) -> int:
        """How many clauses somebody has decided."""
        return self.total - self.undecided


SHORT = 24


def review_page(  # noqa: PLR0917
    document: DocumentView, review: Review, text: str, names: Sequence[Named], named: Mapping[str, UnitRef],
    issued: frozenset[int],
) -> ReviewPage:  # fmt: skip
    """The whole page of a review."""
    places = {clause.number: place for place, clause in enumerate(review.clauses, 1)}
    lines = list(_lines(text))
    cards: dict[int, list[Card]] = {}
    meanings = Meanings(target for clause in review.clauses for target in (clause.lead_target, clause.assist_target))
    for clause in review.clauses:
        made = _card(clause, review, text, places, named, issued, meanings)
        cards.setdefault(_line_of(clause, lines, text), []).append(made)
    wanted = [clause for clause in review.clauses if clause.is_requirement]
    above = {clause.parent for clause in wanted if clause.parent}
    return ReviewPage(
        document=document,
        paragraphs=paragraphs(review, text, document.facts.get("title", ())),
        groups=tuple(_groups(cards)),
        names=tuple(names),
        parents=tuple(_brief(c, places, text) for c in review.clauses if c.number in above),
        whys=tuple((why.value, word) for why, word in labels.WHYS.items()),
        undecided=len(review.undecided),
        total=len(review.clauses),
        requirements=len(wanted),
        stances=sum(clause.verdict is Verdict.STANCE for clause in review.clauses),
        ownerless=sum(clause.lead_target is None for clause in wanted),
        undated=sum(clause.due is None for clause in wanted),
        next_open=next((clause.number for clause in review.clauses if clause.decided is None), None),
    )


def card_of(page: ReviewPage, number: int) -> Card | None:
    """One card of a page."""
    return next((card for group in page.groups for card in group.cards if card.clause == number), None)


def _groups(cards: Mapping[int, Sequence[Card]]) -> list[Group]:
    """One group a paragraph; paragraphs in a row of which nothing is proposed to follow stand together."""
    groups: list[Group] = []
    for number, found in sorted(cards.items()):
        before = groups[-1] if groups else None
        if before and _is_plain(found) and _is_plain(before.cards):
            groups[-1] = Group(before.number, (*before.cards, *found), number)
        else:
            groups.append(Group(number, tuple(found), number))
    return groups


def _is_plain(cards: Sequence[Card]) -> bool:
    return all(card.proposed == Verdict.NOTHING.value for card in cards)


def _card(  # noqa: PLR0917
    clause: Clause, review: Review, text: str, places: Mapping[int, int], named: Mapping[str, UnitRef],
    issued: frozenset[int], meanings: Meanings,
) -> Card:  # fmt: skip
    start, end = clause.quote if clause.quote and clause.verdict is not Verdict.NOTHING else (clause.start, clause.end)
    parent = next((c for c in review.clauses if c.number == clause.parent), None) if clause.parent else None

    def owner(spans: tuple[Span, ...], target: Target | None) -> Owner:
        written = tuple(_one_line(text, span) for span in spans)
        units = [resolve_name(name, named) for name in written] if target is None and clause.is_requirement else []
        sure = tuple(dict.fromkeys(unit for unit in units if unit)) if units and all(units) else ()
        return Owner(written, meanings.describe(target), sure)

    return Card(
        clause=clause.number, place=places[clause.number], words=text[start:end].strip(),
        verdict=clause.verdict.value, verdict_word=labels.VERDICTS[clause.verdict], tag=labels.TAGS[clause.verdict],
        is_open=clause.decided is None, is_plain=clause.proposed is not Verdict.REQUIREMENT, why=clause.why,
        why_word=labels.WHYS.get(Why(clause.why), "") if clause.why in set(Why) else "",
        speaker=_one_line(text, clause.speaker), lead=owner(clause.lead, clause.lead_target),
        assist=owner(clause.assist, clause.assist_target), deadline=_one_line(text, clause.deadline), due=clause.due,
        problem=_one_line(text, clause.problem), parent=_brief(parent, places, text) if parent else None,
        proposed=clause.proposed.value, is_issued=clause.number in issued,
    )  # fmt: skip


def _one_line(text: str, span: Span | None) -> str:
    return "".join(text[slice(*span)].split("\n")) if span else ""


def _brief(clause: Clause, places: Mapping[int, int], text: str) -> tuple[int, int, str]:
    words = text[slice(*(clause.quote or (clause.start, clause.end)))].strip()
    return clause.number, places[clause.number], words if len(words) <= SHORT else words[: SHORT - 1] + "…"


# ------------------------------------------------------------------ the document


def paragraphs(
    review: Review, text: str, title: Sequence[int] = (), matters: Mapping[int, UUID] | None = None
) -> tuple[Paragraph, ...]:
    """The document in paragraphs, each word in the clause it belongs to."""
    title_start, title_end = title or (0, 0)
    lines = list(_lines(text))
    seen: set[int] = set()
    made = []
    for number, (start, end) in enumerate(lines, 1):
        pieces: list[Piece] = []
        for place, clause in enumerate(review.clauses, 1):
            if clause.start < end and start < clause.end:
                pieces += _pieces(clause, place, (start, end), text, seen, matters or {})
        made.append(Paragraph(number, tuple(pieces), is_title=start < title_end and title_start < end))
    return tuple(made)


def _pieces(  # noqa: PLR0917
    clause: Clause, place: int, line: Span, text: str, seen: set[int], matters: Mapping[int, UUID]
) -> Iterator[Piece]:
    low, high = max(clause.start, line[0]), min(clause.end, line[1])
    is_plain = clause.verdict is Verdict.NOTHING
    quote = (clause.start, clause.end) if is_plain or clause.quote is None else clause.quote
    for start, end in (
        (low, min(high, quote[0])),
        (max(low, quote[0]), min(high, quote[1])),
        (max(low, quote[1]), high),
    ):
        if start >= end:
            continue
        is_asked = quote[0] <= start and end <= quote[1]
        is_first = is_asked and clause.number not in seen and bool(text[start:end].strip(BLANK))
        if is_first:
            seen.add(clause.number)
        yield Piece(
            clause=clause.number, place=place, start=start, words=text[start:end], verdict=clause.verdict.value,
            is_open=clause.decided is None, is_asked=is_asked and not is_plain, is_first=is_first,
            tag=labels.TAGS[clause.verdict], matter=matters.get(clause.number),
        )  # fmt: skip


def _lines(text: str) -> Iterator[Span]:
    """The lines that have words, without the blanks around them."""
    at = 0
    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        while start < end and text[start] in BLANK:
            start += 1
        while end > start and text[end - 1] in BLANK:
            end -= 1
        if start < end:
            yield start, end


def _line_of(clause: Clause, lines: Sequence[Span], text: str) -> int:
    """The paragraph in which the words of a clause begin."""
    at = clause.start
    while at < clause.end - 1 and text[at] in BLANK:
        at += 1
    return next((number for number, (_, end) in enumerate(lines, 1) if at < end), max(1, len(lines)))
