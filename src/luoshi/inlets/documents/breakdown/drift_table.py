"""What became of the requirements of a level above, in the terminal: the words of both levels side by side."""

from __future__ import annotations

import sys
from pathlib import Path

from luoshi.inlets.documents.reading import read_file

from .drift import Change, Drift, drift
from .engine import break_down

NAMES = {Change.DROPPED: "遗漏", Change.WEAKENED: "弱化", Change.DELAYED: "推迟", Change.INFLATED: "加码"}


def render(found: list[Drift], above: str, below: str, requirements: int) -> str:
    """One change after the other; how many there are of each comes first."""
    counts = "，".join(f"{NAMES[kind]} {sum(one.change is kind for one in found)} 处" for kind in Change)
    out = [f"上级要求 {requirements} 条：{counts}"]
    for one in found:
        out += ["", f"{NAMES[one.change]}　上级　{above[slice(*one.above)]}"]
        if one.below:
            out.append(f"　　　下级　{below[slice(*one.below)]}")
            out.append(f"　　　差别　{one.was or '（无）'} → {one.became or '（无）'}")
    return "\n".join(out) + "\n"


def main(above: Path | str, below: Path | str) -> int:
    """Print the changes between two files; 0 however many there are: a person decides what they mean."""
    text_above, text_below = read_file(Path(above)).text, read_file(Path(below)).text
    whole = break_down(text_above)
    found = drift(whole, text_above, text_below)
    sys.stdout.write(render(found, text_above, text_below, len(whole.requirements)))
    return 0
