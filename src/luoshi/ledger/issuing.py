"""One requirement to any number of units: staged outside the ledger, released, then written slice by slice.

Until it is released it can be dropped and the ledger has never heard of it. Afterwards each slice is one short
transaction that also moves the mark `reached`, so that whoever goes on after a stop neither leaves out nor doubles.
A line's number gives the matter its identifier: those of one issuance lie side by side in every index.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from luoshi.base import bulk, ids, trace
from luoshi.journal import commands as journal
from luoshi.journal.refs import Actor
from luoshi.ledger import projection
from luoshi.ledger.events import Kind, Role
from luoshi.ledger.matter import Matter
from luoshi.ledger.models import Card, Outgoing, OutgoingLine, TallyDelta
from luoshi.ledger.moulds import Castings, Line, Mould, Opening, blank
from luoshi.people import queries as people

STAGED, RELEASED, STOPPED, DONE = "staged", "released", "stopped", "done"
INLET = "issuing"
SECONDS = 0.06  # what a slice aims at; a transaction should stay below 0.1
FIRST, SMALLEST, LARGEST = 200, 25, 2000
STAGED_AT_ONCE = 5000
LINE = ("outgoing", "number", "unit", "post", "due_on", "role")

Tell = Callable[["Progress"], object]


class Dropped(LookupError):
    """There is no such issuance of this requirement, or it was cancelled."""


class AlreadyReleased(Exception):
    """What was released is not staged again, released anew or cancelled: withdraw it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an issuance of a requirement is."""

    state: str
    total: int
    written: int

    @property
    def is_over(self) -> bool:
        """Nothing is left to be written."""
        return self.state in {DONE, STOPPED}


def progress(realm: str, issuance: UUID, requirement: UUID) -> Progress:
    """How far it is. Raises Dropped."""
    return progress_of(_found(realm, issuance, requirement))


def held(realm: str, issuance: UUID, requirement: UUID) -> Outgoing:
    """Its row, held until the end of the transaction: one writer at a time. Raises Dropped."""
    return _found(realm, issuance, requirement, hold=True)


def stage(
    realm: str, issuance: UUID, requirement: UUID, lines: Iterable[Line], *, behind: int = 0, tell: Tell | None = None
) -> Progress:
    """Write down to whom it will go. After a stop the same lines again go on behind the last one that stands.

    Raises AlreadyReleased.
    """
    Outgoing.objects.get_or_create(
        realm=realm, issuance=issuance, requirement=requirement, defaults={"state": STAGED, "total": 0}
    )
    row = _found(realm, issuance, requirement)
    left = islice(lines, max(row.total - behind, 0), None)
    while chunk := list(islice(left, STAGED_AT_ONCE)):
        with transaction.atomic():
            row = _found(realm, issuance, requirement, hold=True)
            if row.state != STAGED:
                raise AlreadyReleased(str(requirement))
            bulk.add(OutgoingLine, LINE, _staged(row, chunk))
            row.total += len(chunk)
            row.save(update_fields=["total"])
        if tell:
            tell(progress_of(row))
    if row.state != STAGED:
        raise AlreadyReleased(str(requirement))
    return progress_of(row)


def release(realm: str, issuance: UUID, requirement: UUID, *, by: Actor, at: datetime) -> Progress:
    """Let it go out, in the name of whoever decides it: from now on it is written, by `carry_on`."""
    with transaction.atomic():
        row = _found(realm, issuance, requirement, hold=True)
        if row.state == STAGED:
            row.state, row.released_at, row.request = RELEASED, at, trace.request_id()
            row.actor_id, row.actor_name, row.actor_post = by.id, by.name, by.post
            row.save()
    return progress_of(row)


def drop(realm: str, issuance: UUID, requirement: UUID) -> None:
    """Drop what is staged: nothing of it ever was in the ledger. Raises AlreadyReleased."""
    with transaction.atomic():
        row = Outgoing.objects.select_for_update().filter(
            realm=realm, issuance=issuance, requirement=requirement
        ).first()  # fmt: skip
        if row is None:
            return
        if row.state not in {STAGED, STOPPED}:
            raise AlreadyReleased(str(requirement))
        row.state = STOPPED
        row.save(update_fields=["state"])
    _clear(row)
    Outgoing.objects.filter(pk=row.pk, reached=0).delete()


def stop(realm: str, issuance: UUID, requirement: UUID) -> Progress | None:
    """Write no further slice: what was written is withdrawn by whoever stops it. None where nothing was staged."""
    with transaction.atomic():
        row = Outgoing.objects.select_for_update().filter(
            realm=realm, issuance=issuance, requirement=requirement
        ).first()  # fmt: skip
        if row is None:
            return None
        if row.state != DONE:
            row.state = STOPPED
            row.save(update_fields=["state"])
    _clear(row)
    return progress_of(row)


def _staged(row: Outgoing, chunk: Sequence[Line]) -> Iterator[bulk.Row]:
    written, outgoing = bulk.identifiers(), row.pk
    for number, line in enumerate(chunk, start=row.total + 1):
        post = written(line.post) if line.post else None
        due = line.due.isoformat() if line.due else None
        yield outgoing, number, written(line.unit), post, due, line.role.value


def _found(realm: str, issuance: UUID, requirement: UUID, *, hold: bool = False) -> Outgoing:
    rows = Outgoing.objects.select_for_update() if hold else Outgoing.objects.all()
    row = rows.filter(realm=realm, issuance=issuance, requirement=requirement).first()
    if row is None:
        raise Dropped(str(requirement))
    return row


def progress_of(row: Outgoing) -> Progress:
    """How far the row says it is."""
    return Progress(row.state, row.total, row.reached)


def finish(row: Outgoing) -> None:
    """Everything is written."""
    row.state = DONE
    row.save(update_fields=["state"])


def clear(realm: str, issuance: UUID, requirement: UUID) -> None:
    """Remove the lines of what is over."""
    row = _found(realm, issuance, requirement)
    if row.state in {DONE, STOPPED}:
        _clear(row)
    if row.total > LARGEST:
        bulk.settle(Card, TallyDelta)
        journal.settle()


def _clear(row: Outgoing) -> None:
    """Remove the lines, a short transaction at a time."""
    last = OutgoingLine.objects.filter(outgoing=row).aggregate(last=Max("number"))["last"] or 0
    for number in range(0, last, STAGED_AT_ONCE):
        OutgoingLine.objects.filter(outgoing=row, number__lte=number + STAGED_AT_ONCE).delete()


# ------------------------------------------------------------------ writing


class Pace:
    """How many matters a slice holds: as many as take `SECONDS` on this machine now."""

    def __init__(self, size: int = FIRST) -> None:
        self.size = size

    def learn(self, took: float) -> None:
        """Fit the size to how long the last slice took, by no more than half or double."""
        fitting = self.size * SECONDS / max(took, 0.001)
        self.size = int(min(max(fitting, self.size / 2, SMALLEST), self.size * 2, LARGEST))


def write_slice(row: Outgoing, whole: Matter, *, size: int, now: datetime) -> int:
    """Write the next matters of a released issuance, inside the caller's transaction; gives how many."""
    lines = _next_lines(row, size)
    if not lines:
        return 0
    by = Actor(row.actor_id, row.actor_name, row.actor_post)
    at = row.released_at or now
    pages = journal.Pages(
        row.realm, projection.STREAM, by=by, happened_at=at, recorded_at=now, request=row.request, inlet=INLET
    )
    _gather(row, whole, lines, Castings(pages), by=by, at=at, now=now).write()
    row.reached = lines[-1][0]
    row.save(update_fields=["reached"])
    return len(lines)


def _gather(
    row: Outgoing, whole: Matter, lines: list[tuple[int, str, str | None, str | None, str]], castings: Castings, *,
    by: Actor, at: datetime, now: datetime,
) -> Castings:  # fmt: skip
    base = base_of(row.issuance, row.requirement)
    front = ids.numbered_text(base)
    plain = bulk.identifier(UUID(f"{front}{0:012x}"))[:-12]
    paths = people.written_paths([unit for _number, unit, *_ in lines])
    issuer_path = projection.paths_of([whole.issuer]).get(whole.issuer, "")
    title = projection.words_of({whole.title.text}).get(whole.title.text, "")
    moulds: dict[tuple[str, str | None, bool], Mould] = {}
    for number, unit, post, due, role in lines:
        form = (role, due, post is None)
        if form not in moulds:
            opening = _opening(row, whole, role, due, has_post=post is not None)
            moulds[form] = Mould(
                row.realm, opening, by=by, at=at, now=now, issuer_path=issuer_path, title=title
            )  # fmt: skip
        tail = f"{number:012x}"
        castings.add(
            moulds[form], plain + tail, lead=unit, path=paths.get(unit, ""), post=post, key=f"open:{front}{tail}"
        )
    return castings


def base_of(issuance: UUID, requirement: UUID) -> UUID:
    """What the identifiers of the matters of one issuance are numbered within."""
    return ids.derived_id(issuance, requirement, "lines")


def _next_lines(row: Outgoing, size: int) -> list[tuple[int, str, str | None, str | None, str]]:
    """The lines behind the mark as the database holds them."""
    table = connection.ops.quote_name(OutgoingLine._meta.db_table)
    as_text = "{}::text" if connection.vendor == "postgresql" else "+{}"  # an expression: nothing is converted
    unit, post, due = (as_text.format(name) for name in ("unit", "post", "due_on"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT number, {unit}, {post}, {due}, role FROM {table}"  # noqa: S608 - names of our own
            " WHERE outgoing_id = %s AND number > %s AND number <= %s ORDER BY number",
            [row.pk, row.reached, row.reached + size],
        )
        return list(cursor.fetchall())


def _opening(row: Outgoing, whole: Matter, role: str, due: str | None, *, has_post: bool) -> Opening:
    """A task of the requirement; a co-operating unit's hangs on the lead's where there is one lead only."""
    parent = row.requirement
    if role == Role.ASSIST:
        leads = OutgoingLine.objects.filter(outgoing=row, role=Role.LEAD.value).values_list("number", flat=True)[:2]
        if len(leads) == 1:
            parent = ids.numbered_id(base_of(row.issuance, row.requirement), leads[0])
    some = UUID(int=1)
    return blank(
        Opening(
            id=some, kind=Kind.TASK, title=whole.title, campaign=whole.campaign, issuer=whole.issuer, lead=some,
            post=some if has_post else None, due=date.fromisoformat(due) if due else None, parent=parent,
            requirement=row.requirement, origin=whole.origin, role=Role(role), issuance=row.issuance,
        )
    )  # fmt: skip


def run(slice_of: Callable[[int], Progress], *, tell: Tell | None = None) -> Progress:
    """Slices one after another until it is over, each as large as fits into its time."""
    pace = Pace()
    while True:
        began = time.perf_counter()
        done = slice_of(pace.size)
        pace.learn(time.perf_counter() - began)
        if tell:
            tell(done)
        if done.is_over:
            return done
