"""How a reader wants to read: language, size of type, light or dark. Remembered in cookies, set by plain forms."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

TYPE_COOKIE = "luoshi_type"
THEME_COOKIE = "luoshi_theme"
THEMES = ("light", "dark")
YEAR = 365 * 24 * 3600


def is_large(request: HttpRequest) -> bool:
    """Large type is on."""
    return request.COOKIES.get(TYPE_COOKIE) == "large"


def theme(request: HttpRequest) -> str:
    """`light`, `dark`, or "" for what the machine says."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def remember(request: HttpRequest, cookie: str, value: str) -> HttpResponseRedirect:
    """Write the choice down and go back to where it was made; an empty value forgets it."""
    response = HttpResponseRedirect(back(request))
    if value:
        response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    else:
        response.delete_cookie(cookie, samesite="Lax")
    return response


def back(request: HttpRequest) -> str:
    """The page the reader came from, if it is one of ours."""
    to = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return to if ours else "/"
