"""Announces the door to Django and to the shell."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Inspections(AppConfig):
    """The door for inspections."""

    name = "luoshi.inlets.inspections"
    label = "inspections"

    def ready(self) -> None:
        """Say which pages there are, what waits for whom, and what a blind look at some claims says about all."""
        from luoshi.inlets.inspections import announcements, jobs, rights
        from luoshi.web import registry

        registry.menu(_("Inspections"), "inspections:home", "search", 35, rights.has_a_part)
        registry.todo(announcements.todos)
        registry.acts(announcements.acts)
        registry.link("finding", announcements.page_of_finding)
        registry.estimate(announcements.estimate)
        jobs.announce()
