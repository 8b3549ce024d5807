"""What was written or said. The journal refers to these rows by commitment or digest, never by their words."""

from typing import ClassVar

from django.db import models

from luoshi.base import ids
from luoshi.base.fields import CodeField

REALM = 12
DIGEST = 80


class Text(models.Model):
    """Words, under a salted commitment. Erasing takes the words and the salt away and leaves the commitment."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    realm = CodeField(max_length=REALM)
    body = models.TextField(null=True)
    salt = CodeField(max_length=32, blank=True)
    commitment = CodeField(max_length=DIGEST)
    erased_at = models.DateTimeField(null=True)
    searchable = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"text {self.id}"


class Gram(models.Model):
    """One or two neighbouring characters that stand in a searchable text."""

    pk = models.CompositePrimaryKey("realm", "gram", "text")
    realm = CodeField(max_length=REALM)
    gram = CodeField(max_length=8)
    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.gram} in {self.text_id}"


class File(models.Model):
    """A file on disk, found by the digest of its bytes."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    realm = CodeField(max_length=REALM)
    digest = CodeField(max_length=DIGEST, db_index=True)
    size = models.PositiveBigIntegerField()
    name_text = models.ForeignKey(Text, null=True, on_delete=models.PROTECT, related_name="+")
    media_type = CodeField(max_length=100)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"file {self.id}"


class Statement(models.Model):
    """What a person said, on any channel: the words, sealed; who spoke lies in the identity store."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    realm = CodeField(max_length=REALM)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    channel = CodeField(max_length=16)
    unit_id = models.UUIDField()
    received_at = models.DateTimeField()
    speaker = models.UUIDField(null=True)
    sealed = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["realm", "unit_id", "received_at"], name="records_statement_by_unit"),
        ]

    def __str__(self) -> str:
        return f"statement {self.id}"
