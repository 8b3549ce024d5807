"""The only way to write words, files and statements down, and to take words away again."""

import re
import secrets
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db import connection, transaction

from luoshi.base import clock, digests, ids, text, trace
from luoshi.journal import commands as journal
from luoshi.journal.refs import Actor, NewEntry, Source, StreamRef
from luoshi.records import copies, store
from luoshi.records.models import File, Gram, Statement, Text
from luoshi.records.refs import Channel, FileRef, TextRef

MEDIA_TYPE = re.compile(r"[a-z0-9][\w.+-]{0,60}/[\w.+-]{1,60}", re.ASCII)
UNKNOWN_MEDIA = "application/octet-stream"
CHUNK = 500


class NoSuchText(Exception):
    """There is no such text in this realm, or it was erased."""


@transaction.atomic
def write_text(realm: str, body: str, *, searchable: bool = False) -> TextRef:
    """Keep words; the reference carries a salted commitment to them. Searchable words are found by `texts_matching`."""
    salt = secrets.token_hex(16)
    row = Text(realm=realm, body=body, salt=salt, commitment=commitment(body, salt), searchable=searchable)
    row.save(force_insert=True)
    if searchable:
        Gram.objects.bulk_create(
            [Gram(realm=realm, gram=gram, text=row) for gram in sorted(grams(body))], batch_size=CHUNK
        )
    return TextRef(row.id, row.commitment)


def commitment(body: str, salt: str, using: str | None = None) -> str:
    """What the journal keeps of a text: a digest that nobody can guess words against without the salt."""
    return digests.digest((salt + body).encode(), using)


def grams(body: str) -> set[str]:
    """What a text is found by: pairs of neighbouring characters, and characters that begin no pair."""
    pairs = text.bigrams(body)
    return pairs | (set(text.fold(body)) - {pair[0] for pair in pairs})


def keep_file(realm: str, stream: BinaryIO, *, name: str, media_type: str) -> FileRef:
    """Keep a file under the digest of its bytes; pictures lose what they tell about place and device.

    Raises `store.UnableToKeep` for a file that is too large, damaged, or of a kind that cannot be cleaned.
    The file lies on disk before the row is written: a transaction that fails leaves a file that nothing refers to.
    """
    kept = store.keep(stream)
    clean = media_type.lower().strip()
    with transaction.atomic():
        row = File(
            id=ids.new_id(),
            realm=realm,
            digest=kept.digest,
            size=kept.size,
            name_text_id=write_text(realm, name).id if name else None,
            media_type=kept.media_type or (clean if MEDIA_TYPE.fullmatch(clean) else UNKNOWN_MEDIA),
            created_at=clock.now(),
        )
        row.save(force_insert=True)
    return FileRef(row.id, row.digest, row.size)


@transaction.atomic
def erase_text(realm: str, text_id: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """Take words and salt away for good; the commitment and an entry with the reason stay. Raises NoSuchText.

    Copies go in the same transaction: what others keep beside their rows (`copies`), and texts that were written from
    this one, each with an entry of its own.
    """
    written_from = _erase(realm, text_id, reason=reason, by=by, at=at)
    if written_from is None:
        raise NoSuchText(str(text_id))
    while written_from:
        written_from += _erase(realm, written_from.pop(), reason=reason, by=by, at=at) or []


def _erase(realm: str, text_id: UUID, *, reason: str, by: Actor, at: datetime) -> list[UUID] | None:
    """One text; gives those that were written from it, or None where it is not there any more."""
    row = Text.objects.select_for_update().filter(realm=realm, id=text_id, erased_at__isnull=True).first()
    if row is None:
        return None
    written_from = copies.forget(realm, text_id, row.body or "")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # freed pages are overwritten, not only forgotten
            cursor.execute("PRAGMA secure_delete = ON")
    reference = TextRef(row.id, row.commitment)
    row.body, row.salt, row.erased_at, row.searchable = None, "", at, False
    row.save()
    Gram.objects.filter(text=row).delete()
    payload = {"erased": reference.as_payload(), "reason": write_text(realm, reason).as_payload()}
    journal.append(
        StreamRef(realm, "record", text_id),
        [NewEntry("text.erased", 1, payload)],
        by=by,
        happened_at=at,
        recorded_at=at,
        request=trace.request_id(),
    )
    return written_from


@transaction.atomic
def take_statement(
    realm: str,
    words: str,
    *,
    channel: Channel,
    unit_id: UUID,
    received_at: datetime,
    by: Actor,
    at: datetime,
    speaker: UUID | None = None,
    sealed: bool = False,
    source: Source | None = None,
) -> UUID:
    """Write down what a person said, word for word; the same source again gives the statement that stands."""
    statement_id = (
        ids.derived_id(realm, "statement", source.inlet, source.key, source.ordinal) if source else ids.new_id()
    )
    standing = Statement.objects.filter(realm=realm, id=statement_id).first()
    if standing is not None:
        reference = _reference(standing, words)
    else:
        reference = write_text(realm, words, searchable=not sealed)
        Statement(
            id=statement_id,
            realm=realm,
            text_id=reference.id,
            channel=channel,
            unit_id=unit_id,
            received_at=received_at,
            speaker=speaker,
            sealed=sealed,
        ).save(force_insert=True)
    payload = {
        "words": reference.as_payload(),
        "channel": channel.value,
        "unit": str(unit_id),
        "speaker": str(speaker) if speaker else None,
        "sealed": sealed,
    }
    journal.append(
        StreamRef(realm, "statement", statement_id),
        [NewEntry("statement.taken", 1, payload)],
        by=by,
        happened_at=received_at,
        recorded_at=at,
        source=source,
        request=trace.request_id(),
    )
    return statement_id


def _reference(standing: Statement, words: str) -> TextRef:
    """The reference of a statement that stands, when these are its words. Raises SourceConflict for other words."""
    kept = standing.text
    if kept.body is not None and kept.body != words:
        raise journal.SourceConflict(f"statement {standing.id} was taken with other words")
    return TextRef(kept.id, kept.commitment)
