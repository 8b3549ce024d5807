"""What became of the requirements of a level above in a plan of a level below: 层层衰减、层层加码.

Each requirement above is looked for in the sentences below by the pairs of characters they share, rare pairs counting
more. Where it is found, the two wordings are laid side by side and only what differs is judged: words that oblige,
words that soften, amounts, how often, dates. A level below may add; what stands below alone is no finding.

A finding shows both wordings and decides nothing: a person does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from math import log

from luoshi.base.text import fold

from . import amounts
from .amounts import Amount, Limit
from .model import Breakdown, Requirement, Span

_STOPS = "，,：:。；！？;!?\n　"
FOUND = 0.5  # share of a requirement's pairs that has to be found in one sentence below
SHORT, FOUND_SHORT = 14, 0.42  # of a short one a single other word takes away much
NAMES = re.compile(
    r"(?:全|本|各|该|我)?(?:国务院|省|自治区|直辖市|市|州|盟|地区|县|旗|区|镇|乡|街道|村|社区|单位|部门)(?:级|委|政府|办公室|办|局)*"
)


class Change(StrEnum):
    """What happened to a requirement on its way down."""

    DROPPED = "dropped"  # it is not there any more
    WEAKENED = "weakened"  # softer words, smaller amounts, less often, a part left out
    DELAYED = "delayed"  # a later date, or none any more
    INFLATED = "inflated"  # harder words, larger amounts, more often, an earlier date


@dataclass(frozen=True, slots=True)
class Drift:
    """One change: where it stands above and below (nothing below for what was dropped), and the words that differ."""

    change: Change
    requirement: str
    above: Span
    below: Span | None
    was: str = ""
    became: str = ""


def drift(above: Breakdown, text_above: str, text_below: str) -> list[Drift]:
    """The changes, in the order of the text above. The same text twice gives none."""
    sentences = list(_sentences(text_below))
    index = _Index([text_below[start:end] for start, end in sentences])
    found: list[Drift] = []
    for requirement in above.requirements:
        quote = requirement.quote
        place, share = index.best(_undated(requirement))
        if place is None or share < (FOUND_SHORT if len(quote) < SHORT else FOUND):
            found.append(Drift(Change.DROPPED, requirement.id, (requirement.start, requirement.end), None, was=quote))
            continue
        stretch = _stretch(quote, text_below, sentences[place])
        found += _compared(requirement, text_above, text_below, stretch)
    return found


# ------------------------------------------------------------------ finding it


def _sentences(text: str) -> Iterator[Span]:
    """Stretches between full stops, semicolons and ends of lines."""
    start = 0
    for match in re.finditer(r"[。；！？;!?\n　]+", text):
        if fold(text[start : match.start()]):
            yield start, match.start()
        start = match.end()
    if fold(text[start:]):
        yield start, len(text)


def _undated(requirement: Requirement) -> str:
    """The words without their date, which may have been moved or left out."""
    span = requirement.deadline_span
    if span is None or not requirement.start <= span[0] <= span[1] <= requirement.end:
        return requirement.quote
    start, end = span[0] - requirement.start, span[1] - requirement.start
    return requirement.quote[:start] + requirement.quote[end:]


def _pairs(words: str) -> list[str]:
    plain = fold(NAMES.sub("#", words))
    return [plain[n : n + 2] for n in range(len(plain) - 1)] or [plain]


class _Index:
    """Sentences by the pairs of characters in them; a pair in few sentences weighs more."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self._sets = [set(_pairs(sentence)) for sentence in sentences]
        counted = Counter(pair for pairs in self._sets for pair in pairs)
        self._rare = {pair: log(1 + len(sentences) / n) for pair, n in counted.items()}
        self._unseen = log(1 + len(sentences))
        self._where: dict[str, list[int]] = {}
        for n, pairs in enumerate(self._sets):
            for pair in pairs:
                self._where.setdefault(pair, []).append(n)

    def best(self, words: str) -> tuple[int | None, float]:
        """The sentence that holds most of the words, and the share of them that it holds."""
        wanted = set(_pairs(words))
        whole = sum(self._rare.get(pair, self._unseen) for pair in wanted)
        held: Counter[int] = Counter()
        for pair in wanted:
            for n in self._where.get(pair, ()):
                held[n] += self._rare[pair]  # type: ignore[assignment]
        if not held or not whole:
            return None, 0.0
        place, weight = max(held.items(), key=lambda item: (item[1], -len(self._sets[item[0]]), -item[0]))
        return place, weight / whole


def _stretch(quote: str, text: str, sentence: Span) -> Span:
    """The part of a sentence that answers the quote, out to the commas around it."""
    words = text[sentence[0] : sentence[1]]
    blocks = [block for block in _matcher(quote, words).get_matching_blocks() if block.size > 1]
    if not blocks:
        return sentence
    return _out_to_commas(text, (sentence[0] + blocks[0].b, sentence[0] + blocks[-1].b + blocks[-1].size))


def _out_to_commas(text: str, stretch: Span) -> Span:
    """A stretch out to the commas around it."""
    start, end = stretch
    while start > 0 and text[start - 1] not in _STOPS:
        start -= 1
    while end < len(text) and text[end] not in _STOPS:
        end += 1
    return start, end


def _matcher(one: str, other: str) -> SequenceMatcher[str]:
    return SequenceMatcher(None, one, other, autojunk=False)


# ------------------------------------------------------------------ comparing it

HARD = re.compile(  # obliges, whoever and wherever
    r"必须|务必|必需|须(?!知)|一律|严禁|禁止|不得|不准|不许|全部|全面|所有|逐一|逐个|逐户|逐项|逐条|逐村|每个|每一|全员|全覆盖|坚决|彻底|确保|"
    r"硬性|强制|应[\u4e00-\u9fff]尽[\u4e00-\u9fff]|百分之百|100[%％]|大幅|从严|严厉|主要负责同志|负责同志|主管领导|负责人|亲自|一把手|负总责|"
    r"零容忍|零报告|军令状|责任状|一票否决|倒查|问责|追责|通报批评|排名|日报|周报|月报|打卡|拍照"
)
PACE = re.compile(  # says how fast or how hard; one for another is no change
    r"加快|加大|大力|抓紧|尽快|立即|立刻|马上|及时|全力|强力|深入|严肃|严格|迅速|坚决|保证|下决心|着力"
)
SOFT = re.compile(
    r"可以|可(?=根据|结合|视|自|适|参|采|由|在|选|按|酌|暂|不|建|享|予|作)|鼓励|提倡|倡导|力争|争取|尽量|尽可能|尽力|原则上|适当|适时|适度|"
    r"逐步|有条件的?|条件成熟|条件允许|条件许可|探索|视情|酌情|择机|基本上?|大体上?|大部分|多数|个别|"
    r"研究(?=建立|制定|出台|推进|解决|完善|设立|修订)|试行|试点|参考|参照|建议|引导|必要时|如有需要|根据实际|结合实际|"
    r"自愿|自行|可不|暂不|暂缓|缓行|稍后|以后|稳步|稳妥|循序渐进|分步|量力而行|有选择|灵活|合适的时候|时机成熟|"
    r"能[\u4e00-\u9fff]则[\u4e00-\u9fff]|抽取|代表性|侧重|关注|留意|了解|约谈|提醒|经办人员|工作人员|联络员|志愿者|不定期|抽查|自查|自评|"
    r"经[\u4e00-\u9fff]{0,6}(?:审批|批准|同意|审核|研究)后?|除外|另有规定|特殊情况"
)
MILD = re.compile(
    r"可以?|逐步|分步|试行|试点|探索|引导|参照|了解|关注|结合实际|根据实际|研究|工作人员|联络员|稳步|基本|自行"
)


def _compared(requirement: Requirement, text_above: str, text_below: str, stretch: Span) -> Iterator[Drift]:
    """What differs between a requirement and its wording below."""
    quote, below = requirement.quote, text_below[slice(*stretch)]
    whole_above = text_above[slice(*_out_to_commas(text_above, (requirement.start, requirement.end)))]
    whole_below = text_below[slice(*_around(text_below, stretch))]
    above_span = (requirement.start, requirement.end)

    def told(change: Change, was: str, became: str) -> Drift:
        return Drift(change, requirement.id, above_span, stretch, was, became)

    dated = _dated(requirement, whole_above, whole_below, below)
    if dated is not None:
        yield told(*dated)
    changes = {change: (was, became) for change, was, became in _amounts(whole_above, below)}
    if not changes:
        changes = {change: (was, became) for change, was, became in _markers(whole_above, below)}
    if not changes and (part := _left_out(quote, whole_below)):
        changes[Change.WEAKENED] = (part, "")
    for change, (was, became) in changes.items():
        yield told(change, was, became)


def _around(text: str, stretch: Span) -> Span:
    """The sentence that a stretch lies in."""
    start, end = stretch
    while start > 0 and text[start - 1] not in "。；！？;!?\n　":
        start -= 1
    while end < len(text) and text[end] not in "。；！？;!?\n　":
        end += 1
    return start, end


def _dated(requirement: Requirement, context: str, sentence: str, stretch: str) -> tuple[Change, str, str] | None:
    """A date that moved, or that is gone."""
    own = amounts.limit(requirement.quote) if requirement.deadline is None else amounts.limit(requirement.deadline)
    theirs = amounts.limit(stretch) or amounts.limit(sentence)
    if own is None:
        fresh = amounts.limit(stretch)
        is_fresh = fresh is not None and fresh.words not in requirement.quote and amounts.limit(context) is None
        return (Change.INFLATED, "", fresh.words) if fresh and is_fresh else None
    if theirs is None:
        inside = requirement.deadline_span and requirement.start <= requirement.deadline_span[0] < requirement.end
        return (Change.DELAYED, own.words, "") if inside else None
    return _later(own, theirs)


def _later(own: Limit, theirs: Limit) -> tuple[Change, str, str] | None:
    order = amounts.compare(own, theirs)
    if order is None or order == 0:
        return None
    return (Change.DELAYED if order < 0 else Change.INFLATED, own.words, theirs.words)


def _amounts(quote: str, below: str) -> Iterator[tuple[Change, str, str]]:
    """Amounts and how often: those of one measure are compared; a quota that was not there before is more."""
    mine, theirs = amounts.amounts(quote), amounts.amounts(below)
    for one, other in _paired(mine, theirs):
        if one.value == other.value:
            continue
        grew = other.value > one.value
        harder = grew is not one.is_ceiling
        yield (Change.INFLATED if harder else Change.WEAKENED), one.words, other.words
    known = {one.measure for one in mine}
    for other in theirs:
        if other.measure not in known and other.is_quota and other.words not in quote:
            yield Change.INFLATED, "", other.words
            return


def _paired(mine: Sequence[Amount], theirs: Sequence[Amount]) -> Iterator[tuple[Amount, Amount]]:
    """Amounts of one measure in the order in which they stand, where both sides have as many."""
    measures = dict.fromkeys(one.measure for one in mine)
    for measure in measures:
        ours = [one for one in mine if one.measure == measure]
        others = [one for one in theirs if one.measure == measure]
        if len(ours) == len(others):
            yield from zip(ours, others, strict=True)


def _markers(quote: str, below: str) -> Iterator[tuple[Change, str, str]]:
    """Words that oblige or soften, in what differs alone."""
    gone, new = _differing(quote, below)
    lost_hard, won_hard = _fresh(HARD, gone, new)
    lost_soft, won_soft = _fresh(SOFT, gone, new)
    lost_pace, won_pace = _fresh(PACE, gone, new)
    was, became = "、".join([*lost_hard, *lost_pace, *lost_soft]), "、".join([*won_soft, *won_hard, *won_pace])
    if (won_soft and not lost_soft) or (lost_hard and not won_hard and not won_pace):
        yield Change.WEAKENED, was, became
    else:
        is_harder = won_hard and not lost_hard and not lost_pace
        is_not_softened = lost_soft and not won_soft and (won_pace or not all(map(MILD.fullmatch, lost_soft)))
        if is_harder or is_not_softened:
            yield Change.INFLATED, was, became


def _fresh(words: re.Pattern[str], gone: Iterable[str], new: Iterable[str]) -> tuple[list[str], list[str]]:
    """Listed words that only one side has."""
    lost = Counter(match for part in gone for match in words.findall(part))
    won = Counter(match for part in new for match in words.findall(part))
    return list((lost - won).elements()), list((won - lost).elements())


def _differing(quote: str, below: str) -> tuple[list[str], list[str]]:
    """What only one side has, widened to whole words: two characters on either side that are the same belong to it."""
    gone, new = [], []
    for name, a, b, c, d in _matcher(quote, below).get_opcodes():
        if name == "equal":
            continue
        before, after = _run(quote, below, a, c, -1), _run(quote, below, b, d, 1)
        if b > a:
            gone.append(quote[a - before : b + after])
        if d > c:
            new.append(below[c - before : d + after])
    return gone, new


def _run(quote: str, below: str, a: int, c: int, way: int) -> int:
    """How many characters beside a difference are the same, two at most."""
    count = 0
    while count < 2:
        one = a - count - 1 if way < 0 else a + count
        other = c - count - 1 if way < 0 else c + count
        if not (0 <= one < len(quote) and 0 <= other < len(below)) or quote[one] != below[other]:
            break
        count += 1
    return count


LEFT_OUT = 6  # characters of a part that is gone
STILL_THERE = 0.5  # share of its pairs that may be found elsewhere in the sentence


def _left_out(quote: str, sentence: str) -> str:
    """The first stretch that is gone and whose words are not elsewhere in the sentence, such as a member of a list."""
    have = set(_pairs(sentence))
    for name, a, b, c, d in _matcher(quote, sentence).get_opcodes():
        if name not in {"delete", "replace"}:
            continue
        part = quote[a:b]
        if len(fold(part)) - (d - c) < LEFT_OUT:
            continue
        pairs = set(_pairs(part))
        if len(pairs & have) <= STILL_THERE * len(pairs):
            return part
    return ""
