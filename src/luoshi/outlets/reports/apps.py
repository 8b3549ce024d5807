"""Announces the app to Django."""

from django.apps import AppConfig


class Reports(AppConfig):
    """Lists on paper and as spreadsheets."""

    name = "luoshi.outlets.reports"
    label = "reports"
