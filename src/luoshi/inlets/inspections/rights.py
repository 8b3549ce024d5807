"""Who may do what in an inspection: plain questions to a viewer.

Government from the county upwards organises inspections, and an item needs the word of the one who answers for it
(政府督查工作条例, articles 4, 7, 11); nobody decides on an objection to what they signed (article 17).
"""

from uuid import UUID

from luoshi.ledger.matter import UNDERTAKING
from luoshi.people.viewer import Duty, PostRef, Viewer

ORGANISING_KINDS = frozenset({"country", "province", "city", "district"})
ORGANISING = frozenset({Duty.PRINCIPAL, Duty.OFFICE, Duty.SUPERVISION})
DRAFTING = frozenset({Duty.OFFICE, Duty.SUPERVISION})
DECIDING = frozenset({Duty.PRINCIPAL, Duty.OFFICE})


def organises(viewer: Viewer, scope: UUID | None = None) -> bool:
    """Sees plans, draws and findings of a unit from the county upwards: the one asked for, or any."""
    return _holds(viewer, ORGANISING, scope)


def drafts(viewer: Viewer, scope: UUID | None = None) -> bool:
    """Writes plans and asks for draws."""
    return _holds(viewer, DRAFTING, scope)


def approves(viewer: Viewer, scope: UUID | None = None) -> bool:
    """Approves items: the first responsible person."""
    return _holds(viewer, {Duty.PRINCIPAL}, scope)


def inspects(viewer: Viewer, scope: UUID | None = None) -> bool:
    """Is of a supervision group: goes, writes fact sheets, signs them."""
    return _holds(viewer, {Duty.SUPERVISION}, scope)


def decides(viewer: Viewer, scope: UUID | None = None) -> bool:
    """Decides on objections."""
    return _holds(viewer, DECIDING, scope)


def answers_for(viewer: Viewer, unit: UUID) -> bool:
    """Undertakes for a unit: reads what was found there, and objects."""
    return viewer.post is not None and viewer.duty in UNDERTAKING and unit in own_units(viewer)


def own_units(viewer: Viewer) -> set[UUID]:
    """The units that the post undertakes for."""
    if viewer.post is None or viewer.duty not in UNDERTAKING:
        return set()
    return {viewer.post.scope.id, viewer.post.unit.id}


def has_a_part(viewer: Viewer) -> bool:
    """Has anything to do with inspections: organises them, or answers for a unit that may be inspected."""
    return organises(viewer) or bool(own_units(viewer))


def scope_of(viewer: Viewer) -> PostRef:
    """The post in use; ask `organises` before."""
    if viewer.post is None:
        raise LookupError
    return viewer.post


def _holds(viewer: Viewer, duties: "set[Duty] | frozenset[Duty]", scope: UUID | None) -> bool:
    post = viewer.post
    if post is None or post.duty not in duties or post.scope.kind not in ORGANISING_KINDS:
        return False
    return scope is None or post.scope.id == scope
