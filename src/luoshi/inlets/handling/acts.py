"""Says which acts a person may do on a matter, for the page of the matter."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from luoshi.inlets.handling.sheets import HIDDEN, NATURAL, SHEETS
from luoshi.ledger.events import Kind
from luoshi.ledger.matter import State
from luoshi.ledger.queries import MatterPage
from luoshi.people.viewer import Viewer
from luoshi.web.registry import Act

IN_HAND = {State.ACCEPTED: "progress", State.WORKING: "progress"}


def provider(viewer: Viewer, facts: Any) -> Sequence[Act]:  # noqa: ARG001 - the page was made for the viewer
    """The acts that would not be refused now; the next natural step is the primary one."""
    if not isinstance(facts, MatterPage):
        return []
    shown = [name for name in facts.acts if name in SHEETS and name not in HIDDEN]
    first = "" if facts.row.kind == Kind.REQUIREMENT and "close" not in shown else primary(facts.row.state, shown)
    return [
        Act(
            name=name,
            title=SHEETS[name].title,
            url=url((facts.row.id, name)),
            leads_to=SHEETS[name].leads_to,
            primary=name == first,
            seldom=SHEETS[name].seldom,
        )
        for name in shown
    ]


def primary(state: State, possible: Sequence[str]) -> str:
    """The next natural step, or nothing."""
    for name in (*NATURAL, IN_HAND.get(state, "")):
        if name in possible:
            return name
    return ""


def url(which: tuple[UUID, str]) -> str:
    """The form of an act on a matter."""
    matter_id, name = which
    return reverse(f"handling:{name}", args=[matter_id])


def many_url(name: str) -> str:
    """The form of an act on many matters."""
    return reverse(f"handling:many_{name}")
