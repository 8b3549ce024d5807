"""What of records goes out to be analysed: words that anybody in the house may read, without who said them."""

from collections.abc import Iterator

from luoshi.base import clock
from luoshi.base.outgoing import Row
from luoshi.records.models import Statement

PAGE = 2000


def statements() -> Iterator[Row]:
    """The words of every statement that is not sealed; speakers and erased words stay here."""
    found = Statement.objects.filter(sealed=False, text__body__isnull=False).order_by("realm", "id")
    for text, realm, unit, at, body in found.values_list(
        "text_id", "realm", "unit_id", "received_at", "text__body"
    ).iterator(PAGE):
        yield {
            "id": str(text), "realm": realm, "said": "statement", "matter": None, "unit": str(unit),
            "day": clock.day(at), "text": body,
        }  # fmt: skip
