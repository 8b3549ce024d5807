"""How templates are learnt and campaigns are opened, added to and ended."""

from datetime import date
from importlib import resources
from uuid import UUID

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.base import clock, digests, ids
from luoshi.campaigns import reading
from luoshi.campaigns.models import Addition, Campaign, Heading, Template
from luoshi.campaigns.queries import BLANK, CampaignRef, TemplateRef, additions, campaign, plan, ref, template_ref
from luoshi.journal import commands as journal
from luoshi.journal.refs import Actor, NewEntry, Source, StreamRef
from luoshi.people import queries as people
from luoshi.people.rights import By, NotYours, Refused, actor_of, runs_campaigns
from luoshi.people.viewer import Viewer
from luoshi.records import commands as records
from luoshi.records.refs import TextRef

SHIPPED = ("blank.yaml", "mass_line_2013.yaml")


def ship() -> None:
    """Keep the templates that come with the program; a version that is there already is left as it is."""
    for name in SHIPPED:
        text = (resources.files("luoshi.campaigns") / "data" / name).read_text(encoding="utf-8")
        read = reading.read(text)
        Template.objects.get_or_create(
            realm="", key=read.key, version=read.version, defaults={"title": str(read.title), "body": text}
        )


@transaction.atomic
def open_blank(*, realm: str, unit: UUID, title: str, opened_on: date, by: Actor) -> CampaignRef:
    """Open the standing campaign of a realm, which asks for nothing by itself. Done twice, it is the same one."""
    campaign_id = ids.derived_id(realm, "campaign", BLANK)
    found = Campaign.objects.select_related("template").filter(pk=campaign_id).first()
    if found is not None:
        return ref(found)
    ship()
    template = Template.objects.get(realm="", key=BLANK, version=1)
    _write(
        realm, campaign_id, "campaign.opened", {"template": BLANK, "version": 1, "unit": str(unit)},
        by=by, source=Source("campaigns", f"blank:{realm}"),
    )  # fmt: skip
    return ref(
        Campaign.objects.create(
            id=campaign_id, realm=realm, unit_id=unit, title=title, template=template, opened_on=opened_on
        )
    )


@transaction.atomic
def learn(viewer: Viewer, text: str) -> TemplateRef:
    """Keep a template of the realm's own. The same words twice are one version; other words need a new version.

    Raises reading.TemplateRefused with every fault, NotYours, Refused.
    """
    if not runs_campaigns(viewer):
        raise NotYours
    read = reading.read(text)
    if read.key == BLANK:
        raise Refused(_("The key “blank” is that of everyday work: choose another."))
    found = Template.objects.filter(realm=viewer.realm, key=read.key).order_by("-version").first()
    if found and found.version == read.version and found.body == text:
        return template_ref(found)
    if found and found.version >= read.version:
        raise Refused(
            _("Version %(n)s of this template is kept and does not change: give yours a higher number.")
            % {"n": found.version}
        )
    made = Template.objects.create(
        realm=viewer.realm, key=read.key, version=read.version, title=str(read.title), body=text
    )
    _write(
        viewer.realm, made.id, "template.kept",
        {"key": read.key, "version": read.version, "digest": digests.digest(text.encode())},
        by=viewer, kind="template",
    )  # fmt: skip
    return template_ref(made)


@transaction.atomic
def open_campaign(viewer: Viewer, *, template_id: UUID, title: str, unit_id: UUID, opened_on: date) -> CampaignRef:
    """Open a campaign on a unit and everything below it. Raises NotYours, Refused."""
    unit = people.unit_seen_by(viewer, unit_id)
    if not runs_campaigns(viewer, unit.path):
        raise NotYours
    template = Template.objects.filter(pk=template_id, realm__in=["", viewer.realm]).exclude(key=BLANK).first()
    if template is None:
        raise NotYours
    if opened_on > clock.today():
        raise Refused(_("That day is still to come: open the campaign on the day itself."))
    if not title.strip():
        raise Refused(_("The campaign needs a name."))
    same = Campaign.objects.filter(realm=viewer.realm, template__key=template.key, unit_id=unit.id, closed_on=None)
    if same.exists():
        raise Refused(_("This campaign runs there already."))
    made = Campaign.objects.create(
        realm=viewer.realm, unit_id=unit.id, title=title.strip(), template=template, opened_on=opened_on
    )
    _write(
        viewer.realm, made.id, "campaign.opened",
        {
            "template": template.key, "version": template.version, "unit": str(unit.id),
            "opened_on": opened_on.isoformat(), "digest": digests.digest(template.body.encode()),
        },
        by=viewer,
    )  # fmt: skip
    return ref(made)


@transaction.atomic
def add(viewer: Viewer, campaign_id: UUID, text: str) -> int:
    """Ask of one's own subtree what the campaign does not ask: it may be added to, nothing can be dropped from it.

    `text` is YAML with the key `deliverables`. Gives how many are new.
    Raises reading.TemplateRefused, NotYours, Refused.
    """
    running, unit = _running(viewer, campaign_id), viewer.post.scope if viewer.post else None
    whole = people.unit(running.unit)
    if unit is None or not runs_campaigns(viewer, unit.path) or not unit.path.startswith(whole.path):
        raise NotYours
    asked = plan(running)
    added = reading.deliverables(text, steps=[step.key for step in asked.steps])
    taken = {one.key for one in asked.deliverables}
    taken |= set(Addition.objects.filter(campaign_id=campaign_id).values_list("key", flat=True))
    for one in added:
        if one.key in taken:
            raise Refused(
                _("“%(key)s” is asked for already; what is asked above can be added to, not changed.")
                % {"key": one.key}
            )
    today = clock.today()
    bodies = {entry["key"]: entry for entry in yaml.safe_load(text)["deliverables"]}
    for one in added:
        body = yaml.safe_dump({"deliverables": [bodies[one.key]]}, allow_unicode=True, sort_keys=False)
        Addition.objects.create(
            realm=running.realm, campaign_id=campaign_id, unit_id=unit.id, key=one.key, from_on=today, body=body
        )
        _write(
            running.realm, campaign_id, "campaign.added_to",
            {"unit": str(unit.id), "deliverable": one.key, "digest": digests.digest(body.encode())}, by=viewer,
        )  # fmt: skip
    return len(added)


@transaction.atomic
def drop(viewer: Viewer, campaign_id: UUID, key: str) -> None:
    """Ask no longer for what one's own unit has added. Raises NotYours."""
    running = _running(viewer, campaign_id)
    found = Addition.objects.filter(campaign_id=campaign_id, key=key, dropped_on=None).first()
    if found is None or viewer.post is None or found.unit_id != viewer.post.scope.id or not runs_campaigns(viewer):
        raise NotYours
    found.dropped_on = clock.today()
    found.save(update_fields=["dropped_on"])
    _write(
        running.realm,
        campaign_id,
        "campaign.addition_dropped",
        {"unit": str(found.unit_id), "deliverable": key},
        by=viewer,
    )


@transaction.atomic
def headings(running: CampaignRef) -> dict[str, TextRef]:
    """The words of every deliverable of a campaign as texts, by key; written when they are first asked for."""
    asked = [*plan(running).deliverables, *(one.deliverable for one in additions(running))]
    list(Campaign.objects.select_for_update().filter(pk=running.id))
    have = {row.key: TextRef(row.text, row.commitment) for row in Heading.objects.filter(campaign_id=running.id)}
    for one in asked:
        if one.key not in have:
            have[one.key] = made = records.write_text(running.realm, str(one.title))
            Heading.objects.create(campaign_id=running.id, key=one.key, text=made.id, commitment=made.commitment)
    return have


@transaction.atomic
def end_campaign(viewer: Viewer, campaign_id: UUID) -> CampaignRef:
    """Freeze a campaign: nothing new is owed from today on. What is open is the caller's to hand over first.

    Raises NotYours; done twice it is done once.
    """
    found = Campaign.objects.select_for_update(of=("self",)).select_related("template").filter(pk=campaign_id).first()
    if found is None or found.realm != viewer.realm or found.template.key == BLANK:
        raise NotYours
    if not runs_campaigns(viewer, people.unit(found.unit_id).path):
        raise NotYours
    if found.closed_on is None:
        found.closed_on = clock.today()
        found.save(update_fields=["closed_on"])
        _write(found.realm, found.id, "campaign.ended", {"on": found.closed_on.isoformat()}, by=viewer)
    return ref(found)


def _running(viewer: Viewer, campaign_id: UUID) -> CampaignRef:
    found = campaign(campaign_id)
    if found.realm != viewer.realm or found.is_blank:
        raise NotYours
    if found.closed_on:
        raise Refused(_("This campaign has ended."))
    return found


def _write(
    realm: str, stream: UUID, name: str, payload: dict[str, str | int], *, by: By, source: Source | None = None,
    kind: str = "campaign",
) -> None:  # fmt: skip
    now = clock.now()
    journal.append(
        StreamRef(realm, kind, stream), [NewEntry(name, 1, payload)],
        by=actor_of(by), happened_at=now, recorded_at=now, source=source,
    )  # fmt: skip
