"""What of campaigns leaves with an export."""

from collections.abc import Iterator

from luoshi.base.outgoing import Table, table
from luoshi.campaigns.models import Addition, Campaign, Heading, Template


def tables() -> Iterator[Table]:
    """Templates in every version, what was opened from them, and what units added."""
    templates = Template.objects.order_by("key", "version")
    yield table("campaigns/templates", templates, ["id", "realm", "key", "version", "title", "body"])
    campaign = ["id", "realm", "unit_id", "title", "template", "opened_on", "closed_on"]
    yield table("campaigns/campaigns", Campaign.objects.order_by("id"), campaign)
    heading = ["campaign", "key", "text", "commitment"]
    yield table("campaigns/headings", Heading.objects.order_by("id"), heading)
    added = ["id", "realm", "campaign", "unit_id", "key", "from_on", "body", "dropped_on"]
    yield table("campaigns/additions", Addition.objects.order_by("id"), added)
