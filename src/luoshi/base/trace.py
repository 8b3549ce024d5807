"""The number of the request at hand, so that a journal entry can name it without being handed it all the way down."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_request: ContextVar[str] = ContextVar("luoshi_request", default="")


def request_id() -> str:
    """The number of the request being answered; "" outside of one."""
    return _request.get()


@contextmanager
def numbered(number: str) -> Iterator[None]:
    """Everything inside belongs to this request."""
    token = _request.set(number)
    try:
        yield
    finally:
        _request.reset(token)
