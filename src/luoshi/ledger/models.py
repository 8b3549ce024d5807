"""The ledger's tables. The journal's stream is a matter's identity; everything here can be rebuilt from the journal."""

from typing import ClassVar

from django.db import models

from luoshi.base.fields import CodeField
from luoshi.ledger.ordering import LEVELS, Due, InText, Top

REALM = 12
PATH = 128


def _in_order(number: int, length: int) -> models.Index:
    """The order of lists within the subtrees of a level, state by state."""
    top, due, place = Top("path", length=length), Due("due_on"), InText("start")
    return models.Index(
        models.F("realm"), top, models.F("state"), due, place, models.F("id"), name=f"ledger_card_by_{number}"
    )


def _where(name: str, columns: list[str], **narrow: bool) -> models.Index:
    """An index of few rows: its condition is one that both databases recognise in a question."""
    return models.Index(fields=["realm", *columns], name=f"ledger_card_{name}", condition=models.Q(**narrow))


class Card(models.Model):
    """How a matter stands: disposable, computed from its events by `projection` and by nothing else."""

    pk = models.CompositePrimaryKey("realm", "id")
    realm = CodeField(max_length=REALM)
    id = models.UUIDField()
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    role = models.CharField(max_length=8)
    visibility = models.CharField(max_length=12)
    campaign = models.UUIDField()
    state = models.CharField(max_length=12)
    grade = models.PositiveSmallIntegerField(null=True)
    title_text = models.UUIDField()
    title = models.CharField(max_length=500)
    issuer = models.UUIDField()
    issuer_path = CodeField(max_length=PATH)
    lead = models.UUIDField(null=True)
    path = CodeField(max_length=PATH)  # of the lead; of the issuer while there is no lead
    post = models.UUIDField(null=True)
    parent = models.UUIDField(null=True)
    requirement = models.UUIDField(null=True)
    document = models.UUIDField(null=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    issuance = models.UUIDField(null=True)
    opened_on = models.DateField()
    due_on = models.DateField(null=True)
    first_due_on = models.DateField(null=True)
    milestone_on = models.DateField(null=True)
    claimed_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    claimant = models.CharField(max_length=64, blank=True)
    verifier = models.CharField(max_length=64, blank=True)
    answer = models.CharField(max_length=8, blank=True)
    extension_on = models.DateField(null=True)
    questions = models.PositiveSmallIntegerField(default=0)
    returns = models.PositiveSmallIntegerField(default=0)
    refused = models.PositiveSmallIntegerField(default=0)
    reopened = models.PositiveSmallIntegerField(default=0)
    children = models.PositiveIntegerField(default=0)
    last_on = models.DateField()
    pause_on = models.DateField(null=True)  # until when a pause is asked for
    wished_on = models.DateField(null=True)  # when the extension or the pause was asked for
    paused_until = models.DateField(null=True)  # last day of the last pause
    is_provisional = models.BooleanField(default=False, db_default=False)
    asked_on = models.DateField(null=True)  # of the oldest question not answered
    called_back = models.PositiveSmallIntegerField(default=0, db_default=0)  # since the last closing
    follows = models.UUIDField(null=True)
    helps = models.UUIDField(null=True)
    urged = models.PositiveSmallIntegerField(default=0, db_default=0)
    urged_on = models.DateField(null=True)
    rung = models.CharField(max_length=40, blank=True, default="", db_default="")
    rated_clear = models.BooleanField(null=True)
    rated_helpful = models.BooleanField(null=True)
    answers = models.TextField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["realm", "path", "state", "due_on"], name="ledger_card_under"),
            models.Index(fields=["realm", "issuer", "state"], name="ledger_card_sent"),
            models.Index(fields=["realm", "issuer", "path"], name="ledger_card_sent_to"),
            models.Index(fields=["realm", "lead", "state", "due_on"], name="ledger_card_led"),
            models.Index(fields=["realm", "parent", "role", "path"], name="ledger_card_parts"),
            models.Index(fields=["realm", "requirement", "state", "path"], name="ledger_card_tasks"),
            models.Index(fields=["realm", "document", "start"], name="ledger_card_document"),
            models.Index(fields=["realm", "title_text", "path"], name="ledger_card_titled"),
            models.Index(fields=["realm", "issuance", "id"], name="ledger_card_issuance"),
            *(_in_order(number, length) for number, length in enumerate(LEVELS, start=1)),
            _where("due_open", ["due_on", "id"], closed_on__isnull=True),
            _where("milestone", ["milestone_on", "id"], milestone_on__isnull=False),
            _where("asked", ["asked_on", "id"], asked_on__isnull=False),
            _where("wished", ["wished_on", "id"], wished_on__isnull=False),
            _where("provisional", ["due_on", "id"], is_provisional=True),
            _where("ended", ["called_back", "closed_on", "id"], closed_on__isnull=False),
            _where("ended_of", ["issuer", "called_back", "closed_on"], closed_on__isnull=False),
            _where("follows", ["follows"], follows__isnull=False),
            _where("helps", ["helps"], helps__isnull=False),
            _where("rated", ["issuer"], rated_clear__isnull=False),
            _where("answers", ["issuer"], answers__isnull=False),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.state})"


class Counted(models.Model):
    """What figures are counted by: shared by the deltas and their sums."""

    realm = CodeField(max_length=REALM)
    unit = models.UUIDField()
    day = models.DateField()  # recorded, Beijing
    campaign = models.UUIDField()
    kind = models.CharField(max_length=16)
    role = models.CharField(max_length=8)
    state = models.CharField(max_length=12)
    grade = models.SmallIntegerField()  # -1 for none
    visibility = models.CharField(max_length=12)
    due_on = models.DateField(null=True)  # while open
    milestone_on = models.DateField(null=True)  # while open
    n = models.IntegerField()

    class Meta:
        abstract = True


class TallyDelta(Counted):
    """What one transaction changed in the counts of one unit; never changed afterwards but for `folded`."""

    happened_on = models.DateField()
    folded = models.BooleanField(default=False)  # into `Rollup`, by the release before this one
    summed = models.BooleanField(default=False, db_default=False)  # into `Standing`

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["realm", "unit", "day"], name="ledger_delta_unit"),
            models.Index(fields=["realm", "id"], name="ledger_delta_unfolded", condition=models.Q(folded=False)),
            models.Index(fields=["realm", "id"], name="ledger_delta_unsummed", condition=models.Q(summed=False)),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.unit} {self.state} {self.n:+}"


class Standing(models.Model):
    """Counts under a unit at the end of a day, in one text; `standings` says which."""

    pk = models.CompositePrimaryKey("realm", "unit", "part", "day")
    realm = CodeField(max_length=REALM)
    unit = models.UUIDField()
    part = CodeField(max_length=8)
    day = models.DateField()
    counts = models.TextField()

    def __str__(self) -> str:
        return f"{self.part} {self.unit} on {self.day}"


class Rollup(Counted):
    """Sums as the release before this one keeps them, for as long as it may run beside; `Standing` took its place."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["realm", "unit", "day"], name="ledger_rollup_unit")]

    def __str__(self) -> str:
        return f"{self.day} under {self.unit} {self.state} {self.n:+}"


class Outgoing(models.Model):
    """A requirement on its way to many units: what was staged, and how far it has been written into the ledger."""

    realm = CodeField(max_length=REALM)
    issuance = models.UUIDField()
    requirement = models.UUIDField()
    state = CodeField(max_length=8)  # staged, released, stopped, done
    total = models.PositiveIntegerField(default=0)
    reached = models.PositiveIntegerField(default=0)  # number of the last line that the ledger has
    actor_id = CodeField(max_length=64, blank=True)  # who released it, as they were then
    actor_name = models.CharField(max_length=100, blank=True)
    actor_post = models.CharField(max_length=200, blank=True)
    request = CodeField(max_length=64, blank=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["realm", "issuance", "requirement"], name="ledger_outgoing_once")
        ]

    def __str__(self) -> str:
        return f"{self.requirement} {self.state} {self.reached}/{self.total}"


class OutgoingLine(models.Model):
    """One unit that will get a staged requirement; its number gives the matter its identifier."""

    pk = models.CompositePrimaryKey("outgoing", "number")
    outgoing = models.ForeignKey(Outgoing, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    unit = models.UUIDField()
    post = models.UUIDField(null=True)
    due_on = models.DateField(null=True)
    role = models.CharField(max_length=8)

    def __str__(self) -> str:
        return f"{self.outgoing_id}#{self.number} {self.unit}"
