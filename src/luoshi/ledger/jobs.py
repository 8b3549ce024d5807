"""What the ledger does by itself: it folds counts, so that boards stay quick, settles dates, and follows the map."""

from typing import Any
from uuid import UUID

from luoshi.base import jobs
from luoshi.journal import queries as journal
from luoshi.ledger import commands, standings
from luoshi.people.commands import MAP_CHANGED


@jobs.recurring
def fold_counts() -> None:
    """Sum up what is not summed yet, in every realm; all anew after the calendar was edited."""
    for realm in journal.realms():
        standings.follow_calendar(realm)
        standings.fold(realm)


@jobs.recurring
def settle_dates() -> None:
    """Replace provisional dates by those of the calendar, where it was published meanwhile."""
    for realm in journal.realms():
        commands.settle_dates(realm)


@jobs.job(MAP_CHANGED)
def follow_map(payload: dict[str, Any]) -> None:
    """Bring cards and sums of a realm up to date after its units moved."""
    commands.follow_map(payload["realm"])


@jobs.job(commands.TITLE_ERASED)
def clear_titles(payload: dict[str, Any]) -> None:
    """Clear the titles of cards that were opened while their words were being erased."""
    commands.clear_titles(payload["realm"], UUID(payload["text"]))
