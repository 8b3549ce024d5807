"""Announces the app to Django and to the shell."""

from typing import Any

from django.apps import AppConfig
from django.urls import reverse


class Reports(AppConfig):
    """Lists on paper and as spreadsheets."""

    name = "luoshi.outlets.reports"
    label = "reports"

    def ready(self) -> None:
        """Say where a list of matters becomes a ledger to hand on."""
        from luoshi.web import registry

        registry.link("matters-export", _ledger)


def _ledger(query: Any) -> str:
    """The ledger of the matters that a query string asks for."""
    return f"{reverse('reports:ledger')}?{query}"
