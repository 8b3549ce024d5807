"""Announces the app to Django."""

from django.apps import AppConfig


class Boards(AppConfig):
    """How it stands, any unit, any day."""

    name = "luoshi.outlets.boards"
    label = "boards"
