"""What the base template needs on every page, an error page included."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from luoshi.base import clock
from luoshi.web import dates, preferences, registry
from luoshi.web.registry import MenuItem


def shell(request: HttpRequest) -> dict[str, Any]:
    """Menu, viewer, language, size of type and theme."""
    viewer = getattr(request, "viewer", None) or None
    items = registry.menu_for(viewer) if viewer else []
    language = "en" if (get_language() or "").startswith("en") else "zh-hans"
    return {
        "viewer": viewer,
        "menu": items,
        "here": _here(request.path, items),
        "lang": "en" if language == "en" else "zh-Hans",
        "language": language,
        "other_language": ("zh-hans", "中文") if language == "en" else ("en", "English"),
        "printed_on": dates.day(clock.now()),
        "large": preferences.is_large(request),
        "theme": preferences.theme(request),
    }


def _here(path: str, items: list[MenuItem]) -> str:
    """The entry of the navigation that this page belongs to: the longest address that it begins with."""
    urls = [item.url for item in items if path == item.url or (item.url != "/" and path.startswith(item.url))]
    return max(urls, key=len, default="")
