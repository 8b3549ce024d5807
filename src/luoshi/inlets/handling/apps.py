"""Announces the app to Django and to the shell."""

from django.apps import AppConfig


class Handling(AppConfig):
    """The door for every act on a matter."""

    name = "luoshi.inlets.handling"
    label = "handling"

    def ready(self) -> None:
        """Say which acts there are and where their forms lie."""
        from luoshi.inlets.handling import acts, commands, rating
        from luoshi.ledger import facets
        from luoshi.ledger.matter import RATING
        from luoshi.web import registry

        assert commands  # noqa: S101 - imported for the job it declares
        facets.register(RATING, 1, rating.check)
        registry.acts(acts.provider)
        registry.link("act", acts.url)
        registry.link("act-many", acts.many_url)
