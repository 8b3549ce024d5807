"""For those who watch over the machine: is it ready, what does it count, what happened; nothing about anybody."""

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from luoshi.base import trace
from luoshi.config import doctor, metrics
from luoshi.config.logs import FACTS

HEADER = "X-Request-Id"
UNKNOWN = "unknown"  # an address that the product does not have
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA", "HTTP_X_FORWARDED_PROTO")
BEARER = "Bearer "
KEPT_SECONDS = 5.0  # anybody may ask whether we are ready, and asking must cost us nothing
WITHOUT_IT_NOTHING_WORKS = ("database", "migrations", "triggers", "files")

log = logging.getLogger("luoshi.requests")
_last: tuple[float, Mapping[str, bool]] = (float("-inf"), {})


class ObservedMiddleware:
    """Numbers every request, counts it, and writes one line about it: route, status, milliseconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """One request, from its number to its line in the log."""
        begun = time.perf_counter()
        with trace.numbered(secrets.token_hex(8)):
            response = self.get_response(request)
            response.headers[HEADER] = trace.request_id()
            route = _route(request)
            if route.partition(":")[0] not in settings.LUOSHI_UNOBSERVED:
                _note(request, route, response.status_code, time.perf_counter() - begun)
        return response


def _note(request: HttpRequest, route: str, status: int, seconds: float) -> None:
    metrics.observe(route, status, seconds)
    method = request.method if request.method in {"GET", "HEAD", "POST"} else "other"
    facts = {"route": route, "method": method, "status": status, "ms": round(seconds * 1000, 1)}
    log.info("request", extra={FACTS: facts})


def _route(request: HttpRequest) -> str:
    """The name of the address, never the address itself."""
    match = request.resolver_match
    return match.view_name if match else UNKNOWN


@require_safe
@never_cache
def ready(_request: HttpRequest) -> HttpResponse:
    """200 when requests can be answered; each part with yes or no. A silent job loop is said and stops nobody."""
    parts = _parts()
    is_ready = all(parts[name] for name in WITHOUT_IT_NOTHING_WORKS)
    return JsonResponse({"ready": is_ready, "parts": dict(parts)}, status=200 if is_ready else 503)


def _parts() -> Mapping[str, bool]:
    """Which parts stand, asked at most every few seconds."""
    global _last  # noqa: PLW0603 - one process remembers one answer
    now = time.monotonic()
    if now - _last[0] > KEPT_SECONDS:
        found = dict(doctor.findings([*WITHOUT_IT_NOTHING_WORKS, "jobs"]))
        _last = now, {name: not found.get(name, "not asked") for name in [*WITHOUT_IT_NOTHING_WORKS, "jobs"]}
    return _last[1]


@require_safe
@never_cache
def figures(request: HttpRequest) -> HttpResponse:
    """The metrics, for whoever holds the token or asks on this machine itself; for others they do not exist."""
    if not _may_read(request):
        raise Http404
    return HttpResponse(metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_read(request: HttpRequest) -> bool:
    token = settings.LUOSHI_METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    if token and given.startswith(BEARER):
        return constant_time_compare(given.removeprefix(BEARER), token)
    return _is_from_here(request)


def _is_from_here(request: HttpRequest) -> bool:
    """Asked on this machine, and not handed on by a proxy that stands on it: then everybody would be from here."""
    if settings.SECURE_PROXY_SSL_HEADER or any(name in request.META for name in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
