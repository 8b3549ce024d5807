"""Announces the app to Django."""

from django.apps import AppConfig


class Documents(AppConfig):
    """The door for documents: read, broken down, reviewed, issued."""

    name = "luoshi.inlets.documents"
    label = "documents"
