"""Posts are opened and filled; who held which one when stays on record."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from luoshi.base import clock
from luoshi.people.commands.writing import write
from luoshi.people.models import DutyChoice, Person, Post, Tenure, Unit
from luoshi.people.queries import in_force
from luoshi.people.rights import By, NotYours, Refused, is_system, runs_security, runs_units
from luoshi.people.viewer import ADMINISTRATORS, Duty, Viewer


@transaction.atomic
def open_post(*, by: By, unit_id: UUID, duty: Duty, scope_id: UUID | None = None, title: str = "") -> UUID:
    """A duty in a unit, for the unit itself or for the subtree of another one."""
    unit = Unit.objects.filter(pk=unit_id).first()
    scope = Unit.objects.filter(pk=scope_id or unit_id).first()
    if unit is None or scope is None or scope.realm != unit.realm:
        raise NotYours
    _may_fill(by, duty, unit, scope)
    if unit.closed_on or scope.closed_on:
        raise Refused(_("The unit is closed."))
    title = title.strip() or str(DutyChoice(duty.value).label)
    post = Post.objects.create(realm=unit.realm, unit=unit, scope=scope, duty=duty.value, title=title)
    payload = {"unit": str(unit.id), "scope": str(scope.id), "duty": duty.value, "title": title}
    write(unit.realm, "tenure", post.id, "post.opened", payload, by=by)
    return post.id


@transaction.atomic
def appoint(*, by: By, post_id: UUID, person_id: UUID, on: date | None = None) -> UUID:
    """A person holds the post from a day on."""
    post, person = _post(by, post_id), _person(post_id, person_id)
    return _begin(post, person, by=by, from_on=on or clock.today())


@transaction.atomic
def act_for(*, by: By, post_id: UUID, person_id: UUID, away_id: UUID, from_on: date, to_on: date | None = None) -> UUID:
    """A person acts in the post of a holder who is away; `to_on` is the first day on which that is over.

    The activity office may arrange it, and so may the holder; it never outlasts the holder's own time in the post.
    """
    post = _locked(post_id)
    if not (isinstance(by, Viewer) and by.person_id == away_id):
        _may_fill(by, Duty(post.duty), post.unit, post.scope)
    held = Tenure.objects.filter(in_force(from_on), post=post, person_id=away_id, acting_for=None)
    away = held.select_related("person").first()
    if away is None:
        raise Refused(_("The person who is away does not hold this post on that day."))
    if person_id == away_id:
        raise Refused(_("Nobody acts for themselves."))
    if to_on is not None and to_on <= from_on:
        raise Refused(_("The last day lies before the first."))
    if away.to_on is not None:
        to_on = min(to_on or away.to_on, away.to_on)
    return _begin(post, _person(post_id, person_id), by=by, from_on=from_on, to_on=to_on, away=away.person)


@transaction.atomic
def end_tenure(*, by: By, tenure_id: UUID, on: date | None = None) -> None:
    """The person no longer holds the post from that day on; an absent holder may end being acted for."""
    on = on or clock.today()
    tenure = Tenure.objects.filter(pk=tenure_id).first()
    if tenure is None:
        raise NotYours
    post = _locked(tenure.post_id)
    if not (isinstance(by, Viewer) and tenure.acting_for_id == by.person_id):
        _may_fill(by, Duty(post.duty), post.unit, post.scope)
    _end(tenure, post, on, by)


@transaction.atomic
def hand_over(*, by: By, old_id: UUID, new_id: UUID, on: date | None = None) -> list[UUID]:
    """Every post that one person holds is held by another from that day on."""
    on = on or clock.today()
    if old_id == new_id:
        raise Refused(_("The same person would hand over to themselves."))
    held = Tenure.objects.filter(in_force(on), person_id=old_id, acting_for=None)
    tenures = list(held.select_related("post__unit", "post__scope").order_by("pk"))
    if not tenures:
        raise Refused(_("This person holds no post on that day."))
    begun = []
    for tenure in tenures:
        post = _post(by, tenure.post_id)
        _end(tenure, post, on, by)
        begun.append(_begin(post, _person(post.id, new_id), by=by, from_on=on))
    return begun


def _begin(
    post: Post, person: Person, *, by: By, from_on: date, to_on: date | None = None, away: Person | None = None
) -> UUID:
    if post.unit.closed_on:
        raise Refused(_("The unit is closed."))
    _no_overlap_of_administrators(post, person, from_on, to_on)
    again = Tenure.objects.filter(_meets(from_on, to_on), post=post, person=person)
    if again.exists():
        raise Refused(_("%(person)s already holds this post in that time.") % {"person": person.name})
    tenure = Tenure.objects.create(post=post, person=person, from_on=from_on, to_on=to_on, acting_for=away)
    payload = {
        "tenure": str(tenure.id),
        "person": str(person.id),
        "from_on": from_on.isoformat(),
        "to_on": to_on.isoformat() if to_on else None,
        "acting_for": str(away.id) if away else None,
    }
    write(post.realm, "tenure", post.id, "tenure.began", payload, by=by)
    return tenure.id


def _end(tenure: Tenure, post: Post, on: date, by: By) -> None:
    if tenure.to_on is not None and tenure.to_on <= on:
        raise Refused(_("It has already ended."))
    _write_end(tenure, post, on, by)
    if tenure.acting_for_id is None:  # nobody acts for one who no longer holds the post
        covers = Tenure.objects.filter(post=post, acting_for_id=tenure.person_id, from_on__gte=tenure.from_on)
        for cover in covers.exclude(to_on__lte=on):
            _write_end(cover, post, on, by)


def _write_end(tenure: Tenure, post: Post, on: date, by: By) -> None:
    tenure.to_on = max(on, tenure.from_on)
    tenure.save(update_fields=["to_on"])
    payload = {"tenure": str(tenure.id), "person": str(tenure.person_id), "on": tenure.to_on.isoformat()}
    write(post.realm, "tenure", post.id, "tenure.ended", payload, by=by)


def _meets(from_on: date, to_on: date | None) -> Q:
    """Tenures that share a day with the time from one day to another."""
    begun = Q(to_on=None) | Q(to_on__gt=from_on)
    return begun if to_on is None else begun & Q(from_on__lt=to_on)


def _no_overlap_of_administrators(post: Post, person: Person, from_on: date, to_on: date | None) -> None:
    """An administrator's post goes with no other post."""
    held = Tenure.objects.filter(_meets(from_on, to_on), person=person).exclude(post=post)
    if Duty(post.duty) not in ADMINISTRATORS:
        held = held.filter(post__duty__in=[duty.value for duty in ADMINISTRATORS])
    if held.exists():
        raise Refused(_("An administrator holds no other post: end that one first."))


def _may_fill(by: By, duty: Duty, unit: Unit, scope: Unit) -> None:
    """Administrators' posts belong to the security administrator, all others to the activity office."""
    if duty in ADMINISTRATORS:
        allowed = is_system(by) or runs_security(by, unit.realm)
    else:
        allowed = runs_units(by, unit.path) and runs_units(by, scope.path)
    if not allowed:
        raise NotYours


def _post(by: By, post_id: UUID) -> Post:
    post = _locked(post_id)
    _may_fill(by, Duty(post.duty), post.unit, post.scope)
    return post


def _locked(post_id: UUID) -> Post:
    post = Post.objects.select_for_update(of=("self",)).select_related("unit", "scope").filter(pk=post_id).first()
    if post is None:
        raise NotYours
    return post


def _person(post_id: UUID, person_id: UUID) -> Person:
    """The person, if they belong to the realm of the post; held, so that nobody gives them another post meanwhile."""
    realm = Post.objects.filter(pk=post_id).values("realm")
    person = Person.objects.select_for_update().filter(pk=person_id, realm__in=realm).first()
    if person is None:
        raise Refused(_("There is no such person."))
    return person
