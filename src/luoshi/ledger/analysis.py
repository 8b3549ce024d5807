"""What of the ledger goes out to be analysed: how open matters stand, and what was said on their way.

Only matters of open visibility: what is held or restricted is neither counted nor read outside.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, islice

from django.db.models import QuerySet

from luoshi.base import clock
from luoshi.base.outgoing import Row
from luoshi.journal import queries as journal
from luoshi.ledger import projection
from luoshi.ledger.events import Opened, from_payload
from luoshi.ledger.lights import Lamp
from luoshi.ledger.matter import ENDED, State
from luoshi.ledger.models import Card
from luoshi.ledger.tallies import NO_GRADE
from luoshi.ledger.words import words_in
from luoshi.records import queries as records

PAGE = 500
COLUMNS = (
    "realm", "id", "kind", "role", "state", "grade", "campaign", "lead", "issuer", "path", "requirement", "parent",
    "opened_on", "due_on", "first_due_on", "milestone_on", "claimed_on", "closed_on", "last_on",
    "returns", "refused", "reopened",
)  # fmt: skip
IDENTIFIERS = ("id", "campaign", "requirement", "parent")


def matters() -> Iterator[Row]:
    """One row a matter, as boards count it: under its lead, or its issuer while it has none; the light is today's."""
    lamp = Lamp.on(clock.today())
    for values in _open().values_list(*COLUMNS).iterator(PAGE):
        row = dict(zip(COLUMNS, values, strict=True))
        lead, issuer = row.pop("lead"), row.pop("issuer")
        is_open = State(row["state"]) not in ENDED
        light = lamp.light(is_open=is_open, due=row["due_on"], milestone=row["milestone_on"])
        row |= {name: str(row[name]) if row[name] else None for name in IDENTIFIERS}
        grade = NO_GRADE if row["grade"] is None else row["grade"]
        yield row | {"unit": str(lead or issuer), "grade": grade, "light": light.value}


def words() -> Iterator[Row]:
    """Every text on the way of a matter; what a requirement asks for stands once, not with each of its tasks."""
    cards = _open().iterator(PAGE)
    while page := list(islice(cards, PAGE)):
        for realm, group in groupby(page, key=lambda card: card.realm):
            yield from _words(realm, list(group))


def _words(realm: str, cards: Sequence[Card]) -> Iterator[Row]:
    ways = journal.entries_of_many(realm, projection.STREAM, [card.id for card in cards])
    said = [
        (card, entry, word.text)
        for card in cards
        for entry in ways.get(card.id, [])
        for event in [from_payload(entry.name, entry.version, entry.payload)]
        if not (isinstance(event, Opened) and card.requirement)
        for word in words_in(event)
    ]
    texts = records.texts(text for _card, _entry, text in said)
    for card, entry, text in said:
        if body := texts.get(text):
            yield {
                "id": str(text), "realm": realm, "said": entry.name, "matter": str(card.id),
                "unit": str(card.lead or card.issuer), "day": clock.day(entry.happened_at), "text": body,
            }  # fmt: skip


def _open() -> "QuerySet[Card]":
    return Card.objects.filter(visibility="open").order_by("realm", "id")
