"""The forms of inspections, one an act: each checks its shape, never a rule."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from luoshi.base import clock, ids
from luoshi.inlets.inspections import labels
from luoshi.inlets.inspections.commands import Asked
from luoshi.people import queries as people
from luoshi.people.viewer import UnitRef, Viewer
from luoshi.web.fields import FilesField, WordsField

NONCE = re.compile(r"[\w-]{8,80}", re.ASCII)
YEARS_AHEAD = 3
MOST = 500  # units, matters or inspectors of one draw
MOST_TIMES = 12
CHOOSE = gettext_lazy("Choose one of these.")


def fresh_nonce() -> str:
    """What makes one form one act, however often it is sent."""
    return str(ids.new_id())


class ActForm(forms.Form):
    """A form that is one act however often it is sent."""

    nonce = forms.CharField(widget=forms.HiddenInput, required=False, initial=fresh_nonce)

    def clean_nonce(self) -> str:
        """The nonce that was sent, or a fresh one where it was none."""
        sent = str(self.cleaned_data["nonce"])
        return sent if NONCE.fullmatch(sent) else fresh_nonce()


class YearForm(ActForm):
    """Which year."""

    year = forms.IntegerField(label=gettext_lazy("Year"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["year"].initial = clock.today().year

    def clean_year(self) -> int:
        """Either this year or the next."""
        year = int(self.cleaned_data["year"])
        if not clock.today().year <= year <= clock.today().year + 1:
            raise ValidationError(_("Plan for this year or the next."))
        return year


class ItemForm(ActForm):
    """What is to be inspected, by which rule, where, and how many."""

    subject = forms.CharField(label=gettext_lazy("What is looked at"), max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of inspection"), choices=list(labels.KINDS.items()), widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )  # fmt: skip
    basis = forms.CharField(
        label=gettext_lazy("Decided by"), max_length=200,
        help_text=gettext_lazy("The decision or instruction it rests on, with its number."),
    )  # fmt: skip
    places = forms.ChoiceField(label=gettext_lazy("Kind of units"), choices=())
    units = forms.IntegerField(label=gettext_lazy("Units in each draw"), min_value=1, max_value=MOST, initial=4)
    matters = forms.IntegerField(
        label=gettext_lazy("Claimed matters in each unit"), min_value=0, max_value=MOST, initial=2,
        help_text=gettext_lazy("0 draws units only."),
    )  # fmt: skip
    inspectors = forms.IntegerField(
        label=gettext_lazy("Inspectors for each unit"), min_value=1, max_value=MOST, initial=2
    )
    times = forms.IntegerField(label=gettext_lazy("Draws in the year"), min_value=1, max_value=MOST_TIMES, initial=1)
    announced = forms.BooleanField(
        label=gettext_lazy("Announced"), required=False,
        help_text=gettext_lazy("Otherwise the unit sees nothing of it before it is over."),
    )  # fmt: skip
    merge = forms.BooleanField(
        label=gettext_lazy("Merge into the item of the same kind"), required=False,
        help_text=gettext_lazy("The same kind for the same units is inspected once."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [(value, label) for value, label in people.kind_labels().items() if value != "country"]
        self.fields["places"] = forms.ChoiceField(label=gettext_lazy("Kind of units"), choices=kinds)
        self.order_fields(["nonce", "subject", "kind", "basis", "places", "units", "matters", "inspectors", "times"])

    def asked(self) -> Asked:
        """What the form asks for, once it is valid."""
        given = {name: self.cleaned_data[name] for name in Asked.__dataclass_fields__}
        return Asked(**given)


class ConfirmForm(ActForm):
    """Nothing to fill in."""


class LookForm(ActForm):
    """What was seen of one claim: fit for one thumb."""

    HELD, FALSE = "held", "false"
    outcome = forms.ChoiceField(
        label=pgettext_lazy("field", "Finding"),
        choices=[
            (HELD, pgettext_lazy("finding", "Done as claimed")),
            (FALSE, pgettext_lazy("finding", "Not done: the matter is open again with its date")),
        ],
        widget=forms.RadioSelect, error_messages={"required": CHOOSE},
    )  # fmt: skip
    words = WordsField(label=gettext_lazy("What you saw"))
    photos = FilesField(label=gettext_lazy("Pictures"))


class PaperForm(ActForm):
    """A paper that is needed and is not held."""

    words = WordsField(label=gettext_lazy("Which paper"), rows=2)


class AsideForm(ActForm):
    """Why one should not go."""

    words = WordsField(label=gettext_lazy("Why you should not go there"), rows=2)


class ConflictForm(ActForm):
    """A unit to which one should not be sent."""

    unit = forms.CharField(
        label=gettext_lazy("Unit"), help_text=gettext_lazy("Its full name or its code."), max_length=200
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, **options: Any) -> None:
        self.viewer = viewer
        super().__init__(*args, **options)

    def clean_unit(self) -> UnitRef:
        """The one unit that is called so."""
        found = people.unit_called(self.viewer.realm, self.cleaned_data["unit"])
        if len(found) != 1:
            raise ValidationError(_("No single unit is called so: give its code."))
        return found[0]


class FindingForm(ActForm):
    """One fact, one sheet."""

    facts = WordsField(label=gettext_lazy("Facts"), help_text=gettext_lazy("What was seen, where, when. One fact."))
    demand = WordsField(label=gettext_lazy("What has to be put right"), rows=3)
    due = forms.DateField(
        label=gettext_lazy("Put right by"), required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d"],
        help_text=gettext_lazy("Left empty, it stays undecided."),
        error_messages={"invalid": gettext_lazy("This is no day of the calendar: write it like 2014-04-30.")},
    )  # fmt: skip
    about = forms.ChoiceField(label=gettext_lazy("About"), required=False, choices=())
    photos = FilesField(label=gettext_lazy("Evidence"))

    def __init__(self, *args: Any, about: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", gettext_lazy("Something else seen on the spot")), *about]
        self.fields["about"] = forms.ChoiceField(
            label=gettext_lazy("About"), required=False, choices=choices, widget=forms.RadioSelect
        )
        if not about:
            del self.fields["about"]
        self.order_fields(["nonce", "about", "facts", "demand", "due", "photos"])

    def clean_due(self) -> date | None:
        """A day to come, within reason."""
        due: date | None = self.cleaned_data["due"]
        if due is not None and not clock.today() <= due <= clock.today() + timedelta(days=366 * YEARS_AHEAD):
            raise ValidationError(_("Choose a day to come, within three years."))
        return due

    def about_matter(self) -> UUID | None:
        """The claim that it is about, or None."""
        chosen = self.cleaned_data.get("about", "")
        return UUID(chosen) if chosen else None


class ObjectionForm(ActForm):
    """Why the finding is wrong."""

    words = WordsField(label=gettext_lazy("What is not as it was written, and what shows it"), rows=6)
    photos = FilesField(label=gettext_lazy("Evidence"))


class DecisionForm(ActForm):
    """Whether the objection is right, and why."""

    decision = forms.ChoiceField(
        label=gettext_lazy("The objection"),
        choices=[
            ("upheld", gettext_lazy("is right: the finding is withdrawn")),
            ("rejected", gettext_lazy("is not right: the finding stands")),
        ],
        widget=forms.RadioSelect, error_messages={"required": CHOOSE},
    )  # fmt: skip
    words = WordsField(label=gettext_lazy("Why"))
