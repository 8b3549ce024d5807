"""How campaigns are read from outside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from uuid import UUID

from luoshi.base import workdays
from luoshi.campaigns import owing, reading
from luoshi.campaigns.models import Addition, Campaign, Template
from luoshi.campaigns.owing import Owed
from luoshi.campaigns.template import Deliverable
from luoshi.campaigns.template import Template as Plan
from luoshi.people import queries as people
from luoshi.people.viewer import Stay, Viewer

BLANK = "blank"


class NoCampaign(LookupError):
    """There is no such campaign."""


class NoTemplate(LookupError):
    """There is no such template."""


@dataclass(frozen=True, slots=True)
class CampaignRef:
    """A campaign as a plain value; `is_blank` for the standing one that asks for nothing by itself."""

    id: UUID
    realm: str
    unit: UUID
    title: str
    template: UUID
    is_blank: bool
    opened_on: date
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class TemplateRef:
    """One version of a template; `is_shipped` for those that come with the program."""

    id: UUID
    key: str
    version: int
    title: str
    is_shipped: bool


@dataclass(frozen=True, slots=True)
class Added:
    """What a unit below asks of its own subtree beside what the campaign asks."""

    unit: UUID
    deliverable: Deliverable
    from_on: date
    dropped_on: date | None


def ref(found: Campaign) -> CampaignRef:
    """A campaign as a plain value; its template has been read with it."""
    return CampaignRef(
        id=found.id, realm=found.realm, unit=found.unit_id, title=found.title, template=found.template_id,
        is_blank=found.template.key == BLANK, opened_on=found.opened_on, closed_on=found.closed_on,
    )  # fmt: skip


def template_ref(found: Template) -> TemplateRef:
    """A template's version as a plain value."""
    return TemplateRef(found.id, found.key, found.version, found.title, is_shipped=not found.realm)


def campaigns(realm: str) -> list[CampaignRef]:
    """The campaigns of a realm, newest first."""
    return [
        ref(found)
        for found in Campaign.objects.select_related("template").filter(realm=realm).order_by("-opened_on", "-id")
    ]


def running() -> list[CampaignRef]:
    """The campaigns of every realm that have not ended, the blank ones apart."""
    found = Campaign.objects.select_related("template").filter(closed_on=None).exclude(template__key=BLANK)
    return [ref(one) for one in found.order_by("realm", "opened_on", "id")]


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


# ------------------------------------------------------------------ templates


def templates(viewer: Viewer) -> list[TemplateRef]:
    """The newest version of every template that a campaign can be opened from, the shipped ones last."""
    found = (
        Template.objects.filter(realm__in=["", viewer.realm]).exclude(key=BLANK).order_by("-realm", "key", "version")
    )
    newest = {(one.realm, one.key): template_ref(one) for one in found}
    return list(newest.values())


def template(viewer: Viewer, template_id: UUID) -> tuple[TemplateRef, Plan, str]:
    """A template's version, what it asks for, and its text. Raises NoTemplate."""
    found = Template.objects.filter(pk=template_id, realm__in=["", viewer.realm]).first()
    if found is None:
        raise NoTemplate(str(template_id))
    return template_ref(found), _plan(found.id), found.body


def plan(running: CampaignRef) -> Plan:
    """What a campaign asks for."""
    return _plan(running.template)


@lru_cache(maxsize=64)  # a version never changes
def _plan(template_id: UUID) -> Plan:
    return reading.read(Template.objects.values_list("body", flat=True).get(pk=template_id))


# ------------------------------------------------------------------ what is owed


def additions(running: CampaignRef) -> list[Added]:
    """What units below have added, in the order in which they did."""
    steps = [step.key for step in plan(running).steps]
    return [
        Added(found.unit_id, one, found.from_on, found.dropped_on)
        for found in Addition.objects.filter(campaign_id=running.id).order_by("from_on", "id")
        for one in reading.deliverables(found.body, steps=steps)
    ]


def owed(
    running: CampaignRef, *, until: date, below: UUID | None = None, added: Sequence[Added] | None = None
) -> list[Owed]:
    """Everything that units owe up to a day: those of the whole campaign, or those below one of its units.

    What was added by a unit is owed by its subtree from that day on, until it was dropped again; `added` may be
    handed in by whoever has asked for it already.
    """
    asked, more = plan(running), additions(running) if added is None else added
    last = min(until, running.closed_on) if running.closed_on else until
    named = [running.unit, *([below] if below else []), *(one.unit for one in more)]
    stays = people.stays_under_each(named, since=running.opened_on)
    wanted = None if below is None else {stay.unit for stay in stays[below]}

    def seen(some: Iterable[Stay]) -> list[Stay]:
        return [stay for stay in some if wanted is None or stay.unit in wanted]

    found = list(owing.owed(asked, running.opened_on, seen(stays[running.unit]), until=last, add=workdays.add))
    for one in more:
        lasting = [clipped for stay in seen(stays[one.unit]) if (clipped := _clipped(stay, one))]
        alone = replace(asked, deliverables=(one.deliverable,))
        found += owing.owed(alone, running.opened_on, lasting, until=last, add=workdays.add)
    return found


def would_owe(asked: Plan, unit_id: UUID, *, opened_on: date, until: date) -> list[Owed]:
    """What units would owe, were a campaign opened on a unit on that day; nothing is kept."""
    stays = people.stays_under(unit_id, since=opened_on)
    return list(owing.owed(asked, opened_on, stays, until=until, add=workdays.add))


def _clipped(stay: Stay, added: Added) -> Stay | None:
    """The part of a stay during which what was added was asked for."""
    ends = [day for day in (stay.to_on, added.dropped_on) if day is not None]
    first, last = max(stay.from_on, added.from_on), min(ends, default=None)
    return Stay(stay.unit, stay.kind, first, last) if last is None or first < last else None
