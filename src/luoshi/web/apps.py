"""Announces the app to Django."""

from importlib import import_module

from django.apps import AppConfig


class Web(AppConfig):
    """The shell: base template, components, registry, error pages, middleware."""

    name = "luoshi.web"
    label = "web"

    def ready(self) -> None:
        """Let Django know of the checks, and the job loop of the work."""
        import_module("luoshi.web.checks")
        import_module("luoshi.web.jobs")
