"""Announces the app to Django."""

from django.apps import AppConfig


class Handling(AppConfig):
    """The door for every act on a matter."""

    name = "luoshi.inlets.handling"
    label = "handling"
