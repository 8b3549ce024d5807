"""Identifiers that sort by the time they were made, and those derived from a name."""

from uuid import NAMESPACE_URL, UUID, uuid5

import uuid_utils.compat


def new_id() -> UUID:
    """A new time-ordered identifier (UUID version 7)."""
    return uuid_utils.compat.uuid7()


def derived_id(*parts: object) -> UUID:
    """The same identifier for the same parts, so that an act done twice is one act (UUID version 5)."""
    return uuid5(NAMESPACE_URL, "luoshi:" + "\x1f".join(str(part) for part in parts))
