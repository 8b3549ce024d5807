"""Tables of documents; private to this package. Clauses can be rebuilt from the journal's reviews."""

from typing import ClassVar

from django.db import models

from luoshi.base import ids
from luoshi.base.fields import CodeField

REALM = 12
NUMBER, ISSUER, PLACE = 80, 200, 100


class Document(models.Model):
    """A document as it was taken in: where its bytes and words lie, and what was found about it."""

    id = models.UUIDField(primary_key=True, editable=False)
    realm = CodeField(max_length=REALM)
    unit = models.UUIDField()  # whose office took it in
    file = models.UUIDField(null=True)  # a file of records; none where the text was pasted
    text = models.UUIDField(null=True)  # a text of records; none while it has no text
    digest = CodeField(max_length=140)
    size = models.PositiveIntegerField(default=0)  # characters of the text; 0 once it was erased
    format = models.CharField(max_length=8)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=NUMBER, blank=True)
    issuer_name = models.CharField(max_length=ISSUER, blank=True)
    dated_on = models.DateField(null=True)
    held_on = models.DateField(null=True)
    place = models.CharField(max_length=PLACE, blank=True)
    facts = models.TextField(default="{}")  # spans of what was found, as canonical JSON
    notes = models.CharField(max_length=200, blank=True)  # codes of what a reader should know about the text
    same_as = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    sameness = models.CharField(max_length=24, blank=True)
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=64)
    state = models.CharField(max_length=8)  # no_text, open, signed
    seq = models.PositiveIntegerField(default=0)  # of the review's stream
    undecided = models.PositiveIntegerField(default=0)
    rounds = models.PositiveSmallIntegerField(default=0)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=64, blank=True)
    approver = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit", "-received_at", "-id"], name="documents_newest"),
            models.Index(fields=["realm", "digest"], name="documents_by_digest"),
        ]

    def __str__(self) -> str:
        return self.title


class Clause(models.Model):
    """One clause of a review as the journal has made it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="clauses")
    number = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    proposed = models.CharField(max_length=12)
    why = models.CharField(max_length=12, blank=True)
    decided = models.CharField(max_length=12, blank=True)
    decided_by = models.CharField(max_length=64, blank=True)
    spans = models.TextField()  # field → stretches, as canonical JSON
    parent = models.PositiveIntegerField(null=True)
    lead_target = models.TextField(blank=True)  # canonical JSON
    assist_target = models.TextField(blank=True)  # canonical JSON
    due_on = models.DateField(null=True)
    matter = models.UUIDField(null=True)  # the requirement that the signature opened

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "number"], name="documents_clause_once")]
        indexes: ClassVar = [models.Index(fields=["matter"], name="documents_clause_matter")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.number}"


class Issuance(models.Model):
    """One act of sending requirements out, as a stream of its own: prepared, released, or cancelled without a trace."""

    id = models.UUIDField(primary_key=True, editable=False)
    realm = CodeField(max_length=REALM)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12)  # prepared, released, cancelled, withdrawn
    account = models.BigIntegerField()  # who issues, and in which post
    post = models.UUIDField()
    prepared_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    reason_text = models.UUIDField(null=True)  # why it was withdrawn

    class Meta:
        indexes: ClassVar = [models.Index(fields=["document", "-prepared_at"], name="documents_issuances")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.state}"


class IssuanceLine(models.Model):
    """One requirement of an issuance: to whom, until when, and how far it has got."""

    issuance = models.ForeignKey(Issuance, on_delete=models.CASCADE, related_name="lines")
    clause = models.PositiveIntegerField()
    requirement = models.UUIDField()
    due_on = models.DateField(null=True)
    leads = models.TextField()  # identifiers of units, as canonical JSON
    assists = models.TextField()  # identifiers of units, as canonical JSON
    total = models.PositiveIntegerField()
    state = models.CharField(max_length=12)  # waiting, done, refused, withdrawing, withdrawn
    made = models.PositiveIntegerField(default=0)
    refusal = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuance", "requirement"], name="documents_line_once"),
        ]
        ordering: ClassVar = ["clause"]

    def __str__(self) -> str:
        return f"{self.issuance_id} {self.requirement}"


class OwnLedger(models.Model):
    """An office's own ledger, kept from the look at it until it is taken in or replaced; one for each account."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    account = models.OneToOneField("people.Account", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    year = models.PositiveSmallIntegerField(null=True)  # of dates without one
    fields = models.TextField(default="{}")  # what a person took columns for, as canonical JSON: number → field

    def __str__(self) -> str:
        return self.name
