"""What the commands share: one entry in a stream of this door, words and files in records."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, BinaryIO, TypeAlias, cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from luoshi.base import clock, trace
from luoshi.journal import commands as journal
from luoshi.journal.refs import Actor, EntryView, NewEntry, Source, StreamRef
from luoshi.ledger.events import Attachment
from luoshi.people.viewer import Viewer
from luoshi.records import commands as records
from luoshi.records.refs import TextRef

INLET = "inspections"
Upload: TypeAlias = "UploadedFile[Any]"


def append(
    realm: str, kind: str, which: UUID, entry: NewEntry, *, by: Actor, source: Source | None = None,
    at: datetime | None = None,
) -> EntryView:  # fmt: skip
    """Add one entry to a stream of this door; the same source twice is one entry."""
    now = clock.now()
    ref = StreamRef(realm, kind, which)
    request = trace.request_id()
    return journal.append(
        ref, [entry], by=by, happened_at=at or now, recorded_at=now, request=request, source=source
    )[0]  # fmt: skip


def words(viewer: Viewer, said: str) -> TextRef:
    """Words in records."""
    return records.write_text(viewer.realm, said.strip(), searchable=True)


def keep(viewer: Viewer, uploads: Sequence[Upload]) -> tuple[Attachment, ...]:
    """Files in records. Raises `records.store.UnableToKeep`."""
    kept = []
    for upload in uploads:
        stream, kind = cast(BinaryIO, upload), upload.content_type or ""
        ref = records.keep_file(viewer.realm, stream, name=upload.name or "", media_type=kind)
        kept.append(Attachment(file=ref.id, digest=ref.digest))
    return tuple(kept)


def attached(files: Sequence[Attachment]) -> list[dict[str, str]]:
    """Files as they stand in a payload."""
    return [{"file": str(one.file), "digest": one.digest} for one in files]
