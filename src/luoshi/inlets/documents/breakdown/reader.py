"""Read item by item and sentence by sentence, and lay down requirements and clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import classify, deadlines, groups, headings, leads, modals, owners, problems, reports, roles
from .drafts import Draft, Mark
from .groups import Group
from .headings import Item
from .kinds import Genre
from .model import Reason, Span
from .owners import Owners
from .roles import Part
from .segment import Piece, Sentence, Source
from .voices import Voices

_CASE = re.compile(r"^(?:围绕|针对|聚焦|对于|对)[^，]{1,80}，|^[^，]{1,60}的，")
_ORDINAL = re.compile(r"第?[一二三四五六七八九十]{1,2}(?:是|要|，)")
_POINT = re.compile(r"第?[一二三四五六七八九十]{1,2}是[^，。；：]{2,16}")
_HANDED_ON = re.compile(r"(?:印发|转发|下发|发)给你们|予以印发")
_LONGEST_OWNER_LINE = 400
_LOOK_AHEAD = 200
_SHORT_LINE = 12


def _ordinal_labels(body: str, item: Item) -> frozenset[int]:
    """Where the sentences begin that only name a point, 一是配齐人手, where two points of an item are named so."""
    words = [body[sentence.start : sentence.end].rstrip("。！？；") for sentence in item.sentences]
    opens = [_ORDINAL.match(one) is not None for one in words]
    found = [
        item.sentences[index].start
        for index, one in enumerate(words[:-1])
        if opens[index] and not opens[index + 1] and _POINT.fullmatch(one) and modals.place(one) < 0
    ]
    return frozenset(found) if len(found) > 1 else frozenset()


def _begins(group: Group) -> bool:
    """Whether a requirement opens with what is to be done, so that the purpose said before it holds for it too."""
    words = group.parts[0].words
    return roles.opens_as_demand(words) or len(words) <= _SHORT_LINE


class Reader:
    """One pass over a text."""

    def __init__(self, source: Source, items: Sequence[Item], genre: Genre) -> None:
        self.body = source.body
        self.items = items
        self.genre = genre
        self.drafts: list[Draft] = []
        self.marks: list[Mark] = []
        self._voices = Voices(source.body, items, genre)
        self._acting = leads.Acting(source.body, spoken=genre.mode in ("meeting", "speech"))
        self._first_is_lead = owners.first_leads(source.body)
        self._place = 0  # which item is read
        self._sentence = 0
        self._item_first = 0  # the first draft of the item
        self._covered = 0  # drafts from here on are covered by the next note
        self._ordinal_labels: frozenset[int] = frozenset()  # where the sentences begin that are labels
        self._labelled = False  # such a label was read in this item
        self._block = -1  # the first draft under a line such as 整改措施：, whose owner lines cover all of it
        self._closed = False  # a note on a line of its own was read since the last draft

    def run(self) -> None:
        """Read everything."""
        for index, item in enumerate(self.items):
            self._place = index
            self._open(item)
            if item.label_end > item.start and (item.title or not item.sentences):
                self._nothing(item.label_end, "heading")
            if item.sentences and not self._whole_line(item, late=index * 2 > len(self.items)):
                for sentence in item.sentences:
                    self._read(item, sentence)

    def _open(self, item: Item) -> None:
        """Forget what does not reach over the beginning of an item."""
        if item.level < item.UNNUMBERED:
            self._covered = len(self.drafts)
        if item.level < item.UNNUMBERED or not item.follows:
            self._item_first = len(self.drafts)
        if item.level <= 1:
            self._block = -1
        self._ordinal_labels = _ordinal_labels(self.body, item)
        self._labelled = False
        self._acting.forget()
        self._voices.open(item)

    def _whole_line(self, item: Item, *, late: bool) -> bool:
        """Take an item that is a line of owners or of furniture; whether it was one."""
        line = self.body[item.label_end : item.end]
        if headings.owner_line(line) and len(line) < _LONGEST_OWNER_LINE:
            first = self._covered if self._block < 0 else min(self._covered, self._block)
            leads.apply(self.body, owners.line(self.body, item.label_end, item.end), self.drafts[first:])
            self._closed = True
            self._nothing(item.end, "owner")
            return True
        if item.attached:
            self._nothing(item.end, "furniture")
            return True
        if item.level < item.UNNUMBERED:
            return False
        if line.endswith("：") and headings.field_label(line[:-1]):
            self._block = len(self.drafts)
        reason = reports.furniture(line, late=late)
        asks = item.follows and (modals.place(line) >= 0 or "，" in line) and len(line) > _SHORT_LINE
        if reason is None or asks:
            return False
        self._nothing(item.end, reason)
        return True

    def _nothing(self, end: int, reason: Reason) -> None:
        """Mark the words up to `end` as asking nothing."""
        if end > (self.marks[-1].end if self.marks else 0):
            self.marks.append(Mark(end, "nothing", reason))

    # one sentence

    def _read(self, item: Item, sentence: Sentence) -> None:
        self._sentence += 1
        self._acting.begin_sentence()
        words = self.body[sentence.start : sentence.end].rstrip("。！？；")
        if self._bracket(sentence, words):
            return
        if sentence.start in self._ordinal_labels:
            self._acting.forget()
            self._labelled = True
            self._nothing(sentence.end, "heading")
            return
        if headings.owner_line(words[:_SHORT_LINE]) and "：" in words[:_SHORT_LINE]:
            self._apply(owners.line(self.body, sentence.start, sentence.start + len(words)))
            self._nothing(sentence.end, "owner")
            return
        if self.drafts and owners.frame(words):
            self._apply(owners.note(self.body, sentence.start, sentence.start + len(words), first_is_lead=False))
            self._nothing(sentence.end, "owner")
            return
        if reports.contact(words):
            self._nothing(sentence.end, "furniture")
            return
        back = deadlines.looks_back(words)
        if back and self.drafts:
            self._date_back(item, words, sentence, whole_row=back == "chapter")
            return
        refusal, begins = self._voices.gate(item, sentence, words)
        begins = max(begins, self._label(item, sentence))
        if self._voices.just_said or _ORDINAL.match(words):
            self._acting.forget()
        asked = False
        if refusal is not None:
            self._nothing(sentence.end, refusal)
        else:
            asked = self._ask(item, sentence, begins)
        self._voices.heard(asked=asked)

    def _label(self, item: Item, sentence: Sentence) -> int:
        """Where the words begin after the body whose job an item tells, 县水利局：…; the sentence's start for none."""
        piece = sentence.limbs[0][0]
        words = self.body[piece.start : piece.end]
        if (
            self.genre.mode != "document"
            or sentence is not item.sentences[0]
            or self.body[piece.end : piece.tail] != "："
        ):
            return sentence.start
        if headings.fault_label(words):
            return sentence.end
        if headings.field_label(words):
            return piece.tail
        spans = leads.label(self.body, piece.start, piece.end)
        if spans:
            self._acting.label(spans)
        return piece.tail if spans else sentence.start

    def _bracket(self, sentence: Sentence, words: str) -> bool:
        """Take a sentence that is one bracket; whether it was one that asks nothing itself."""
        if not (words.startswith("（") and words.endswith("）")):
            return False
        inside = (sentence.start + 1, sentence.start + len(words) - 1)
        note = owners.note(self.body, *inside, first_is_lead=self._first_is_lead) or owners.bare(self.body, *inside)
        if note:
            self._apply(note)
            self._nothing(sentence.end, "owner")
            return True
        if len(sentence.limbs) == 1 and len(sentence.limbs[0]) == 1 and modals.place(words) < 0:
            self._nothing(sentence.end, "furniture")
            return True
        return False

    def _apply(self, note: Owners) -> None:
        """Give what a bracket names to every requirement since the note or number before it."""
        leads.apply(self.body, note, self.drafts[self._covered :])
        self._covered = len(self.drafts)

    def _date_back(self, item: Item, words: str, sentence: Sentence, *, whole_row: bool) -> None:
        """Give a date that is said afterwards to what stands before."""
        found = deadlines.find(words)
        covered = {id(other) for other in self._row_before(item)} if whole_row else set()
        for index in range(len(self.drafts) - 1, -1, -1):
            draft = self.drafts[index]
            if found is None or (index < self._item_first and id(draft.item) not in covered):
                break
            if draft.deadline is None:
                draft.deadline = (sentence.start + found[0], sentence.start + found[1])
                draft.deadline_why = "said afterwards"
        self._nothing(sentence.end, "deadline")

    def _row_before(self, item: Item) -> list[Item]:
        """The items that 以上工作 at the end of a row of items means."""
        if item.level < item.UNNUMBERED or self._place == 0:
            return [other for other in self.items if other.chapter == item.chapter]
        level = self.items[self._place - 1].level
        row: list[Item] = []
        for place in range(self._place - 1, -1, -1):
            other = self.items[place]
            apart = other.level == other.UNNUMBERED and level < other.UNNUMBERED and not other.follows
            if not other.sentences or other.level < level or apart:
                break
            row.append(other)
        return row

    # what a sentence asks

    def _ask(self, item: Item, sentence: Sentence, begins: int) -> bool:
        """Find the requirements of a sentence; whether there are any."""
        if begins > sentence.start:
            self._nothing(begins, "cue")
        made: list[Draft] = []
        limbs = [(*self._parts(limb, begins), limb[-1].tail) for limb in sentence.limbs]
        told = self._voices.told_before(item, [part for parts, _, _ in limbs for part in parts])
        for number, (parts, note, tail) in enumerate(limbs):
            for part in parts[:told]:
                self._nothing(part.tail, "report" if part.words else "cue")
            kept = parts[told:]
            told = max(0, told - len(parts))
            while kept and _HANDED_ON.search(kept[0].words):
                self._nothing(kept.pop(0).tail, "preamble")
            self._lay(item, kept, number, made)
            self._nothing(tail, "owner" if note else "report")
            if note:
                self._apply(note)
        if len(made) == 1 and self._announces(item, sentence, made[0]):
            self._turn_to_stance(made[0])
        if made and item.principles and self._aims(item):
            self._join_principle(item)
        if self.marks and self.marks[-1].end < sentence.end:
            self.marks[-1].end = sentence.end
        return bool(made)

    def _turn_to_stance(self, draft: Draft) -> None:
        """Take a demand just read for the heading of a paragraph."""
        draft.type, draft.type_why = "stance", "heading"
        for mark in reversed(self.marks):
            if mark.draft is draft:
                mark.proposal = "stance"
                return

    def _announces(self, item: Item, sentence: Sentence, draft: Draft) -> bool:
        """Whether a short general demand opens a paragraph of a speech whose next sentences say what is meant."""
        if (
            self.genre.mode not in ("speech", "meeting")
            or draft.type == "stance"
            or draft.lead
            or sentence is item.sentences[-1]
        ):
            return False
        if draft.ordinal:
            following = item.sentences[item.sentences.index(sentence) + 1]
            words = self.body[draft.start : draft.end]
            return not _ORDINAL.match(self.body, following.start) and classify.announces(words)
        before = self.drafts[-2] if len(self.drafts) > 1 else None
        opens = before is None or before.item is not item or before.turn != draft.turn
        return opens and classify.announces(self.body[draft.start : draft.end])

    def _aims(self, item: Item) -> bool:
        return item.aims and self.genre.mode == "document"

    def _parts(self, limb: Sequence[Piece], begins: int) -> tuple[list[Part], Owners | None]:
        """The clauses of a limb as parts, with the note that closes it."""
        pieces = [piece for piece in limb if piece.end > begins and piece.end > piece.start]
        parts: list[Part] = []
        if not pieces:
            return parts, None
        last = pieces[-1]
        cut = owners.trailing_note(self.body, last.start, last.end)
        note = owners.note(self.body, cut + 1, last.end - 1, first_is_lead=self._first_is_lead) if cut >= 0 else None
        if cut >= 0:
            pieces[-1] = Piece(last.start, cut, cut)
        first = True
        for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
            start = max(piece.start, begins)
            if piece.end <= start:
                continue
            next_words = (
                self.body[following.start : min(following.end, following.start + _LOOK_AHEAD)] if following else ""
            )
            part = roles.read(self.body, start, piece.end, piece.tail, first=first, next_words=next_words)
            first = first and part.role in ("front", "empty")
            parts.append(part)
        return parts, note

    def _lay(self, item: Item, parts: Sequence[Part], limb: int, made: list[Draft]) -> None:
        """Make drafts of the groups of a limb, and marks of everything, in order."""
        found, loose = groups.spirit_of(parts, limb) if self._aims(item) else groups.collect(parts, limb)
        queue: list[tuple[int, Group | Part]] = [(group.parts[0].opening, group) for group in found]
        queue += [(part.opening, part) for part in loose]
        problem: Span | None = None
        for _, thing in sorted(queue, key=lambda pair: pair[0]):
            if isinstance(thing, Part):
                self._nothing(thing.tail, "cue")
                continue
            draft = self._draft(item, thing, len(made))
            if draft.problem is None and not draft.named and draft.type == "action" and _begins(thing):
                draft.problem = problem
            if draft.problem and thing.parts[0].role == "front":
                problem = draft.problem
            if self._closed:
                self._covered, self._block, self._closed = len(self.drafts), -1, False
            made.append(draft)
            self.drafts.append(draft)
            self.marks.append(Mark(thing.tail, "requirement" if draft.type == "action" else "stance", None, draft))

    def _draft(self, item: Item, group: Group, place: int) -> Draft:
        """One requirement with everything its words say."""
        words = self.body[group.start : group.end]
        kind, why = group.type_and_why()
        if self._aims(item):
            kind, why = ("action", "problem") if groups.is_great_problem(group) else ("stance", "aims")
        elif kind == "action" and self._voices.introduces(item):
            kind, why = "stance", "preamble"
        draft = Draft(
            start=group.start,
            end=group.end,
            type=kind,
            type_why=why,
            item=item,
            sentence=self._sentence,
            limb=group.limb,
            place=place,
            turn=self._voices.turn,
            ordinal=group.parts[0].ordinal,
            labelled=self._labelled,
            asked=any(part.modal for part in group.parts) and not group.named,
            conditioned=bool(_CASE.match(words)),
            speaker=self._voices.speaker,
        )
        limit = deadlines.find(words)
        if limit:
            draft.deadline = (group.start + limit[0], group.start + limit[1])
            draft.deadline_why = "in its words"
        elif item.due is not None and kind == "action":
            draft.deadline, draft.deadline_why = item.due, "heading"
        problem = problems.find(words)
        if problem:
            draft.problem = (group.start + problem[0], group.start + problem[1])
        self._acting.give(draft, group, going=self._voices.going)
        return draft

    def _join_principle(self, item: Item) -> None:
        """Join the stances of one basic principle, its title included."""
        first = len(self.drafts)
        while first > self._item_first and self.drafts[first - 1].item is item:
            first -= 1
        drafts = self.drafts[first:]
        if not drafts or any(draft.type == "action" for draft in drafts):
            return
        keep = drafts[0]
        keep.end = drafts[-1].end
        del self.drafts[first + 1 :]
        mark = len(self.marks) - 1
        while self.marks[mark].draft is not keep:
            mark -= 1
        title = self.body.find(item.title, item.start, item.label_end) if item.title else -1
        if title >= 0 and not headings.AIM_TITLE.search(item.title):
            keep.start = min(keep.start, title)
            if mark > 0 and self.marks[mark - 1].reason == "heading":
                mark -= 1
        self.marks[mark:] = [Mark(self.marks[-1].end, "stance", None, keep)]
