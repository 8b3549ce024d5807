"""The forms of handling, one an act: each checks its shape and gives the act it stands for."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from luoshi.base import digests, ids
from luoshi.inlets.handling.fields import AnyUnitField, DayField, FilesField, UnitField, Upload, WordsField
from luoshi.ledger import acts, events, labels, queries
from luoshi.ledger.acts import Prose
from luoshi.ledger.events import Answer, Ground, Means, Nature
from luoshi.ledger.matter import ENDED, RATING, Reason
from luoshi.ledger.queries import MatterPage, MatterRow
from luoshi.ledger.refusals import SENTENCES
from luoshi.people import queries as people
from luoshi.people.viewer import UnitRef, Viewer
from luoshi.web import dates

NONCE = re.compile(r"[\w-]{8,80}", re.ASCII)
DAYS_EARLIER = 3
DAYS_AT_MOST = 1000
PLAN_ROWS = 3
PLAN_ROWS_AT_MOST = 40
CHOOSE = gettext_lazy("Choose one of these.")
BY_HAND = "by_hand"  # the rung of what a person does without a ladder
SHOWN_OF_TITLE = 80
IDENTIFIER = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
YES_NO = [("yes", pgettext_lazy("answer", "Yes")), ("no", pgettext_lazy("answer", "No"))]


def fresh_nonce() -> str:
    """What makes one form one act, however often it is sent."""
    return str(ids.new_id())


class NoncedForm(forms.Form):
    """A form that knows who fills it in, is one act however often it is sent, and where the reader came from."""

    nonce = forms.CharField(widget=forms.HiddenInput, required=False, initial=fresh_nonce)
    next = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, viewer: Viewer, **options: Any) -> None:
        self.viewer = viewer
        super().__init__(*args, **options)

    def clean_nonce(self) -> str:
        """The nonce that was sent, or a fresh one where it was none."""
        sent = str(self.cleaned_data["nonce"])
        return sent if NONCE.fullmatch(sent) else fresh_nonce()

    def renew(self) -> None:
        """Let the same fields be sent once more as another act."""
        data = cast(QueryDict, self.data).copy()
        data["nonce"] = fresh_nonce()
        self.data = data


class ActForm(NoncedForm):
    """A form about one matter."""

    def __init__(self, *args: Any, page: MatterPage, **options: Any) -> None:
        self.page = page
        super().__init__(*args, **options)
        self.prepare()

    def prepare(self) -> None:
        """Fill in what is held already."""

    def act(self) -> acts.Act:
        """What the form asks for, once it is valid."""
        raise NotImplementedError

    def uploads(self) -> Sequence[Upload]:
        """The photos and files that came with it."""
        return [*self.cleaned_data.get("photos", ()), *self.cleaned_data.get("papers", ())]


def _prose(words: str) -> Prose | None:
    return Prose(words) if words else None


class AcceptForm(ActForm):
    """Nothing to fill in."""

    def act(self) -> acts.Act:
        """Take it on."""
        return acts.Accept()


class ReturnForm(ActForm):
    """The ground and one line."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Why"),
        choices=list(labels.GROUNDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    words = WordsField(
        label=gettext_lazy("In one line"), rows=2, help_text=gettext_lazy("Say whose it is, if you know.")
    )

    def act(self) -> acts.Act:
        """Send it back."""
        return acts.Return(ground=Ground(self.cleaned_data["ground"]), words=Prose(self.cleaned_data["words"]))


class AssignForm(ActForm):
    """The unit, and a line where it helps."""

    words = WordsField(label=gettext_lazy("A line to the unit"), rows=2, required=False)
    field_order = ("nonce", "next", "unit", "words")

    def prepare(self) -> None:
        """A unit below the one that sends."""
        self.fields["unit"] = UnitField(viewer=self.viewer, label=gettext_lazy("Lead unit"))
        self.order_fields(list(self.field_order))

    def act(self) -> acts.Act:
        """Give it to the unit and to the post that answers for it."""
        unit: UnitRef = self.cleaned_data["unit"]
        post = people.responsible_post(unit.id)
        words = _prose(self.cleaned_data["words"])
        return acts.Assign(lead=unit.id, post=post.id if post else None, words=words)


class DecideDueForm(ActForm):
    """The date, as a day or as so many working days from today, and why this one."""

    due = DayField(label=gettext_lazy("To be done by"), required=False)
    days = forms.IntegerField(
        label=gettext_lazy("Or within so many working days"),
        required=False,
        min_value=1,
        max_value=DAYS_AT_MOST,
        help_text=gettext_lazy("Counted from today by the official calendar; today does not count."),
    )
    words = WordsField(label=gettext_lazy("Why this day"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned = super().clean() or self.cleaned_data
        given = [name for name in ("due", "days") if cleaned.get(name)]
        if len(given) != 1 and not {"due", "days"} & set(self.errors):
            both = _("Give a day or a number of working days, not both.")
            self.add_error("due", both if given else _("Choose a day."))
        return cleaned

    def act(self) -> acts.Act:
        """Set the date."""
        cleaned = self.cleaned_data
        return acts.DecideDue(due=cleaned["due"], days=cleaned["days"], words=_prose(cleaned["words"]))


class PlanForm(ActForm):
    """How, and a few steps with their days; more rows on demand."""

    words = WordsField(label=gettext_lazy("How it will be done"))
    rows = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def prepare(self) -> None:
        """The plan as it stands, and some empty rows."""
        steps = self.page.matter.plan
        asked = str(self.data.get("rows", "") if self.is_bound else self.initial.get("rows", ""))
        count = min(rows_asked(asked) or max(PLAN_ROWS, len(steps)), PLAN_ROWS_AT_MOST)
        self.fields["rows"].initial = count
        how, *titles = standing_plan(self.page) or [""]
        self.fields["words"].initial = how
        for number in range(count):
            title = forms.CharField(label=_("Step %(n)s") % {"n": number + 1}, required=False, max_length=200)
            due = DayField(label=_("Done by"), required=False)
            if number < len(steps):
                title.initial, due.initial = titles[number], steps[number].milestone.due
            self.fields[f"title_{number}"], self.fields[f"due_{number}"] = title, due
        self.count = count

    def step_rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Title and day of every row."""
        for number in range(self.count):
            yield self[f"title_{number}"], self[f"due_{number}"]

    def clean(self) -> dict[str, Any]:
        """A step has a title and a day, or neither."""
        cleaned = super().clean() or self.cleaned_data
        for number in range(self.count):
            title, due = cleaned.get(f"title_{number}"), cleaned.get(f"due_{number}")
            if title and not due and f"due_{number}" not in self.errors:
                self.add_error(f"due_{number}", _("Choose a day."))
            if due and not title:
                self.add_error(f"title_{number}", _("Say what will be done by then."))
        return cleaned

    def act(self) -> acts.Act:
        """The plan with the steps that were filled in."""
        cleaned = self.cleaned_data
        steps = tuple(
            acts.Step(title=Prose(cleaned[f"title_{n}"]), due=cleaned[f"due_{n}"])
            for n in range(self.count)
            if cleaned[f"title_{n}"]
        )
        return acts.Plan(words=Prose(cleaned["words"]), steps=steps)


def rows_asked(words: str) -> int:
    """How many rows a form was sent with; none for what is no small number."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < len("1000") else 0


def standing_plan(page: MatterPage) -> list[str]:
    """The plan that stands as it was written: how, then the title of each step; nothing where there is none."""
    for line in reversed(page.way):
        if isinstance(line.event, events.Planned):
            return [words or "" for words in line.words]
    return []


class ReachMilestoneForm(ActForm):
    """Which step, and a line."""

    number = forms.ChoiceField(
        label=gettext_lazy("Step"), widget=forms.RadioSelect, error_messages={"required": CHOOSE}
    )
    words = WordsField(label=gettext_lazy("In one line"), rows=2, required=False)

    def prepare(self) -> None:
        """The steps that are not behind yet; the first one is proposed."""
        titles = standing_plan(self.page)[1:]
        field = self.fields["number"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        choices = [
            (str(number), titles[number])
            for number, step in enumerate(self.page.matter.plan)
            if step.reached_on is None and number < len(titles)
        ]
        field.choices = choices
        field.initial = choices[0][0] if choices else None

    def act(self) -> acts.Act:
        """The step is behind."""
        words = _prose(self.cleaned_data["words"])
        return acts.ReachMilestone(number=int(self.cleaned_data["number"]), words=words)


class WithFiles(ActForm):
    """Words, with photos and files beside them where somebody has some."""

    photos = FilesField(label=gettext_lazy("Photos"), accept="image/*")
    papers = FilesField(label=gettext_lazy("Files"))


class ProgressForm(WithFiles):
    """One field."""

    words = WordsField(label=gettext_lazy("What was done"))
    field_order = ("nonce", "next", "words", "photos", "papers")

    def act(self) -> acts.Act:
        """What was done."""
        return acts.Progress(words=Prose(self.cleaned_data["words"]))


class AddEvidenceForm(WithFiles):
    """What it is; the grade follows from that."""

    OWN_NATURES = (Nature.DATED, Nature.OWN, Nature.CLAIM)

    nature = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=[(nature, labels.NATURES[nature]) for nature in OWN_NATURES],
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    dated = DayField(
        label=gettext_lazy("Date of the record"),
        required=False,
        help_text=gettext_lazy("Needed for a record made for another purpose."),
    )
    words = WordsField(label=gettext_lazy("What it shows"), rows=3, required=False)
    field_order = ("nonce", "next", "nature", "dated", "words", "photos", "papers")

    def clean(self) -> dict[str, Any]:
        """A text or a file; a date where the grade rests on it."""
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("words") or cleaned.get("photos") or cleaned.get("papers") or self.errors):
            self.add_error("words", _("Add a sentence, a photo or a file."))
        dated = cleaned.get("dated")
        misdated = not dated or dated > self.page.today
        if cleaned.get("nature") == Nature.DATED and misdated and "dated" not in self.errors:
            self.add_error("dated", SENTENCES[Reason.NO_DATE_OF_RECORD])
        return cleaned

    def act(self) -> acts.Act:
        """Lay it down."""
        cleaned = self.cleaned_data
        words = _prose(cleaned["words"])
        return acts.AddEvidence(nature=Nature(cleaned["nature"]), words=words, dated=cleaned["dated"])


class ClaimForm(WithFiles):
    """What was done, in words that the one who verifies can look for."""

    words = WordsField(label=gettext_lazy("What is done"))
    field_order = ("nonce", "next", "words", "photos", "papers")

    def act(self) -> acts.Act:
        """It is done."""
        return acts.Claim(words=Prose(self.cleaned_data["words"]))


class VerifyForm(WithFiles):
    """What was found, on what it rests, in words of one's own."""

    FOUND = "found"
    NOT_FOUND = "not"
    RESTS_ON = (Nature.SPOT, Nature.THIRD, Nature.OWN)

    finding = forms.ChoiceField(
        label=pgettext_lazy("field", "Finding"),
        choices=[
            (FOUND, pgettext_lazy("finding", "Done as claimed")),
            (NOT_FOUND, pgettext_lazy("finding", "Not done: the matter is open again with its date")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    nature = forms.ChoiceField(
        label=gettext_lazy("What the finding rests on"),
        choices=[
            (Nature.SPOT, gettext_lazy("Seen on the spot (E5)")),
            (Nature.THIRD, gettext_lazy("A third party's own record (E3)")),
            (Nature.OWN, gettext_lazy("The papers of the unit (E1)")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
        help_text=gettext_lazy("Only where it is found done."),
    )
    words = WordsField(label=gettext_lazy("What was found"))
    field_order = ("nonce", "next", "finding", "nature", "words", "photos", "papers")

    def prepare(self) -> None:
        """A claim found true rests on something; what is not found needs nothing to rest on."""
        self.fields["nature"].required = not self.is_bound or self.data.get("finding") != self.NOT_FOUND

    def act(self) -> acts.Act:
        """Found done or not."""
        words = Prose(self.cleaned_data["words"])
        if self.cleaned_data["finding"] == self.NOT_FOUND:
            return acts.Refuse(words=words)
        return acts.Verify(nature=Nature(self.cleaned_data["nature"]), words=words)


class RefuseForm(VerifyForm):
    """The same page, opened at the other finding."""

    def prepare(self) -> None:
        """Not done is proposed."""
        super().prepare()
        self.fields["finding"].initial = self.NOT_FOUND


class ReplyForm(ActForm):
    """The answer to the words."""

    words = WordsField(
        label=gettext_lazy("Answer, item by item"), rows=8, help_text=gettext_lazy("Answer each of the items above.")
    )

    def act(self) -> acts.Act:
        """Answer the words."""
        return acts.Reply(words=Prose(self.cleaned_data["words"]))


class AnsweredForm(ActForm):
    """What those affected say."""

    answer = forms.ChoiceField(
        label=gettext_lazy("They say"),
        choices=list(labels.ANSWERS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    words = WordsField(label=gettext_lazy("In their words"), rows=4)


class ConfirmForm(AnsweredForm):
    """And how they were asked."""

    means = forms.ChoiceField(
        label=gettext_lazy("How they were asked"),
        choices=list(labels.MEANS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    field_order = ("nonce", "next", "answer", "means", "words")

    def act(self) -> acts.Act:
        """What they say."""
        cleaned = self.cleaned_data
        return acts.Confirm(
            answer=Answer(cleaned["answer"]), means=Means(cleaned["means"]), words=Prose(cleaned["words"])
        )


class CallBackForm(AnsweredForm):
    """Asked again after closing."""

    def act(self) -> acts.Act:
        """What they say now."""
        return acts.CallBack(answer=Answer(self.cleaned_data["answer"]), words=Prose(self.cleaned_data["words"]))


class CloseForm(ActForm):
    """A reason is needed while parts are open."""

    words = WordsField(label=gettext_lazy("Reason"), rows=3, required=False)

    def prepare(self) -> None:
        """Say which parts are open."""
        left = [row for row in (*self.page.parts, *self.page.assists) if row.state not in ENDED]
        if left:
            self.fields["words"].required = True
            self.fields["words"].help_text = _("Still open: %(units)s. Say why it can be closed without them.") % {
                "units": _(", ").join(row.lead or str(labels.STATES[row.state]) for row in left)
            }

    def act(self) -> acts.Act:
        """Strike it off."""
        return acts.Close(words=_prose(self.cleaned_data["words"]))


class ReasonForm(ActForm):
    """A reason."""

    words = WordsField(label=gettext_lazy("Reason"), rows=3)


class ReopenForm(ReasonForm):
    """Why it is open again."""

    def act(self) -> acts.Act:
        """Open it again."""
        return acts.Reopen(words=Prose(self.cleaned_data["words"]))


class WithdrawForm(ReasonForm):
    """Why it is taken back; where parts below are open, that they go with it."""

    def prepare(self) -> None:
        """How many parts there are."""
        self.below = queries.open_below(self.viewer, [self.page.row.id]).get(self.page.row.id, 0)
        if self.below:
            self.fields["with_parts"] = forms.BooleanField(
                label=ngettext(
                    "Withdraw the %(n)s open part below it too, with the same reason",
                    "Withdraw the %(n)s open parts below it too, with the same reason",
                    self.below,
                )
                % {"n": self.below},
                error_messages={"required": SENTENCES[Reason.PARTS_BELOW]},
            )

    def act(self) -> acts.Act:
        """Take it back."""
        with_parts = self.cleaned_data.get("with_parts", False)
        return acts.Withdraw(words=Prose(self.cleaned_data["words"]), with_parts=with_parts)


class AskForm(ActForm):
    """A question."""

    words = WordsField(label=gettext_lazy("Question"), rows=3)

    def act(self) -> acts.Act:
        """Ask the sender."""
        return acts.Ask(words=Prose(self.cleaned_data["words"]))


class AnswerForm(ActForm):
    """The answer."""

    words = WordsField(label=pgettext_lazy("field", "Answer"), rows=4)

    def act(self) -> acts.Act:
        """Answer the question."""
        return acts.AnswerQuestion(words=Prose(self.cleaned_data["words"]))


class AskExtensionForm(ActForm):
    """Until when, and why."""

    until = DayField(label=gettext_lazy("New date"))
    words = WordsField(
        label=gettext_lazy("Reason"),
        rows=3,
        help_text=gettext_lazy("Say what is done so far and what is still missing."),
    )
    field_order = ("nonce", "next", "until", "words")

    def act(self) -> acts.Act:
        """Ask for a later date."""
        return acts.AskExtension(until=self.cleaned_data["until"], words=Prose(self.cleaned_data["words"]))


class DecisionForm(ActForm):
    """Yes or no; a no needs a reason."""

    CHOICES: ClassVar[list[tuple[str, Any]]] = []

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"), widget=forms.RadioSelect, error_messages={"required": CHOOSE}
    )
    words = WordsField(
        label=gettext_lazy("Reason"), rows=3, required=False, help_text=gettext_lazy("Needed where it is refused.")
    )
    field_order = ("nonce", "next", "decision", "words")

    def prepare(self) -> None:
        """What yes and no mean."""
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = self.CHOICES

    def clean(self) -> dict[str, Any]:
        """Whoever is refused is told why."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == "no" and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", SENTENCES[Reason.NO_WORDS])
        return cleaned

    @property
    def granted(self) -> bool:
        """It was a yes."""
        return bool(self.cleaned_data["decision"] == "yes")


class DecideExtensionForm(DecisionForm):
    """Whether the date becomes a later one."""

    CHOICES: ClassVar = [
        ("yes", pgettext_lazy("decision", "Grant the new date")),
        ("no", pgettext_lazy("decision", "Refuse: the date stays")),
    ]

    def act(self) -> acts.Act:
        """Grant or refuse."""
        return acts.DecideExtension(granted=self.granted, words=_prose(self.cleaned_data["words"]))


class WithdrawExtensionForm(ReasonForm):
    """Why the date before it holds again."""

    def act(self) -> acts.Act:
        """Take it back."""
        return acts.WithdrawExtension(words=Prose(self.cleaned_data["words"]))


class AskPauseForm(ActForm):
    """Until when the clock stands still, and why."""

    until = DayField(label=gettext_lazy("Last day of the pause"))
    words = WordsField(
        label=gettext_lazy("Reason"),
        rows=3,
        help_text=gettext_lazy("Say what stands in the way, and who can remove it."),
    )
    field_order = ("nonce", "next", "until", "words")

    def act(self) -> acts.Act:
        """Ask for the clock to stand still."""
        return acts.AskPause(until=self.cleaned_data["until"], words=Prose(self.cleaned_data["words"]))


class DecidePauseForm(DecisionForm):
    """Whether the clock stands still."""

    CHOICES: ClassVar = [
        ("yes", pgettext_lazy("decision", "Grant the pause")),
        ("no", pgettext_lazy("decision", "Refuse: the clock runs on")),
    ]

    def act(self) -> acts.Act:
        """Grant or refuse."""
        return acts.DecidePause(granted=self.granted, words=_prose(self.cleaned_data["words"]))


class OptionalLineForm(ActForm):
    """A line where it helps."""

    words = WordsField(label=gettext_lazy("In one line"), rows=2, required=False)


class ResumeForm(OptionalLineForm):
    """The clock runs again from today."""

    def act(self) -> acts.Act:
        """End the pause."""
        return acts.Resume(words=_prose(self.cleaned_data["words"]))


class NamedUnitForm(ReasonForm):
    """A unit anywhere, and a reason."""

    field_order = ("nonce", "next", "unit", "words")

    def prepare(self) -> None:
        """Every unit of the realm can be named."""
        self.fields["unit"] = AnyUnitField(viewer=self.viewer, label=gettext_lazy("Unit"))
        self.order_fields(self.field_order)

    def named(self) -> tuple[UUID, UUID | None]:
        """The unit and the post that answers for it."""
        unit = cast(UnitRef, self.cleaned_data["unit"])
        post = people.responsible_post(unit.id)
        return unit.id, post.id if post else None


class AskHelpForm(NamedUnitForm):
    """Whom, and what stands in the way."""

    def prepare(self) -> None:
        """The obstacle in one's own words."""
        super().prepare()
        self.fields["unit"].label = _("Who can remove the obstacle")
        self.fields["words"].label = _("What stands in the way, and what they should do")

    def act(self) -> acts.Act:
        """Ask them."""
        unit, post = self.named()
        return acts.AskHelp(unit=unit, post=post, words=Prose(self.cleaned_data["words"]))


class EscalateForm(NamedUnitForm):
    """Who is called in, and why."""

    def act(self) -> acts.Act:
        """Call them in."""
        unit, post = self.named()
        return acts.Escalate(rung=BY_HAND, unit=unit, post=post, words=Prose(self.cleaned_data["words"]))


class UrgeForm(OptionalLineForm):
    """How the unit was reminded."""

    how = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=list(labels.HOWS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    field_order = ("nonce", "next", "how", "words")

    def act(self) -> acts.Act:
        """Remind them."""
        return acts.Urge(rung=BY_HAND, how=self.cleaned_data["how"], words=_prose(self.cleaned_data["words"]))


class TransferForm(NamedUnitForm):
    """To whom it is given, and why."""

    def prepare(self) -> None:
        """Units below the one served."""
        self.fields["unit"] = UnitField(viewer=self.viewer, label=gettext_lazy("Unit"))
        self.order_fields(self.field_order)

    def act(self) -> acts.Act:
        """Give it to them."""
        unit, post = self.named()
        return acts.Transfer(lead=unit, post=post, words=Prose(self.cleaned_data["words"]))


class SendOutForm(ReasonForm):
    """To whom outside the system, and why."""

    to = forms.CharField(
        label=gettext_lazy("To whom"),
        max_length=200,
        help_text=gettext_lazy("Such as the court, the petition office of the city, or another district."),
    )
    field_order = ("nonce", "next", "to", "words")

    def act(self) -> acts.Act:
        """Hand it over."""
        return acts.SendOut(to=Prose(self.cleaned_data["to"]), words=Prose(self.cleaned_data["words"]))


class LinkForm(OptionalLineForm):
    """Which other matter is the same: one of those offered, or another one by its address."""

    other = forms.ChoiceField(label=gettext_lazy("The same as"), required=False, widget=forms.RadioSelect)
    address = forms.CharField(
        label=gettext_lazy("Another one"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Copy the address of its page here."),
    )
    field_order = ("nonce", "next", "other", "address", "words")

    def prepare(self) -> None:
        """Those of one's own unit whose words are most alike."""
        field = self.fields["other"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [
            (str(row.id), f"{row.title[:SHOWN_OF_TITLE]} · {row.lead or _('owner undecided')}")
            for row in queries.alike(self.viewer, self.page.row.id)
        ]

    def clean(self) -> dict[str, Any]:
        """One of the two, and an address that holds a number."""
        cleaned = super().clean() or self.cleaned_data
        address = str(cleaned.get("address") or "")
        found = IDENTIFIER.findall(address)
        if address and not found:
            self.add_error("address", _("This is not the address of a matter: copy it from the browser."))
        elif not address and not cleaned.get("other") and not self.errors:
            self.add_error("other", CHOOSE)
        cleaned["to"] = UUID(found[-1]) if found else None
        return cleaned

    def act(self) -> acts.Act:
        """Let it follow."""
        to = self.cleaned_data["to"] or UUID(self.cleaned_data["other"])
        return acts.Link(to=to, words=_prose(self.cleaned_data["words"]))


class UnlinkForm(OptionalLineForm):
    """It stands on its own again."""

    def act(self) -> acts.Act:
        """Let it go."""
        return acts.Unlink(words=_prose(self.cleaned_data["words"]))


class RateForm(OptionalLineForm):
    """Two questions about what came down."""

    clear = forms.ChoiceField(
        label=gettext_lazy("Is it clear what is asked?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    helpful = forms.ChoiceField(
        label=gettext_lazy("Does it help you and the people here?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    field_order = ("nonce", "next", "clear", "helpful", "words")

    def act(self) -> acts.Act:
        """Say so."""
        said = {name: self.cleaned_data[name] == "yes" for name in ("clear", "helpful")}
        body = digests.canonical(said)
        return acts.Note(facet=RATING, schema=1, body=body, words=_prose(self.cleaned_data["words"]))


def proposed_due(own: date | None, today: date, days: int = DAYS_EARLIER) -> date | None:
    """Some days earlier than one's own date, never before today; none where one's own is missing or has passed."""
    if own is None or own < today:
        return None
    return max(today, own - timedelta(days=days))


class PassOnForm(ActForm):
    """Which units below, and until when: one date for all, another one where it has to be."""

    every = forms.BooleanField(required=False)
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Units"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("One of the chosen units is not below yours, or holds a part.")},
    )
    due = DayField(label=gettext_lazy("One date for all"), required=False)
    words = WordsField(label=gettext_lazy("A line to the units"), rows=2, required=False)
    field_order = ("nonce", "next", "every", "units", "due", "words")

    def prepare(self) -> None:
        """The units below, those that hold a part already set apart; three days earlier than one's own is proposed."""
        held = {row.lead_id: row for row in self.page.parts if row.state not in ENDED}
        self.below = people.children(self.page.lead.id) if self.page.lead else []
        self.free = [unit for unit in self.below if unit.id not in held]
        self.held: list[tuple[UnitRef, MatterRow]] = [(u, held[u.id]) for u in self.below if u.id in held]
        self.fields["every"].label = _("All %(n)s units that hold no part yet") % {"n": len(self.free)}
        units = self.fields["units"]
        assert isinstance(units, forms.MultipleChoiceField)  # noqa: S101 - declared above
        units.choices = [(str(unit.id), unit.name) for unit in self.free]
        own = self.page.matter.due
        self.fields["due"].initial = proposed_due(own, self.page.today)
        self.fields["due"].help_text = _due_help(own)
        for unit in self.free:
            self.fields[f"due_{unit.id}"] = DayField(
                label=_("Another date for %(unit)s") % {"unit": unit.name}, required=False
            )

    def unit_rows(self) -> Iterator[tuple[UnitRef, bool, forms.BoundField]]:
        """Every free unit, whether it is chosen, and its own date."""
        chosen = {str(one) for one in self["units"].value() or ()}
        for unit in self.free:
            yield unit, str(unit.id) in chosen, self[f"due_{unit.id}"]

    def clean(self) -> dict[str, Any]:
        """At least one unit, no date later than one's own."""
        cleaned = super().clean() or self.cleaned_data
        if "units" not in self.errors and not self._chosen(cleaned):
            self.add_error("units", SENTENCES[Reason.NO_PARTS])
        for name, value in list(cleaned.items()):
            if name == "due" or name.startswith("due_"):
                self._check(name, value)
        return cleaned

    def _check(self, name: str, value: date | None) -> None:
        own = self.page.matter.due
        if value and own and value > own:
            self.add_error(name, SENTENCES[Reason.AFTER_OWN_DUE])
        elif value and value < self.page.today:
            self.add_error(name, _("The day has passed. Choose today or a later one."))

    def _chosen(self, cleaned: dict[str, Any]) -> list[UnitRef]:
        if cleaned.get("every"):
            return self.free
        chosen = set(cleaned.get("units", ()))
        return [unit for unit in self.free if str(unit.id) in chosen]

    def act(self) -> acts.Act:
        """A part for each of the units and the post that answers for it."""
        cleaned = self.cleaned_data
        chosen = self._chosen(cleaned)
        due = {unit.id: cleaned.get(f"due_{unit.id}") or cleaned.get("due") for unit in chosen}
        return acts.PassOn(parts=parts(chosen, due), words=_prose(cleaned["words"]))


def _due_help(own: date | None) -> str:
    if own is None:
        return _("Your own date is not decided yet; theirs may stay open as well.")
    said = _("Your own date is %(day)s; %(n)s days earlier is proposed. Left empty, their date is decided later.")
    return said % {"day": dates.day(own), "n": DAYS_EARLIER}


def parts(units: Sequence[UnitRef], due: dict[UUID, date | None]) -> tuple[acts.Part, ...]:
    """A part for each unit."""
    posts = people.responsible_posts(unit.id for unit in units)
    return tuple(
        acts.Part(unit=unit.id, due=due[unit.id], post=posts[unit.id].id if unit.id in posts else None)
        for unit in units
    )
