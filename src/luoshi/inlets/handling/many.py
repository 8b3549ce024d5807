"""One act on many matters in one go: accept, withdraw, decide the date, pass on to all below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from luoshi.base import clock
from luoshi.inlets.handling import forms as single
from luoshi.inlets.handling.fields import DayField, MattersField, WordsField
from luoshi.ledger import acts, queries
from luoshi.ledger.acts import Prose
from luoshi.ledger.matter import Reason
from luoshi.ledger.queries import MatterRow
from luoshi.ledger.refusals import SENTENCES
from luoshi.people import queries as people
from luoshi.people.viewer import UnitRef
from luoshi.web.registry import Words

FURTHEST = 365


class ManyForm(single.NoncedForm):
    """Which matters."""

    matters = MattersField(
        label=gettext_lazy("Matters"),
        error_messages={
            "required": gettext_lazy("Choose at least one matter."),
            "invalid_choice": gettext_lazy("One of the chosen matters is not among these. Choose again."),
        },
    )

    def __init__(self, *args: Any, rows: Sequence[MatterRow], **options: Any) -> None:
        self.rows = {row.id: row for row in rows}
        super().__init__(*args, **options)
        field = self.fields["matters"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(str(row.id), row.title) for row in rows]
        self.prepare()

    def prepare(self) -> None:
        """Fill in what is held already."""

    def chosen_rows(self) -> Iterator[tuple[MatterRow, bool, Words]]:
        """Every matter, whether it is chosen, and what is to be said about it."""
        chosen = {str(one) for one in self["matters"].value() or ()}
        for row in self.rows.values():
            yield row, str(row.id) in chosen, self.remark(row)

    def remark(self, row: MatterRow) -> Words:  # noqa: ARG002 - for those that have one
        """A second line under a matter."""
        return ""

    def chosen_acts(self) -> dict[UUID, acts.Act]:
        """The act for each chosen matter."""
        return {matter_id: self.act(self.rows[matter_id]) for matter_id in self.cleaned_data["matters"]}

    def act(self, row: MatterRow) -> acts.Act:
        """The act for one matter."""
        raise NotImplementedError

    def result(self, row: MatterRow) -> Words:  # noqa: ARG002 - for those that have one
        """What was done, where there is more to say than that it was."""
        return ""


class AcceptMany(ManyForm):
    """Nothing else to fill in."""

    def act(self, row: MatterRow) -> acts.Act:  # noqa: ARG002 - the same for each
        """Take it on."""
        return acts.Accept()


class WithdrawMany(ManyForm):
    """One reason for all, and for what is open below them."""

    words = WordsField(label=gettext_lazy("Reason"), rows=3)

    def prepare(self) -> None:
        """How many parts each of them has."""
        self.below = queries.open_below(self.viewer, self.rows)
        if any(self.below.values()):
            self.fields["with_parts"] = forms.BooleanField(
                label=_("Withdraw what is open below the chosen ones too, with the same reason"), required=False
            )

    def remark(self, row: MatterRow) -> Words:
        """How many parts hang below a matter."""
        below = self.below.get(row.id, 0)
        return ngettext("%(n)s open part below it", "%(n)s open parts below it", below) % {"n": below} if below else ""

    def chosen_acts(self) -> dict[UUID, acts.Act]:
        """Parts before their wholes, so that none is withdrawn twice."""
        chosen = super().chosen_acts()

        def depth(matter_id: UUID | None) -> int:
            return 1 + depth(self.rows[matter_id].parent) if matter_id and matter_id in chosen else 0

        return {matter_id: chosen[matter_id] for matter_id in sorted(chosen, key=depth, reverse=True)}

    def act(self, row: MatterRow) -> acts.Act:  # noqa: ARG002 - the same for each
        """Take it back."""
        with_parts = self.cleaned_data.get("with_parts", False)
        return acts.Withdraw(words=Prose(self.cleaned_data["words"]), with_parts=with_parts)


class DecideDueMany(ManyForm):
    """One date for all."""

    due = DayField(label=gettext_lazy("To be done by"))
    words = WordsField(label=gettext_lazy("Why this day"), rows=2, required=False)

    def act(self, row: MatterRow) -> acts.Act:  # noqa: ARG002 - the same for each
        """Set the date."""
        words = self.cleaned_data["words"]
        return acts.DecideDue(due=self.cleaned_data["due"], words=Prose(words) if words else None)


class PassOnMany(ManyForm):
    """To all units below, or to chosen ones; each date so many days earlier than one's own."""

    every = forms.BooleanField(required=False)
    units = forms.MultipleChoiceField(label=gettext_lazy("Units"), required=False)
    days = forms.IntegerField(
        label=gettext_lazy("Days earlier than my own date"),
        min_value=0,
        max_value=FURTHEST,
        initial=single.DAYS_EARLIER,
        help_text=gettext_lazy("Never before today; where a matter has no date, theirs stays open."),
        error_messages={"required": gettext_lazy("Say how many days earlier; 0 is the same day.")},
    )
    words = WordsField(label=gettext_lazy("A line to the units"), rows=2, required=False)

    def prepare(self) -> None:
        """The units below those that lead the matters."""
        leads = {row.lead_id for row in self.rows.values() if row.lead_id}
        self.below = {lead: people.children(lead) for lead in leads}
        self.held = {
            matter_id: {part.lead_id for part in held}
            for matter_id, held in queries.open_parts(self.viewer, self.rows).items()
        }
        units = self.fields["units"]
        assert isinstance(units, forms.MultipleChoiceField)  # noqa: S101 - declared above
        units.choices = [(str(unit.id), unit.name) for unit in self.units_below]
        self.fields["every"].label = _("All %(n)s units below") % {"n": len(self.units_below)}

    @cached_property
    def units_below(self) -> list[UnitRef]:
        """Every unit below, in the order of the map."""
        found = {unit.id: unit for below in self.below.values() for unit in below}
        return sorted(found.values(), key=lambda unit: unit.path)

    @cached_property
    def today(self) -> date:
        """The present day."""
        return clock.today()

    def unit_rows(self) -> Iterator[tuple[UnitRef, bool]]:
        """Every unit below, and whether it is chosen."""
        chosen = {str(one) for one in self["units"].value() or ()}
        for unit in self.units_below:
            yield unit, str(unit.id) in chosen

    def clean(self) -> dict[str, Any]:
        """At least one unit."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("every") and not cleaned.get("units") and "units" not in self.errors:
            self.add_error("units", SENTENCES[Reason.NO_PARTS])
        return cleaned

    def remark(self, row: MatterRow) -> Words:
        """Who holds a part already."""
        held = len(self.held.get(row.id, ()))
        return _("already with %(n)s units") % {"n": held} if held else ""

    def act(self, row: MatterRow) -> acts.Act:
        """A part for each unit that has none, so many days earlier."""
        units = self._chosen(row)
        due = single.proposed_due(row.due_on, self.today, self.cleaned_data["days"])
        words = self.cleaned_data["words"]
        parts = single.parts(units, dict.fromkeys((unit.id for unit in units), due))
        return acts.PassOn(parts=parts, words=Prose(words) if words else None)

    def _chosen(self, row: MatterRow) -> list[UnitRef]:
        below = self.below.get(row.lead_id, []) if row.lead_id else []
        chosen = set(self.cleaned_data["units"])
        held = self.held.get(row.id, set())
        return [u for u in below if u.id not in held and (self.cleaned_data["every"] or str(u.id) in chosen)]

    def result(self, row: MatterRow) -> Words:
        """To how many it went, and whether anybody below was left out."""
        below = self.below.get(row.lead_id, []) if row.lead_id else []
        sent = len(self._chosen(row))
        holding = sent + len(self.held.get(row.id, ()))
        said = ngettext("Passed on to %(n)s unit.", "Passed on to %(n)s units.", sent) % {"n": sent}
        left = len(below) - holding
        if left <= 0:
            return said + _(" All %(n)s units below hold it now; nothing got lost on the way.") % {"n": len(below)}
        return said + _(" Not yet with %(n)s of those below.") % {"n": left}


@dataclass(frozen=True, slots=True)
class ManySheet:
    """What a form for many says about itself."""

    form: type[ManyForm]
    title: Words
    verb: Words
    minutes: int
    leads_to: Words
    done: Words  # with the number


MANY: dict[str, ManySheet] = {
    "accept": ManySheet(
        AcceptMany,
        gettext_lazy("Accept several"),
        gettext_lazy("Accept the chosen ones"),
        1,
        gettext_lazy("They are in your hands from then on, with their dates."),
        gettext_lazy("Accepted: %(n)s."),
    ),
    "pass_on": ManySheet(
        PassOnMany,
        gettext_lazy("Pass several on"),
        gettext_lazy("Pass the chosen ones on"),
        2,
        gettext_lazy("Each unit gets each matter with its own date; you keep the whole."),
        gettext_lazy("Passed on: %(n)s."),
    ),
    "decide_due": ManySheet(
        DecideDueMany,
        gettext_lazy("Set the date of several"),
        gettext_lazy("Set the date of the chosen ones"),
        1,
        gettext_lazy("The first date stays visible, whatever follows."),
        gettext_lazy("Date set: %(n)s."),
    ),
    "withdraw": ManySheet(
        WithdrawMany,
        gettext_lazy("Withdraw several"),
        gettext_lazy("Withdraw the chosen ones"),
        1,
        gettext_lazy("They end here, with your reason on their way."),
        gettext_lazy("Withdrawn: %(n)s."),
    ),
}
