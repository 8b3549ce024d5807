"""The only writers of inspections: plan, draw, look, write down, object."""

from luoshi.inlets.inspections.commands.drawing import commit, draw_again, reveal
from luoshi.inlets.inspections.commands.findings import decide, object_to, sign, write_finding
from luoshi.inlets.inspections.commands.looking import ask_for_paper, declare, end_visit, look_at, step_aside
from luoshi.inlets.inspections.commands.planning import Asked, add_item, approve, draft

__all__ = [
    "Asked", "add_item", "approve", "ask_for_paper", "commit", "decide", "declare", "draft", "draw_again", "end_visit",
    "look_at", "object_to", "reveal", "sign", "step_aside", "write_finding",
]  # fmt: skip
