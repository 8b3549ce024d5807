"""What hangs above and below a matter: wholes, parts handed on, parts of those, co-operating units' parts."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from luoshi.journal import commands as journal
from luoshi.ledger.matter import ENDED
from luoshi.ledger.models import Card
from luoshi.ledger.projection import STREAM

AT_ONCE = 500


def above(realm: str, matter_id: UUID) -> list[UUID]:
    """The wholes of which a matter is a part, the topmost first."""
    found: list[UUID] = []
    part = matter_id
    while parent := Card.objects.filter(realm=realm, id=part).values_list("parent", flat=True).first():
        found.insert(0, parent)
        part = parent
    return found


def open_below(realm: str, wholes: Sequence[UUID], *, hold: bool = False) -> list[UUID]:
    """The open matters below these, whatever lies between them has come to; a whole always before its parts.

    Held level by level, nobody can hand a further part on below those that are given.
    """
    found: list[UUID] = []
    for level in _levels(realm, wholes):
        still_open = [part for part, is_open in level if is_open]
        if hold:
            journal.hold(realm, STREAM, still_open)
        found += still_open
    return found


def count_below(realm: str, wholes: Iterable[UUID]) -> dict[UUID, int]:
    """How many open matters lie below each of these."""
    roots = {whole: whole for whole in wholes}
    counts = dict.fromkeys(roots, 0)
    level = list(roots)
    while level:
        rows = [row for page in _pages(level) for row in _parts(realm, page) if row[0] not in roots]
        for part, parent, state in rows:
            roots[part] = roots[parent]
            counts[roots[part]] += state not in ENDED
        level = [part for part, _, _ in rows]
    return counts


def _levels(realm: str, wholes: Sequence[UUID]) -> Iterator[list[tuple[UUID, bool]]]:
    seen, level = set(wholes), list(wholes)
    while level:
        rows = [row for page in _pages(level) for row in _parts(realm, page) if row[0] not in seen]
        level = [part for part, _, _ in rows]
        seen.update(level)
        yield [(part, state not in ENDED) for part, _, state in rows]


def _parts(realm: str, wholes: Sequence[UUID]) -> list[tuple[UUID, UUID, str]]:
    rows = Card.objects.filter(realm=realm, parent__in=wholes).order_by("id")
    return [(part, parent, state) for part, parent, state in rows.values_list("id", "parent", "state") if parent]


def _pages(level: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (level[start : start + AT_ONCE] for start in range(0, len(level), AT_ONCE))
