"""Announces the door: menu entries and the page of a unit."""

from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from luoshi.people import rights
from luoshi.web import registry


class Offices(AppConfig):
    """The door for units, posts and accounts."""

    name = "luoshi.inlets.offices"
    label = "offices"

    def ready(self) -> None:
        """Tell the shell which pages there are and for whom; declare the jobs."""
        from luoshi.inlets.offices import duties

        assert duties  # noqa: S101 - imported for the jobs it declares
        registry.menu(_("Campaigns"), "offices:campaigns", "flag", 55, lambda viewer: viewer.sees_business)
        registry.menu(_("Units"), "offices:units", "unit", 60, rights.sees_posts)
        registry.menu(_("Posts"), "offices:posts", "post", 61, rights.fills_posts)
        registry.menu(_("Accounts"), "offices:accounts", "account", 62, rights.keeps_accounts)
        registry.menu(_("Acts on accounts and posts"), "offices:deeds", "quote", 62, rights.audits)
        registry.menu(_("Failed log-ins"), "offices:sign_ins", "lock", 63, rights.reads_sign_ins)
        registry.menu(_("My account"), "offices:me", "person", 90)
        registry.link("unit", page_of_unit)
        registry.link("campaign", page_of_campaign)


def page_of_unit(which: Any) -> str:
    """The address of a unit's page."""
    return reverse("offices:unit", args=[which])


def page_of_campaign(which: Any) -> str:
    """The address of a campaign's page."""
    return reverse("offices:campaign", args=[which])
