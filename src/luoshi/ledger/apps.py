"""Announces the app to Django, and its recurring work to the job loop."""

from django.apps import AppConfig


class Ledger(AppConfig):
    """What has to be done, and its way."""

    name = "luoshi.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Declare the recurring work."""
        from luoshi.ledger import jobs  # noqa: F401 - importing declares it
