"""The WSGI entry for any server."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings.run")

DIGITS = 15  # of a length
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Uncut:
    """The body of a request, which ends where its length says and not where the connection was cut.

    A server hands over the same silence for both. Half a file would be kept as if it were whole.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """All that was asked for. Raises OSError; Django knows that as a broken connection."""
        return self._whole(self._stream.read(size), size)

    def readline(self, size: int = -1) -> bytes:
        """One line, or all that was asked for. Raises OSError."""
        line: bytes = self._stream.readline(size)
        return line if line.endswith(b"\n") else self._whole(line, size)

    def _whole(self, data: bytes, size: int) -> bytes:
        while 0 <= len(data) < size:
            more = self._stream.read(size - len(data))
            if not more:
                raise OSError("the connection was cut")
            data += more
        return data


def measured(environ: dict[str, Any]) -> dict[str, Any]:
    """A request whose length is a number, and whose body is read whole or not at all.

    Django asks for no byte beyond the declared length, and fails for a length that is none.
    """
    declared = str(environ.get("CONTENT_LENGTH") or "")
    if not (declared.isascii() and declared.isdecimal()) or len(declared) > DIGITS:
        environ["CONTENT_LENGTH"] = ""
    environ["wsgi.input"] = Uncut(environ["wsgi.input"])
    return environ


def through(application: Application) -> Application:
    """The application, given measured requests only."""
    return lambda environ, start_response: application(measured(environ), start_response)


application = through(get_wsgi_application())
