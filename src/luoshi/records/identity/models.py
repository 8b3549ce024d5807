"""Who spoke: encrypted with a key per person that lies outside the database."""

from django.db import models

from luoshi.base import ids
from luoshi.base.fields import CodeField


class Speaker(models.Model):
    """A person who said something. Without the key file `key_id`, `sealed` is noise."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    realm = CodeField(max_length=12)
    sealed = models.BinaryField()
    key_id = CodeField(max_length=32)

    def __str__(self) -> str:
        return f"speaker {self.id}"
