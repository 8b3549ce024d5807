"""The only writer of this door: what somebody asks for in a form becomes one act on a matter, with its files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction

from luoshi.base import jobs
from luoshi.inlets.handling.fields import Upload
from luoshi.journal import queries as journal
from luoshi.journal.refs import EntryView, Source
from luoshi.ledger import acts, queries
from luoshi.ledger import commands as ledger
from luoshi.ledger.commands import NoSuchMatter, Refusal, SourceConflict, StreamMoved
from luoshi.ledger.events import Attachment, Words
from luoshi.ledger.matter import Reason
from luoshi.people import queries as people
from luoshi.people.viewer import Viewer
from luoshi.records import commands as records
from luoshi.records import queries as texts
from luoshi.records.store import UnableToKeep

__all__ = [
    "NoSuchMatter", "Outcome", "Refusal", "SourceConflict", "StreamMoved", "UnableToKeep", "handle", "handle_many",
]  # fmt: skip

INLET = "handling"
WITHDRAW = "handling.withdraw"
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


def handle(viewer: Viewer, matter_id: UUID, act: acts.Act, *, nonce: str, uploads: Sequence[Upload] = ()) -> int:
    """Do one act with its files. The same nonce twice is one act.

    Gives 0, or how many parts are still being withdrawn, after which a job withdraws the whole.
    Raises NoSuchMatter, Refusal, SourceConflict, StreamMoved, UnableToKeep; nothing is written then.
    """
    if isinstance(act, acts.Withdraw) and act.with_parts:
        return _withdraw(viewer, matter_id, act, nonce)
    _handle(viewer, matter_id, act, nonce, uploads)
    return 0


def _handle(viewer: Viewer, matter_id: UUID, act: acts.Act, nonce: str, uploads: Sequence[Upload] = ()) -> None:
    source = Source(INLET, nonce)
    with transaction.atomic():
        standing = journal.entries_of_source(viewer.realm, INLET, nonce)
        carrying = _with_files(viewer, act, uploads, _files_of(standing))
        ledger.perform(viewer, matter_id, carrying, source=source)
        if standing:  # done before: the files that came again are not kept twice
            transaction.set_rollback(True)


def _withdraw(viewer: Viewer, matter_id: UUID, act: acts.Withdraw, nonce: str) -> int:
    """The whole with all its parts: at once where they are few, else slice after slice and then the whole."""
    count = queries.open_below(viewer, [matter_id]).get(matter_id, 0)
    if count <= ledger.WITHDRAWN_AT_ONCE:
        _handle(viewer, matter_id, act, nonce)
        return 0
    with transaction.atomic():
        assert viewer.post is not None  # noqa: S101 - only a sender gets here
        assert isinstance(act.words, str)  # noqa: S101 - from a form
        ref = records.write_text(viewer.realm, act.words.strip())
        left = ledger.withdraw_parts(viewer, matter_id, Words(ref.id, ref.commitment), size=ledger.WITHDRAWN_AT_ONCE)
        payload = {"account": viewer.account_id, "post": str(viewer.post.id), "matter": str(matter_id)}
        jobs.enqueue(WITHDRAW, payload | {"text": str(ref.id), "nonce": nonce}, key=f"withdraw:{nonce}")
    return left


@jobs.job(WITHDRAW)
def _withdraw_on(payload: dict[str, Any]) -> None:
    """One slice in one short transaction; the next one is a job of its own. The last one takes the whole."""
    viewer = _in_post(payload["account"], UUID(payload["post"]))
    if viewer is None:
        return
    matter_id, ref = UUID(payload["matter"]), texts.text_ref(UUID(payload["text"]))
    reason = Words(ref.id, ref.commitment)
    try:
        if queries.open_below(viewer, [matter_id]).get(matter_id, 0) > ledger.WITHDRAWN_AT_ONCE:
            ledger.withdraw_parts(viewer, matter_id, reason, size=ledger.WITHDRAWN_AT_ONCE)
            jobs.enqueue(WITHDRAW, payload)
        else:
            _handle(viewer, matter_id, acts.Withdraw(reason, with_parts=True), payload["nonce"])
    except (NoSuchMatter, Refusal):  # somebody else has ended it meanwhile: nothing is left to withdraw
        return


def _in_post(account_id: int, post: UUID) -> Viewer | None:
    """Who asked, in the same post; None where they no longer hold it."""
    account = get_user_model().objects.filter(pk=account_id).first()
    viewer = people.viewer_for(account, post) if account else None
    return viewer if viewer and viewer.post and viewer.post.id == post else None


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
