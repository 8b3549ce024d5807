"""What a page must not fail for, but somebody must hear of."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004

from luoshi.web import icons, registry


@register(Tags.urls)
def menu_leads_somewhere(**_options: Any) -> Sequence[CheckMessage]:
    """Every announced entry of the navigation has a page and an icon that is drawn."""
    found: list[CheckMessage] = [
        Warning(f"The menu names {item.url_name}, which has no address.", id="web.W001")
        for item in registry.menu_items()
        if not item.url
    ]
    return found + [
        Warning(f"The menu names the icon {item.icon}, which is not drawn.", id="web.W002")
        for item in registry.menu_items()
        if item.icon not in icons.NAMES
    ]
