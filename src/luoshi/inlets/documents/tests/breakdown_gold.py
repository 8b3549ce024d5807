"""A small scorer for annotated breakdowns: spans by overlap, fields by words."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent / "breakdown_samples"


def plain(text: str | None) -> str:
    """The words alone: width folded, white space and punctuation dropped."""
    return re.sub(r"[^\w]+", "", unicodedata.normalize("NFKC", text or ""))


@dataclass
class Count:
    """Agreed, only said, only wanted."""

    both: int = 0
    said: int = 0
    wanted: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where nothing was said or wanted."""
        total = 2 * self.both + self.said + self.wanted
        return 2 * self.both / total if total else 1.0

    @property
    def share(self) -> float:
        """Agreed of all compared."""
        total = self.both + self.said
        return self.both / total if total else 1.0


@dataclass
class Score:
    """What was counted over one or several documents."""

    counts: dict[str, Count] = field(default_factory=dict)

    def of(self, name: str) -> Count:
        """The count of a name, made when first asked for."""
        return self.counts.setdefault(name, Count())

    def sets(self, name: str, wanted: list[str], said: list[str]) -> None:
        """Compare two lists of words."""
        left, right = {plain(x) for x in wanted if x}, {plain(x) for x in said if x}
        count = self.of(name)
        count.both += len(left & right)
        count.said += len(right - left)
        count.wanted += len(left - right)

    def same(self, name: str, *, agreed: bool) -> None:
        """Count one comparison."""
        count = self.of(name)
        count.both += agreed
        count.said += not agreed


def _spans(rows: list[dict[str, Any]], text: str) -> list[tuple[int, int]]:
    found = []
    for row in rows:
        start = text.find(plain(row["quote"]))
        found.append((start, start + len(plain(row["quote"]))) if start >= 0 else (-1, -1))
    return found


def _pairs(wanted: list[tuple[int, int]], said: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """One-to-one pairs whose spans overlap by half or more, best first."""
    rated = []
    for left, (a, b) in enumerate(wanted):
        for right, (c, d) in enumerate(said):
            common = max(0, min(b, d) - max(a, c))
            if common and common / (b - a + d - c - common) >= 0.5:
                rated.append((common / (b - a + d - c - common), left, right))
    result: list[tuple[int, int]] = []
    for _, left, right in sorted(rated, reverse=True):
        if all(left != x and right != y for x, y in result):
            result.append((left, right))
    return result


def score(text: str, wanted: list[dict[str, Any]], said: list[dict[str, Any]], total: Score) -> None:
    """Add one document to the total."""
    words = plain(text)
    actions = [[row for row in rows if row["type"] == "action"] for rows in (wanted, said)]
    matched = len(_pairs(_spans(actions[0], words), _spans(actions[1], words)))
    count = total.of("action")
    count.both += matched
    count.said += len(actions[1]) - matched
    count.wanted += len(actions[0]) - matched
    pairs = _pairs(_spans(wanted, words), _spans(said, words))
    name_of = {wanted[left]["id"]: said[right]["id"] for left, right in pairs}
    for left, right in pairs:
        want, got = wanted[left], said[right]
        total.same("type", agreed=want["type"] == got["type"])
        for key in ("lead", "assist"):
            total.sets(key, want[key], got[key])
            total.of("invented").both += bool(got[key] and not want[key])
        for key in ("deadline", "problem"):
            total.same(key, agreed=plain(want[key]) == plain(got[key]))
            if want[key]:
                total.of(f"{key} wrong").both += plain(want[key]) != plain(got[key])
        total.of("invented").both += bool(got["deadline"] and not want["deadline"])
        total.same("speaker", agreed=plain(want["speaker"]) == plain(got["speaker"]))
        parent = want["parent"]
        total.same("parent", agreed=got["parent"] == (name_of.get(parent, "lost") if parent else None))


def documents(folder: Path) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Name, text and annotated requirements of every document in a folder."""
    found = []
    for path in sorted(folder.glob("*.json")):
        rows = json.loads(path.read_text(encoding="utf-8"))["requirements"]
        found.append((path.stem, path.with_suffix(".txt").read_text(encoding="utf-8"), rows))
    return found
