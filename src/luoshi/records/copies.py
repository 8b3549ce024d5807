"""Who keeps copies of words that lie in records: whoever does says here how they are taken away again."""

from collections.abc import Callable, Iterable
from uuid import UUID

# (realm, text, its words) -> texts that were written from it and have to go with it; called inside the transaction.
Forget = Callable[[str, UUID, str], Iterable[UUID]]

_keepers: dict[str, Forget] = {}


def register(name: str, forget: Forget) -> None:
    """Announce a keeper of copies; the same name again replaces the first."""
    _keepers[name] = forget


def forget(realm: str, text_id: UUID, words: str) -> list[UUID]:
    """Have every keeper clear its copies of a text; gives the texts that were written from it."""
    return [other for keeper in _keepers.values() for other in keeper(realm, text_id, words)]
