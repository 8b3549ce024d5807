"""How the words of the ledger are drawn: a light or a state is always a word, a shape and a colour.

The words themselves are the ledger's (`ledger.labels`); here stands only which tone goes with them.
"""

from django.utils.translation import pgettext_lazy

from luoshi.ledger import labels
from luoshi.ledger.lights import Light
from luoshi.ledger.matter import State
from luoshi.web.registry import Words

# The framework's own Chinese for what was cut ends in three dots.
CUT = pgettext_lazy("String to return when truncating text", "%(truncated_text)s…")
SHAPES = {"red": "▲", "amber": "◆", "blue": "●", "green": "■", "none": ""}
LIGHTS = {
    Light.RED: "red",
    Light.YELLOW: "amber",
    Light.BLUE: "blue",
    Light.GREEN: "green",
    Light.UNDECIDED: "amber",
    Light.NONE: "none",
}
STATES = {
    State.OPENED: "amber",
    State.ASSIGNED: "blue",
    State.RETURNED: "amber",
    State.CLAIMED: "blue",
    State.VERIFIED: "blue",
    State.REPLIED: "blue",
    State.CONFIRMED: "blue",
    State.CLOSED: "green",
}


def tone_of(code: str) -> str:
    """The tone of a light; a tone (`red`, `amber`, …) is its own."""
    return code if code in SHAPES else LIGHTS[Light(code)]


def word_of(code: str) -> Words:
    """The word of a light, by its name or by its tone."""
    return labels.LIGHTS[Light("yellow" if code == "amber" else code)]
