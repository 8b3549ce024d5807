"""Plans: drafted, merged where two items want the same, approved by the one who answers for them."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from luoshi.base import clock, digests, ids
from luoshi.inlets.inspections import rights
from luoshi.inlets.inspections.commands import writing
from luoshi.inlets.inspections.models import Item, Plan
from luoshi.inlets.inspections.refusals import Because, NotHere, Refused
from luoshi.journal.refs import NewEntry, Source
from luoshi.people.viewer import Viewer

STREAM = "inspection_plan"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to have inspected."""

    kind: str
    subject: str
    basis: str
    places: str
    announced: bool
    times: int
    units: int
    matters: int
    inspectors: int


def draft(viewer: Viewer, year: int) -> UUID:
    """Begin the plan of a year. Raises NotHere, Refused where there is one."""
    if not rights.drafts(viewer):
        raise NotHere
    scope = rights.scope_of(viewer).scope
    made = ids.derived_id("inspection-plan", viewer.realm, scope.id, year)
    with transaction.atomic():
        if Plan.objects.filter(id=made).exists():
            raise Refused(Because.STANDS, str(made))
        payload = {"unit": str(scope.id), "year": year}
        entry = NewEntry("inspection_plan.drafted", 1, payload)
        writing.append(viewer.realm, STREAM, made, entry, by=viewer.actor)
        Plan.objects.create(
            id=made, realm=viewer.realm, unit=scope.id, year=year, drafted_by=str(viewer.person_id)
        )  # fmt: skip
    return made


def add_item(viewer: Viewer, plan_id: UUID, asked: Asked, *, nonce: str, merge: bool = False) -> UUID:
    """Add an item, or merge it into the one of the same kind; it has to be approved (again). The same nonce is one act.

    Raises NotHere, Refused with the item that wants the same where it should be merged and `merge` was not said.
    """
    with transaction.atomic():
        plan = _held(viewer, plan_id)
        made = ids.derived_id("inspection-item", plan.id, nonce)
        if Item.objects.filter(id=made).exists():
            return made
        same = plan.items.filter(kind=asked.kind, places=asked.places).first()
        if same is not None and not merge:
            raise Refused(Because.SAME_KIND, str(same.id))
        subject, basis = writing.words(viewer, asked.subject), writing.words(viewer, asked.basis)
        source = Source(writing.INLET, nonce)
        payload: dict[str, Any] = {"item": str(made), "subject": subject.as_payload(), "basis": basis.as_payload()}
        if same is not None:
            payload |= {"into": str(same.id)}
            entry = NewEntry("inspection_plan.item_merged", 1, payload)
            writing.append(viewer.realm, STREAM, plan.id, entry, by=viewer.actor, source=source)
            same.subjects = digests.canonical([*json.loads(same.subjects), str(subject.id)])
            same.state, same.approver, same.approved_at = "drafted", "", None
            same.added_by = str(viewer.person_id)
            same.save()
            return same.id
        payload |= {
            "kind": asked.kind, "places": asked.places, "announced": asked.announced, "times": asked.times,
            "units": asked.units, "matters": asked.matters, "inspectors": asked.inspectors,
        }  # fmt: skip
        entry = NewEntry("inspection_plan.item_added", 1, payload)
        writing.append(viewer.realm, STREAM, plan.id, entry, by=viewer.actor, source=source)
        Item.objects.create(
            id=made, plan=plan, kind=asked.kind, subjects=digests.canonical([str(subject.id)]), basis_text=basis.id,
            places=asked.places, announced=asked.announced, times=asked.times, take_units=asked.units,
            take_matters=asked.matters, take_inspectors=asked.inspectors, state="drafted",
            added_by=str(viewer.person_id), added_at=clock.now(),
        )  # fmt: skip
    return made


def approve(viewer: Viewer, plan_id: UUID) -> int:
    """Approve what waits in a plan, by name; gives how many items. Raises NotHere, Refused."""
    with transaction.atomic():
        plan = Plan.objects.select_for_update().filter(realm=viewer.realm, id=plan_id).first()
        if plan is None or not rights.approves(viewer, plan.unit):
            raise NotHere
        waiting = list(plan.items.filter(state="drafted").order_by("id"))
        if not waiting:
            raise Refused(Because.NOTHING_TO_APPROVE)
        person = str(viewer.person_id)
        if person == plan.drafted_by or any(item.added_by == person for item in waiting):
            raise Refused(Because.SAME_PERSON)
        entry = NewEntry("inspection_plan.approved", 1, {"items": [str(item.id) for item in waiting]})
        writing.append(viewer.realm, STREAM, plan.id, entry, by=viewer.actor)
        plan.items.filter(id__in=[item.id for item in waiting]).update(
            state="approved", approver=viewer.person_name, approved_at=clock.now()
        )
    return len(waiting)


def _held(viewer: Viewer, plan_id: UUID) -> Plan:
    """A plan that the viewer writes in, held until the transaction ends."""
    plan = Plan.objects.select_for_update().filter(realm=viewer.realm, id=plan_id).first()
    if plan is None or not rights.drafts(viewer, plan.unit):
        raise NotHere
    return plan
