"""Announces the app to Django."""

from django.apps import AppConfig


class People(AppConfig):
    """Units and their history, persons, posts, tenures, accounts, and who is asking."""

    name = "luoshi.people"
    label = "people"
