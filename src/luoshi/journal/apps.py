"""Announces the app to Django."""

from django.apps import AppConfig


class Journal(AppConfig):
    """What happened, append-only: streams, entries, seals."""

    name = "luoshi.journal"
    label = "journal"
