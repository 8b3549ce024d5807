"""Who is asking."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from luoshi.base import clock
from luoshi.people.models import Account, Tenure
from luoshi.people.queries.reading import DUTIES, in_force, post_ref
from luoshi.people.viewer import Duty, Viewer


def viewer_for(account: Account, post_id: UUID | None = None) -> Viewer:
    """The account in the post asked for if it is held today, else in its first one.

    Rights come from posts held now, in units that are open.
    """
    held = _held_today(account.person_id)
    chosen = next((tenure for tenure in held if tenure.post_id == post_id), held[0] if held else None)
    person = chosen.person if chosen else account.person
    return Viewer(
        account_id=account.pk,
        person_id=person.id,
        person_name=person.name,
        realm=person.realm,
        post=post_ref(chosen.post) if chosen else None,
        posts=tuple(post_ref(tenure.post) for tenure in held),
        acting_for=chosen.acting_for.name if chosen and chosen.acting_for else "",
    )


def viewer_of(username: str) -> Viewer:
    """The viewer behind a user name, for commands given on the machine itself."""
    return viewer_for(Account.objects.select_related("person").get(username=username))


def _held_today(person_id: UUID) -> Sequence[Tenure]:
    today = clock.today()
    is_open = Q(post__unit__closed_on=None) | Q(post__unit__closed_on__gt=today)
    found = Tenure.objects.filter(in_force(today), is_open, person_id=person_id).select_related(
        "person", "acting_for", "post__unit", "post__scope"
    )
    first = {tenure.post_id: tenure for tenure in sorted(found, key=_own_first, reverse=True)}
    return sorted(first.values(), key=_own_first)


def _own_first(tenure: Tenure) -> tuple[bool, int, str, str]:
    return (
        tenure.acting_for_id is not None,
        DUTIES.index(Duty(tenure.post.duty)),
        tenure.post.unit.path,
        str(tenure.post_id),
    )
