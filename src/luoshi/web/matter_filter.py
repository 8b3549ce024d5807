"""The filters of every list of matters: one form, one query string, read the same way by lists, boards and exports."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from luoshi.ledger import labels, queries
from luoshi.ledger.lights import Light
from luoshi.ledger.matter import State
from luoshi.ledger.queries import Filter
from luoshi.people import queries as people
from luoshi.people.viewer import UnitRef, Viewer

LONGEST = 100
STAGES = {
    "asked": pgettext_lazy("stage", "all that were asked for"),
    "open": pgettext_lazy("stage", "not claimed done"),
    "done": pgettext_lazy("stage", "claimed done"),
    "unchecked": pgettext_lazy("stage", "claimed done, not yet checked by others"),
    "verified": pgettext_lazy("stage", "found done by others"),
}
WORDED: dict[str, Mapping[Any, Any]] = {
    "state": labels.STATES,
    "light": labels.LIGHTS,
    "kind": labels.KINDS,
    "role": labels.ROLES,
    "stage": STAGES,
}
LINKED = {
    "requirement": gettext_lazy("of one requirement"),
    "document": gettext_lazy("of one document"),
    "parent": gettext_lazy("parts of one matter"),
    "campaign": gettext_lazy("of one campaign"),
}
ANY = ("", pgettext_lazy("filter", "any"))


class MatterFilterForm(forms.Form):
    """What a list of matters is narrowed by; everything may be left empty."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=LONGEST)
    unit = forms.CharField(
        label=gettext_lazy("Unit and those below"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("name or code")}),
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=[ANY, *labels.STATES.items()], required=False)
    light = forms.ChoiceField(
        label=pgettext_lazy("clock", "Light"), choices=[ANY, *labels.LIGHTS.items()], required=False
    )
    grade = forms.ChoiceField(
        label=gettext_lazy("Evidence"),
        choices=[ANY, *((str(n), f"E{n}") for n in labels.GRADES)],
        required=False,
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[ANY, *labels.KINDS.items()], required=False)
    role = forms.ChoiceField(label=gettext_lazy("Part"), choices=[ANY, *labels.ROLES.items()], required=False)
    open = forms.BooleanField(label=gettext_lazy("Open ones only"), required=False)
    requirement = forms.UUIDField(required=False, widget=forms.HiddenInput)
    document = forms.UUIDField(required=False, widget=forms.HiddenInput)
    parent = forms.UUIDField(required=False, widget=forms.HiddenInput)
    campaign = forms.UUIDField(required=False, widget=forms.HiddenInput)
    stage = forms.ChoiceField(  # what a figure of a board counts
        choices=[("", ""), *((name, STAGES[name]) for name in queries.STAGES)], required=False, widget=forms.HiddenInput
    )


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A query string understood: the filter, the same in words, and what could not be understood."""

    form: MatterFilterForm
    filter: Filter
    words: tuple[str, ...]
    misunderstood: str = ""


def narrowing(viewer: Viewer, query: QueryDict) -> Narrowing:
    """What a query string asks for; what is no filter is left aside, a unit that nobody knows is said."""
    form = MatterFilterForm(query)
    form.full_clean()
    asked: dict[str, Any] = {**dict.fromkeys(form.fields, ""), **form.cleaned_data}
    unit = _unit(viewer, asked["unit"])
    missed = _("No unit is called “%(words)s”: the list is empty.") % {"words": asked["unit"]}
    is_missed = bool(asked["unit"]) and unit is None
    found = Filter(
        words=asked["q"],
        states=(State(asked["state"]),) if asked["state"] else queries.STAGES.get(asked["stage"], ()),
        light=Light(asked["light"]) if asked["light"] else None,
        grade=int(asked["grade"]) if asked["grade"] else None,
        kind=asked["kind"],
        role=asked["role"],
        unit=unit.id if unit else None,
        requirement=asked["requirement"] or None,
        document=asked["document"] or None,
        parent=asked["parent"] or None,
        campaign=asked["campaign"] or None,
        open_only=bool(asked["open"]),
        without_requirements=bool(asked["stage"]),
    )
    return Narrowing(form, found, tuple(_said(asked, unit)), missed if is_missed else "")


def _unit(viewer: Viewer, words: str) -> UnitRef | None:
    """A unit by identifier, code or full name; only those of the viewer's own realm."""
    if not words:
        return None
    try:
        return people.unit_seen_by(viewer, UUID(words))
    except people.NoSuchUnit:
        return None
    except ValueError:
        found = people.unit_called(viewer.realm, words)
        return found[0] if found else None


def _said(asked: dict[str, Any], unit: UnitRef | None) -> list[str]:
    said = []
    if asked["q"]:
        said.append(_("with “%(words)s”") % {"words": asked["q"]})
    if unit:
        said.append(_("%(unit)s and those below") % {"unit": unit.name})
    said += [str(words) for name, words in LINKED.items() if asked[name]]
    said += [str(words[asked[name]]) for name, words in WORDED.items() if asked[name]]
    if asked["grade"]:
        said.append(_("evidence E%(grade)s") % {"grade": asked["grade"]})
    if asked["open"]:
        said.append(_("open ones only"))
    return said
