"""Announces the app to Django."""

from django.apps import AppConfig


class Records(AppConfig):
    """What was written or said: texts, files, statements."""

    name = "luoshi.records"
    label = "records"
