"""What somebody had typed when their log-in, or the page's token, ran out.

The posted fields are kept in the session under the page that held the form, never files or secrets, and only
for the account that was last signed in in this browser (a signed cookie says which), so that the next person at
a shared desk does not get to see them. `web.forms.kept` gives them back.
"""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from luoshi.base import clock

SESSION_KEY = "kept_forms"
READER_COOKIE = "luoshi_reader"
MARK = "kept"  # the page is asked for with ?kept=1
CHARACTERS = 200_000  # one long report, pasted
FORMS = 3
SECRET = ("password", "csrfmiddlewaretoken", "otp", "secret", "credential")
FOREVER_SECRET = ("/accounts/",)


def reader_of(request: HttpRequest) -> str:
    """The account that sends this, or was last signed in in this browser; "" where nobody was."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return str(user.pk)
    return str(request.get_signed_cookie(READER_COOKIE, default="", salt=READER_COOKIE) or "")


def remember_reader(request: HttpRequest, response: HttpResponseBase) -> None:
    """Leave the signed cookie that says whose half-typed forms may come back in this browser."""
    known = request.get_signed_cookie(READER_COOKIE, default="", salt=READER_COOKIE)
    reader = reader_of(request)
    if reader and known != reader:
        response.set_signed_cookie(
            READER_COOKIE, reader, salt=READER_COOKIE, httponly=True, samesite="Lax", secure=request.is_secure()
        )


def keep(request: HttpRequest) -> str:
    """Keep the fields of a posted form; returns the address that shows the form again."""
    page = form_page(request)
    reader, fields = reader_of(request), _fields(request)
    if not reader or not fields or request.path.startswith(FOREVER_SECRET):
        return page
    shelf = dict(request.session.get(SESSION_KEY, {}))
    shelf.pop(page, None)
    shelf[page] = {"to": request.path, "fields": fields, "reader": reader, "at": clock.now().isoformat()}
    request.session[SESSION_KEY] = dict(list(shelf.items())[-FORMS:])
    return f"{page}{'&' if '?' in page else '?'}{MARK}=1"


def find(request: HttpRequest, to: str = "") -> dict[str, list[str]]:
    """The fields kept for this page and reader, posted to `to` (else to the page itself)."""
    if request.method != "GET" or request.GET.get(MARK) != "1":
        return {}
    entry: dict[str, Any] = request.session.get(SESSION_KEY, {}).get(_own_page(request), {})
    if entry.get("to") != (to or request.path) or entry.get("reader") != reader_of(request):
        return {}
    return dict(entry["fields"])


def forget(request: HttpRequest) -> None:
    """The form has been sent: nothing has to be kept for it any longer."""
    shelf = request.session.get(SESSION_KEY)
    if shelf:
        request.session[SESSION_KEY] = {page: entry for page, entry in shelf.items() if entry["to"] != request.path}


def is_own(request: HttpRequest) -> bool:
    """The form was sent from one of our own pages (a stranger's page may not fill in our forms)."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()


def form_page(request: HttpRequest) -> str:
    """The page that held the form: the one we came from where it is ours, else the posted address."""
    referer = urlsplit(request.headers.get("Referer", ""))
    if referer.netloc == request.get_host() and referer.path:
        return _without_mark(referer.path, referer.query)
    return request.path


def _own_page(request: HttpRequest) -> str:
    return _without_mark(request.path, request.META.get("QUERY_STRING", ""))


def _without_mark(path: str, query: str) -> str:
    rest = "&".join(part for part in query.split("&") if part and part != f"{MARK}=1")
    return f"{path}?{rest}" if rest else path


def _fields(request: HttpRequest) -> dict[str, list[str]]:
    fields = {
        name: [str(value) for value in values]
        for name, values in request.POST.lists()
        if not any(secret in name.lower() for secret in SECRET) and any(values)
    }
    return fields if sum(len(value) for values in fields.values() for value in values) <= CHARACTERS else {}
