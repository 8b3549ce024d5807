"""How campaigns are opened."""

from datetime import date
from uuid import UUID

from django.db import transaction

from luoshi.base import clock, digests, ids
from luoshi.campaigns.models import Campaign, Template
from luoshi.campaigns.queries import BLANK, CampaignRef, ref
from luoshi.journal import commands as journal
from luoshi.journal.refs import Actor, NewEntry, Source, StreamRef

BLANK_BODY: dict[str, list[str]] = {"steps": [], "deliverables": []}


@transaction.atomic
def open_blank(*, realm: str, unit: UUID, title: str, opened_on: date, by: Actor) -> CampaignRef:
    """Open the standing campaign of a realm, which asks for nothing by itself. Done twice, it is the same one."""
    template, _ = Template.objects.get_or_create(
        key=BLANK, version=1, defaults={"title": BLANK, "body": digests.canonical(BLANK_BODY)}
    )
    campaign_id = ids.derived_id(realm, "campaign", BLANK)
    found = Campaign.objects.select_related("template").filter(pk=campaign_id).first()
    if found is not None:
        return ref(found)
    now = clock.now()
    journal.append(
        StreamRef(realm, "campaign", campaign_id),
        [NewEntry("campaign.opened", 1, {"template": BLANK, "version": 1, "unit": str(unit)})],
        by=by, happened_at=now, recorded_at=now, source=Source("campaigns", f"blank:{realm}"),
    )  # fmt: skip
    made = Campaign.objects.create(
        id=campaign_id, realm=realm, unit_id=unit, title=title, template=template, opened_on=opened_on
    )
    return ref(made)
