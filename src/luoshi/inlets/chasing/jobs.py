"""The clock at work: every hour of working time it walks through what is due, some matters a turn of the jobs.

Where it has come to is kept in memory only: after a crash it begins the hour's walk again, and what was done collides
with its key, so that nothing is left out and nothing doubled.
"""

import logging
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings

from luoshi.base import clock, jobs
from luoshi.inlets.chasing import commands
from luoshi.inlets.chasing.rules import Rules
from luoshi.journal import queries as journal
from luoshi.ledger import queries
from luoshi.ledger.commands import NoSuchMatter, Refusal, SourceConflict, StreamMoved
from luoshi.ledger.queries import Why

READ_AT_ONCE = 500
DONE_AT_ONCE = 50
REASONS = (Why.OVERDUE, Why.NEAR, Why.BEHIND)

log = logging.getLogger(__name__)
Key = tuple[date, UUID]


@dataclass
class Walk:
    """One walk through a realm: its hour, and where it has come to."""

    hour: tuple[date, int]
    reason: int = 0
    after: Key | None = None

    @property
    def is_over(self) -> bool:
        """Everything that was due in this hour has been looked at."""
        return self.reason == len(REASONS)


_walks: dict[str, Walk] = {}


def chase() -> None:
    """Go on with the walk of this hour in every realm."""
    if not settings.LUOSHI_CHASING:
        return
    for realm in journal.realms():
        step(realm)


def step(realm: str) -> int:
    """Some matters of a realm: gives how many were urged. At night and on days off nothing happens."""
    now = clock.now().astimezone(clock.BEIJING)
    hour = (now.date(), now.hour)
    walk = _walks.get(realm)
    if walk is None or walk.hour != hour:
        walk = _walks[realm] = Walk(hour)
    if walk.is_over:
        return 0
    rules = Rules.of(realm, hour[0])
    if not commands.may_act(rules):
        walk.reason = len(REASONS)
        return 0
    return _go_on(realm, walk, rules)


def walk_all(realm: str) -> int:
    """The whole walk of this hour from its beginning; gives how many matters were urged."""
    _walks.pop(realm, None)
    urged = step(realm)
    while not _walks[realm].is_over:
        urged += step(realm)
    return urged


def _go_on(realm: str, walk: Walk, rules: Rules) -> int:
    urged = 0
    while not walk.is_over and urged < DONE_AT_ONCE:
        urged += _page(realm, walk, rules, DONE_AT_ONCE - urged)
    return urged


def _page(realm: str, walk: Walk, rules: Rules, most: int) -> int:
    today = walk.hour[0]
    rows = queries.due_for_urging(
        realm, REASONS[walk.reason], today, until=rules.near(today), after=walk.after, size=READ_AT_ONCE
    )
    urged = 0
    for row in rows:
        if commands.on_day(rules, row, today):
            urged += _urge(realm, row.id, rules)
        walk.after = row.key
        if urged == most:
            return urged
    if len(rows) < READ_AT_ONCE:
        walk.reason, walk.after = walk.reason + 1, None
    return urged


def _urge(realm: str, matter_id: UUID, rules: Rules) -> bool:
    """One matter; what cannot be done for one is no reason to leave out the others."""
    try:
        return commands.urge(realm, matter_id, rules)
    except (NoSuchMatter, Refusal, SourceConflict, StreamMoved):
        log.warning("matter %s was not urged: it has moved on", matter_id)
        return False


def announce() -> None:
    """Look at what is due on every turn of the jobs."""
    jobs.recurring(chase)
