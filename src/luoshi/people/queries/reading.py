"""Rows become plain values; the conditions that every query shares."""

from datetime import date

from django.db.models import Q

from luoshi.base import clock
from luoshi.people import paths
from luoshi.people.models import Post, Unit
from luoshi.people.viewer import Duty, PostRef, UnitRef

DUTIES = list(Duty)
FOUND_AT_MOST = 50


class NoSuchUnit(LookupError):
    """There is no unit with that identifier or code."""


def ref(unit: Unit) -> UnitRef:
    """A unit as a plain value."""
    return UnitRef(id=unit.id, code=unit.code, name=unit.name, kind=unit.kind, path=unit.path)


def post_ref(post: Post) -> PostRef:
    """A post as a plain value; unit and scope have been read with it."""
    return PostRef(id=post.id, duty=Duty(post.duty), title=post.title, unit=ref(post.unit), scope=ref(post.scope))


def in_force(on: date) -> Q:
    """The rows of a dated table that hold on a day."""
    return Q(from_on__lte=on) & (Q(to_on=None) | Q(to_on__gt=on))


def not_over() -> Q:
    """The rows of a dated table that hold today or will hold."""
    return Q(to_on=None) | Q(to_on__gt=clock.today())


def under(path: str) -> Q:
    """The rows whose path lies in a subtree: one index range."""
    low, high = paths.subtree(path)
    return Q(path__gte=low, path__lt=high)
