"""Announces the door to Django and to the shell."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Chasing(AppConfig):
    """The door through which the clock acts."""

    name = "luoshi.inlets.chasing"
    label = "chasing"

    def ready(self) -> None:
        """Say which pages there are; let the clock work with the jobs."""
        from luoshi.inlets.chasing import jobs, rules
        from luoshi.web import registry

        registry.menu(_("Chasing"), "chasing:week", "clock", 33, rules.looks_ahead)
        jobs.announce()
