"""Announces the app to Django."""

from django.apps import AppConfig


class Base(AppConfig):
    """Clock, identifiers, working days, digests, jobs, Chinese text tools: no domain word."""

    name = "luoshi.base"
    label = "base"
