"""The fields that the forms of handling are made of: words, days, files."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar, TypeAlias
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.base import clock
from luoshi.ledger.matter import Reason
from luoshi.ledger.refusals import SENTENCES
from luoshi.people.viewer import Viewer
from luoshi.web import fields

Label = Any  # a text, or one that is translated when it is shown
Upload: TypeAlias = "UploadedFile[Any]"

LONGEST = 20_000
FILES_AT_ONCE = 20
EARLIEST = date(2000, 1, 1)
YEARS_AHEAD = 20
DAY_FORMATS = ["%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d"]
SHOWN_AT_MOST = 5


class WordsField(forms.CharField):
    """A sentence or two; the limit is said, never enforced by cutting off what is pasted."""

    def __init__(self, *, label: Label, rows: int = 5, **options: Any) -> None:
        options.setdefault("error_messages", {"required": SENTENCES[Reason.NO_WORDS]})
        super().__init__(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)

    def clean(self, value: Any) -> str:
        """The words without blanks around them."""
        words = str(super().clean(value)).replace("\r\n", "\n")
        if len(words) > LONGEST:
            said = _("%(n)s characters are too many: write at most %(most)s here and add the rest as a file.")
            raise ValidationError(said % {"n": len(words), "most": LONGEST})
        return words


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


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, none included: nothing is forced."""

    def __init__(self, *, label: Label, accept: str = "", **options: Any) -> None:
        attrs = {"accept": accept} if accept else {}
        super().__init__(
            label=label,
            required=False,
            widget=FilesInput(attrs=attrs),
            error_messages={"empty": gettext_lazy("One of the files is empty. Choose it again.")},
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> Sequence[Upload]:
        """The files, in order."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > FILES_AT_ONCE:
            said = _("%(n)s files at once are too many: send at most %(most)s, and the rest as another entry.")
            raise ValidationError(said % {"n": len(given), "most": FILES_AT_ONCE})
        cleaned = [super(FilesField, self).clean(one, initial) for one in given]
        return [one for one in cleaned if one]


class MattersField(forms.MultipleChoiceField):
    """Chosen matters, by identifier."""

    def clean(self, value: Any) -> list[UUID]:
        """The identifiers; only offered ones are taken."""
        return [UUID(one) for one in super().clean(value)]
