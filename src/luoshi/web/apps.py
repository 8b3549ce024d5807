"""Announces the app to Django."""

from django.apps import AppConfig


class Web(AppConfig):
    """The shell: base template, components, registry, error pages, middleware."""

    name = "luoshi.web"
    label = "web"
