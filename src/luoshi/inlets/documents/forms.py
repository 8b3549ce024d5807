"""What people fill in about documents; shape only, the rules are in review and commands."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from luoshi.base import clock, ids
from luoshi.inlets.documents import labels, queries
from luoshi.inlets.documents.clauses import Clause, Field, Span, Target
from luoshi.inlets.documents.places import NotThere, joined, locate, locate_all
from luoshi.inlets.documents.queries import DocumentView
from luoshi.inlets.documents.queries.targets import resolve
from luoshi.inlets.documents.review import Act, Change, Review, SetDue, SetParent
from luoshi.people import queries as people
from luoshi.web.fields import UnitsField

NOT_THERE = gettext_lazy("“%(words)s” is not in the document, so nothing was changed: copy the words from the text.")
SHOWN = 30  # characters of words that were not found


class TakeIn(forms.Form):
    """A file, or a pasted text: one of both."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("txt, html, docx, or pdf with text. Drop it here or choose it."),
        widget=forms.FileInput(attrs={"accept": ".txt,.html,.htm,.docx,.pdf"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or the text itself"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=ids.new_id)

    def clean(self) -> dict[str, Any]:
        """One of both is there."""
        given = super().clean() or {}
        if not given.get("file") and not (given.get("text") or "").strip() and not self.errors:
            raise ValidationError(
                _("There is neither a file nor a text, so nothing was kept: choose one or paste one.")
            )
        return given


class TypeText(forms.Form):
    """The text of a file that has none."""

    text = forms.CharField(
        label=gettext_lazy("The text as the file shows it"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 20}),
        help_text=gettext_lazy("Paste what a scanner has read, or type it; one paragraph a line."),
        error_messages={"required": gettext_lazy("There is no text, so nothing was kept: paste or type it.")},
    )


class Find(forms.Form):
    """Which documents to list."""

    words = forms.CharField(label=gettext_lazy("Words or number"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of document"),
        required=False,
        choices=[("", gettext_lazy("All")), *((kind.value, word) for kind, word in labels.KINDS.items())],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("All")), *((s, labels.STATES[s]) for s in ("open", "signed", "no_text"))],
    )


def day_field(label: Any, *, required: bool = False) -> forms.DateField:
    """A day that has not passed."""
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


def not_passed(day: Any) -> Any:
    """The same day. Raises ValidationError for one that has passed."""
    if day and day < clock.today():
        raise ValidationError(_("This day has passed, so nothing was changed: choose today or a later day."))
    return day


class EditClause(forms.Form):
    """Every field of a clause: words are copied from the text, places are looked up."""

    quote = forms.CharField(label=gettext_lazy("Words asked for"), widget=forms.Textarea(attrs={"rows": 3}))
    due = day_field(gettext_lazy("Due"))
    speaker = forms.CharField(label=gettext_lazy("Speaker as written"), required=False)
    lead = forms.CharField(
        label=gettext_lazy("Leading unit as written"),
        help_text=gettext_lazy("One name a line, as in the text."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    assist = forms.CharField(
        label=gettext_lazy("Co-operating units as written"),
        help_text=gettext_lazy("One name a line, as in the text."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    deadline = forms.CharField(label=gettext_lazy("Date as written"), required=False)
    problem = forms.CharField(label=gettext_lazy("Problem it answers"), required=False)
    parent = forms.TypedChoiceField(
        label=gettext_lazy("Stands under"), required=False, coerce=int, empty_value=None, choices=()
    )

    def __init__(
        self, *args: Any, clause: Clause, review: Review, text: str, initial: Any = None, **options: Any
    ) -> None:
        self.clause, self.text = clause, text
        found = {field.value: joined(text, clause.spans(field)) for field in Field}
        found["quote"] = found["quote"] or text[clause.start : clause.end].strip()
        self.standing = found
        start = {**found, "parent": clause.parent or "", "due": clause.due, **(initial or {})}
        super().__init__(*args, initial=start, **options)  # type: ignore[misc]
        choices = [("", pgettext("clause", "none"))]
        for place, other in enumerate(review.clauses, 1):
            if other.quote and other.number != clause.number:
                words = text[slice(*other.quote)]
                choices.append((str(other.number), f"{place} {words[:SHOWN]}"))
        self.fields["parent"].choices = choices  # type: ignore[attr-defined]

    def clean_due(self) -> Any:
        """Not in the past, unless it was so before."""
        due = self.cleaned_data["due"]
        return due if due == self.clause.due else not_passed(due)

    def _spans(self, field: Field) -> tuple[Span, ...]:
        near = (self.clause.start, self.clause.end)
        words = self.cleaned_data.get(field.value) or ""
        same = re.sub(r"\s", "", words) == re.sub(r"\s", "", self.standing[field.value])
        if same and self.clause.spans(field):
            return self.clause.spans(field)
        if field in {Field.LEAD, Field.ASSIST}:
            return locate_all(self.text, words, near)
        return (locate(self.text, words, near),) if words.strip() else ()

    def clean(self) -> dict[str, Any]:
        """Every word is in the text."""
        given = super().clean() or {}
        for field in Field:
            if field.value in self.errors:
                continue
            try:
                given[f"{field.value}_spans"] = self._spans(field)
            except NotThere as missing:
                self.add_error(field.value, NOT_THERE % {"words": str(missing).strip()[:SHOWN]})
        return given

    def acts(self) -> list[Act]:
        """What was changed."""
        number = self.clause.number
        acts: list[Act] = [Change(number, field, self.cleaned_data[f"{field.value}_spans"]) for field in Field]
        acts = [act for act in acts if isinstance(act, Change) and self.clause.spans(act.field) != act.spans]
        if self.cleaned_data["parent"] != self.clause.parent:
            acts.append(SetParent(number, self.cleaned_data["parent"]))
        if self.cleaned_data["due"] != self.clause.due:
            acts.append(SetDue((number,), self.cleaned_data["due"]))
        return acts


class SplitClause(forms.Form):
    """The words with which the second half begins."""

    words = forms.CharField(
        label=gettext_lazy("The second half begins with"),
        help_text=gettext_lazy("A few characters of this clause."),
    )

    def __init__(self, *args: Any, clause: Clause, text: str, **options: Any) -> None:
        self.clause, self.text = clause, text
        super().__init__(*args, **options)

    def clean_words(self) -> str:
        """They are in the clause."""
        words = str(self.cleaned_data["words"])
        inner = self.text[self.clause.start : self.clause.end]
        try:
            place, _end = locate(inner, words, (1, len(inner)))
        except NotThere as missing:
            said = _("“%(words)s” is not in this clause, so nothing was changed: copy a few of its characters.")
            raise ValidationError(said % {"words": words.strip()[:SHOWN]}) from missing
        self.at = self.clause.start + place
        return words


class AddClause(forms.Form):
    """Words that are a requirement of their own; places come from a selection, else the words are looked up."""

    words = forms.CharField(
        label=gettext_lazy("Words of the document"),
        help_text=gettext_lazy("Select them in the document, or copy them here."),
    )
    start = forms.IntegerField(required=False, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, text: str = "", **options: Any) -> None:
        self.text = text
        super().__init__(*args, **options)

    def span(self) -> Span:
        """The place of the words. Raises NotThere."""
        words = self.cleaned_data["words"]
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        if start is not None and end is not None and 0 <= start < end <= len(self.text):
            same = re.sub(r"\s", "", self.text[start:end]) == re.sub(r"\s", "", words)
            if same:
                return start, end
        return locate(self.text, words, (0, len(self.text)))


class Dates(forms.Form):
    """One date for several requirements."""

    due = day_field(gettext_lazy("Due"))
    to = forms.CharField(required=False)

    def clean_due(self) -> Any:
        """Not in the past."""
        return not_passed(self.cleaned_data["due"])


class ChooseOwner(forms.Form):
    """Which units are meant: kinds of units, units by name, and those left out."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of units"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, document: DocumentView, target: Target | None = None, initial: Any = None, **options: Any
    ) -> None:
        self.document = document
        kinds = queries.kinds_below(document.unit)
        start = {
            "kinds": list(target.kinds) if target else [],
            **_named(target),
            **(initial or {}),
        }
        super().__init__(*args, initial=start, **options)  # type: ignore[misc]
        self.fields["units"] = UnitsField(
            realm=document.realm,
            above=document.unit,
            label=gettext_lazy("Units by name"),
            help_text=gettext_lazy("Full names or codes, with 、 or a line break between them."),
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields["without"] = UnitsField(
            realm=document.realm,
            above=document.unit,
            label=gettext_lazy("Left out"),
            help_text=gettext_lazy("Units that are not meant."),
        )
        self.fields["kinds"].choices = [(k.kind, f"{k.label}（{k.count}）") for k in kinds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Somebody is left."""
        given = super().clean() or {}
        if not self.errors:
            kinds = tuple(given.get("kinds") or ())
            under = self.document.unit.id if kinds else None
            self.target = Target(kinds, under, given.get("units") or (), given.get("without") or ())
            self.meant = resolve(self.target)
            if not self.meant:
                raise ValidationError(
                    _("No unit was named, so nothing was changed: choose kinds of units, or name some.")
                )
        return given


def _named(target: Target | None) -> dict[str, str]:
    """The names of the units that a target names and leaves out."""
    if target is None or not (target.units or target.without):
        return {"units": "", "without": ""}
    found = people.units({*target.units, *target.without})
    return {
        "units": "、".join(found[unit].name for unit in target.units if unit in found),
        "without": "、".join(found[unit].name for unit in target.without if unit in found),
    }


class Reason(forms.Form):
    """Why something is taken back."""

    words = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        help_text=gettext_lazy("Those who received it read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
