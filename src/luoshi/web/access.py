"""Who may open a page: signed in at all, or in a post with a certain duty.

`signed_in` also saves the work of somebody whose log-in ran out while they typed: see `web.forms`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url

from luoshi.people.viewer import Duty, Viewer
from luoshi.web import kept

P = ParamSpec("P")


class Request(HttpRequest):
    """A request whose sender is known (for annotations: `signed_in` vouches for it)."""

    viewer: Viewer


View = Callable[Concatenate[Request, P], HttpResponseBase]
OpenView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> OpenView[P]:
    """Let signed-in people through; send others to the log-in page and keep what they typed."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        viewer = getattr(request, "viewer", None)
        if not viewer:
            return _to_log_in(request)
        request.viewer = getattr(viewer, "_wrapped", viewer)  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return guarded


def duty(*duties: Duty) -> Callable[[View[P]], OpenView[P]]:
    """Let only posts with one of these duties through: for all others the page does not exist (404)."""

    def decorate(view: View[P]) -> OpenView[P]:
        @wraps(view)
        def checked(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.viewer.duty not in duties:
                raise Http404
            return view(request, *args, **kwargs)

        return signed_in(checked)

    return decorate


def _to_log_in(request: HttpRequest) -> HttpResponseRedirect:
    back = kept.keep(request) if request.method == "POST" else request.get_full_path()
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}")
