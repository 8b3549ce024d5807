"""Where inlets and outlets announce themselves, so that the shell can list them and imports nobody.

Called from `AppConfig.ready`. Everything asked of the registry starts with the viewer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from luoshi.people.viewer import Viewer

Words = str | Promise  # a text, or one that is translated when it is shown


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the main navigation."""

    title: Words
    url_name: str
    icon: str
    order: int
    visible: Callable[[Viewer], bool]

    @property
    def url(self) -> str:
        """The address, or "" where the page is not there."""
        try:
            return reverse(self.url_name)
        except NoReverseMatch:  # reported by the check `web.W001`; a page must not fail for it
            return ""


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that somebody has to do: one row of the desk."""

    title: Words
    url: str
    due: date | None = None
    light: str = ""  # as `ledger.lights` names it; "" where no clock runs
    from_whom: Words = ""
    verb: Words = ""
    group: Words = ""
    count: int = 1  # how many things the row stands for


@dataclass(frozen=True, slots=True)
class Act:
    """One act that the viewer may do on a matter, with one line on what it leads to."""

    name: str
    title: Words
    url: str
    leads_to: Words
    primary: bool = False
    seldom: bool = False  # stands behind the others


@dataclass(frozen=True, slots=True)
class Estimated:
    """How many of the claims of a subtree are true, from those that were drawn blind and looked at on the spot."""

    claimed: int
    checked: int
    held: int
    low: int  # 95 times in 100 the true number lies between low and high
    high: int
    url: str = ""  # where it is explained


TodoProvider = Callable[[Viewer], Sequence[Todo]]
# What `ledger.queries` says about a matter is handed through as it is: the shell does not look into it.
ActsProvider = Callable[[Viewer, Any], Sequence[Act]]
Link = Callable[[Any], str]
EstimateProvider = Callable[[Viewer, UUID], Estimated | None]
NamesProvider = Callable[[Viewer, Sequence[UUID]], Mapping[UUID, str]]

_menu: dict[str, MenuItem] = {}
_todos: list[TodoProvider] = []
_acts: list[ActsProvider] = []
_links: dict[str, Link] = {}
_names: dict[str, NamesProvider] = {}
_estimates: list[EstimateProvider] = []


def menu(
    title: Words, url_name: str, icon: str, order: int, visible: Callable[[Viewer], bool] = lambda _viewer: True
) -> None:
    """Announce an entry of the main navigation; the same address twice replaces the first."""
    _menu[url_name] = MenuItem(title, url_name, icon, order, visible)


def todo(provider: TodoProvider) -> None:
    """Announce who can say what somebody has to do."""
    if provider not in _todos:
        _todos.append(provider)


def acts(provider: ActsProvider) -> None:
    """Announce who can say which acts somebody may do on a matter."""
    if provider not in _acts:
        _acts.append(provider)


def link(kind: str, url: Link) -> None:
    """Announce the page of a kind of thing (`matter`, `document`, `unit`, `record-file`), by its id."""
    if _links.get(kind, url) is not url:
        message = f"The link to {kind!r} is announced twice."
        raise ImproperlyConfigured(message)
    _links[kind] = url


def names(kind: str, provider: NamesProvider) -> None:
    """Announce who can say what things of a kind are called (`document`): those that the viewer may see."""
    if _names.get(kind, provider) is not provider:
        message = f"The names of {kind!r} are announced twice."
        raise ImproperlyConfigured(message)
    _names[kind] = provider


def estimate(provider: EstimateProvider) -> None:
    """Announce who can say how much of what a subtree claims is true."""
    if provider not in _estimates:
        _estimates.append(provider)


def estimate_of(viewer: Viewer, unit_id: UUID) -> Estimated | None:
    """How much of what a subtree claims is true; None where nobody knows or the viewer may not see it."""
    return next((said for provider in _estimates if (said := provider(viewer, unit_id))), None)


def menu_for(viewer: Viewer) -> list[MenuItem]:
    """The navigation of this viewer, in order."""
    shown = (item for item in _menu.values() if item.visible(viewer) and item.url)
    return sorted(shown, key=lambda item: (item.order, item.url_name))


def menu_items() -> list[MenuItem]:
    """All that was announced, for checks."""
    return list(_menu.values())


def todos_for(viewer: Viewer) -> list[Todo]:
    """What this viewer has to do: what has a date first, in the order of dates."""
    found = [one for provider in _todos for one in provider(viewer)]
    return sorted(found, key=lambda one: (one.due is None, one.due or date.max, str(one.title)))


def acts_for(viewer: Viewer, facts: object) -> list[Act]:
    """What this viewer may do on a matter; the primary act first, otherwise as announced."""
    found = [one for provider in _acts for one in provider(viewer, facts)]
    return sorted(found, key=lambda one: not one.primary)


def url_for(kind: str, which: object) -> str:
    """The address of a thing, or "" where nobody announced its kind: the template then prints plain text."""
    url = _links.get(kind)
    if url is None or which in (None, ""):
        return ""
    try:
        return url(which)
    except NoReverseMatch:
        return ""


def names_of(viewer: Viewer, kind: str, ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """What these things are called; what the viewer may not see and what nobody can name is left out."""
    provider = _names.get(kind)
    return provider(viewer, ids) if provider and ids else {}
