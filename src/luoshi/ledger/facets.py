"""Facts that one inlet alone understands: a facet with a version, whose form the inlet registers when it starts."""

import json
from collections.abc import Callable
from typing import Any

from luoshi.base import digests

Check = Callable[[dict[str, Any]], None]  # raises ValueError for a body that does not have the form
_known: dict[tuple[str, int], Check] = {}


class UnknownFacet(ValueError):
    """Nobody has registered this facet in this version."""


def register(facet: str, schema: int, check: Check) -> None:
    """Announce the form of a facet. A form once announced is not changed: a new form is a new version."""
    if _known.setdefault((facet, schema), check) is not check:
        raise ValueError(f"facet {facet} version {schema} is registered already")


def checked(facet: str, schema: int, body: str) -> str:
    """The body in canonical form. Raises UnknownFacet, or ValueError (TypeError for no mapping) for another form."""
    check = _known.get((facet, schema))
    if check is None:
        raise UnknownFacet(f"{facet} version {schema}")
    value = json.loads(body)
    if not isinstance(value, dict):
        raise TypeError("a note is a mapping")
    check(value)
    return digests.canonical(value)
