"""The forms of campaigns and their templates."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.campaigns import queries
from luoshi.campaigns.reading import Reason
from luoshi.inlets.offices.campaign_words import REASONS
from luoshi.inlets.offices.forms import ViewerForm, day_field
from luoshi.web.fields import UnitField

LARGEST = 400_000  # bytes


class KeepTemplate(forms.Form):
    """A template as a file or as text."""

    file = forms.FileField(
        label=gettext_lazy("File"), required=False, help_text=gettext_lazy("A YAML file, or the text below.")
    )
    text = forms.CharField(
        label=gettext_lazy("Text"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "code"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """One of the two, as text."""
        given: dict[str, Any] = super().clean() or {}
        file = given.get("file")
        if file is not None:
            if file.size > LARGEST:
                raise ValidationError(_("The file is too large for a template."))
            try:
                given["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise ValidationError(
                    _("The file is not text in UTF-8: save it as UTF-8 and send it again.")
                ) from error
        if not (given.get("text") or "").strip():
            raise ValidationError(_("Choose a file, or write the text."))
        return given


class OpenCampaign(ViewerForm):
    """From which template, on which unit, since when."""

    template = forms.ChoiceField(label=gettext_lazy("Template"))
    title = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, help_text=gettext_lazy("As people will call it.")
    )
    opened_on = day_field(
        gettext_lazy("Opened on"), help_text=gettext_lazy("Today or earlier; days of steps count from it.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = [(str(one.id), f"{one.title} v{one.version}") for one in queries.templates(self.viewer)]
        self.fields["template"].choices = known  # type: ignore[attr-defined]
        own = self.viewer.post.scope.name if self.viewer.post else ""
        self.fields["unit"] = UnitField(realm=self.viewer.realm, label=gettext_lazy("On"), initial=own)
        self.order_fields(["template", "title", "unit", "opened_on"])

    def clean_template(self) -> UUID:
        """The identifier of the template."""
        return UUID(self.cleaned_data["template"])


class AddToCampaign(forms.Form):
    """One deliverable more for one's own units."""

    key = forms.RegexField(
        label=gettext_lazy("Key"), regex=r"^[a-z][a-z0-9_-]{0,39}$", max_length=40,
        help_text=gettext_lazy("Small letters, digits and hyphens, such as well-repair."),
        error_messages={"invalid": REASONS[Reason.NO_KEY]},  # type: ignore[dict-item]
    )  # fmt: skip
    title = forms.CharField(label=gettext_lazy("What is to be delivered"), max_length=200)
    step = forms.ChoiceField(label=gettext_lazy("In which step"))
    units = forms.MultipleChoiceField(label=gettext_lazy("Which units"), widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(label=gettext_lazy("Working days to do it"), min_value=0, max_value=250)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes it costs each unit"), min_value=1, max_value=6000,
        help_text=gettext_lazy("Charged to your unit; villages see it."),
    )  # fmt: skip
    rule = forms.CharField(label=gettext_lazy("On what ground"), max_length=200)

    def __init__(self, *args: Any, steps: list[tuple[str, str]], kinds: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["step"].choices = steps  # type: ignore[attr-defined]
        self.fields["units"].choices = kinds  # type: ignore[attr-defined]


class Confirm(forms.Form):
    """Nothing to fill in: the button says it."""
