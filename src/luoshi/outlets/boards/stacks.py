"""Figures as the parts of stacks: exclusive, in an order that does not change, each with the list behind it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from luoshi.ledger import labels
from luoshi.ledger.lights import Light
from luoshi.ledger.matter import State
from luoshi.ledger.queries import Figures
from luoshi.web import words
from luoshi.web.charts import Part

Url = Callable[..., str]  # the list of what a part counts, by the filters of a list; "" where there is none
STATES = {  # neighbours differ in pattern
    State.OPENED: "amber",
    State.ASSIGNED: "none",
    State.RETURNED: "amber",
    State.ACCEPTED: "none",
    State.WORKING: "blue",
    State.CLAIMED: "none",
    State.VERIFIED: "blue",
    State.REPLIED: "none",
    State.CONFIRMED: "blue",
    State.CLOSED: "green",
}
LIGHTS = (Light.RED, Light.YELLOW, Light.BLUE, Light.GREEN, Light.UNDECIDED)  # what has ended has no clock
GRADES = range(5, -1, -1)


def nowhere(**_narrow: object) -> str:
    """No list: on paper, and where a list would not show the same."""
    return ""


def states(figures: Figures, url: Url) -> tuple[Part, ...]:
    """In which state, in the order of the way."""
    return tuple(
        Part(labels.STATES[state], n, tone, url(stage="asked", state=state.value))
        for state, tone in STATES.items()
        if (n := figures.states.get(state, 0))
    )


def lights(figures: Figures, url: Url) -> tuple[Part, ...]:
    """How it stands against the clock, what is late first."""
    return tuple(
        Part(_shaped(light), n, light.value, url(stage="asked", light=light.value))
        for light in LIGHTS
        if (n := figures.lights.get(light, 0))
    )


def _shaped(light: Light) -> str:
    """The word of a light with its shape, to be read without colour."""
    return f"{words.SHAPES[words.tone_of(light)]} {labels.LIGHTS[light]}"


def grades(figures: Figures, url: Url) -> tuple[Part, ...]:
    """What was claimed done by the highest accepted grade of evidence, the open ones beside it."""
    parts = [
        Part(f"E{grade} {labels.GRADES[grade]}", n, f"E{grade}", url(stage="done", grade=grade))
        for grade in GRADES
        if (n := figures.grades.get(grade, 0))
    ]
    if figures.open:
        parts.append(Part(_("not claimed done"), figures.open, "none", url(stage="open")))
    return tuple(parts)
