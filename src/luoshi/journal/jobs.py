"""What the journal does by itself: entries get numbers soon, and every day has a signed root."""

from datetime import timedelta

from luoshi.base import clock, jobs
from luoshi.journal import queries, sealer

PAUSE = timedelta(seconds=10)


@jobs.recurring
def seal_due() -> None:
    """In every realm: seal what waits, at most every few seconds, and sign once a day when nothing happens."""
    now = clock.now()
    for realm in queries.realms():
        last = sealer.last_seal(realm)
        if last is None or clock.day(last.sealed_at) != clock.day(now):
            sealer.sign_daily(realm, at=now)
        elif abs(now - last.sealed_at) >= PAUSE and sealer.is_waiting(realm):
            sealer.seal_all(realm, at=now)
