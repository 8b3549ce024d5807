"""The one draft of this door: a list of units that was sent and is not yet imported."""

from django.db import models

from luoshi.base.ids import new_id


class UnitList(models.Model):
    """A file with units, kept from the look at it until it is imported or replaced; one for each account."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.OneToOneField("people.Account", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    as_of = models.DateField()
    close_missing = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name
