"""The fields that the forms of handling are made of: words, days, files."""

from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.base import clock
from luoshi.people.viewer import Viewer
from luoshi.web import fields
from luoshi.web.fields import LONGEST, FilesField, Upload, WordsField

Label = Any  # a text, or one that is translated when it is shown
__all__ = ["LONGEST", "AnyUnitField", "DayField", "FilesField", "MattersField", "UnitField", "Upload", "WordsField"]

EARLIEST = date(2000, 1, 1)
YEARS_AHEAD = 20
DAY_FORMATS = ["%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d"]
SHOWN_AT_MOST = 5


class DayField(forms.DateField):
    """A day within reason."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {})
        options["error_messages"] = {
            "required": gettext_lazy("Choose a day."),
            "invalid": gettext_lazy("This is no day of the calendar: write it like 2014-04-30."),
            **options["error_messages"],
        }
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=DAY_FORMATS, **options)

    def clean(self, value: Any) -> date | None:
        """The day, or None where nothing has to be said."""
        day: date | None = super().clean(value)
        latest = clock.today() + timedelta(days=366 * YEARS_AHEAD)
        if day is not None and not EARLIEST <= day <= latest:
            raise ValidationError(_("The day lies too far away: check the year."))
        return day


class UnitField(fields.UnitField):
    """A unit below the one served, by its code or full name; the browser offers the names."""

    widget = forms.TextInput(attrs={"list": "units", "autocomplete": "off"})
    default_error_messages: ClassVar = {
        "unknown": gettext_lazy("No unit of yours is called so: give its full name or its code.")
    }

    def __init__(self, *, viewer: Viewer, below: str | None = "", **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("Its full name or its code."))
        served = viewer.post.scope.path if viewer.post else ""
        super().__init__(realm=viewer.realm, below=served if below == "" else below, **options)


class AnyUnitField(UnitField):
    """A unit anywhere in the realm, by its code or full name."""

    default_error_messages: ClassVar = {
        "unknown": gettext_lazy("No unit is called so: give its full name or its code.")
    }

    def __init__(self, *, viewer: Viewer, **options: Any) -> None:
        super().__init__(viewer=viewer, below=None, **options)


class MattersField(forms.MultipleChoiceField):
    """Chosen matters, by identifier."""

    def clean(self, value: Any) -> list[UUID]:
        """The identifiers; only offered ones are taken."""
        return [UUID(one) for one in super().clean(value)]
