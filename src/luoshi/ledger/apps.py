"""Announces the app to Django, and its recurring work to the job loop."""

from django.apps import AppConfig


class Ledger(AppConfig):
    """What has to be done, and its way."""

    name = "luoshi.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Declare the recurring work, and what is to be cleared when words are erased."""
        from luoshi.ledger import commands, jobs
        from luoshi.records import copies

        assert jobs  # noqa: S101 - imported for the jobs it declares
        copies.register("ledger", commands.forget_title)
