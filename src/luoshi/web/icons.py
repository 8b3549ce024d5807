"""The icons of the shell: one sprite file, used by name; each is decoration beside a word."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

NAMES = frozenset(
    {
        *("desk", "matter", "document", "board", "report", "unit", "person", "post", "account", "search", "filter"),
        *("print", "export", "upload", "file", "clock", "quote", "check", "plus", "minus", "close", "menu", "language"),
        *("type", "light", "dark", "next", "previous", "down", "up", "out", "link", "split", "merge", "flag", "lock"),
        *("bell", "calendar", "edit", "return", "archive", "help", "alert"),
    }
)


def icon(name: str) -> SafeString:
    """An icon by name, hidden from screen readers."""
    if name not in NAMES:
        raise KeyError(name)
    return format_html(
        '<svg class="icon" width="20" height="20" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("web/icons.svg"),
        name,
    )
