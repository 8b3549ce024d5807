"""Announces the app to Django and to the shell."""

from typing import Any
from urllib.parse import urlencode

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import pgettext_lazy


class Matters(AppConfig):
    """One matter, its words, its way; lists and search."""

    name = "luoshi.outlets.matters"
    label = "matters"

    def ready(self) -> None:
        """Say where matters, lists of them and their files are shown."""
        from luoshi.web import registry

        registry.menu(
            pgettext_lazy("menu", "Matters"), "matters:list", "matter", 20, lambda viewer: viewer.sees_business
        )
        registry.link("matter", _matter)
        registry.link("matters", _matters)
        registry.link("matter-file", _file)


def _matter(which: Any) -> str:
    return reverse("matters:matter", args=[which])


def _matters(query: Any) -> str:
    """The list, narrowed by a mapping or a query string."""
    asked = query if isinstance(query, str) else urlencode(query)
    return f"{reverse('matters:list')}?{asked}"


def _file(which: Any) -> str:
    matter_id, file_id = which
    return reverse("matters:file", args=[matter_id, file_id])
