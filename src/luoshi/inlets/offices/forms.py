"""The forms of this door: they check the shape and find the unit or person that somebody means."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from luoshi.base import clock
from luoshi.people import queries
from luoshi.people.viewer import ADMINISTRATORS, Duty, Viewer
from luoshi.web.fields import UnitField

SHOWN_AT_MOST = 5


class PersonField(forms.CharField):
    """A person by name or user name."""

    def __init__(self, *, realm: str, **options: Any) -> None:
        self.realm = realm
        options.setdefault("help_text", gettext_lazy("The name or the user name. New persons get an account first."))
        super().__init__(**options)

    def clean(self, value: Any) -> UUID | None:
        """The one person who is called so."""
        words = super().clean(value)
        if not words:
            return None
        found = queries.persons_called(self.realm, words)
        if not found:
            raise ValidationError(_("Nobody is called so: check the name, or have the account opened first."))
        if len(found) > 1:
            listed = _(", ").join(username or name for _id, name, username in found[:SHOWN_AT_MOST])
            raise ValidationError(_("Several persons are called so, give the user name: %(names)s") % {"names": listed})
        return found[0][0]


def day_field(label: Any, *, help_text: Any = "", required: bool = True, today: bool = True) -> forms.DateField:
    """A day; today unless somebody says otherwise."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        initial=clock.today if today else None,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class ViewerForm(forms.Form):
    """A form that knows who fills it in."""

    def __init__(self, *args: Any, viewer: Viewer, **options: Any) -> None:
        self.viewer = viewer
        super().__init__(*args, **options)


class FindUnits(forms.Form):
    """Find units by name or code."""

    words = forms.CharField(label=gettext_lazy("Name or code"), max_length=100, required=False)


class OpenUnit(forms.Form):
    """A new unit."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    code = forms.CharField(label=gettext_lazy("Code"), max_length=64)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    on = day_field(gettext_lazy("From this day on"))

    def __init__(self, *args: Any, kinds: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = list(kinds.items())  # type: ignore[attr-defined]


class RenameUnit(forms.Form):
    """A new name from a day on."""

    name = forms.CharField(label=gettext_lazy("New name"), max_length=200)
    on = day_field(gettext_lazy("From this day on"))


class AddOtherName(forms.Form):
    """Another name by which documents call the unit."""

    name = forms.CharField(label=gettext_lazy("Other name"), max_length=200)


class MoveUnit(ViewerForm):
    """A new place from a day on."""

    line = forms.ChoiceField(
        label=gettext_lazy("Which line"),
        choices=[
            ("territorial", gettext_lazy("Territorial line")),
            ("industry", gettext_lazy("Line of guidance")),
        ],
    )
    on = day_field(gettext_lazy("From this day on"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"] = UnitField(realm=self.viewer.realm, label=gettext_lazy("New unit above"))
        self.order_fields(["parent", "line", "on"])


class CloseUnit(forms.Form):
    """The day from which a unit is no more."""

    on = day_field(gettext_lazy("From this day on"))


class SendList(forms.Form):
    """A list of units as a file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or XLSX with the columns code, name, kind, unit above (代码、名称、级别、上级)."),
    )
    as_of = day_field(gettext_lazy("State of"), help_text=gettext_lazy("Changes hold from this day on."))
    close_missing = forms.BooleanField(label=gettext_lazy("Close units that the list does not have"), required=False)


class FindPosts(forms.Form):
    """Which posts to list."""

    words = forms.CharField(label=gettext_lazy("Unit"), max_length=100, required=False)
    duty = forms.ChoiceField(label=gettext_lazy("Duty"), required=False)
    vacant = forms.BooleanField(label=gettext_lazy("Only those nobody holds"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        every = [("", gettext_lazy("All")), *queries.duty_labels().items()]
        self.fields["duty"].choices = every  # type: ignore[attr-defined]


class OpenPost(ViewerForm):
    """A new post in a unit."""

    duty = forms.ChoiceField(label=gettext_lazy("Duty"))
    title = forms.CharField(
        label=gettext_lazy("Post title"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Empty: as the duty is called."),
    )

    def __init__(self, *args: Any, duties: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["duty"].choices = list(duties.items())  # type: ignore[attr-defined]
        self.fields["scope"] = UnitField(
            realm=self.viewer.realm,
            label=gettext_lazy("Serves the units below"),
            required=False,
            help_text=gettext_lazy("Code or full name of a unit. Empty: its own unit."),
        )


class Appoint(ViewerForm):
    """Who holds a post from a day on."""

    on = day_field(gettext_lazy("From this day on"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"] = PersonField(realm=self.viewer.realm, label=gettext_lazy("Person"))
        self.order_fields(["person", "on"])


class Cover(ViewerForm):
    """Who acts for somebody away, from when to when."""

    from_on = day_field(gettext_lazy("From this day on"))
    to_on = day_field(
        pgettext_lazy("day", "Until"),
        required=False,
        today=False,
        help_text=gettext_lazy("The day on which the absent person is back. Empty: until somebody ends it."),
    )

    def __init__(self, *args: Any, away: list[tuple[UUID, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["away"] = forms.TypedChoiceField(
            label=gettext_lazy("Who is away"), choices=[(str(key), name) for key, name in away], coerce=UUID
        )
        self.fields["person"] = PersonField(
            realm=self.viewer.realm, label=pgettext_lazy("who acts for somebody away", "Who acts for them")
        )
        self.order_fields(["away", "person", "from_on", "to_on"])


class EndTenure(forms.Form):
    """The day from which somebody no longer holds a post."""

    on = day_field(gettext_lazy("Ends on"), help_text=gettext_lazy("From this day on the post is no longer held."))


class HandOver(ViewerForm):
    """Who takes over all posts of a person."""

    on = day_field(gettext_lazy("From this day on"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"] = PersonField(realm=self.viewer.realm, label=gettext_lazy("Who takes over"))
        self.order_fields(["person", "on"])


class FindAccounts(forms.Form):
    """Find accounts."""

    words = forms.CharField(label=gettext_lazy("Name or user name"), max_length=100, required=False)


class FindDeeds(forms.Form):
    """Whose account, and which day."""

    who = forms.CharField(label=gettext_lazy("User name or full name"), max_length=100, required=False)
    on = day_field(gettext_lazy("Day"), required=False, today=False)


class CreateAccount(forms.Form):
    """A person and the name they log in with."""

    name = forms.CharField(label=gettext_lazy("Person"), max_length=100)
    username = forms.RegexField(
        r"^[A-Za-z0-9._-]{2,64}$",
        label=gettext_lazy("User name"),
        help_text=gettext_lazy("2 to 64 letters, digits, dots or dashes; it cannot be changed later."),
        error_messages={"invalid": gettext_lazy("Only letters, digits, dots and dashes, at least two.")},
    )


def duties_for(viewer: Viewer) -> dict[str, str]:
    """The duties whose posts this viewer may open."""
    mine = ADMINISTRATORS if viewer.duty is Duty.SECURITY_ADMIN else set(Duty) - ADMINISTRATORS
    return {duty: label for duty, label in queries.duty_labels().items() if Duty(duty) in mine}
