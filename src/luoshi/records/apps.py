"""Announces the app to Django."""

from django.apps import AppConfig


class Records(AppConfig):
    """What was written or said: texts, files, statements."""

    name = "luoshi.records"
    label = "records"

    def ready(self) -> None:
        """Have `luoshi verify` look at records as well."""
        from luoshi.journal import verify  # tables are known from here on
        from luoshi.records import checks

        verify.register("records", checks.check)
