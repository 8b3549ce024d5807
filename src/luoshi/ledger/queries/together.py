"""Several questions to the cards in one statement: each keeps its own conditions, order and limit.

Each part is planned like the question alone would be, which a single condition with many `OR` is not. Django's own
`union` takes no limits within its parts on SQLite.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import IntegerField, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

from luoshi.ledger.models import Card

Questions = Mapping[str, QuerySet[Card]]
COLUMNS = [field.attname for field in Card._meta.concrete_fields]


def answers(questions: Questions) -> dict[str, list[Card]]:
    """The cards that each question finds, in no order."""
    found: dict[str, list[Card]] = {name: [] for name in questions}
    numbered = {
        name: cards.annotate(asked_as=Value(number, output_field=IntegerField())).values_list(*COLUMNS, "asked_as")
        for number, (name, cards) in enumerate(questions.items())
    }
    names = list(numbered)
    for *columns, number in _united(numbered, "SELECT *"):
        found[names[number]].append(Card.from_db(None, COLUMNS, columns))
    return found


def counts(questions: Questions) -> dict[str, int]:
    """How many cards each question finds."""
    numbered = {
        name: (cards if cards.query.is_sliced else cards.order_by())
        .annotate(asked_as=Value(number, output_field=IntegerField()))
        .values_list("asked_as")
        for number, (name, cards) in enumerate(questions.items())
    }
    names = list(numbered)
    counted = {names[number]: count for number, count in _united(numbered, "SELECT MIN(asked_as), COUNT(*)") if count}
    return {**dict.fromkeys(questions, 0), **counted}


def _united(questions: Mapping[str, QuerySet[Card, Any]], select: str) -> Iterator[tuple[Any, ...]]:
    """The rows of one statement of many parts; a part that cannot find anything is left out."""
    statements: list[str] = []
    values: list[Any] = []
    compiler: SQLCompiler | None = None
    for cards in questions.values():
        compiled = cards.query.get_compiler(using=cards.db)
        try:
            sql, params = compiled.as_sql()
        except EmptyResultSet:
            continue
        compiler = compiler or compiled
        statements.append(f"{select} FROM ({sql}) part{len(statements)}")
        values += params
    if compiler is None:
        return
    with connections[compiler.using or "default"].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), values)
        rows = cursor.fetchall()
    converters = compiler.get_converters([expression for expression, _sql, _alias in compiler.select])
    yield from (tuple(row) for row in compiler.apply_converters(rows, converters))
