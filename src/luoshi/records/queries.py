"""The only way to read records from outside. Who may see a record is decided above, by what refers to it."""

from collections.abc import Iterable
from typing import Any, BinaryIO
from uuid import UUID

from django.db import connection
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from luoshi.base import text
from luoshi.records import store
from luoshi.records.models import File, Gram, Statement, Text
from luoshi.records.refs import Channel, FileMeta, StatementView, TextRef

PAGE = 500
COUNTED_AT_MOST = 2000  # grams, to find the rarest


class NoSuchRecord(Exception):
    """There is no such text or file."""


def texts(ids: Iterable[UUID]) -> dict[UUID, str | None]:
    """The words of each text; None where they were erased. Unknown identifiers are left out."""
    wanted = list(dict.fromkeys(ids))
    found: dict[UUID, str | None] = {}
    for start in range(0, len(wanted), PAGE):
        found.update(Text.objects.filter(id__in=wanted[start : start + PAGE]).values_list("id", "body"))
    return found


def text_ref(text_id: UUID) -> TextRef:
    """The reference to a text that stands. Raises NoSuchRecord."""
    found = Text.objects.filter(id=text_id).values_list("commitment", flat=True).first()
    if found is None:
        raise NoSuchRecord(str(text_id))
    return TextRef(text_id, found)


def texts_matching(realm: str, words: str) -> QuerySet[Any, Any]:
    """The ids of searchable texts that hold every pair of characters of the words: for use as a subquery."""
    wanted = sorted(text.bigrams(words), key=lambda gram: (-len(gram), gram))
    if not wanted:
        return Gram.objects.none().values_list("text_id", flat=True)
    found = Gram.objects.filter(realm=realm, **_gram(wanted[0]))
    for gram in wanted[1:]:
        found = found.filter(Exists(Gram.objects.filter(realm=realm, text=OuterRef("text"), **_gram(gram))))
    return found.values_list("text_id", flat=True).distinct()


def first_texts(realm: str, words: str, limit: int) -> list[UUID]:
    """At most so many searchable texts that hold every pair of characters of the words, beginning with the rarest."""
    wanted = sorted(text.bigrams(words))
    if not wanted:
        return []
    many = [Gram.objects.filter(realm=realm, **_gram(gram)).values("pk")[:COUNTED_AT_MOST] for gram in wanted]
    with connection.cursor() as cursor:
        counts: list[str] = []
        given: list[Any] = []
        for number, some in enumerate(many):
            sql, parameters = some.query.sql_with_params()
            counts.append(f"SELECT {number}, count(*) FROM ({sql}) g{number}")  # noqa: S608 - our own query
            given += parameters
        cursor.execute(" UNION ALL ".join(counts), given)
        rare = [wanted[number] for number, _n in sorted(cursor.fetchall(), key=lambda row: (row[1], row[0]))]
    found = Gram.objects.filter(realm=realm, **_gram(rare[0])).filter(*_also(realm, rare[1:], "text"))
    texts = found.order_by().values_list("text_id", flat=True)
    return list((texts if len(rare[0]) > 1 else texts.distinct())[:limit])


def holding(realm: str, words: str, text_column: str) -> list[Q]:
    """Conditions on rows that refer to a searchable text: that it holds every pair of characters of the words.

    Each row is asked as it comes; no database may turn the question round and begin with the texts.
    """
    also = _also(realm, sorted(text.bigrams(words)), text_column)
    return [Q(Case(When(one, then=Value(value=True)), default=Value(value=False))) for one in also]


def _also(realm: str, grams: Iterable[str], text_column: str) -> list[Exists]:
    return [Exists(Gram.objects.filter(realm=realm, text=OuterRef(text_column), **_gram(gram))) for gram in grams]


def _gram(gram: str) -> dict[str, str]:
    """A lone character begins a pair, or stands alone: a range, which every database finds in its index."""
    return {"gram": gram} if len(gram) > 1 else {"gram__gte": gram, "gram__lt": chr(ord(gram) + 1)}


def file(file_id: UUID) -> FileMeta:
    """What is known about a file. Raises NoSuchRecord."""
    return _meta(_file(file_id))


def files(ids: Iterable[UUID]) -> dict[UUID, FileMeta]:
    """What is known about each file; unknown identifiers are left out."""
    wanted = list(dict.fromkeys(ids))
    found: dict[UUID, FileMeta] = {}
    for start in range(0, len(wanted), PAGE):
        rows = File.objects.select_related("name_text").filter(id__in=wanted[start : start + PAGE])
        found.update((row.id, _meta(row)) for row in rows)
    return found


def files_named(realm: str, text_id: UUID) -> QuerySet[Any, Any]:
    """The ids of the files whose name is this text: for use as a subquery."""
    return File.objects.filter(realm=realm, name_text=text_id).values_list("id", flat=True)


def open_file(file_id: UUID) -> BinaryIO:
    """The bytes of a file, to be read in pieces and closed by the caller. Raises NoSuchRecord."""
    digest = _file(file_id).digest
    try:
        return store.path_of(digest).open("rb")
    except (FileNotFoundError, ValueError) as fault:
        raise NoSuchRecord(str(file_id)) from fault


def statement(realm: str, statement_id: UUID) -> StatementView:
    """What a person said. Raises NoSuchRecord."""
    row = Statement.objects.select_related("text").filter(realm=realm, id=statement_id).first()
    if row is None:
        raise NoSuchRecord(str(statement_id))
    return _statement(row)


def statements(realm: str, unit_ids: Iterable[UUID], *, limit: int = PAGE) -> list[StatementView]:
    """What was said about these units, newest first; sealed ones are left out."""
    rows = Statement.objects.select_related("text").filter(realm=realm, unit_id__in=list(unit_ids), sealed=False)
    return [_statement(row) for row in rows.order_by("-received_at", "-id")[:limit]]


def _file(file_id: UUID) -> File:
    row = File.objects.select_related("name_text").filter(id=file_id).first()
    if row is None:
        raise NoSuchRecord(str(file_id))
    return row


def _meta(row: File) -> FileMeta:
    name = row.name_text.body if row.name_text else None
    return FileMeta(row.id, row.realm, row.digest, row.size, name, row.media_type, row.created_at)


def _statement(row: Statement) -> StatementView:
    return StatementView(
        id=row.id,
        realm=row.realm,
        text=row.text_id,
        words=row.text.body,
        channel=Channel(row.channel),
        unit_id=row.unit_id,
        received_at=row.received_at,
        speaker=row.speaker,
        sealed=row.sealed,
    )
