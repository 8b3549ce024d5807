"""An office's own ledger is looked at first, then its open rows become matters. Taken over twice, it is once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.base import clock, digests, ids
from luoshi.campaigns import queries as campaigns
from luoshi.inlets.documents.models import OwnLedger
from luoshi.inlets.documents.own_ledgers.columns import Field
from luoshi.inlets.documents.own_ledgers.entries import Entry
from luoshi.inlets.documents.queries.own_ledgers import Look, kept_by, look, matter_of
from luoshi.inlets.documents.refusals import NotYours, Refused
from luoshi.journal import commands as journal
from luoshi.journal.refs import NewEntry, StreamRef
from luoshi.ledger import commands as ledger
from luoshi.ledger.commands import Opening
from luoshi.ledger.events import Kind, Role, Words
from luoshi.people import queries as people
from luoshi.people.viewer import Duty, Viewer
from luoshi.records import commands as records

INLET = "documents"
MOST = 20_000  # rows taken over at once
MEDIA = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class TakenOver:
    """How many rows became matters, how many had been taken over before, were done already, or are bad."""

    new: int
    before: int
    done: int
    bad: int


@transaction.atomic
def keep_ledger(viewer: Viewer, *, name: str, content: bytes, year: int | None = None) -> UUID:
    """Keep a readable ledger in the place of the one before. Raises NotYours, UnreadableTable, Refused."""
    _need_office(viewer)
    OwnLedger.objects.filter(account_id=viewer.account_id).delete()
    kept = OwnLedger.objects.create(account_id=viewer.account_id, name=name[-200:], content=content, year=year)
    found = look(viewer, kept.id)
    if len(found.entries) > MOST:
        raise Refused(_("The ledger has more than %(n)s rows: send it in parts.") % {"n": MOST})
    return kept.id


@transaction.atomic
def take_columns_for(viewer: Viewer, ledger_id: UUID, fields: Mapping[int, Field | None]) -> None:
    """Say what columns hold, where they were not recognised or taken for something else. Raises NotYours, Refused."""
    kept = kept_by(viewer, ledger_id)
    kept.fields = digests.canonical({str(column): field.value if field else None for column, field in fields.items()})
    kept.save(update_fields=["fields"])
    look(viewer, ledger_id)


@transaction.atomic
def take_over(viewer: Viewer, ledger_id: UUID) -> TakenOver:
    """Every open row that is not bad becomes a matter with its first date; the file is kept as a record.

    What the rows leave undecided stays so. Rows taken over before are left as they are. Raises NotYours, Refused.
    """
    _need_office(viewer)
    kept = OwnLedger.objects.select_for_update().filter(pk=ledger_id, account_id=viewer.account_id).first()
    if kept is None:
        raise NotYours
    found = look(viewer, ledger_id)
    wanted = [entry for entry in found.entries if not entry.bad and not entry.is_done]
    new = [entry for entry in wanted if matter_of(viewer, entry) not in found.known]
    if new:
        made = records.keep_file(viewer.realm, BytesIO(bytes(kept.content)), name=kept.name, media_type=MEDIA)
        for started, entries in _by_start(new).items():
            openings = [opening for entry in entries for opening in _openings(viewer, found, entry)]
            ledger.open_matters(viewer, openings, inlet=INLET, at=started)
        _write(viewer, made.id, made.digest, len(new))
    kept.delete()
    return TakenOver(
        new=len(new),
        before=len(wanted) - len(new),
        done=sum(entry.is_done and not entry.bad for entry in found.entries),
        bad=sum(bool(entry.bad) for entry in found.entries),
    )


def _need_office(viewer: Viewer) -> None:
    if viewer.post is None or viewer.post.duty is not Duty.OFFICE:
        raise NotYours


def _by_start(entries: list[Entry]) -> dict[datetime, list[Entry]]:
    """Rows by the moment from which they run: the morning of the day that the ledger gives, or now."""
    now = clock.now()
    grouped: dict[datetime, list[Entry]] = {}
    for entry in entries:
        at = datetime.combine(entry.started, time(9), tzinfo=clock.BEIJING) if entry.started else now
        grouped.setdefault(min(at, now), []).append(entry)
    return grouped


def _openings(viewer: Viewer, found: Look, entry: Entry) -> list[Opening]:
    assert viewer.post is not None  # noqa: S101 - the caller has looked
    posts = people.responsible_posts([unit for unit in (entry.lead, *entry.assists) if unit])
    title, detail = _words(viewer.realm, entry.title), _words(viewer.realm, entry.detail) if entry.detail else None
    matter_id = matter_of(viewer, entry)

    def opening(unit: UUID | None, role: Role, parent: UUID | None = None) -> Opening:
        post = posts.get(unit) if unit else None
        return Opening(
            id=matter_id if role is Role.LEAD else ids.derived_id(matter_id, "assist", str(unit)),
            kind=Kind.PROBLEM if found.are_problems else Kind.TASK, title=title,
            campaign=campaigns.blank(viewer.realm).id, issuer=viewer.post.scope.id,  # type: ignore[union-attr]
            lead=unit, post=post.id if post else None, due=entry.due, parent=parent, role=role, detail=detail,
        )  # fmt: skip

    return [
        opening(entry.lead, Role.LEAD),
        *(opening(unit, Role.ASSIST, matter_id) for unit in entry.assists if entry.lead),
    ]


def _words(realm: str, words: str) -> Words:
    written = records.write_text(realm, words)
    return Words(text=written.id, commitment=written.commitment)


def _write(viewer: Viewer, file: UUID, digest: str, rows: int) -> None:
    now = clock.now()
    journal.append(
        StreamRef(viewer.realm, "own_ledger", file),
        [NewEntry("own_ledger.taken_over", 1, {"file": str(file), "digest": digest, "rows": rows})],
        by=viewer.actor, happened_at=now, recorded_at=now,
    )  # fmt: skip
