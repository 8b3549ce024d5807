"""What those below get from their sender: how soon it answers, and what they say of what came down. No order of units.

A figure that rests on fewer than five answers is not known: it would say who said what.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from uuid import UUID

from luoshi.base import clock, workdays
from luoshi.base.days import ONE
from luoshi.ledger.models import Card
from luoshi.ledger.queries.visible import NoSuchMatter, cards
from luoshi.people.viewer import Viewer

FEWEST = 5
LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Share:
    """How many said yes, of how many."""

    yes: int
    n: int


@dataclass(frozen=True, slots=True)
class Service:
    """What a sender gives back; None where fewer than five answers stand behind it."""

    unit: UUID
    answers: int  # to questions and returns, of the last 365 days
    median_days: float | None  # working days from question or return to answer
    clear: Share | None
    helpful: Share | None


def service_of(viewer: Viewer, unit_id: UUID) -> Service:
    """The service of a unit that sent the viewer something. Raises NoSuchMatter for all others."""
    if not cards(viewer).filter(issuer=unit_id).exists():
        raise NoSuchMatter(str(unit_id))
    sent = Card.objects.filter(realm=viewer.realm, issuer=unit_id)
    today = clock.today()
    waited = list(_waited(sent.filter(answers__isnull=False).values_list("answers", flat=True).iterator(), today))
    rated = list(sent.filter(rated_clear__isnull=False).values_list("rated_clear", "rated_helpful"))
    return Service(
        unit=unit_id,
        answers=len(waited),
        median_days=float(median(waited)) if len(waited) >= FEWEST else None,
        clear=_share([clear for clear, _ in rated]),
        helpful=_share([helpful for _, helpful in rated]),
    )


def _waited(written: Iterator[str | None], today: date) -> Iterator[int]:
    days = workdays.calendar(today - LOOKED_BACK * 2, today)
    for text in written:
        for pair in (text or "").split():
            asked, answered = (date.fromisoformat(one) for one in pair.split("/"))
            if answered >= today - LOOKED_BACK:
                yield days.within(asked + ONE, answered)


def _share(said: list[bool | None]) -> Share | None:
    found = [one for one in said if one is not None]
    return Share(sum(found), len(found)) if len(found) >= FEWEST else None
