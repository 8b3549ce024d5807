"""Read item by item, sentence by sentence, remembering who speaks, who acts and what a note still covers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from . import bodies, deadlines, groups, headings, modals, owners, problems, reports, roles, speakers
from .drafts import Draft, Mark
from .groups import Group
from .headings import Item
from .kinds import Genre
from .model import Reason, Span
from .owners import Owners
from .roles import Part
from .segment import Piece, Sentence, Source

_SEATED = re.compile(r"[设挂]在|设于|挂靠")
_WITH = re.compile(r"(?:会同|联合(?=[各有相市县区教公财]))")
_NEEDED = re.compile(r"需要?(?P<who>[^，。；]{2,24}?)(?:支持配合|配合支持|支持|配合|协助|参与)(?:的|$)")
_ROLE_OF = re.compile(r"发挥好?(?P<who>[\u4e00-\u9fff]{2,8})的[^，。；]{0,8}作用$")
_PLEASE = re.compile(r"^(?:请|望|希|各[^，。]{1,20}[要应])")
_CASE = re.compile(r"^(?:围绕|针对|聚焦|对于|对)[^，]{1,80}，|^[^，]{1,60}的，")
_ORDINAL = re.compile(r"第?[一二三四五六七八九十]{1,2}(?:是|要|，)")
_HANDED_ON = re.compile(r"(?:印发|转发|下发|发)给你们|予以印发")
_ENOUGH = 8  # more helpers than this in one requirement are no prose
_SLACK = 2  # sentences of mere telling after which a speaker in unbroken text is taken to have ended


class Reader:
    """One pass over a text."""

    def __init__(self, source: Source, items: Sequence[Item], genre: Genre) -> None:
        self.source = source
        self.body = source.body
        self.items = items
        self.genre = genre
        self.drafts: list[Draft] = []
        self.marks: list[Mark] = []
        self._names = speakers.holders(source.body) if genre.mode == "meeting" else frozenset()
        self._last_leader: Span | None = None
        self._first_is_lead = owners.first_leads(source.body)
        self._has_numbers = any(item.level < 9 for item in items)
        self._sentence = 0
        self._covered = 0  # drafts from here on are covered by the next note
        self._item_first = 0
        self._voice: speakers.Voice | None = "leader" if genre.mode == "speech" else None
        self._speaker: Span | None = None
        self._idle = 0
        self._going = False  # the sentence before asked something
        self._acting: list[tuple[str, ...]] = []
        self._carried: list[Span] = []
        self._begun = False
        self._place = 0

    # walking

    def run(self) -> None:
        """Read everything."""
        for index, item in enumerate(self.items):
            self._place = index
            self._open(item)
            if item.label_end > item.start and (item.title or not item.sentences):
                self._nothing(item.label_end, "heading")
            if not item.sentences:
                continue
            line = self.body[item.label_end : item.end]
            if headings.owner_line(line) and len(line) < 400:
                self._owner(owners.line(self.body, item.label_end, item.end), item.end)
                continue
            if item.level == 9:
                reason = reports.furniture(line, late=index * 2 > len(self.items))
                if reason and not self._asks_in_full(line, item):
                    self._nothing(item.end, reason)
                    continue
            for sentence in item.sentences:
                self._read(item, sentence)

    def _asks_in_full(self, line: str, item: Item) -> bool:
        """Whether a line without a full stop is nevertheless a sentence that asks."""
        return item.follows and (modals.place(line) >= 0 or "，" in line) and len(line) > 12

    def _open(self, item: Item) -> None:
        """Forget what does not reach over the beginning of an item."""
        if item.level < 9:
            self._covered = len(self.drafts)
            self._item_first = len(self.drafts)
        elif not item.follows:
            self._item_first = len(self.drafts)
        self._acting = []
        self._carried = []
        self._going = False
        self._begun = False
        if self.genre.mode == "meeting" and item.level == 9:
            self._idle = _SLACK - 1 if self._voice else 0
            if self._voice == "comment":
                self._voice = None

    def _nothing(self, end: int, reason: Reason) -> None:
        last = self.marks[-1] if self.marks else None
        start = last.end if last else 0
        if end > start:
            self.marks.append(Mark(end, "nothing", reason))

    # one sentence

    def _read(self, item: Item, sentence: Sentence) -> None:
        self._sentence += 1
        words = self.body[sentence.start : sentence.end].rstrip("。！？；")
        if words.startswith("（") and words.endswith("）"):
            note = owners.note(self.body, sentence.start + 1, sentence.start + len(words) - 1, first_is_lead=self._first_is_lead)
            note = note or owners.bare(self.body, sentence.start + 1, sentence.start + len(words) - 1)
            if note:
                self._owner(note, sentence.end)
                return
            if len(sentence.limbs) == 1 and len(sentence.limbs[0]) == 1 and modals.place(words) < 0:
                self._nothing(sentence.end, "furniture")
                return
        if reports.contact(words):
            self._nothing(sentence.end, "furniture")
            return
        if _ORDINAL.match(words):
            self._acting, self._carried = [], []
        back = deadlines.looks_back(words)
        if back and self.drafts:
            self._date_back(item, words, sentence, back)
            return
        refusal, said_from = self._refusal(item, sentence, words)
        if refusal is not None:
            self._idle += 1
            self._going = False
            self._nothing(sentence.end, refusal)
            return
        asked = self._ask(item, sentence, said_from)
        self._going = asked
        self._idle = 0 if asked else self._idle + 1

    def _date_back(self, item: Item, words: str, sentence: Sentence, back: str) -> None:
        """Give a date that is said afterwards to what stands before."""
        found = deadlines.find(words)
        covered = {id(other) for other in self._siblings(item)} if back == "chapter" else set()
        if found:
            for index in range(len(self.drafts) - 1, -1, -1):
                draft = self.drafts[index]
                if index < self._item_first and id(draft.item) not in covered:
                    break
                if draft.deadline is None:
                    draft.deadline = (sentence.start + found[0], sentence.start + found[1])
                    draft.deadline_why = "said afterwards"
        self._nothing(sentence.end, "deadline")

    def _siblings(self, item: Item) -> list[Item]:
        """The items that 以上工作 at the end of a row of items means."""
        if item.level < 9 or self._place == 0:
            return [other for other in self.items if other.chapter == item.chapter]
        level = self.items[self._place - 1].level
        row: list[Item] = []
        for place in range(self._place - 1, -1, -1):
            other = self.items[place]
            if not other.sentences or other.level < level or (other.level == 9 and level < 9 and not other.follows):
                break
            row.append(other)
        return row

    def _refusal(self, item: Item, sentence: Sentence, words: str) -> tuple[Reason | None, int]:
        """Why a sentence asks nothing, or None with the place where what is asked begins."""
        said_from = sentence.start
        mode = self.genre.mode
        if mode != "document":
            cue, said_from = self._cue(sentence)
            if cue == "ended":
                return "cue", said_from
        if reports.attendance(words) and modals.place(words) < 0:
            return "attendance", said_from
        if mode == "document":
            return self._document_refusal(item, words), said_from
        said = self.body[said_from : sentence.end].rstrip("。！？")
        if mode == "minutes":
            return self._minutes_refusal(item, said), said_from
        return self._meeting_refusal(said), said_from

    def _document_refusal(self, item: Item, words: str) -> Reason | None:
        if item.chapter == 0 and (self._has_numbers or not self.genre.as_follows):
            if _PLEASE.match(words) or "，请" in words or (modals.place(words) >= 0 and "如下" not in words):
                return None
            return "preamble"
        if item.chapter == 0 and "如下" in words[-16:]:
            return "preamble"
        if reports.told(words, strict=True) or (self.genre.as_follows and item.chapter == 0 and not self._going and reports.told(words, strict=False)):
            return "report"
        if item.tells and modals.place(words) < 0:
            return "report"
        if words.startswith("（") and words.endswith("）"):
            return "furniture"
        return None

    def _minutes_refusal(self, item: Item, said: str) -> Reason | None:
        if modals.place(said) >= 0:
            return None
        if reports.told(said, strict=False) or reports.did(said):
            return "report"
        if self._voice == "decision" or item.chapter > 0 and self._asks_plainly(said):
            return None
        return "report"

    def _meeting_refusal(self, said: str) -> Reason | None:
        if self._voice == "comment":
            return "comment"
        if self._voice is None:
            return "report"
        if modals.place(said) >= 0:
            return None
        if reports.told(said, strict=False):
            return "report"
        if self._voice == "decision" and self._just_said:
            return None
        if self._going or self._just_said or self.genre.mode == "speech" and self._begun:
            return None if self._asks_plainly(said) else "report"
        return "report"

    _just_said = False

    def _asks_plainly(self, words: str) -> bool:
        """Whether the words begin as a demand without an obliging word does."""
        skip, _, _ = roles.lead_in(words)
        bare = words[skip:]
        return roles.opens_as_demand(bare) or bodies.subject(bare) is not None or bodies.agents(bare[:80]) is not None

    def _say(self, voice: speakers.Voice, speaker: Span | None) -> None:
        """Somebody begins to speak."""
        self._voice, self._speaker = voice, speaker
        if voice == "leader" and speaker is not None:
            self._last_leader = speaker
        self._idle = 0
        self._just_said = True
        self._acting, self._carried = [], []

    def _cue(self, sentence: Sentence) -> tuple[str, int]:
        """Note who speaks from here on; where his words begin."""
        self._just_said = False
        begins = sentence.start
        found = False
        spoken = self.body[sentence.start : min(sentence.end, sentence.start + 240)]
        again = speakers.continued(spoken[:80])
        named = None if again else speakers.opening(spoken, self._names)
        if again and self._voice != "comment" and self._last_leader is not None:
            self._say("leader", self._last_leader)
            return "", sentence.start + again
        if named is not None and named.name is not None:
            self._say("leader", (sentence.start + named.name[0], sentence.start + named.name[1]))
            return "", sentence.start + named.end
        for piece in [piece for limb in sentence.limbs for piece in limb][:6]:
            span = self.body[piece.start : piece.tail]
            if len(span) > 400:
                break
            cue = speakers.cue(span if span[-1:] in "，：" else span + "：")
            if cue is None:
                continue
            self._say(cue.voice, (piece.start + cue.name[0], piece.start + cue.name[1]) if cue.name else None)
            begins = min(piece.start + cue.end, sentence.end)
            found = True
            break
        if not found and self.genre.mode == "meeting" and self.body[sentence.start] == "“" and self._voice in ("meeting", "decision"):
            self._voice, self._speaker = None, None
        if not found and self._idle >= _SLACK and self._voice is not None and self.genre.mode == "meeting":
            skip, asks, _ = roles.lead_in(self.body[sentence.start : sentence.start + 30])
            if not asks:
                self._voice, self._speaker = None, None
        if found and begins >= sentence.end:
            return "ended", begins
        if found and self._voice == "comment":
            begins = sentence.start
        return "", begins

    # what a sentence asks

    def _parts(self, limb: Sequence[Piece], said_from: int) -> tuple[list[Part], Owners | None, int]:
        """The clauses of a limb as parts, with the note that closes it."""
        pieces = [piece for piece in limb if piece.end > said_from and piece.end > piece.start]
        note: Owners | None = None
        parts: list[Part] = []
        cut = -1
        first = True
        if pieces:
            last = pieces[-1]
            at = owners.trailing_note(self.body, last.start, last.end)
            if at >= 0:
                note = owners.note(self.body, at + 1, last.end - 1, first_is_lead=self._first_is_lead)
                cut = at
        for index, piece in enumerate(pieces):
            start = max(piece.start, said_from)
            end = cut if cut >= 0 and index + 1 == len(pieces) else piece.end
            if end <= start:
                continue
            following = pieces[index + 1] if index + 1 < len(pieces) else None
            next_words = self.body[following.start : min(following.end, following.start + 200)] if following else ""
            tail = cut if cut >= 0 and index + 1 == len(pieces) else piece.tail
            colon = piece.tail > piece.end and self.body[piece.end] == "："
            part = roles.read(self.body, start, end, tail, first=first, next_words=next_words, colon=colon)
            first = first and part.role in ("front", "empty")
            parts.append(part)
        return parts, note, limb[-1].tail if limb else 0

    def _ask(self, item: Item, sentence: Sentence, said_from: int) -> bool:
        """Find the requirements of a sentence."""
        if said_from > sentence.start:
            self._nothing(said_from, "cue")
        made: list[tuple[Group, Draft]] = []
        self._sentence_lead: list[Span] = []
        limbs = [(limb, *self._parts(limb, said_from)) for limb in sentence.limbs]
        everything = [part for _, parts, _, _ in limbs for part in parts]
        introduces = self.genre.mode == "document" and item.chapter == 0 and self._has_numbers
        told = self._told_before(everything) if self.genre.mode != "document" or introduces else 0
        seen = 0
        for number, (_limb, parts, note, tail) in enumerate(limbs):
            skipped = [part for index, part in enumerate(parts) if seen + index < told]
            kept = [part for index, part in enumerate(parts) if seen + index >= told]
            seen += len(parts)
            for part in skipped:
                self._nothing(part.tail, "report" if part.words else "cue")
            while kept and _HANDED_ON.search(kept[0].words):
                self._nothing(kept.pop(0).tail, "preamble")
            if item.aims and self.genre.mode == "document":
                found, loose = groups.spirit_of(kept, number), []
            else:
                found, loose = groups.collect(kept, number)
            self._lay(item, found, loose, made)
            if tail > (self.marks[-1].end if self.marks else 0):
                self._nothing(tail, "owner" if note else "report")
            if note:
                self._apply(note)
        if item.aims and item.principles and made and self.genre.mode == "document":
            made = self._one_principle(item, made)
        if self.marks and self.marks[-1].end < sentence.end:
            self.marks[-1].end = sentence.end
        return bool(made)

    def _told_before(self, parts: Sequence[Part]) -> int:
        """How many clauses at the head of a sentence tell something before it asks."""
        first = next((index for index, part in enumerate(parts) if part.modal), -1)
        if first <= 0 or (self._going and parts[0].role == "concrete" and roles.opens_as_demand(parts[0].words)):
            return 0
        if self._voice == "decision" and self._just_said:
            return 0
        keep = first
        while keep > 0 and (parts[keep - 1].role == "front" or (parts[keep - 1].subject and not parts[first].subject)) and not re.match(r"当前|目前|近年", parts[keep - 1].words):
            keep -= 1
        return keep

    def _lay(self, item: Item, found: Sequence[Group], loose: Sequence[Part], made: list[tuple[Group, Draft]]) -> None:
        """Make drafts of groups and marks of everything, in order."""
        queue: list[tuple[int, Group | Part]] = [(group.parts[0].opening, group) for group in found]
        queue += [(part.opening, part) for part in loose]
        problem: Span | None = None
        for _, thing in sorted(queue, key=lambda pair: pair[0]):
            if isinstance(thing, Part):
                self._nothing(thing.tail, "cue")
                continue
            draft = self._draft(item, thing, len(made))
            if draft.problem is None and problem is not None and not draft.named and draft.type == "action":
                draft.problem = problem
            if draft.problem and thing.parts[0].role == "front":
                problem = draft.problem
            made.append((thing, draft))
            self.drafts.append(draft)
            self.marks.append(Mark(thing.tail, "requirement" if draft.type == "action" else "stance", None, draft))
            self._begun = True

    def _one_principle(self, item: Item, made: list[tuple[Group, Draft]]) -> list[tuple[Group, Draft]]:
        """Join the stances of one basic principle, its title included."""
        drafts = [draft for draft in self.drafts[self._item_first :] if draft.item is item]
        if not drafts or any(draft.type == "action" for draft in drafts):
            return made
        keep = drafts[0]
        keep.end = drafts[-1].end
        title = self.body.find(item.title, item.start, item.label_end) if item.title else -1
        if title >= 0 and item.level > 0 and not headings.AIM_TITLE.search(item.title):
            keep.start = min(keep.start, title)
        del self.drafts[len(self.drafts) - len(drafts) + 1 :]
        first = len(self.marks) - 1
        while self.marks[first].draft is not keep:
            first -= 1
        end = self.marks[-1].end
        if keep.start <= title and first > 0 and self.marks[first - 1].reason == "heading":
            first -= 1
        self.marks[first:] = [Mark(end, "stance", None, keep)]
        return [(made[0][0], keep)]

    # one requirement

    def _draft(self, item: Item, group: Group, place: int) -> Draft:
        words = self.body[group.start : group.end]
        kind, why = group.type_and_why()
        if item.aims and self.genre.mode == "document":
            kind, why = ("action", "problem") if groups.is_great_problem(group) else ("stance", "aims")
        elif kind == "action" and self.genre.mode == "document" and item.chapter == 0 and self._has_numbers:
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
            named=False,
            asked=group.parts[0].modal and not group.named,
            conditioned=bool(_CASE.match(words)),
        )
        draft.speaker = self._speaker
        limit = deadlines.find(words)
        if limit:
            draft.deadline = (group.start + limit[0], group.start + limit[1])
            draft.deadline_why = "in its words"
        problem = problems.find(words)
        if problem:
            draft.problem = (group.start + problem[0], group.start + problem[1])
        if group.parts[0].ordinal:
            self._sentence_lead = []
        self._lead(draft, group, words, place)
        return draft

    def _lead(self, draft: Draft, group: Group, words: str, place: int) -> None:
        """Who is named for this requirement, in its words or before it."""
        own: list[Span] = []
        why = ""
        for part in group.parts:
            if part.subject is None:
                continue
            spans = [(part.start + left, part.start + right) for left, right in part.subject.spans]
            if part.verb == "配合":
                draft.assist += spans
            elif not own:
                own, why = spans, "subject" if part.subject.strength == "strong" or part.words[:1] in "各本" else "weak subject"
        self._helpers(draft, group, words)
        agents = bodies.agents(words) if not own else None
        if agents is not None and len(words) < 400:
            row, _ = agents
            own, why = [(group.start + left, group.start + right) for left, right in row.spans], "by"
            draft.by = True
        if not own:
            own, why = self._seat(group, words)
        seat, seat_why = self._seat(group, words)
        if seat_why == "seat":
            own, why = seat, seat_why
        if why in ("subject", "weak subject") and all(part.role == "front" for part in group.parts if part.subject):
            agents = bodies.agents(words) if len(words) < 400 else None
            if agents is not None:
                row, _ = agents
                own, why = [(group.start + left, group.start + right) for left, right in row.spans], "by"
                draft.by = True
        if own:
            draft.named = why != "role"
            draft.lead, draft.lead_why = own, why
            named = tuple(self.body[left:right] for left, right in own)
            if named not in self._acting:
                self._acting.append(named)
            if why in ("subject", "weak subject", "role"):
                self._sentence_lead = own
                if place == 0:
                    self._carried = own
            return
        if self._sentence_lead:
            draft.lead, draft.lead_why = list(self._sentence_lead), "carried in the sentence"
        elif self._carried and len(self._acting) == 1:
            draft.lead, draft.lead_why = list(self._carried), "carried in the item"
        elif self.genre.mode in ("meeting", "speech") and self._going and not draft.asked and place == 0 and self.drafts and self.drafts[-1].item is draft.item and self.drafts[-1].lead_why == "role":
            draft.lead, draft.lead_why = list(self.drafts[-1].lead), "carried in the item"

    def _seat(self, group: Group, words: str) -> tuple[list[Span], str]:
        """Bodies named by where an office is put, or by whose part is to be played."""
        seated = _SEATED.search(words)
        if seated:
            row = bodies.after(words, seated.end())
            if row is not None and row.strength == "strong":
                return [(group.start + left, group.start + right) for left, right in row.spans], "seat"
        if self.genre.mode in ("meeting", "speech"):
            for part in group.parts:
                role = _ROLE_OF.search(part.words)
                if role and bodies.strength(role["who"]) == "strong" and role["who"].endswith(("组", "办", "部门", "委员会")):
                    left, right = role.span("who")
                    return [(part.start + left, part.start + right)], "role"
        return [], ""

    def _helpers(self, draft: Draft, group: Group, words: str) -> None:
        """Bodies said to join in."""
        for match in islice(_WITH.finditer(words), _ENOUGH):
            row = bodies.after(words, match.end())
            if row is not None:
                draft.assist += [(group.start + left, group.start + right) for left, right in row.spans]
        needed = _NEEDED.search(words)
        if needed:
            row = bodies.whole(words, *needed.span("who"))
            if row is not None:
                draft.assist += [(group.start + left, group.start + right) for left, right in row.spans]

    # notes

    def _owner(self, note: Owners, end: int) -> None:
        self._apply(note)
        self._nothing(end, "owner")

    def _apply(self, note: Owners) -> None:
        """Give what a note names to every requirement since the note or number before it."""
        for draft in self.drafts[self._covered :]:
            if note.lead and draft.lead_why not in ("subject", "by", "seat", "carried in the sentence"):
                draft.lead, draft.lead_why = list(note.lead), "note"
                draft.assist = list(note.assist) + draft.assist
            elif note.assist and not note.lead:
                draft.assist = list(note.assist) + draft.assist
            if note.deadline and draft.deadline is None:
                draft.deadline, draft.deadline_why = note.deadline, "note"
        follows = self._covered
        if note.lead or note.deadline:
            self._pending = follows
        self._covered = len(self.drafts) if not self._lines_follow() else follows

    _pending = 0

    def _lines_follow(self) -> bool:
        """Whether notes stand on lines of their own here, so that the next may complete this one."""
        return bool(self.drafts) and self.drafts[-1].item.end < len(self.body) and headings.owner_line(self.body[self.drafts[-1].item.end : self.drafts[-1].item.end + 12].lstrip("\n"))
