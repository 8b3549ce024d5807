"""Who is named for a requirement: in its own words, earlier in its sentence or item, or in a note after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from . import bodies, roles
from .bodies import Bodies
from .drafts import Draft
from .groups import Group
from .model import Span
from .owners import Owners
from .roles import Part

_SEATED = re.compile(r"[设挂]在|设于|挂靠")
_WITH = re.compile(r"(?:会同|联合(?=[各有相市县区教公财]))")
_NEEDED = re.compile(r"需要?(?P<who>[^，。；]{2,24}?)(?:支持配合|配合支持|支持|配合|协助|参与)(?:的|$)")
_ROLE_OF = re.compile(r"发挥好?(?P<who>[\u4e00-\u9fff]{2,8})的[^，。；]{0,8}作用$")
_PLAYS = ("组", "办", "部门", "委员会")
_UNKNOWN = re.compile(
    r"(?:各|全体|广大|所有)(?!项|类|种|方面|环节|阶段)[^，。；]{2,20}?(?<![主重需必])要(?!求|点|素|件)"
)
_THING = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:必须|应当|须)")
_WE = re.compile(r"(?:我们|大家)[^，。；]{0,8}要")
_LEADING = re.compile(r"由.{2,40}(?:牵头|负责|领题|领衔|领办|包抓|挂帅|带队)")
_ENOUGH = 8  # more helpers than this in one requirement are no prose
_LONGEST = 400
_FIRM = frozenset(("subject", "by", "seat", "carried in the sentence"))  # a note changes none of these


def _moved(row: Bodies, by: int) -> list[Span]:
    return [(by + left, by + right) for left, right in row.spans]


def _sureness(part: Part, subject: Bodies) -> str:
    """How surely the body that a clause names acts."""
    permitted = part.words.startswith("可", subject.end)
    sure = not permitted and (subject.strength == "strong" or part.words.startswith(("各", "本")))
    return "subject" if sure else "weak subject"


class Acting:
    """Who has been named as acting so far in this item and this sentence."""

    def __init__(self, body: str, *, spoken: bool) -> None:
        self._body = body
        self._spoken = spoken
        self._rows: list[tuple[str, ...]] = []
        self._carried: list[Span] = []
        self._in_sentence: list[Span] = []
        self._weak = False  # whoever was named last is only a post or a kind of body
        self._limb: int | None = None  # the stretch up to a semicolon beyond which nobody is carried
        self._part_played: list[Span] = []
        self._helping: list[Span] = []  # who joins in with the one that leads the sentence

    def forget(self) -> None:
        """A new item, a new speaker or a new point begins."""
        self._rows, self._carried, self._in_sentence, self._part_played = [], [], [], []

    def label(self, spans: list[Span]) -> None:
        """The item is the job of these bodies: 县水利局：负责…."""
        self._rows = [tuple(self._body[left:right] for left, right in spans)]
        self._carried = self._in_sentence = spans

    def begin_sentence(self) -> None:
        """A new sentence begins."""
        self._in_sentence, self._helping, self._limb = [], [], None

    def give(self, draft: Draft, group: Group, *, going: bool) -> None:
        """Find lead and helpers of a requirement."""
        words = self._body[group.start : group.end]
        if group.parts[0].ordinal or self._limb not in (None, group.limb):
            self._in_sentence, self._helping, self._limb = [], [], None
        draft.assist += [span for row in self._helpers(group, words) for span in row]
        own, why = self._own(group, words)
        if _WE.search(self._body, group.parts[0].opening, group.end):
            self._in_sentence, self._helping = [], []
            self._carried = []
        if own:
            draft.lead, draft.lead_why = own, why
            draft.named, draft.by = why != "role", why == "by"
            self._remember(draft)
            self._led(draft, group)
        elif (_UNKNOWN.match(group.parts[-1].words) and not group.named) or self._of_another(group):
            self._in_sentence = []
        elif self._in_sentence:
            draft.lead, draft.lead_why = list(self._in_sentence), "carried in the sentence"
            draft.assist += self._helping
        elif self._carried and len(self._rows) == 1:
            draft.lead, draft.lead_why = list(self._carried), "carried in the item"
        elif self._part_played and going and not draft.asked and draft.place == 0:
            draft.lead, draft.lead_why = list(self._part_played), "carried in the item"

    def _of_another(self, group: Group) -> bool:
        """Whether a clause tells of a thing of its own what a post named before need not do: 险情必须上报."""
        words = group.parts[0].words
        return self._weak and _THING.match(words) is not None and not roles.opens_as_demand(words)

    def _led(self, draft: Draft, group: Group) -> None:
        """Let who leads and who joins in, named in clauses of their own, hold for the rest of the sentence."""
        if draft.lead_why == "seat":
            self._in_sentence = draft.lead
        frames = [
            part
            for part in group.parts
            if part.verb in ("牵头", "配合") or (part.role == "front" and _LEADING.search(part.words))
        ]
        self._helping = list(draft.assist) if frames else []
        if draft.by and (frames or not self._in_sentence):
            self._in_sentence = draft.lead
            self._limb = None if frames or self._heads(draft) else draft.limb

    def _heads(self, draft: Draft) -> bool:
        """Whether 由某局 is followed by a word that gives it the whole job: 由某局牵头成立专班."""
        return self._body.startswith(("牵头", "负责"), draft.lead[-1][1])

    def _remember(self, draft: Draft) -> None:
        row = tuple(self._body[left:right] for left, right in draft.lead)
        self._weak = draft.lead_why == "weak subject"
        if row not in self._rows:
            self._rows.append(row)
        if draft.lead_why in ("subject", "weak subject", "role"):
            self._in_sentence, self._limb = draft.lead, None
            if draft.place == 0:
                self._carried = draft.lead
        self._part_played = draft.lead if draft.lead_why == "role" else []

    def _own(self, group: Group, words: str) -> tuple[list[Span], str]:
        """The bodies that the requirement's own words name, and how."""
        seated = _SEATED.search(words)
        row = bodies.after(words, seated.end()) if seated else None
        if row is not None and row.strength == "strong":
            return _moved(row, group.start), "seat"
        own: list[Span] = []
        why = ""
        only_in_front = True
        for part in group.parts:
            if part.subject is None or part.verb in ("成员", "配合"):
                continue
            spans = _moved(part.subject, part.start)
            if part.verb == "牵头":
                return spans, "subject"
            if not own:
                own, why = spans, _sureness(part, part.subject)
                only_in_front = part.role == "front"
        if only_in_front and len(words) < _LONGEST:
            found = bodies.agents(words)
            if found is not None:
                return _moved(found[0], group.start), "by"
        return (own, why) if own else self._role(group)

    def _role(self, group: Group) -> tuple[list[Span], str]:
        """The body whose part a speech asks to be played: 发挥督查组的作用."""
        for part in group.parts if self._spoken else []:
            role = _ROLE_OF.search(part.words)
            if role and role["who"].endswith(_PLAYS) and bodies.strength(role["who"]) == "strong":
                left, right = role.span("who")
                return [(part.start + left, part.start + right)], "role"
        return [], ""

    def _helpers(self, group: Group, words: str) -> Iterator[list[Span]]:
        """Rows of bodies said to join in."""
        for part in group.parts:
            if part.verb == "配合" and part.subject is not None:
                yield _moved(part.subject, part.start)
        for match in islice(_WITH.finditer(words), _ENOUGH):
            row = bodies.after(words, match.end())
            if row is not None:
                yield _moved(row, group.start)
        needed = _NEEDED.search(words)
        row = bodies.whole(words, *needed.span("who")) if needed else None
        if row is not None:
            yield _moved(row, group.start)


_POST_FILLED = re.compile(r"(?:组长|成员|成员单位|主任|指挥|联系人|负责人|召集人|秘书长|主持人?|记录人?|人员|同志)$")
_LONGEST_LABEL = 60


def label(body: str, start: int, end: int) -> list[Span]:
    """The bodies that a label names and nothing else."""
    words = body[start:end]
    row = bodies.whole(words) if len(words) <= _LONGEST_LABEL and not _POST_FILLED.search(words) else None
    return _moved(row, start) if row is not None else []


def apply(body: str, note: Owners, drafts: list[Draft]) -> None:
    """Give what a note names to the requirements it covers; its helpers help whom it names as lead."""
    noted = any(draft.lead_why == "note" for draft in drafts)
    leading = {body[left:right] for left, right in note.lead}
    for draft in drafts:
        firm = draft.lead_why in _FIRM
        same = leading == {body[left:right] for left, right in draft.lead}
        if note.lead and not firm:
            draft.lead, draft.lead_why = list(note.lead), "note"
            draft.assist = [*note.assist, *draft.assist]
        elif note.assist and (same if note.lead else not (noted and firm)):
            draft.assist = [*note.assist, *draft.assist]
        if note.deadline and draft.deadline is None:
            draft.deadline, draft.deadline_why = note.deadline, "note"
