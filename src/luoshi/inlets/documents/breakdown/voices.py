"""Who speaks at each sentence, and whether the sentence asks anything at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import bodies, modals, reports, roles, speakers
from .headings import Item
from .kinds import Genre
from .model import Reason, Span
from .roles import Part
from .segment import Sentence

_SLACK = 2  # sentences of mere telling after which a meeting in unbroken text is taken to have ended
_LEADER_SLACK = 5  # and a leader, who tells more before asking
_CUE_REACH = 240  # characters from the start of a sentence in which it says who speaks
_CUE_PIECES = 6
_CALLS = re.compile(r"(?:[^，。；]{0,20}，)?(?:对此)?，?(?:请|各|必须|务必|要)")
_PLEASE = ("请", "望", "希")


class Voices:
    """The speaker so far, and the gate every sentence has to pass."""

    def __init__(self, body: str, items: Sequence[Item], genre: Genre) -> None:
        self.body = body
        self.genre = genre
        self.numbered = any(item.level < item.UNNUMBERED for item in items)
        self.voice: speakers.Voice | None = "leader" if genre.mode == "speech" else None
        self.speaker: Span | None = None
        self.going = False  # the sentence before asked something
        self.just_said = False  # this sentence says who speaks
        self.turn = 0  # how often somebody has begun to speak
        self._names = speakers.holders(body) if genre.mode == "meeting" else frozenset()
        self._leader: Span | None = None
        self._led: set[str] = set()  # who has spoken with authority
        self._announced = False  # the sentence before says that a meeting asks for what follows
        self._idle = 0
        self._begun = False

    def open(self, item: Item) -> None:
        """A new item begins: a speaker goes on only if the words say so."""
        self.going = self._begun = False
        if self.genre.mode == "meeting" and item.level == item.UNNUMBERED:
            slack = _LEADER_SLACK if self.voice == "leader" else _SLACK
            self._idle = slack - 1 if self.voice else 0
            if self.voice == "comment":
                self.voice = None

    def heard(self, *, asked: bool) -> None:
        """Note whether the sentence just read asked something."""
        self.going = asked or self._announced
        self._announced = False
        self._begun = self._begun or asked
        self._idle = 0 if asked else self._idle + 1

    @property
    def decides(self) -> bool:
        """Whether this very sentence says that the meeting decides."""
        return self.voice == "decision" and self.just_said

    def gate(self, item: Item, sentence: Sentence, words: str) -> tuple[Reason | None, int]:
        """Why a sentence asks nothing, or None with the place where what is asked begins."""
        begins = sentence.start
        if self.genre.mode != "document":
            begins = self._listen(sentence)
            if begins >= sentence.end:
                return "cue", begins
        if reports.attendance(words) and modals.place(words) < 0:
            return "attendance", begins
        if self.genre.mode == "document":
            return self._in_document(item, words), begins
        if self.voice is None and reports.announces(words) and modals.place(words) < 0:
            meeting = self.body.find(speakers.MEETING, sentence.start, sentence.end)
            named = (
                (meeting, meeting + len(speakers.MEETING)) if self.genre.mode == "meeting" and meeting >= 0 else None
            )
            self._say("meeting", named)
            self._announced = True
            return "report", begins
        said = self.body[begins : sentence.end].rstrip("。！？")
        return (self._in_minutes(item, said) if self.genre.mode == "minutes" else self._in_meeting(said)), begins

    def introduces(self, item: Item) -> bool:
        """Whether an item stands before the first number of a document."""
        return self.genre.mode == "document" and item.chapter == 0 and self.numbered

    def told_before(self, item: Item, parts: Sequence[Part]) -> int:
        """How many clauses at the head of a sentence tell something before it asks."""
        if self.genre.mode == "document" and not self.introduces(item):
            return 0
        first = next((index for index, part in enumerate(parts) if part.modal), -1)
        if first <= 0 or self.decides:
            return 0
        if self.going and _goes_on(parts[:first]):
            return 0
        keep = first
        while keep > 0 and _belongs(parts[keep - 1], parts[first]):
            keep -= 1
        return keep

    # by kind of text

    def _in_document(self, item: Item, words: str) -> Reason | None:
        if item.chapter == 0 and (self.numbered or not self.genre.as_follows):
            asks = words.startswith(_PLEASE) or "，请" in words or (modals.place(words) >= 0 and "如下" not in words)
            return None if asks else "preamble"
        if item.chapter == 0 and "如下" in words[-16:]:
            return "preamble"
        loose = self.genre.as_follows and item.chapter == 0 and not self.going
        if reports.told(words, strict=not loose):
            return "report"
        if item.faults and not _CALLS.match(words):
            return "report"
        return "report" if item.tells and modals.place(words) < 0 else None

    def _in_minutes(self, item: Item, said: str) -> Reason | None:
        if modals.place(said) >= 0 or self.decides or roles.agreed(said):
            return None
        if reports.told(said, strict=False) or reports.did(said):
            return "report"
        asks = self.voice == "decision" or (item.chapter > 0 and _asks_plainly(said))
        return None if asks else "report"

    def _in_meeting(self, said: str) -> Reason | None:
        if self.voice == "comment":
            return "comment"
        if self.voice is None:
            return "report"
        if modals.place(said) >= 0:
            return None
        if reports.told(said, strict=False):
            return "report"
        goes_on = self.going or self.just_said or (self.genre.mode == "speech" and self._begun)
        return None if self.decides or (goes_on and _asks_plainly(said)) else "report"

    # listening

    def _say(self, voice: speakers.Voice, speaker: Span | None) -> None:
        """Somebody begins to speak."""
        self.voice, self.speaker = voice, speaker
        if voice == "leader" and speaker is not None:
            self._leader = speaker
            self._led.add(self.body[speaker[0] : speaker[1]])
        self._idle = 0
        self.turn += 1
        self.just_said = True

    def _listen(self, sentence: Sentence) -> int:
        """Note who speaks from here on; where his words begin."""
        self.just_said = False
        spoken = self.body[sentence.start : min(sentence.end, sentence.start + _CUE_REACH)]
        announced = speakers.speaks(spoken, self._names) if self.genre.mode == "meeting" else None
        if announced is not None:
            self._leader = (sentence.start + announced[0], sentence.start + announced[1])
            self._led.add(self.body[self._leader[0] : self._leader[1]])
        again = speakers.continued(spoken[:80])
        leader = self._leader or (self._last_named(sentence.start) if again else None)
        if again and self.voice != "comment" and leader is not None:
            self._say("leader", leader)
            return sentence.start + again
        named = speakers.opening(spoken, self._names)
        if named is not None and named.name is not None and not again:
            self._say("leader", (sentence.start + named.name[0], sentence.start + named.name[1]))
            return sentence.start + named.end
        begins = self._cue(sentence)
        if begins is not None:
            return sentence.start if self.voice == "comment" else begins
        self._fall_silent(sentence)
        return sentence.start

    def _last_named(self, before: int) -> Span | None:
        """The holder of a post named last before a place: 县长某某到…调研。她要求…."""
        places = [(self.body.rfind(name, 0, before), len(name)) for name in self._names]
        place, length = max(places, default=(-1, 0))
        return (place, place + length) if place >= 0 else None

    def _cue(self, sentence: Sentence) -> int | None:
        """Where what is said begins after words such as 某某强调, or None without such words."""
        for piece in [piece for limb in sentence.limbs for piece in limb][:_CUE_PIECES]:
            span = self.body[piece.start : min(piece.tail, piece.start + _CUE_REACH)]
            span = span.rstrip("。！？；")
            cue = speakers.cue(span if span[-1:] in "，：" else span + "：")
            if cue is not None:
                # the minutes of a meeting are a document of that meeting: nobody has to be named as speaking
                told = cue.name if self.genre.mode == "meeting" or cue.voice == "leader" else None
                name = (piece.start + told[0], piece.start + told[1]) if told else None
                known = name is not None and self.body[name[0] : name[1]] in self._led
                self._say("leader" if cue.voice == "comment" and known else cue.voice, name)
                return min(speakers.goes_on_to_ask(self.body, piece.start + cue.end), sentence.end)
        return None

    def _fall_silent(self, sentence: Sentence) -> None:
        """End a speaker of a news text at a foreign quotation or after some sentences of mere telling."""
        if self.genre.mode != "meeting" or self.voice is None:
            return
        quoted = self.body[sentence.start] == "“" and self.voice in ("meeting", "decision")
        _, asks, _ = roles.lead_in(self.body[sentence.start : sentence.start + 30].replace("，", ""))
        slack = _LEADER_SLACK if self.voice == "leader" else _SLACK
        if quoted or (self._idle >= slack and not asks):
            self.voice, self.speaker = None, None


def _goes_on(parts: Sequence[Part]) -> bool:
    """Whether clauses before the first obliging word go on asking: 对…，由某人包案，包案人要…."""
    doing = next((part for part in parts if part.role != "front"), None)
    if doing is None or doing.role != "concrete":
        return False
    return roles.opens_as_demand(doing.words) or bodies.agents(doing.words[:80]) is not None


def _belongs(part: Part, asking: Part) -> bool:
    """Whether a clause before the one that asks is its circumstance or its subject."""
    if part.words.startswith(("当前", "目前", "近年")):
        return False
    return part.role == "front" or (part.subject is not None and asking.subject is None)


def _asks_plainly(words: str) -> bool:
    """Whether the words begin as a demand without an obliging word does."""
    skip, _, _ = roles.lead_in(words)
    bare = words[skip:]
    return roles.opens_as_demand(bare) or bodies.subject(bare) is not None or bodies.agents(bare[:80]) is not None
