"""Announces the app to Django."""

from django.apps import AppConfig


class Matters(AppConfig):
    """One matter, its words, its search."""

    name = "luoshi.outlets.matters"
    label = "matters"
