"""What of base leaves with an export: the calendar that due dates were counted by."""

from collections.abc import Iterator

from luoshi.base.models import OfficialDay, OfficialYear
from luoshi.base.outgoing import Table, table


def tables() -> Iterator[Table]:
    """The official calendar."""
    yield table("calendar/years", OfficialYear.objects.order_by("year"), ["year", "version"])
    yield table("calendar/days", OfficialDay.objects.order_by("day"), ["day", "is_working", "name"])
