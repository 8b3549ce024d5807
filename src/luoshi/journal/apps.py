"""Announces the app to Django."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Journal(AppConfig):
    """What happened, append-only: streams, entries, seals."""

    name = "luoshi.journal"
    label = "journal"

    def ready(self) -> None:
        """Have the triggers made anew after every migration, and the sealer run."""
        from luoshi.journal import jobs, triggers  # noqa: F401 - tables are known from here on

        post_migrate.connect(triggers.install_after_migrations, sender=self, dispatch_uid="journal.triggers")
