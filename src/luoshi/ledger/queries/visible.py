"""Who may see what: the one gate that every query goes through."""

from uuid import UUID

from django.db.models import Q, QuerySet

from luoshi.ledger.models import Card
from luoshi.people import paths
from luoshi.people.viewer import Viewer


class NoSuchMatter(LookupError):
    """There is no such matter, or none that this viewer may see: the two are not told apart."""


def under(column: str, path: str) -> Q:
    """Rows whose path lies in a subtree: one index range."""
    low, high = paths.subtree(path)
    return Q(**{f"{column}__gte": low, f"{column}__lt": high})


def cards(viewer: Viewer) -> QuerySet[Card]:
    """The cards that a viewer may see.

    Those led or issued within the subtree that the post serves or sits in; and the wholes of which one of these is
    a part: the requirement and the matter above, so that the words asked for can be read.
    """
    if not viewer.sees_business or viewer.post is None:
        return Card.objects.none()
    realm = Card.objects.filter(realm=viewer.realm)
    within = _within(viewer)
    mine = realm.filter(within)
    above = Q(id__in=mine.exclude(parent=None).values("parent")) | Q(
        id__in=mine.exclude(requirement=None).values("requirement")
    )
    return realm.filter(within | above)


def own_cards(viewer: Viewer) -> QuerySet[Card]:
    """The cards led within what the post serves or sits in: what lists and figures are made of."""
    if not viewer.sees_business or viewer.post is None:
        return Card.objects.none()
    return Card.objects.filter(_within(viewer), realm=viewer.realm)


def _within(viewer: Viewer) -> Q:
    assert viewer.post is not None  # noqa: S101 - callers have looked
    scope, unit = viewer.post.scope, viewer.post.unit
    within = under("path", scope.path) | Q(issuer=scope.id)
    return within if paths.is_under(unit.path, scope.path) else within | under("path", unit.path)


def sees(viewer: Viewer, matter_id: UUID) -> bool:
    """Whether a viewer may see a matter."""
    return cards(viewer).filter(id=matter_id).exists()


def covers(viewer: Viewer, path: str) -> bool:
    """Whether a unit lies in the subtree that the post serves: whose figures the viewer may see."""
    return viewer.sees_business and viewer.post is not None and paths.is_under(path, viewer.post.scope.path)
