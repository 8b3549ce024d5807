"""Pages for what went wrong: one clear sentence in the reader's language: what happened, what is kept, what to do."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from luoshi.web import kept

OVERSIZE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, and 413 where the request was too large to read."""
    if isinstance(exception, OVERSIZE):
        return too_large(request)
    return _page(
        request,
        400,
        _("This request could not be understood."),
        _("Nothing was changed. Go back and try once more."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    del exception
    return _page(
        request,
        403,
        _("This post may not do that."),
        _("Nothing was changed. Choose another of your posts, or ask your activity office."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not for this reader; the page does not say which."""
    del exception
    return _page(
        request,
        404,
        _("There is no such page for this post."),
        _("Nothing was changed. Check the address, or go on from the desk."),
    )


def only_posted(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: the address takes what a button sends, and somebody opened it as a page."""
    answer = _page(
        request,
        405,
        _("This address is not a page."),
        _("Nothing was changed. Go back to the form and press its button, or go on from the desk."),
    )
    answer.headers["Allow"] = allowed
    return answer


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    return _page(
        request,
        413,
        _("What was sent is too large."),
        _("It was not kept. Send a smaller file, or send it in parts."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 because the page was older than the log-in: what was typed waits in the form."""
    del reason
    again = kept.keep(request) if kept.is_own(request) else ""
    is_kept = again.endswith(f"{kept.MARK}=1")
    return _page(
        request,
        403,
        _("The page was open for too long, so this was not sent."),
        _("What you typed is kept: open the form again, check it and send it.")
        if is_kept
        else _("Open the page again and send it once more."),
        link=(again or request.path, _("Open the form again")),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: asks neither the database nor the session, since either may be what failed."""
    title = _("Something failed on our side.")
    what = _("What was saved before is safe. Try again in a minute; if it fails again, tell the system administrator.")
    body = render_to_string("web/error_bare.html", {"title": title, "what": what, "path": request.path})
    return HttpResponse(body, status=500)


def _page(
    request: HttpRequest, status: int, title: str, what: str, *, link: tuple[str, str] | None = None
) -> HttpResponse:
    url, verb = link or ("/", _("Go to the desk"))
    words = {"title": title, "what": what, "url": url, "verb": verb}
    return HttpResponse(render_to_string("web/error.html", words, request=request), status=status)
