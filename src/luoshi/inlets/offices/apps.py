"""Announces the app to Django."""

from django.apps import AppConfig


class Offices(AppConfig):
    """The door for units, posts and accounts."""

    name = "luoshi.inlets.offices"
    label = "offices"
