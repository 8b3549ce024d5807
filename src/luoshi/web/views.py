"""The few pages of the shell itself: choices of the reader, the post in use, a sign of life."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from luoshi.web import preferences
from luoshi.web.access import Request, signed_in
from luoshi.web.guide import guide


@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Read in Chinese or English."""
    chosen = request.POST.get("language", "")
    known = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return preferences.remember(request, settings.LANGUAGE_COOKIE_NAME, known)


@require_POST
def type_size(request: HttpRequest) -> HttpResponseBase:
    """Switch large type on or off."""
    large = request.POST.get("type") == "large"
    return preferences.remember(request, preferences.TYPE_COOKIE, "large" if large else "")


@require_POST
def theme(request: HttpRequest) -> HttpResponseBase:
    """Light, dark, or as the machine says."""
    chosen = request.POST.get("theme", "")
    return preferences.remember(request, preferences.THEME_COOKIE, chosen if chosen in preferences.THEMES else "")


@require_POST
@signed_in
def use_post(request: Request) -> HttpResponseBase:
    """Work in another of one's own posts from now on."""
    chosen = request.POST.get("post", "")
    if chosen not in {str(post.id) for post in request.viewer.posts}:
        raise Http404
    request.session["post"] = chosen
    return redirect("/")  # the page at hand may not exist for the other post


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The user guide, for everybody, in the reader's language."""
    return render(request, "web/help.html", {"guide": guide(get_language() or "")})


@require_safe
@never_cache
def health(_request: HttpRequest) -> HttpResponse:
    """For a watchman: 200 while the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
