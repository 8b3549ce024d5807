"""Every address of the product, and the row that each app's `tests/url_table.py` has for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter

from house.account_table import URL_TABLE as ACCOUNT_TABLE
from house.house import SOURCE, apps
from url_rows import Row

STRANGE = {IntConverter: 2**63 - 1, UUIDConverter: UUID(int=0)}


@dataclass(frozen=True)
class Address:
    """One address of the product: its full name and what stands for each identifier in it."""

    name: str
    converters: tuple[tuple[str, object], ...]

    def strange(self) -> str:
        """The address with identifiers that nothing has."""
        return reverse(self.name, kwargs={key: STRANGE.get(type(kind), "x") for key, kind in self.converters})


@cache
def addresses() -> tuple[Address, ...]:
    """Every named address."""
    return tuple(_addresses(get_resolver(), "", ()))


def _addresses(resolver: URLResolver, space: str, above: tuple[tuple[str, object], ...]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = (*above, *getattr(entry.pattern, "converters", {}).items())
        if isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name"
            groups = getattr(entry.pattern, "regex", None)
            named = groups.groupindex if groups and not here else {}
            yield Address(f"{space}{entry.name}", here or tuple((key, None) for key in named))
        else:
            yield from _addresses(entry, f"{space}{entry.namespace}:" if entry.namespace else space, here)


@cache
def table() -> dict[str, Row]:
    """The tables of all apps in one."""
    names = {address.name for address in addresses()}
    rows = {name: row for name, row in ACCOUNT_TABLE.items() if name in names}
    for app in apps():
        module = ".".join(["luoshi", *app.relative_to(SOURCE).parts, "tests", "url_table"])
        if (app / "tests" / "url_table.py").exists() and find_spec(module):
            rows |= import_module(module).URL_TABLE
    return rows
