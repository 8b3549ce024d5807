"""Who may see what: the one gate that every query goes through."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from luoshi.ledger.events import Role
from luoshi.ledger.matter import State
from luoshi.ledger.models import Card
from luoshi.ledger.ordering import LEVELS
from luoshi.people import paths
from luoshi.people.viewer import UnitRef, Viewer


class NoSuchMatter(LookupError):
    """There is no such matter, or none that this viewer may see: the two are not told apart."""


def under(column: str, path: str) -> Q:
    """Rows whose path lies in a subtree: one index range."""
    low, high = paths.subtree(path)
    return Q(**{f"{column}__gte": low, f"{column}__lt": high})


def cards(viewer: Viewer) -> QuerySet[Card]:
    """The cards that a viewer may see.

    Those led or issued within the subtree that the post serves or sits in; and the wholes of which one led there is a
    part: the requirement and the matter above, so that the words asked for can be read. (Whoever issued a part leads
    or issued its whole.)
    """
    if not viewer.sees_business or viewer.post is None:
        return Card.objects.none()
    realm = Card.objects.filter(realm=viewer.realm)
    above = Q()
    for subtree in subtrees(viewer):
        parts = realm.filter(subtree, parent=OuterRef("id"), role__in=list(Role))
        tasks = realm.filter(subtree, requirement=OuterRef("id"), state__in=list(State))
        above |= Exists(parts) | Exists(tasks)
    return realm.filter(_within(viewer) | above)


def pieces(viewer: Viewer) -> list[QuerySet[Card]]:
    """The same as `cards` in pieces that share nothing, for questions about the parts of one whole.

    A whole may have more parts than anybody can look at one by one: whoever sees few cards begins with those.
    """
    if any(len(top.path) in LEVELS for top in tops(viewer)) or not tops(viewer):
        return [cards(viewer)]
    assert viewer.post is not None  # noqa: S101 - there are tops
    realm, within = Card.objects.filter(realm=viewer.realm), _within(viewer)
    inside = Q()
    for subtree in subtrees(viewer):
        inside |= subtree
    mine = realm.filter(inside)
    over = mine.exclude(parent=None).order_by().values("parent")
    asked = mine.exclude(requirement=None).order_by().values("requirement")
    return [
        *(realm.filter(subtree) for subtree in subtrees(viewer)),
        realm.filter(issuer=viewer.post.scope.id).exclude(inside),
        realm.filter(id__in=over.union(asked, all=True)).exclude(within),
    ]


def own_cards(viewer: Viewer) -> QuerySet[Card]:
    """The cards led within what the post serves or sits in: what lists and figures are made of."""
    if not viewer.sees_business or viewer.post is None:
        return Card.objects.none()
    return Card.objects.filter(_within(viewer), realm=viewer.realm)


def subtrees(viewer: Viewer) -> list[Q]:
    """The subtree that the post serves, and the one that it sits in where that lies elsewhere."""
    return [under("path", unit.path) for unit in tops(viewer)]


def tops(viewer: Viewer) -> list[UnitRef]:
    """The units at the top of what a post sees; none lies below another."""
    if viewer.post is None:
        return []
    scope, unit = viewer.post.scope, viewer.post.unit
    if paths.is_under(unit.path, scope.path):
        return [scope]
    return [unit] if paths.is_under(scope.path, unit.path) else [scope, unit]


def _within(viewer: Viewer) -> Q:
    assert viewer.post is not None  # noqa: S101 - callers have looked
    within = Q(issuer=viewer.post.scope.id)
    for subtree in subtrees(viewer):
        within |= subtree
    return within


def is_own(viewer: Viewer, card: Card) -> bool:
    """Whether a card is one of `own_cards`, without another question to the database."""
    if not viewer.sees_business or viewer.post is None or card.realm != viewer.realm:
        return False
    scope, unit = viewer.post.scope, viewer.post.unit
    return card.issuer == scope.id or paths.is_under(card.path, scope.path) or paths.is_under(card.path, unit.path)


def sees(viewer: Viewer, matter_id: UUID) -> bool:
    """Whether a viewer may see a matter."""
    return cards(viewer).filter(id=matter_id).exists()


def covers(viewer: Viewer, path: str) -> bool:
    """Whether a unit lies in the subtree that the post serves: whose figures the viewer may see."""
    return viewer.sees_business and viewer.post is not None and paths.is_under(path, viewer.post.scope.path)
