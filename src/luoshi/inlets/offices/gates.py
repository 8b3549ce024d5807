"""What one may touch: the thing itself, or `NotYours`, asked before a form is shown."""

from uuid import UUID

from luoshi.people import queries
from luoshi.people.queries import Holder
from luoshi.people.rights import NotYours, runs_security, runs_units
from luoshi.people.viewer import ADMINISTRATORS, Duty, PostRef, UnitRef, Viewer


def unit_run_by(viewer: Viewer, unit_id: UUID) -> UnitRef:
    """An open unit that the viewer's office runs."""
    unit = queries.unit_seen_by(viewer, unit_id)
    if not runs_units(viewer, unit.path) or queries.history(unit_id).closed_on:
        raise NotYours
    return unit


def unit_staffed_by(viewer: Viewer, unit_id: UUID) -> UnitRef:
    """An open unit in which the viewer may open posts."""
    return queries.unit_seen_by(viewer, unit_id) if runs_security(viewer) else unit_run_by(viewer, unit_id)


def post_seen_by(viewer: Viewer, post_id: UUID) -> PostRef:
    """A post of the viewer's realm."""
    post = queries.post(post_id)
    if post is None:
        raise NotYours
    queries.unit_seen_by(viewer, post.unit.id)
    return post


def post_filled_by(viewer: Viewer, post_id: UUID) -> PostRef:
    """A post that the viewer fills."""
    post = post_seen_by(viewer, post_id)
    if not fills(viewer, post):
        raise NotYours
    return post


def away_from(viewer: Viewer, post: PostRef) -> list[tuple[UUID, str]]:
    """The holders of a post for whom the viewer may arrange cover."""
    own = [holder for holder in queries.holders(post.id) if not holder.acting_for]
    if not fills(viewer, post):
        own = [holder for holder in own if holder.person_id == viewer.person_id]
    return [(holder.person_id, holder.name) for holder in own]


def tenure_ended_by(viewer: Viewer, tenure_id: UUID) -> tuple[PostRef, Holder]:
    """A tenure that the viewer may end: of a post that they fill, or of who acts for them."""
    post = queries.tenure_post(tenure_id)
    if post is None:
        raise NotYours
    queries.unit_seen_by(viewer, post.unit.id)
    holder = next(row for row in queries.tenures_of(post.id) if row.tenure_id == tenure_id)
    own = {row.tenure_id for _name, _post, row in queries.covers_for(viewer.person_id)}
    if not (fills(viewer, post) or tenure_id in own):
        raise NotYours
    return post, holder


def person_moved_by(viewer: Viewer, person_id: UUID) -> str:
    """The name of a person of the realm whose posts an office may hand over."""
    name = queries.person_in(viewer.realm, person_id)
    if name is None or not runs_units(viewer):
        raise NotYours
    return name


def fills(viewer: Viewer, post: PostRef) -> bool:
    """Whether the viewer fills this post."""
    if post.duty in ADMINISTRATORS:
        return runs_security(viewer)
    return runs_units(viewer, post.unit.path) and runs_units(viewer, post.scope.path)


def scope_path(viewer: Viewer) -> str:
    """The subtree whose posts the viewer runs."""
    if viewer.post is None:
        raise NotYours
    top = queries.root(viewer.realm)
    return top.path if viewer.duty is Duty.SECURITY_ADMIN and top else viewer.post.scope.path
