"""Fields that the forms of several doors have: units by code or full name, words, files."""

import re
from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.people import paths
from luoshi.people import queries as people
from luoshi.people.viewer import UnitRef

Upload: TypeAlias = "UploadedFile[Any]"

LONGEST = 20_000  # characters of a text
FILES_AT_ONCE = 20
SENTENCE = gettext_lazy("Write a sentence: it is what others will read.")
SHOWN_AT_MOST = 5
NAME_SHOWN = 30  # characters of a name that was not found
BETWEEN = re.compile(r"[、，,;；\n]+")


class UnitField(forms.CharField):
    """A unit of a realm by its code or full name; with `below`, the path under which it must lie."""

    default_error_messages = {  # noqa: RUF012 - as Django declares it
        "unknown": gettext_lazy("No unit is called so: give its code or its full name."),
    }

    def __init__(self, *, realm: str, below: str | None = None, **options: Any) -> None:
        self.realm, self.below = realm, below
        options.setdefault("help_text", gettext_lazy("Its code or its full name."))
        super().__init__(**options)

    def clean(self, value: Any) -> UnitRef | None:
        """The one unit that is called so."""
        words = super().clean(value)
        if not words:
            return None
        found = people.unit_called(self.realm, words)
        if self.below is not None:
            found = [unit for unit in found if self.below and paths.is_under(unit.path, self.below)]
        if not found:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        if len(found) > 1:
            listed = _(", ").join(f"{unit.name} {unit.code}" for unit in found[:SHOWN_AT_MOST])
            raise ValidationError(_("Several units are called so, give the code: %(units)s") % {"units": listed})
        return found[0]


class UnitsField(forms.CharField):
    """Any number of units below one, by their full names or codes."""

    def __init__(self, *, realm: str, above: UnitRef, **options: Any) -> None:
        self.realm, self.above = realm, above
        super().__init__(required=False, **options)

    def clean(self, value: Any) -> tuple[UUID, ...]:
        """The units, each once, in the order of the names; every name is that of one unit."""
        names = [name.strip() for name in BETWEEN.split(super().clean(value))]
        names = [name for name in names if name]
        called = people.units_called(self.realm, names) if names else {}
        return tuple(dict.fromkeys(self._one(name, called.get(name, [])).id for name in names))

    def _one(self, name: str, called: list[UnitRef]) -> UnitRef:
        found = [unit for unit in called if paths.is_under(unit.path, self.above.path)]
        if not found:
            said = _("There is no unit “%(name)s” below %(unit)s, so nothing was changed: write its full name or code.")
            raise ValidationError(said % {"name": name[:NAME_SHOWN], "unit": self.above.name})
        if len(found) > 1:
            said = _("Several units are called “%(name)s”, so nothing was changed: write the code (%(codes)s).")
            codes = ", ".join(unit.code for unit in found[:SHOWN_AT_MOST])
            raise ValidationError(said % {"name": name[:NAME_SHOWN], "codes": codes})
        return found[0]


class WordsField(forms.CharField):
    """A sentence or two; the limit is said, never enforced by cutting off what is pasted."""

    def __init__(self, *, label: Any, rows: int = 5, **options: Any) -> None:
        options.setdefault("error_messages", {"required": SENTENCE})
        super().__init__(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)

    def clean(self, value: Any) -> str:
        """The words without blanks around them."""
        words = str(super().clean(value)).replace("\r\n", "\n")
        if len(words) > LONGEST:
            said = _("%(n)s characters are too many: write at most %(most)s here and add the rest as a file.")
            raise ValidationError(said % {"n": len(words), "most": LONGEST})
        return words


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, none included: nothing is forced."""

    def __init__(self, *, label: Any, accept: str = "", **options: Any) -> None:
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
