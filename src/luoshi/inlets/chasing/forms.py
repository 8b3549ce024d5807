"""The forms of chasing: a ladder as working days per rung."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.base import ids
from luoshi.campaigns.template import Rung, Turn
from luoshi.inlets.chasing.ladder import MOST_AFTER, MOST_BEFORE, faults
from luoshi.ledger.labels import RUNGS


def fresh_nonce() -> str:
    """What makes one form one act, however often it is sent."""
    return str(ids.new_id())


class LadderForm(forms.Form):
    """Working days after the due date, before it where negative; an empty rung is left out."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for rung in Rung:
            self.fields[rung.value] = forms.IntegerField(
                label=RUNGS[rung], required=False, min_value=MOST_BEFORE, max_value=MOST_AFTER,
                help_text=gettext_lazy("Working days after the date; before it with a minus. Empty: left out."),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The days, refused where the ladder does not go up."""
        given = super().clean() or {}
        turns = self.turns(given)
        if not turns and not self.errors:
            raise ValidationError(_("Give at least one rung its day."))
        for at in faults(turns):
            self.add_error(turns[at].rung.value, _("This rung comes before the one below it: give it a later day."))
        return given

    def turns(self, given: dict[str, Any] | None = None) -> tuple[Turn, ...]:
        """The ladder that was given."""
        days = self.cleaned_data if given is None else given
        return tuple(Turn(rung, days[rung.value]) for rung in Rung if days.get(rung.value) is not None)


class SwitchForm(LadderForm):
    """The same, as one act however often it is sent."""

    nonce = forms.CharField(widget=forms.HiddenInput, required=False, initial=fresh_nonce, max_length=80)


def days_of(turns: tuple[Turn, ...]) -> dict[str, int]:
    """A ladder as the form takes it."""
    return {turn.rung.value: turn.days for turn in turns}
