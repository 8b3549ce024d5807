"""The words for lights and grades: a state is always a word, a shape and a colour."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.web.registry import Words


@dataclass(frozen=True, slots=True)
class Light:
    """How a light is drawn."""

    tone: str
    shape: str
    word: Words


LIGHTS = {
    "red": Light("red", "▲", _("overdue")),
    "amber": Light("amber", "◆", _("behind")),
    "blue": Light("blue", "●", _("near due")),
    "green": Light("green", "■", _("on time")),
    "none": Light("none", "–", _("no date")),
}
GRADES: dict[str, Words] = {
    "E0": _("claim only"),
    "E1": _("own document"),
    "E2": _("dated record made for another purpose"),
    "E3": _("record of a third party"),
    "E4": _("confirmed by those affected"),
    "E5": _("found on the spot"),
}
STATES: dict[str, tuple[str, Words]] = {
    "draft": ("none", pgettext_lazy("state", "draft")),
    "opened": ("none", pgettext_lazy("state", "opened")),
    "issued": ("none", pgettext_lazy("state", "issued")),
    "assigned": ("blue", pgettext_lazy("state", "to accept")),
    "accepted": ("none", pgettext_lazy("state", "accepted")),
    "returned": ("amber", pgettext_lazy("state", "returned")),
    "planned": ("none", pgettext_lazy("state", "planned")),
    "in_progress": ("none", pgettext_lazy("state", "in progress")),
    "progressed": ("none", pgettext_lazy("state", "in progress")),
    "passed_on": ("none", pgettext_lazy("state", "passed on")),
    "claimed": ("blue", pgettext_lazy("state", "to verify")),
    "verified": ("green", pgettext_lazy("state", "verified")),
    "refused": ("red", pgettext_lazy("state", "refused")),
    "replied": ("green", pgettext_lazy("state", "replied")),
    "confirmed": ("green", pgettext_lazy("state", "confirmed")),
    "closed": ("green", pgettext_lazy("state", "closed")),
    "paused": ("amber", pgettext_lazy("state", "paused")),
    "reopened": ("amber", pgettext_lazy("state", "reopened")),
    "withdrawn": ("none", pgettext_lazy("state", "withdrawn")),
    "undecided": ("amber", pgettext_lazy("state", "undecided")),
    "signed_off": ("green", pgettext_lazy("state", "signed off")),
}
SHAPES = {"red": "▲", "amber": "◆", "blue": "●", "green": "■", "none": ""}
DATE_UNDECIDED = _("date undecided")
OWNER_UNDECIDED = _("owner undecided")
