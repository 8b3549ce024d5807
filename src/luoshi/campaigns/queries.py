"""How campaigns are read from outside."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from luoshi.campaigns.models import Campaign

BLANK = "blank"


class NoCampaign(LookupError):
    """There is no such campaign."""


@dataclass(frozen=True, slots=True)
class CampaignRef:
    """A campaign as a plain value; `is_blank` for the standing one that asks for nothing by itself."""

    id: UUID
    realm: str
    unit: UUID
    title: str
    is_blank: bool
    opened_on: date
    closed_on: date | None


def ref(found: Campaign) -> CampaignRef:
    """A campaign as a plain value; its template has been read with it."""
    return CampaignRef(
        id=found.id, realm=found.realm, unit=found.unit_id, title=found.title,
        is_blank=found.template.key == BLANK, opened_on=found.opened_on, closed_on=found.closed_on,
    )  # fmt: skip


def campaigns(realm: str) -> list[CampaignRef]:
    """The campaigns of a realm, newest first."""
    return [
        ref(found)
        for found in Campaign.objects.select_related("template").filter(realm=realm).order_by("-opened_on", "-id")
    ]


def campaign(campaign_id: UUID) -> CampaignRef:
    """The campaign with that identifier. Raises NoCampaign."""
    found = Campaign.objects.select_related("template").filter(pk=campaign_id).first()
    if found is None:
        raise NoCampaign(str(campaign_id))
    return ref(found)


def blank(realm: str) -> CampaignRef:
    """The standing blank campaign of a realm. Raises NoCampaign before it was opened."""
    found = Campaign.objects.select_related("template").filter(realm=realm, template__key=BLANK).first()
    if found is None:
        raise NoCampaign(realm)
    return ref(found)
