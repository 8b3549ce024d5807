"""The only writer of this door: what somebody asks for in a form becomes one act on a matter, with its files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, cast
from uuid import UUID

from django.db import transaction

from luoshi.inlets.handling.fields import Upload
from luoshi.journal import queries as journal
from luoshi.journal.refs import EntryView, Source
from luoshi.ledger import acts
from luoshi.ledger import commands as ledger
from luoshi.ledger.commands import NoSuchMatter, Refusal, SourceConflict, StreamMoved
from luoshi.ledger.events import Attachment
from luoshi.ledger.matter import Reason
from luoshi.people.viewer import Viewer
from luoshi.records import commands as records
from luoshi.records.store import UnableToKeep

__all__ = [
    "NoSuchMatter", "Outcome", "Refusal", "SourceConflict", "StreamMoved", "UnableToKeep", "handle", "handle_many",
]  # fmt: skip

INLET = "handling"
Carrying = acts.Progress | acts.AddEvidence | acts.Claim | acts.Verify | acts.Refuse


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of many acts; `reason` is None where it was done."""

    matter: UUID
    reason: Reason | None = None
    overtaken: bool = False

    @property
    def done(self) -> bool:
        """It was done."""
        return self.reason is None and not self.overtaken


def handle(viewer: Viewer, matter_id: UUID, act: acts.Act, *, nonce: str, uploads: Sequence[Upload] = ()) -> None:
    """Do one act with its files. The same nonce twice is one act.

    Raises NoSuchMatter, Refusal, SourceConflict, StreamMoved, UnableToKeep; nothing is written then.
    """
    source = Source(INLET, nonce)
    with transaction.atomic():
        standing = journal.entries_of_source(viewer.realm, INLET, nonce)
        carrying = _with_files(viewer, act, uploads, _files_of(standing))
        ledger.perform(viewer, matter_id, carrying, source=source)
        if standing:  # done before: the files that came again are not kept twice
            transaction.set_rollback(True)


def handle_many(viewer: Viewer, chosen: Mapping[UUID, acts.Act], *, nonce: str) -> list[Outcome]:
    """Do an act on each of several matters, each for itself. Raises NoSuchMatter before anything is done."""
    return [_outcome(viewer, matter_id, act, f"{nonce}:{matter_id}") for matter_id, act in chosen.items()]


def _outcome(viewer: Viewer, matter_id: UUID, act: acts.Act, nonce: str) -> Outcome:
    try:
        handle(viewer, matter_id, act, nonce=nonce)
    except Refusal as refusal:
        return Outcome(matter_id, refusal.reason)
    except (SourceConflict, StreamMoved):
        return Outcome(matter_id, overtaken=True)
    return Outcome(matter_id)


def _with_files(viewer: Viewer, act: acts.Act, uploads: Sequence[Upload], standing: Mapping[str, UUID]) -> acts.Act:
    """The act with what was uploaded; a file that the same form brought before keeps its identifier."""
    if not uploads or not isinstance(act, Carrying):
        return act
    files = []
    for upload in uploads:
        stream = cast(BinaryIO, upload)
        kept = records.keep_file(viewer.realm, stream, name=upload.name or "", media_type=upload.content_type or "")
        files.append(Attachment(file=standing.get(kept.digest, kept.id), digest=kept.digest))
    return replace(act, files=tuple(files))


def _files_of(standing: Sequence[EntryView]) -> dict[str, UUID]:
    found: dict[str, UUID] = {}
    for entry in standing:
        for file in entry.payload.get("files", ()):
            found[str(file["digest"])] = UUID(str(file["file"]))
    return found
