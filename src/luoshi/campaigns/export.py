"""What of campaigns leaves with an export."""

from collections.abc import Iterator

from luoshi.base.outgoing import Table, table
from luoshi.campaigns.models import Campaign, Template


def tables() -> Iterator[Table]:
    """Templates in every version, and what was opened from them."""
    templates = Template.objects.order_by("key", "version")
    yield table("campaigns/templates", templates, ["id", "key", "version", "title", "body"])
    campaign = ["id", "realm", "unit_id", "title", "template", "opened_on", "closed_on"]
    yield table("campaigns/campaigns", Campaign.objects.order_by("id"), campaign)
