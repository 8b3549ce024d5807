"""Announces the app to Django."""

from django.apps import AppConfig


class Desk(AppConfig):
    """What I have to do today."""

    name = "luoshi.outlets.desk"
    label = "desk"
