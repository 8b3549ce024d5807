"""What of records leaves with an export: texts, files, statements. Who spoke stays in the identity store."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from luoshi.base.outgoing import Row, Table, table
from luoshi.records.models import File, Statement, Text

TEXT = ["id", "realm", "body", "salt", "commitment", "erased_at", "withheld"]
FILE = ["id", "realm", "digest", "size", "name_text", "media_type", "created_at"]
STATEMENT = ["id", "realm", "text", "channel", "unit_id", "received_at", "speaker", "sealed"]


def tables(*, sealed: bool) -> Iterator[Table]:
    """Words that were erased are gone; those of sealed statements stay here unless they are asked for."""
    closed = Statement.objects.filter(text_id=OuterRef("pk"), sealed=True)
    texts = Text.objects.annotate(withheld=Exists(closed)).order_by("id")
    yield table("records/texts", texts, TEXT, _shown if sealed else _withheld)
    yield table("records/files", File.objects.order_by("id"), FILE)
    yield table("records/statements", Statement.objects.order_by("id"), STATEMENT)


def _withheld(row: Row) -> Row:
    return row | {"body": None, "salt": ""} if row["withheld"] else row


def _shown(row: Row) -> Row:
    return row | {"withheld": False}
