"""Several processes that read one state of the database, each over a connection of its own.

On PostgreSQL all see the very state that the first one sees. On SQLite each sees the state of the moment in which it
begins; whatever one piece of work reads is of one state in any case.
"""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing.util import Finalize
from typing import Any

from django.db import connection, connections

from luoshi.journal import raw

Each = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]  # results in the order of the things
_open = ExitStack()


def is_possible() -> bool:
    """Whether others would see what we see: not within a transaction, and not in a database within our memory."""
    in_memory = getattr(connection, "is_in_memory_db", lambda: False)
    return not (connection.in_atomic_block or in_memory()) and "fork" in multiprocessing.get_all_start_methods()


@contextmanager
def helpers(count: int) -> Iterator[Each]:
    """So many processes; call what is given from within `raw.snapshot`. What is long and stands last begins first."""
    connections.close_all()  # a connection belongs to one process
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("fork")) as pool:
        pool.submit(bool).result()  # they are all made by this, before we connect

        def each(work: Callable[[Any], Any], things: Iterable[Any]) -> Iterator[Any]:
            state = raw.shared()
            asked = [pool.submit(_do, state, work, thing) for thing in reversed(list(things))]
            return (one.result() for one in reversed(asked))

        yield each


def _do(state: str, work: Callable[[Any], Any], thing: Any) -> Any:
    """In a process: begin to read when the first piece of work comes."""
    if not connection.in_atomic_block:
        _open.enter_context(raw.snapshot(state))
        Finalize(None, _open.close, exitpriority=1)
    return work(thing)
