"""Announces the app to Django and to the shell."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class Desk(AppConfig):
    """What I have to do today."""

    name = "luoshi.outlets.desk"
    label = "desk"

    def ready(self) -> None:
        """The desk is the first page of everybody."""
        from luoshi.web import registry

        registry.menu(pgettext_lazy("menu", "Desk"), "desk:today", "desk", 10)
