"""Tables of campaigns; private to this package."""

from typing import ClassVar

from django.db import models

from luoshi.base import ids
from luoshi.base.fields import CodeField


class Template(models.Model):
    """One version of a campaign's template, as data. A version is never changed, only followed by another."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    realm = CodeField(max_length=12, default="", db_default="")  # "" for those that come with the program
    key = CodeField(max_length=40)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField()  # YAML, as `reading` understands it

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["realm", "key", "version"], name="campaigns_template_version"),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class Campaign(models.Model):
    """A campaign opened on a unit and everything below it. Every matter belongs to one; a blank one always stands."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    realm = CodeField(max_length=12)
    unit_id = models.UUIDField()
    title = models.CharField(max_length=200)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["realm", "opened_on"], name="campaigns_by_realm")]

    def __str__(self) -> str:
        return self.title


class Heading(models.Model):
    """The words of a deliverable as a text in `records`, written once for all the matters that carry them."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    key = CodeField(max_length=40)
    text = models.UUIDField()
    commitment = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["campaign", "key"], name="campaigns_heading_once")]

    def __str__(self) -> str:
        return str(self.key)


class Addition(models.Model):
    """What a unit below asks of its own subtree beside what the campaign asks; it may add, not drop."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    realm = CodeField(max_length=12)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit_id = models.UUIDField()
    key = CodeField(max_length=40)
    from_on = models.DateField()
    body = models.TextField()  # YAML: one deliverable
    dropped_on = models.DateField(null=True)  # by the unit that added it

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["campaign", "key"], name="campaigns_added_once")]

    def __str__(self) -> str:
        return str(self.key)
