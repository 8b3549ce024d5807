"""What of base leaves with an export: the calendar that due dates were counted by, and what forms took."""

from collections.abc import Iterator

from luoshi.base.models import FormMinutes, OfficialDay, OfficialYear
from luoshi.base.outgoing import Table, table


def tables() -> Iterator[Table]:
    """The official calendar; how long forms took, by week."""
    yield table("calendar/years", OfficialYear.objects.order_by("year"), ["year", "version"])
    yield table("calendar/days", OfficialDay.objects.order_by("day"), ["day", "is_working", "name"])
    columns = ["form", "week", "declared", "sent", "seconds", "capped"]
    yield table("burden/forms", FormMinutes.objects.order_by("form", "week"), columns)
