"""Identifiers that sort by the time they were made, and those derived from a name."""

from uuid import NAMESPACE_URL, UUID, uuid5

import uuid_utils.compat


def new_id() -> UUID:
    """A new time-ordered identifier (UUID version 7)."""
    return uuid_utils.compat.uuid7()


def derived_id(*parts: object) -> UUID:
    """The same identifier for the same parts, so that an act done twice is one act (UUID version 5)."""
    return uuid5(NAMESPACE_URL, "luoshi:" + "\x1f".join(str(part) for part in parts))


def numbered_id(base: UUID, number: int) -> UUID:
    """The identifier of a number within a base: those of one base sort by number, so that indexes grow at their end."""
    return UUID(int=_front(base) | number)


def numbered_text(base: UUID) -> str:
    """What every identifier within a base begins with; twelve hexadecimal digits of the number follow."""
    return str(UUID(int=_front(base)))[:24]


def _front(base: UUID) -> int:
    return (base.int >> 48 << 48) & ~(0xF << 76) | (8 << 76)  # version 8: made by a rule of our own
