"""What leaves the machine: seals with public keys, one JSON object a line, small enough to print or to send upward."""

import json
from collections.abc import Iterator
from typing import Any

from luoshi.base import digests
from luoshi.journal import keys, sealer

FIELDS = {
    "realm": str,
    "number": int,
    "size": int,
    "root": str,
    "sealed_at": str,
    "algorithm": str,
    "key_id": str,
    "signature": str,
    "prev": str,
    "public_key": str,
}


class Unreadable(ValueError):
    """A line of a file of seals is not a seal."""


def export_seals(realm: str) -> str:
    """The seals of a realm as lines, oldest first."""
    known = {name: keys.public_text(key) for name, key in keys.public_keys(realm).items()}
    lines = [
        digests.canonical(sealer.columns_of(seal) | {"public_key": known.get(seal.key_id, "")})
        for seal in sealer.seals(realm)
    ]
    return "".join(f"{line}\n" for line in lines)


def read_seals(text: str) -> Iterator[dict[str, Any]]:
    """The seals of an outside file. Raises Unreadable with the number of the line."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            columns = json.loads(line)
        except ValueError as fault:
            raise Unreadable(number) from fault
        if not isinstance(columns, dict) or columns.keys() != FIELDS.keys():
            raise Unreadable(number)
        if any(type(columns[name]) is not kind for name, kind in FIELDS.items()):
            raise Unreadable(number)
        yield columns
