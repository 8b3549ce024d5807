"""For tests only: take the triggers away, to do what they refuse."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from luoshi.journal import triggers


def lift() -> None:
    """Drop every trigger of the journal."""
    with connection.cursor() as cursor:
        for trigger in triggers._triggers(connection):
            triggers._drop(cursor, connection, trigger)


@contextmanager
def lifted() -> Iterator[None]:
    """Without triggers inside, with them again outside."""
    lift()
    try:
        yield
    finally:
        triggers.install()
