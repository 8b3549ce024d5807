"""Announces the app to Django."""

from django.apps import AppConfig


class Identity(AppConfig):
    """Who spoke: encrypted, one key a person, apart from what was said."""

    name = "luoshi.records.identity"
    label = "identity"
