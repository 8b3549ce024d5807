"""What inspections do by themselves: a draw is made as soon as a seal covers its commitment."""

from luoshi.base import jobs
from luoshi.inlets.inspections import commands
from luoshi.inlets.inspections.models import Inspection


def draw_due() -> None:
    """Make the draws whose seal has been signed."""
    for which in Inspection.objects.filter(state="committed").order_by("id").values_list("id", flat=True):
        commands.reveal(which)


def announce() -> None:
    """Look for such draws on every turn of the jobs."""
    jobs.recurring(draw_due)
