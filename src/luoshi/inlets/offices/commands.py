"""What this door adds to the commands of the heart.

A list of units is kept while somebody looks at what it would change, then imported and forgotten. What changes a
campaign has its duties brought up to date in the same transaction.
"""

from datetime import date
from uuid import UUID

from django.db import transaction

from luoshi.base import digests
from luoshi.campaigns import commands as campaigns
from luoshi.campaigns.queries import CampaignRef, TemplateRef
from luoshi.inlets.offices import duties
from luoshi.inlets.offices.models import UnitList
from luoshi.people import commands, unit_files
from luoshi.people.commands import ImportResult, NotYours
from luoshi.people.rights import runs_units
from luoshi.people.viewer import Viewer


@transaction.atomic
def keep_list(*, by: Viewer, name: str, content: bytes, as_of: date, close_missing: bool) -> UUID:
    """Keep a readable list in the place of the one before; an unreadable one raises `UnreadableList`."""
    if not runs_units(by):
        raise NotYours
    unit_files.read(content, name)
    UnitList.objects.filter(account_id=by.account_id).delete()
    fields = {"name": name[-200:], "content": content, "as_of": as_of, "close_missing": close_missing}
    return UnitList.objects.create(account_id=by.account_id, **fields).id


@transaction.atomic
def import_list(*, by: Viewer, list_id: UUID) -> ImportResult:
    """Import the kept list and forget it, unless a row is bad."""
    kept = UnitList.objects.select_for_update().filter(pk=list_id, account_id=by.account_id).first()
    if kept is None:
        raise NotYours
    result = run(by=by, kept=kept, dry_run=False)
    if not result.bad:
        kept.delete()
    return result


def run(*, by: Viewer, kept: UnitList, dry_run: bool) -> ImportResult:
    """Hand the kept list to the heart."""
    content = bytes(kept.content)
    return commands.import_units(
        by=by,
        rows=unit_files.read(content, kept.name),
        as_of=kept.as_of,
        close_missing=kept.close_missing,
        dry_run=dry_run,
        digest=digests.digest(content),
    )


def learn(viewer: Viewer, text: str) -> TemplateRef:
    """Keep a template of the realm's own."""
    return campaigns.learn(viewer, text)


@transaction.atomic
def open_campaign(viewer: Viewer, *, template_id: UUID, title: str, unit_id: UUID, opened_on: date) -> CampaignRef:
    """Open a campaign; what is owed goes out to the units."""
    made = campaigns.open_campaign(viewer, template_id=template_id, title=title, unit_id=unit_id, opened_on=opened_on)
    duties.ask_for(made.id)
    return made


@transaction.atomic
def add(viewer: Viewer, campaign_id: UUID, text: str) -> int:
    """Ask one's own units for more; it goes out to them."""
    added = campaigns.add(viewer, campaign_id, text)
    duties.ask_for(campaign_id)
    return added


@transaction.atomic
def drop(viewer: Viewer, campaign_id: UUID, key: str) -> None:
    """Ask for it no longer; what is open of it is withdrawn."""
    campaigns.drop(viewer, campaign_id, key)
    duties.ask_for(campaign_id)


@transaction.atomic
def end_campaign(viewer: Viewer, campaign_id: UUID) -> CampaignRef:
    """End a campaign; what is open is handed over to everyday work."""
    ended = campaigns.end_campaign(viewer, campaign_id)
    duties.ask_for(campaign_id)
    return ended
