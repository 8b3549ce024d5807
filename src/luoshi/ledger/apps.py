"""Announces the app to Django."""

from django.apps import AppConfig


class Ledger(AppConfig):
    """What has to be done, and its way."""

    name = "luoshi.ledger"
    label = "ledger"
