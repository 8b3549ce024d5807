"""Who is asking, under which request number, and the headers that no setting covers."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from luoshi.base import minutes, trace
from luoshi.people import queries
from luoshi.people.viewer import Viewer
from luoshi.web import errors, kept

PERMISSIONS = (
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), publickey-credentials-get=(self)"
)
TAKEN, REFUSED = frozenset({302, 303}), frozenset({422})
FORM_ALLOWANCE = 1024 * 1024  # the fields around a file
OPEN_WHILE_PASSWORD_IS_DUE = ("account_change_password", "account_logout", "web:language", "web:type", "web:theme")


class LanguageMiddleware:
    """Chinese unless the reader switched: what the browser was installed in says nothing about who sits before it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the switch."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = {code for code, _ in settings.LANGUAGES}
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        patch_vary_headers(response, ("Cookie",))
        return response


class ViewerMiddleware:
    """Sets `request.viewer` (lazily: falsy for the anonymous), numbers the request, closes what is over-size."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """One request: number it, see who asks, let it through, finish the headers."""
        request.viewer = SimpleLazyObject(lambda: viewer_of(request))  # type: ignore[attr-defined]
        with trace.numbered(trace.request_id() or secrets.token_hex(8)):
            response = self._answer(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if _is_signed_in(request):
            response.headers.setdefault("Cache-Control", "no-store")
            kept.remember_reader(request, response)
            if request.method == "POST" and response.status_code in (302, 303):
                kept.forget(request)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if _size(request) > settings.LUOSHI_UPLOAD_LIMIT + FORM_ALLOWANCE:
            return errors.too_large(request)
        if _must_change_password(request):
            return HttpResponseRedirect(reverse("account_change_password"))
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method != "HEAD" and not response.content:
            return errors.only_posted(request, response.headers["Allow"])
        return response


class MinutesMiddleware:
    """Sums how long forms take, per form and week and in the same request; whoever sent it is not asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A form that was taken counts as sent; one that was refused adds its time."""
        response = self.get_response(request)
        match = request.resolver_match
        if request.method == "POST" and match and response.status_code in TAKEN | REFUSED and _is_signed_in(request):
            mark = request.POST.get("_shown", "")
            if mark and match.app_name not in settings.LUOSHI_UNOBSERVED:
                with suppress(DatabaseError):  # what was sent stands, whatever becomes of the sum
                    minutes.note(match.view_name, mark, is_sent=response.status_code in TAKEN)
        return response


def viewer_of(request: HttpRequest) -> Viewer | None:
    """The viewer behind a request: the account, in the post chosen for this session."""
    if not _is_signed_in(request) or isinstance(request.user, AnonymousUser):
        return None
    return queries.viewer_for(request.user, _uuid(request.session.get("post")))


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _is_signed_in(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def _size(request: HttpRequest) -> int:
    declared = request.META.get("CONTENT_LENGTH") or "0"
    return int(declared) if declared.isdigit() else 0


def _must_change_password(request: HttpRequest) -> bool:
    if not _is_signed_in(request) or not getattr(request.user, "must_change_password", False):
        return False
    return request.path not in {reverse(name) for name in OPEN_WHILE_PASSWORD_IS_DUE}
