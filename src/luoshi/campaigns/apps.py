"""Announces the app to Django."""

from django.apps import AppConfig


class Campaigns(AppConfig):
    """Campaigns and their templates: data with versions."""

    name = "luoshi.campaigns"
    label = "campaigns"
