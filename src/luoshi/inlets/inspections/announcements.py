"""What the shell is told of inspections: addresses, what waits for somebody, what a blind look says about all."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.base.text import shorten
from luoshi.inlets.inspections import queries
from luoshi.inlets.inspections.refusals import NotHere
from luoshi.ledger.queries import MatterPage, NoSuchMatter
from luoshi.people.viewer import Viewer
from luoshi.web.registry import Act, Estimated, Todo

TITLE = 60
GROUP = _("Inspections")


def page_of_finding(which: Any) -> str:
    """The address of a fact sheet."""
    return reverse("inspections:finding", args=[which])


def todos(viewer: Viewer) -> list[Todo]:
    """Plans to approve, visits to make, sheets to sign, findings to read, objections to decide."""
    found = queries.waiting(viewer)
    made = [
        Todo(_("Plan of inspections"), reverse("inspections:plan", args=[row.id]), verb=_("Approve"), group=GROUP,
             from_whom=str(row.year))
        for row in found.plans
    ]  # fmt: skip
    made += [
        Todo(row.unit.name, reverse("inspections:visit", args=[row.id]), verb=_("Look on the spot"), group=GROUP,
             from_whom=shorten(row.subject, TITLE))
        for row in found.visits
    ]  # fmt: skip
    for rows, verb, due in (
        (found.to_sign, _("Sign"), None),
        (found.to_read, _("Read"), queries.object_by),
        (found.to_decide, _("Decide"), queries.decide_by),
    ):
        made += [
            Todo(
                shorten(row.facts, TITLE), page_of_finding(row.id), verb=verb, group=GROUP, from_whom=row.unit.name,
                due=due(row) if due else None,
            )
            for row in rows
        ]  # fmt: skip
    return made


def acts(viewer: Viewer, facts: Any) -> Sequence[Act]:
    """On the page of a matter that was a finding: the way to its fact sheet."""
    if not isinstance(facts, MatterPage) or facts.row.kind != "finding":
        return []
    which = queries.finding_of_matter(viewer, facts.row.id)
    if which is None:
        return []
    return [Act("finding", _("Fact sheet"), page_of_finding(which), _("Facts, signatures, objection"))]


def estimate(viewer: Viewer, unit_id: UUID) -> Estimated | None:
    """How much of what a subtree claims is true; None where nothing was drawn yet."""
    try:
        found = queries.estimate(viewer, unit_id).found
    except (NotHere, NoSuchMatter):
        return None
    if not found.checked:
        return None
    url = reverse("inspections:estimate", args=[unit_id])
    return Estimated(found.claimed, found.checked, found.held, found.low, found.high, url)
