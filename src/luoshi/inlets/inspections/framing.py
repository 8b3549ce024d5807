"""What can be drawn for an item today: units, their claims, and inspectors with what keeps them away."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count

from luoshi.base import clock
from luoshi.inlets.inspections.draw import Frame, Inspector, Place, Recusal, Thing
from luoshi.inlets.inspections.models import Conflict, Item, Visit
from luoshi.journal import queries as journal
from luoshi.ledger import queries as matters
from luoshi.ledger.matter import State
from luoshi.ledger.queries import Filter
from luoshi.people import queries as people
from luoshi.people.viewer import Duty, UnitRef, Viewer

FORMER_POSTS = timedelta(days=3 * 365)  # a post left behind binds so long


def frame(viewer: Viewer, item: Item, draw_id: UUID) -> Frame:
    """Everything that can be drawn for an item, with identifiers of persons and no other words than names."""
    units = allowed(item)
    claims = _claims(viewer, units) if item.take_matters else {}
    places = tuple(
        Place(str(unit.id), unit.name, unit.path, 1, claims.get(unit.id, ()))
        for unit in units
        if not item.take_matters or claims.get(unit.id)
    )
    return Frame(
        str(draw_id), places, inspectors(viewer.realm, item.plan.unit), item.take_units, item.take_matters,
        item.take_inspectors, tuple(Recusal),
    )  # fmt: skip


def allowed(item: Item) -> list[UnitRef]:
    """The units of the item's kind that have not been inspected as often as is allowed in a year."""
    units = people.units_under(item.plan.unit, kinds=[item.places])
    often = inspected(item.plan.realm, item.plan.year, [unit.id for unit in units])
    return [unit for unit in units if often.get(unit.id, 0) < settings.LUOSHI_INSPECTIONS_A_YEAR]


def inspected(realm: str, year: int, units: Iterable[UUID]) -> dict[UUID, int]:
    """How often each of these units was drawn in a year; those never drawn are left out."""
    found = Visit.objects.filter(realm=realm, unit__in=list(units), drawn_on__year=year)
    return dict(found.order_by().values_list("unit").annotate(Count("id")))


def _claims(viewer: Viewer, units: Iterable[UnitRef]) -> dict[UUID, tuple[Thing, ...]]:
    """What these units say is done and nobody has looked at."""
    wanted = {unit.id for unit in units}
    narrow = Filter(states=(State.CLAIMED,), role="lead", without_requirements=True)
    rows = [row for row in matters.export_rows(viewer, narrow) if row.lead_id in wanted]
    histories = journal.entries_of_many(viewer.realm, "matter", [row.id for row in rows])
    found: dict[UUID, tuple[Thing, ...]] = {}
    for row in rows:
        entries = histories.get(row.id, [])
        said = [entry.actor.id for entry in entries if entry.name == "matter.claimed"]
        persons = tuple(sorted({entry.actor.id for entry in entries}))
        if row.lead_id:
            thing = Thing(str(row.id), said[-1] if said else "", persons)
            found[row.lead_id] = (*found.get(row.lead_id, ()), thing)
    return found


def inspectors(realm: str, scope: UUID) -> tuple[Inspector, ...]:
    """Who holds a post in a supervision group that serves the scope, with every unit that binds them."""
    rows, _more = people.posts_under(people.unit(scope).path, duty=Duty.SUPERVISION, limit=1000)
    names = {
        holder.person_id: holder.name for row in rows if row.post.scope.id == scope for holder in row.holders
    }  # fmt: skip
    conflicts: dict[UUID, list[str]] = {}
    for person, unit in Conflict.objects.filter(realm=realm, person__in=names).values_list("person", "unit"):
        conflicts.setdefault(person, []).append(str(unit))
    return tuple(
        Inspector(str(person), name, tuple(sorted(bound_to(person))), tuple(sorted(conflicts.get(person, ()))))
        for person, name in sorted(names.items())
    )


def bound_to(person: UUID) -> set[str]:
    """The paths of the units where a person holds a post or held one in the last three years."""
    since = clock.today() - FORMER_POSTS
    return {held.post.unit.path for held in people.held_by(person) if held.to_on is None or held.to_on > since}
