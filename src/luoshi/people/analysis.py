"""What of units goes out to be analysed."""

from collections.abc import Iterator

from luoshi.base.outgoing import Row
from luoshi.people import paths
from luoshi.people.models import Unit

PAGE = 2000


def units() -> Iterator[Row]:
    """Every unit by today's map, closed ones included; `level` is 1 at the top."""
    columns = ("realm", "id", "code", "name", "kind", "path")
    for values in Unit.objects.order_by("path").values_list(*columns).iterator(PAGE):
        row = dict(zip(columns, values, strict=True))
        yield row | {"id": str(row["id"]), "level": paths.depth(row["path"])}
