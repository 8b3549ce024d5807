"""What a board is asked for: a unit, a day, a map, by which day things count."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from luoshi.base import clock
from luoshi.campaigns.queries import CampaignRef
from luoshi.ledger.queries import MapDay

LONGEST = 100
EARLIEST = date(2000, 1, 1)
RECORDED, HAPPENED = "recorded", "happened"
MAPS = {
    MapDay.TODAY: _("Today's map"),
    MapDay.THEN: _("The map of that day"),
}
DAYS = {
    RECORDED: _("By the day of recording"),
    HAPPENED: _("By the day of happening"),
}
EXPLAINED = {
    MapDay.TODAY: _("Today's map: what a unit did counts where the unit belongs today."),
    MapDay.THEN: _("The map of that day: units stand where they stood, under the names they had."),
    RECORDED: _("By the day of recording: what was written down by 24:00 of that day."),
    HAPPENED: _("By the day of happening: what was written down later counts too, so this figure can still change."),
}


class BoardForm(forms.Form):
    """Everything may be left empty: then it is one's own unit, today."""

    unit = forms.CharField(
        label=_("Unit"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"placeholder": _("name or code"), "autocomplete": "off"}),
    )
    on = forms.DateField(
        label=pgettext_lazy("board", "As of the end of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("This is no day: write it as 2014-04-09. Shown is today.")},
    )
    map = forms.ChoiceField(label=pgettext_lazy("board", "Map"), choices=list(MAPS.items()), required=False)
    by = forms.ChoiceField(label=pgettext_lazy("board", "Counted"), choices=list(DAYS.items()), required=False)
    campaign = forms.UUIDField(
        label=_("Campaign"),
        required=False,
        widget=forms.Select,
        error_messages={"invalid": _("There is no such campaign. Shown are all.")},
    )

    def __init__(self, data: Any, campaigns: list[CampaignRef]) -> None:
        super().__init__(data)
        self.known = {one.id for one in campaigns}
        field = self.fields["campaign"]
        field.widget.choices = [("", _("all")), *((one.id, one.title) for one in campaigns)]
        if len(campaigns) < 2:  # noqa: PLR2004 - one campaign is no choice
            field.widget = forms.HiddenInput()
        for name in ("map", "by"):
            self.fields[name].error_messages["invalid_choice"] = _("There is no such choice. Shown is the usual one.")

    def clean_on(self) -> date | None:
        """A day that has come, and that a trend can begin before."""
        day: date | None = self.cleaned_data["on"]
        if day is not None and day < EARLIEST:
            raise forms.ValidationError(gettext("The day lies too far away: check the year."))
        if day is not None and day > clock.today():
            raise forms.ValidationError(_("That day has not come yet. Shown is today."))
        return day

    def clean_campaign(self) -> Any:
        """A campaign of the realm."""
        chosen = self.cleaned_data["campaign"]
        if chosen and chosen not in self.known:
            raise forms.ValidationError(_("There is no such campaign. Shown are all."))
        return chosen
