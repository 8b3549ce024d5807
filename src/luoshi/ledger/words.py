"""Walks through events and acts to whatever words they hold."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from luoshi.ledger.acts import Prose
from luoshi.ledger.events import Attachment, Words

Value = TypeVar("Value")


def map_words(value: Value, change: Callable[[Words | Prose], Words]) -> Value:
    """The same event or act with all its words changed."""
    changed: Value = _map(value, change)
    return changed


def _map(value: Any, change: Callable[[Words | Prose], Words]) -> Any:
    if isinstance(value, Words | Prose):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_map(item, change) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _map(getattr(value, f.name), change) for f in fields(value)})
    return value


def words_in(value: Any) -> Iterator[Words]:
    """Every reference to words in an event."""
    yield from (found for found in _leaves(value) if isinstance(found, Words))


def files_in(value: Any) -> Iterator[Attachment]:
    """Every reference to a file in an event."""
    yield from (found for found in _leaves(value) if isinstance(found, Attachment))


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, Words | Attachment):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _leaves(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for f in fields(value):
            yield from _leaves(getattr(value, f.name))
