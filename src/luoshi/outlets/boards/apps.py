"""Announces the app to Django and to the shell."""

from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Boards(AppConfig):
    """How it stands, any unit, any day."""

    name = "luoshi.outlets.boards"
    label = "boards"

    def ready(self) -> None:
        """Say where it is shown how a unit stands, and what became of a document."""
        from luoshi.web import registry

        registry.menu(pgettext_lazy("menu", "Board"), "boards:own", "board", 40, lambda viewer: viewer.sees_business)
        registry.menu(_("Burden account"), "boards:burden", "clock", 45, lambda viewer: viewer.sees_business)
        registry.link("board", _board)
        registry.link("document-board", _document)


def _board(which: Any) -> str:
    return reverse("boards:board", args=[which])


def _document(which: Any) -> str:
    return reverse("boards:document", args=[which])
