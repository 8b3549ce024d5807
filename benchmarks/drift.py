"""How many planted changes the comparison of two levels finds, and how often it cries where nothing was changed.

A plan of a level below is made from each text in `../shared/data/documents`: most sentences are only reworded as
people do (names of the level, synonyms, filler, order); some are dropped, weakened, delayed or inflated. Printed per
kind: recall, and the share of requirements left alone that were nevertheless reported. Seeds are fixed.

The same is printed for the changes that somebody who had not seen the comparison wrote by hand (`drift_plants/`).
"""

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from luoshi.inlets.documents.breakdown import break_down
from luoshi.inlets.documents.breakdown.drift import Change, drift
from luoshi.inlets.documents.breakdown.model import Requirement

DOCUMENTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "documents"
PLANTED_BY_HAND = Path(__file__).with_name("drift_plants")
STOPS = "。；\n　"
SEEDS = range(12)
PLANTED = 0.25  # share of requirements that are changed
DROPPED = 0.25  # share of those that are dropped whole
REWORDED = 0.5  # how often a word that can be said otherwise is
RECALL, ALARMS = 0.85, 0.05  # asked for
SHORTEST_PART = 8  # characters of a part that is worth leaving out
Plant = Callable[[str, random.Random], str | None]


def pairs(words: str) -> list[tuple[str, str]]:
    """`one>other` with blanks between."""
    return [(one, other) for one, _mark, other in (pair.partition(">") for pair in words.split())]


BENIGN = pairs(
    "进一步> 切实> 积极> 认真> 加强>强化 建立健全>健全完善 推进>推动 开展>组织开展 各地区>各镇街 各地>各镇 "
    "各有关部门>区直有关部门 有关部门>相关部门 省级>区级 全国>全区 地方>镇街 农村>乡村 村民>群众 完善>健全 "
    "落实>抓好 提高>提升 并>同时 和>及 做好>抓好 以及>和 对于>对 按照>依照 研究制定>制定"
)
SOFTER = pairs(
    "必须>可以 应当>可 全面>逐步 全部>大部分 确保>力争 严格>适当 一律>原则上 禁止>不提倡 不得>尽量不 "
    "建立>探索建立 实现>争取实现 完成>基本完成 每月>每季度 每年>每两年 加快>稳步 所有>部分 开展>视情开展 "
    "推进>有条件的推进 加强>适度加强 取消>逐步取消 制定>研究制定 推行>试点推行 实行>鼓励实行 落实>尽可能落实"
)
HARDER = pairs(
    "鼓励>要求所有单位 支持>必须 可以>必须 逐步>立即全面 引导>强制 适当>大幅 每年>每月 每季度>每周 力争>务必 "
    "探索>一律 有条件的>所有 试点>全面推开 原则上>一律"
)
COUNTED = re.compile(r"\d+(?=[%个次户家项件人])")


def weakened(words: str, chance: random.Random) -> str | None:
    """Softer, less, or with a part left out."""
    ways = [words.replace(hard, soft, 1) for hard, soft in SOFTER if hard in words]
    parts = words.split("，")
    for at in range(1, len(parts) if len(parts) > len("头尾") else 0):
        ways += ["，".join(parts[:at] + parts[at + 1 :])] * (len(parts[at]) >= SHORTEST_PART)
    ways += [_with(words, match, int(match[0]) * 2 // 3) for match in COUNTED.finditer(words) if int(match[0]) > 1]
    return chance.choice(ways) if ways else None


def delayed(words: str, chance: random.Random) -> str | None:
    """A later date."""
    for match in re.finditer(r"20\d\d(?=年)", words):
        return _with(words, match, int(match[0]) + chance.choice([1, 2]))
    for match in re.finditer(r"\d{1,2}(?=月底前)", words):
        return _with(words, match, min(12, int(match[0]) + chance.choice([1, 2])))
    for match in re.finditer(r"\d+(?=个工作日)", words):
        return _with(words, match, int(match[0]) * 2)
    return None


def inflated(words: str, chance: random.Random) -> str | None:
    """Harder, more, more often, earlier."""
    ways = [words.replace(soft, hard, 1) for soft, hard in HARDER if soft in words]
    ways += [_with(words, match, int(match[0]) * 2) for match in COUNTED.finditer(words)]
    ways += [_with(words, match, int(match[0]) - 1) for match in re.finditer(r"20\d\d(?=年底前)", words)]
    return chance.choice(ways or ["必须逐户" + words])


def _with(words: str, match: re.Match[str], figure: int) -> str:
    return words[: match.start()] + str(figure) + words[match.end() :]


PLANTS: dict[Change, Plant] = {Change.WEAKENED: weakened, Change.DELAYED: delayed, Change.INFLATED: inflated}


def reworded(words: str, chance: random.Random) -> str:
    """The same in the words of another level."""
    for one, other in BENIGN:
        if one in words and chance.random() < REWORDED:
            words = words.replace(one, other)
    return words


def planted(text: str, chance: random.Random) -> tuple[str, dict[str, Change]]:
    """A text of the level below, and what was changed in it by the number of the requirement."""
    above = break_down(text)
    found: dict[str, Change] = {}
    pieces: list[str] = []
    at = 0
    for one in sorted(above.requirements, key=lambda item: item.start):
        if one.start < at:
            continue
        pieces.append(reworded(text[at : one.start], chance))
        words = one.quote
        if chance.random() < PLANTED:
            kinds = list(PLANTS)
            chance.shuffle(kinds)
            options = [(kind, made) for kind in kinds if (made := PLANTS[kind](words, chance)) and made != words]
            if not options or chance.random() < DROPPED:
                found[one.id], words = Change.DROPPED, ""
            else:
                found[one.id], words = options[0]
        pieces.append(reworded(words, chance))
        at = one.end
    pieces.append(reworded(text[at:], chance))
    return "".join(pieces), found


def measured(name: str, text: str, show: int) -> Iterator[tuple[str, Change | None, set[Change]]]:
    """For every requirement: its number, what was planted, what was reported."""
    above = break_down(text)
    for seed in SEEDS:
        below, made = planted(text, random.Random(f"{name}-{seed}"))
        reported: dict[str, set[Change]] = {}
        for one in drift(above, text, below):
            reported.setdefault(one.requirement, set()).add(one.change)
            if show and one.requirement not in made:
                show -= 1
                print("  cried", one.change, "|", one.was, "|", one.became)
        for one in above.requirements:
            if show and one.id in made and one.id not in reported:
                show -= 1
                print("  missed", made[one.id], "|", one.quote)
            yield one.id, made.get(one.id), reported.get(one.id, set())


Place = tuple[int, int]


@dataclass
class Tally:
    """Counts of what was planted, found, named by the right kind; of what was left alone, and reported all the same."""

    asked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    left: int = 0
    cried: int = 0

    def add(self, made: str | None, reported: Collection[str]) -> None:
        """One planted change, or one requirement left alone, and what was reported of it."""
        if made is None:
            self.left += 1
            self.cried += bool(reported)
            return
        self.asked[made] += 1
        self.found[made] += bool(reported)
        self.named[made] += made in reported

    def say(self, title: str) -> bool:
        """Print it; whether both bars are met."""
        print(title)
        for kind in Change:
            of = max(1, self.asked[kind])
            right = self.named[kind] / of
            print(
                f"  {kind:9} planted {self.asked[kind]:5}  found {self.found[kind] / of:.3f}  named right {right:.3f}"
            )
        recall, alarms = self.found.total() / self.asked.total(), self.cried / self.left
        print(f"  all       planted {self.asked.total():5}  found {recall:.3f} (asked {RECALL})")
        print(f"  false alarms {alarms:.3f} of {self.left} left alone (at most {ALARMS})")
        return recall >= RECALL and alarms <= ALARMS


def by_hand(tally: Tally, text: str, edits: list[dict[str, str]]) -> None:
    """Apply the edits of one text and count what is reported of the requirements that each lies in."""
    placed = sorted(((_place(text, edit), edit) for edit in edits), key=lambda one: one[0])
    below, at = [], 0
    for (start, end), edit in placed:
        below += [text[at:start], edit["replace"]]
        at = end
    above = break_down(text)
    reported: dict[str, set[str]] = {}
    for one in drift(above, text, "".join([*below, text[at:]])):
        reported.setdefault(one.requirement, set()).add(one.change)
    touched: set[str] = set()
    for place, edit in placed:
        if edit["kind"] != "same":
            beside = _within(above.requirements, place) or _within(above.requirements, _sentence(text, place))
            touched.update(beside)
            tally.add(edit["kind"], set().union(*(reported.get(one, set()) for one in beside)))
    for one in above.requirements:
        if one.id not in touched:
            tally.add(None, reported.get(one.id, set()))


def _place(text: str, edit: dict[str, str]) -> Place:
    if "find" in edit:
        start = text.index(edit["find"])
        return start, start + len(edit["find"])
    start = text.index(edit["find_from"])
    return start, text.index(edit["find_to"], start) + len(edit["find_to"])


def _within(requirements: Sequence[Requirement], place: Place) -> list[str]:
    return [one.id for one in requirements if one.start < place[1] and place[0] < one.end]


def _sentence(text: str, place: Place) -> Place:
    start = max(text.rfind(stop, 0, place[0]) for stop in STOPS)
    ends = [end for stop in STOPS if (end := text.find(stop, place[1])) >= 0]
    return start, min(ends, default=len(text))


def main() -> int:
    """Print recall by kind and false alarms, by seed and by hand; 0 where both bars are met."""
    if not DOCUMENTS.exists():
        print("../shared/data/documents is not there: nothing to measure.")
        return 0
    show = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    by_seed, hand = Tally(), Tally()
    for path in sorted(DOCUMENTS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for _id, made, reported in measured(path.stem, text, show):
            by_seed.add(made, reported)
        plants = PLANTED_BY_HAND / f"{path.stem}.json"
        if plants.exists():
            by_hand(hand, text, json.loads(plants.read_text(encoding="utf-8")))
    met = [by_seed.say(f"by seed, {len(SEEDS)} seeds"), hand.say("by hand")]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
