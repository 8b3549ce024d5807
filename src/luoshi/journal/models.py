"""The journal's tables. Only this package touches them; the database itself refuses changes (`triggers`)."""

from collections.abc import Iterable
from typing import Any, ClassVar, NoReturn

from django.db import models

from luoshi.base.fields import CodeField

REALM = 12
KIND = 16
WATCHED = ("account", "tenure")  # kinds whose entries the audit administrator reads by day
DIGEST = 80  # the name of the algorithm, a colon, at most 64 hexadecimal digits


class AppendOnly(Exception):
    """Somebody tried to change or remove what stands in the journal."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows that are added and read, nothing else."""

    def update(self, **_columns: Any) -> NoReturn:
        """Refused."""
        raise AppendOnly(f"{self.model.__name__} rows are never changed")

    def delete(self) -> NoReturn:
        """Refused."""
        raise AppendOnly(f"{self.model.__name__} rows are never removed")

    def bulk_update(self, *_arguments: Any, **_options: Any) -> NoReturn:
        """Refused."""
        raise AppendOnly(f"{self.model.__name__} rows are never changed")


class AppendOnlyRow(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(
        self,
        *,
        force_insert: bool | tuple[models.base.ModelBase, ...] = True,  # noqa: ARG002
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Insert; a row that stands already is refused."""
        if not self._state.adding or force_update or update_fields:
            raise AppendOnly(f"{type(self).__name__} rows are never changed")
        super().save(force_insert=True, using=using)

    def delete(self, *_arguments: Any, **_options: Any) -> NoReturn:
        """Refused."""
        raise AppendOnly(f"{type(self).__name__} rows are never removed")


class Stream(models.Model):
    """The identity of one stream, with its head: the last sequence number and the digest of that entry."""

    pk = models.CompositePrimaryKey("realm", "kind", "id")
    realm = CodeField(max_length=REALM)
    kind = CodeField(max_length=KIND)
    id = models.UUIDField()
    seq = models.PositiveIntegerField()
    digest = CodeField(max_length=DIGEST)

    def __str__(self) -> str:
        return f"{self.realm}/{self.kind}/{self.id} at {self.seq}"

    def delete(self, *_arguments: Any, **_options: Any) -> NoReturn:
        """Refused."""
        raise AppendOnly("streams are never removed")


class Entry(AppendOnlyRow):
    """Something that happened. `digest` covers every column and the digest before it."""

    pk = models.CompositePrimaryKey("realm", "kind", "stream", "seq")
    realm = CodeField(max_length=REALM)
    kind = CodeField(max_length=KIND)
    stream = models.UUIDField()
    seq = models.PositiveIntegerField()
    name = CodeField(max_length=64)
    version = models.PositiveSmallIntegerField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_id = CodeField(max_length=64)
    actor_name = models.CharField(max_length=100)
    actor_post = models.CharField(max_length=200, blank=True)
    request = CodeField(max_length=64, blank=True)
    source_inlet = CodeField(max_length=32, blank=True)
    source_key = CodeField(max_length=200, blank=True)
    source_ordinal = models.PositiveIntegerField(null=True)
    payload = models.TextField()  # canonical JSON as text, so that the digest covers every byte
    prev = CodeField(max_length=DIGEST, blank=True)
    digest = CodeField(max_length=DIGEST)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["realm", "source_inlet", "source_key", "source_ordinal"], name="journal_entry_source"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["realm", "recorded_at", "stream", "seq"],
                name="journal_entry_watched",
                condition=models.Q(kind__in=WATCHED),
            )
        ]

    def __str__(self) -> str:
        return f"{self.realm}/{self.kind}/{self.stream}#{self.seq} {self.name}"


class Pending(models.Model):
    """The sealer's queue: an entry that has no number yet."""

    id = models.BigAutoField(primary_key=True)
    realm = CodeField(max_length=REALM)
    kind = CodeField(max_length=KIND)
    stream = models.UUIDField()
    seq = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["realm", "kind", "stream", "seq"], name="journal_pending_entry")
        ]
        indexes: ClassVar = [models.Index(fields=["realm", "id"], name="journal_pending_queue")]

    def __str__(self) -> str:
        return f"{self.realm}/{self.kind}/{self.stream}#{self.seq} waits as {self.id}"


class Log(models.Model):
    """The Merkle log of a realm: how far it has grown, and what the next leaf needs (`merkle.Frontier`)."""

    realm = CodeField(max_length=REALM, primary_key=True)
    algorithm = CodeField(max_length=16)  # of the tree; fixed when the log begins
    size = models.PositiveBigIntegerField()
    frontier = models.TextField(blank=True)
    seals = models.PositiveBigIntegerField()
    head = CodeField(max_length=DIGEST, blank=True)  # digest of the last seal

    def __str__(self) -> str:
        return f"{self.realm}: {self.size} leaves, {self.seals} seals"

    def delete(self, *_arguments: Any, **_options: Any) -> NoReturn:
        """Refused."""
        raise AppendOnly("logs are never removed")


class Leaf(AppendOnlyRow):
    """The place of an entry in the Merkle log of its realm; numbers begin with 1 and leave nothing out."""

    pk = models.CompositePrimaryKey("realm", "number")
    realm = CodeField(max_length=REALM)
    number = models.PositiveBigIntegerField()
    kind = CodeField(max_length=KIND)
    stream = models.UUIDField()
    seq = models.PositiveIntegerField()
    digest = CodeField(max_length=DIGEST)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["realm", "kind", "stream", "seq"], name="journal_leaf_entry")
        ]

    def __str__(self) -> str:
        return f"{self.realm} {self.number}: {self.kind}/{self.stream}#{self.seq}"


class Seal(AppendOnlyRow):
    """The signed root of a realm's log at one size. `prev` is the digest of the seal before it."""

    pk = models.CompositePrimaryKey("realm", "number")
    realm = CodeField(max_length=REALM)
    number = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField()
    root = CodeField(max_length=DIGEST)
    sealed_at = models.DateTimeField()
    algorithm = CodeField(max_length=16)  # of the signature
    key_id = CodeField(max_length=16)
    signature = CodeField(max_length=128)  # hexadecimal
    prev = CodeField(max_length=DIGEST, blank=True)

    def __str__(self) -> str:
        return f"{self.realm} seal {self.number}: {self.size} leaves"
