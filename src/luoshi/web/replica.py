"""Pages that are only read come from a replica, where there is one and it has what their reader has just written.

Who asks (session, account, posts) is read from the primary in any case, and so is what the replica does not have yet:
a link that somebody has just been sent works at once.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from luoshi.base import replica

SEEN = "luoshi_seen"  # a cookie: how far the primary had written when this reader last wrote
KEPT_SECONDS = 300  # a replica that is farther behind is not read from anyhow
READ = frozenset({"GET", "HEAD"})
DIGITS = 20
OUTLETS = frozenset(app.rpartition(".")[2] for app in settings.INSTALLED_APPS if ".outlets." in app)


class ReplicaMiddleware:
    """The last before the views: runs those of outlets on the replica, and again on the primary where that fails."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if replica.REPLICA not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Whoever writes carries along how far the replica has to be for them."""
        response = self.get_response(request)
        if request.method not in READ:
            _remember(response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: list[Any], named: dict[str, Any]
    ) -> HttpResponseBase | None:
        """The answer, read from the replica; None has Django ask the view itself, on the primary."""
        match = request.resolver_match
        if request.method not in READ or match is None or match.app_name not in OUTLETS:
            return None
        bool(getattr(request, "viewer", None))
        seen = _seen(request)
        if not replica.follower.has(seen):
            return None
        try:
            with replica.reading():
                response = view(request, *args, **named)
        except Http404:
            return None
        except DatabaseError:
            replica.follower.spare()
            return None
        if seen:
            response.delete_cookie(SEEN)
        return response


def _seen(request: HttpRequest) -> int:
    """What the cookie says; whoever forges it is shown what is old, or costs the primary a page."""
    said = request.COOKIES.get(SEEN, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= DIGITS else 0


def _remember(response: HttpResponse) -> None:
    try:
        position = replica.position()
    except DatabaseError:
        return  # then nothing was written either
    response.set_cookie(
        SEEN, str(position), max_age=KEPT_SECONDS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
