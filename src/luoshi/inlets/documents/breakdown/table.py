"""A breakdown as a table to read in a terminal, or as JSON."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import Counter
from pathlib import Path

from luoshi.inlets.documents.reading import read_file

from .engine import break_down
from .model import Breakdown

_TYPES = {"action": "要求", "stance": "表态"}
_KINDS = {"meeting_report": "会议报道", "notice": "通知", "plan": "方案", "minutes": "纪要", "opinion": "意见"}
_QUOTE_WIDTH = 64


def _width(text: str) -> int:
    """Columns that a text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _fold(text: str, width: int) -> list[str]:
    """Cut a text to lines of at most `width` columns."""
    lines = [""]
    used = 0
    for char in " ".join(text.split()):
        size = _width(char)
        if used + size > width:
            lines.append("")
            used = 0
        lines[-1] += char
        used += size
    return lines


def render(breakdown: Breakdown) -> str:
    """One requirement after the other, each with what was found about it."""
    types = Counter(requirement.type for requirement in breakdown.requirements)
    clauses = Counter(clause.proposal for clause in breakdown.clauses)
    out = [
        (
            f"{_KINDS[breakdown.kind]}：要求 {types['action']} 条，表态性要求 {types['stance']} 条；"
            f"条目 {len(breakdown.clauses)} 个，其中 {clauses['nothing']} 个无要求"
        )
    ]
    for requirement in breakdown.requirements:
        head = f"{requirement.id:>4} {_TYPES[requirement.type]}  "
        indent = " " * _width(head)
        lines = _fold(requirement.quote, _QUOTE_WIDTH)
        out.append("")
        out.append(head + lines[0])
        out += [indent + line for line in lines[1:]]
        found = [
            ("讲话人", requirement.speaker or ""),
            ("牵头单位", "、".join(requirement.lead)),
            ("配合单位", "、".join(requirement.assist)),
            ("办理时限", requirement.deadline or ""),
            ("所解决问题", requirement.problem or ""),
            ("上级要求", requirement.parent or ""),
        ]
        if requirement.type == "action":
            found = [
                (name, value or {"牵头单位": "承办待定", "办理时限": "时限待定"}.get(name, "")) for name, value in found
            ]
        said = "；".join(f"{name} {value}" for name, value in found if value)
        if said:
            out += [indent + line for line in _fold(said, _QUOTE_WIDTH)]
    return "\n".join(out) + "\n"


def main(path: Path | str, *, as_json: bool = False) -> int:
    """Print the breakdown of a file; the exit status."""
    place = Path(path)
    breakdown = break_down(read_file(place).text)
    if as_json:
        json.dump(breakdown.to_json(document=place.name), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(render(breakdown))
    return 0
