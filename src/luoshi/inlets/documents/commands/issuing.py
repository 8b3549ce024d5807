"""Issuing: prepared, released, carried out one by one; cancelled without a trace, or withdrawn with a reason."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.base import clock, digests, ids, jobs, trace
from luoshi.inlets.documents import queries
from luoshi.inlets.documents.clauses import Clause, Target
from luoshi.inlets.documents.commands.reviewing import locked, words_of
from luoshi.inlets.documents.models import Clause as Row
from luoshi.inlets.documents.models import Document, Issuance, IssuanceLine
from luoshi.inlets.documents.queries.issuing import PlanRow, units_of
from luoshi.inlets.documents.refusals import NoSuchDocument, Refused
from luoshi.inlets.documents.rows import clause_of
from luoshi.journal import commands as journal
from luoshi.journal.refs import NewEntry, StreamRef
from luoshi.ledger import commands as ledger
from luoshi.ledger import issuing as going
from luoshi.ledger.commands import Line
from luoshi.ledger.events import Role, Words
from luoshi.people import queries as people
from luoshi.people.viewer import Viewer
from luoshi.records import commands as records
from luoshi.records import queries as texts

AT_ONCE = 1000  # matters that one transaction opens; more go out slice by slice
STAGED_A_TURN = 20_000
SEND, TAKE_BACK = "documents.send", "documents.withdraw"


def prepare(
    viewer: Viewer, document_id: UUID, *, issuance_id: UUID | None = None, shown: str = "", at: datetime | None = None
) -> UUID:
    """Write down what is to go out: every requirement with an owner that has not gone out. Nothing goes out yet.

    The same identifier twice is one issuance. Raises NoSuchDocument; Refused where nothing can go out, or where what
    would go out is no longer what the reader was `shown`.
    """
    when = at or clock.now()
    with transaction.atomic():
        document = locked(viewer, document_id)
        standing = Issuance.objects.filter(pk=issuance_id).first() if issuance_id else None
        if standing:
            return _same(standing, document_id)
        if document.state != "signed":
            raise Refused(_("The review is not signed off yet, so nothing was issued: sign it off first."))
        plan = queries.plan(document_id, words_of(document))
        if not plan.going:
            raise Refused(_("No requirement can go out, so nothing was issued: decide who is to do them first."))
        if shown and shown != plan.digest:
            raise Refused(_("What goes out has changed since you looked, so nothing was issued: look at it again."))
        made = _write(viewer, document, issuance_id or ids.new_id(), plan.going, when)
        targets = {row.number: clause_of(row) for row in Row.objects.filter(document=document)}
        payload = {
            "document": str(document_id),
            "plan": plan.digest,
            "lines": [_line_payload(row, targets[row.clause]) for row in plan.going],
        }
        _enter(viewer, made, NewEntry("issuance.prepared", 1, payload), when)
    return made.id


def _same(standing: Issuance, document_id: UUID) -> UUID:
    if standing.document_id != document_id:
        raise NoSuchDocument(str(document_id))
    return standing.id


def _write(viewer: Viewer, document: Document, issuance_id: UUID, rows: tuple[PlanRow, ...], at: datetime) -> Issuance:
    assert viewer.post is not None  # noqa: S101 - `locked` has looked
    made = Issuance(
        id=issuance_id, realm=document.realm, document=document, state="prepared", account=viewer.account_id,
        post=viewer.post.id, prepared_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    IssuanceLine.objects.bulk_create(
        [
            IssuanceLine(
                issuance=made, clause=row.clause, requirement=row.matter, due_on=row.due, total=row.total,
                leads=digests.canonical([str(unit) for unit in row.leads]),
                assists=digests.canonical([str(unit) for unit in row.assists]), state="waiting",
            )
            for row in rows
        ]
    )  # fmt: skip
    return made


def _line_payload(row: PlanRow, clause: Clause) -> dict[str, Any]:
    """One line as decided: the targets, how many units they meant, and the date."""

    def written(target: Target | None) -> dict[str, Any] | None:
        return target.to_payload() if target else None

    return {
        "requirement": str(row.matter),
        "lead": written(clause.lead_target),
        "assist": written(clause.assist_target),
        "leads": len(row.leads),
        "assists": len(row.assists),
        "due": row.due.isoformat() if row.due else None,
    }


def release(viewer: Viewer, issuance_id: UUID, *, at: datetime | None = None, later: bool = True) -> None:
    """Let a prepared issuance go out: by jobs, or by `carry_out` where not `later`. Again: what got stuck goes on."""
    when = at or clock.now()
    with transaction.atomic():
        found = _own(viewer, issuance_id)
        if found.state == "released":
            _enqueue(found, key=f":{when:%Y%m%d%H%M}")
            return
        if found.state != "prepared":
            raise Refused(_("This issuance was cancelled or withdrawn, so nothing went out: prepare a new one."))
        found.state, found.released_at = "released", when
        found.save()
        _enter(viewer, found, NewEntry("issuance.released", 1, {"lines": found.lines.count()}), when)
        if later:
            _enqueue(found)


def _enqueue(found: Issuance, key: str = "") -> None:
    """One job for each requirement that waits; another key asks again for what got stuck."""
    for line in found.lines.filter(state="waiting"):
        jobs.enqueue(SEND, _payload(line), key=f"{SEND}:{found.id}:{line.requirement}{key}")


def cancel(viewer: Viewer, issuance_id: UUID) -> None:
    """Drop a prepared issuance; the ledger has never heard of it. Raises NoSuchDocument, Refused."""
    with transaction.atomic():
        found = _own(viewer, issuance_id)
        if found.state == "cancelled":
            return
        if found.state != "prepared":
            raise Refused(_("This issuance has been released, so it was not cancelled: withdraw it with a reason."))
        found.state = "cancelled"
        found.save()
        _enter(viewer, found, NewEntry("issuance.cancelled", 1, {}), clock.now())


def withdraw(
    viewer: Viewer, issuance_id: UUID, *, words: str, requirement: UUID | None = None, later: bool = True,
    at: datetime | None = None,
) -> None:  # fmt: skip
    """Take back one requirement of an issuance, or all of it, with a reason. Raises NoSuchDocument, Refused."""
    when = at or clock.now()
    with transaction.atomic():
        found = _own(viewer, issuance_id)
        if found.state != "released":
            raise Refused(_("This issuance is not out, so nothing was withdrawn."))
        lines = list(found.lines.filter(state__in=["waiting", "done"]))
        chosen = [line for line in lines if requirement is None or line.requirement == requirement]
        if not chosen:
            raise Refused(_("This has been withdrawn already, so nothing was done twice."))
        reason = records.write_text(found.realm, words.strip())
        if requirement is None:
            found.state = "withdrawn"
        found.reason_text = reason.id
        found.save()
        payload = {"requirement": str(requirement) if requirement else None, "reason": reason.as_payload()}
        _enter(viewer, found, NewEntry("issuance.withdrawn", 1, payload), when)
        for line in chosen:
            line.state = "withdrawing" if line.state == "done" or line.made else "withdrawn"
            line.save()
            if later and line.state == "withdrawing":
                job = {**_payload(line), "reason": str(reason.id)}
                jobs.enqueue(TAKE_BACK, job, key=f"{TAKE_BACK}:{issuance_id}:{line.requirement}")
    if not later:
        for line in chosen:
            take_back(issuance_id, line.requirement, reason.id)


def _payload(line: IssuanceLine) -> dict[str, str]:
    return {"issuance": str(line.issuance_id), "requirement": str(line.requirement)}


def _own(viewer: Viewer, issuance_id: UUID) -> Issuance:
    found = Issuance.objects.select_for_update().filter(pk=issuance_id).first()
    if found is None:
        raise NoSuchDocument(str(issuance_id))
    locked(viewer, found.document_id)
    return found


def _enter(viewer: Viewer, found: Issuance, entry: NewEntry, at: datetime) -> None:
    journal.append(
        StreamRef(found.realm, "issuance", found.id), [entry],
        by=viewer.actor, happened_at=at, recorded_at=clock.now(), request=trace.request_id(),
    )  # fmt: skip


# ------------------------------------------------------------------ carrying it out


def issue_now(viewer: Viewer, document_id: UUID, *, at: datetime | None = None) -> UUID:
    """Prepare, release and carry out at once, without jobs; gives the issuance."""
    issuance_id = prepare(viewer, document_id, at=at)
    release(viewer, issuance_id, at=at, later=False)
    carry_out(issuance_id, at=at)
    return issuance_id


def carry_out(issuance_id: UUID, *, at: datetime | None = None) -> int:
    """Send out whatever of a released issuance still waits; gives how many matters are new. Can be repeated."""
    waiting = IssuanceLine.objects.filter(issuance=issuance_id, state="waiting")
    return sum(send(issuance_id, requirement, at=at) for requirement in waiting.values_list("requirement", flat=True))


def send(issuance_id: UUID, requirement: UUID, *, at: datetime | None = None) -> int:
    """Send one requirement out, turn by turn; gives how many matters are new. Can be repeated."""
    made, is_over = 0, False
    while not is_over:
        new, is_over = send_some(issuance_id, requirement, at=at)
        made += new
    return made


def send_some(issuance_id: UUID, requirement: UUID, *, at: datetime | None = None) -> tuple[int, bool]:
    """One turn in one short transaction: how many matters are new, and whether nothing is left to be done.

    A requirement to few units goes out at once; one to many is staged first and then written slice by slice.
    """
    with transaction.atomic():
        found = Issuance.objects.select_for_update().get(pk=issuance_id)
        line = found.lines.get(requirement=requirement)
        if line.state != "waiting" or found.state != "released":
            return 0, True
        before, viewer = line.made, _issuer(found)
        if viewer is None:
            line.state, line.refusal = "refused", "no_post"
        else:
            try:
                line.made, is_over = _advance(viewer, line, at)
                line.state = "done" if is_over else "waiting"
            except ledger.Refusal as refusal:
                line.state, line.refusal = "refused", refusal.reason.value[:24]
            except ledger.NoSuchMatter:
                line.state, line.refusal = "refused", "no_such_matter"
        line.save()
        return line.made - before, line.state != "waiting"


def _advance(viewer: Viewer, line: IssuanceLine, at: datetime | None) -> tuple[int, bool]:
    """How many matters of a line there are after this turn, and whether that is all."""
    issuance, requirement = line.issuance_id, line.requirement
    if line.total <= AT_ONCE:
        return ledger.issue(viewer, requirement, list(_lines(line, 0)), issuance=issuance, at=at), True
    try:
        now = going.progress(viewer.realm, issuance, requirement)
    except going.Dropped:
        now = going.Progress(going.STAGED, 0, 0)
    if now.state == going.STAGED and now.total < line.total:
        some = islice(_lines(line, now.total), STAGED_A_TURN)
        ledger.stage(viewer, requirement, some, issuance=issuance, behind=now.total)
    elif now.state == going.STAGED:
        ledger.release(viewer, requirement, issuance=issuance, at=at)
    else:
        now = ledger.carry_on(viewer.realm, requirement, issuance=issuance)
        if now.is_over:
            going.clear(viewer.realm, issuance, requirement)
    return now.written, now.is_over


def _lines(line: IssuanceLine, behind: int) -> Iterator[Line]:
    """The units of a line behind a number, each with the post that answers for it today."""
    leads, assists = units_of(line.leads), units_of(line.assists)
    roles = [(unit, Role.LEAD) for unit in leads] + [(unit, Role.ASSIST) for unit in assists]
    for start in range(behind, len(roles), AT_ONCE):
        some = roles[start : start + AT_ONCE]
        posts = {unit: post.id for unit, post in people.responsible_posts([unit for unit, _role in some]).items()}
        yield from (Line(unit, posts.get(unit), line.due_on, role) for unit, role in some)


def _issuer(found: Issuance) -> Viewer | None:
    """Who issued, in the same post; None where the person no longer holds it."""
    account = get_user_model().objects.filter(pk=found.account).first()
    viewer = people.viewer_for(account, found.post) if account else None
    return viewer if viewer and viewer.post and viewer.post.id == found.post else None


def take_back(issuance_id: UUID, requirement: UUID, reason: UUID) -> int:
    """Withdraw what is still open of one requirement of an issuance; gives how many. Can be repeated."""
    count, after = 0, None
    while (done := take_back_some(issuance_id, requirement, reason, after)).last is not None:
        count, after = count + done.count, done.last
    return count


def take_back_some(
    issuance_id: UUID, requirement: UUID, reason: UUID, after: UUID | None = None
) -> ledger.Withdrawal:  # fmt: skip
    """One turn in one short transaction: how many were withdrawn, and behind which matter the next turn begins."""
    with transaction.atomic():
        found = Issuance.objects.select_for_update().get(pk=issuance_id)
        line = found.lines.get(requirement=requirement)
        viewer = _issuer(found)
        if line.state != "withdrawing" or viewer is None:
            return ledger.Withdrawal(0, None)
        ref = texts.text_ref(reason)
        done = ledger.withdraw_slice(
            viewer, issuance_id, requirement, Words(ref.id, ref.commitment), after=after
        )  # fmt: skip
        if done.last is None:
            line.state = "withdrawn"
            line.save()
        return done


@jobs.job(SEND)
def _send(payload: dict[str, Any]) -> None:
    """One turn; the next one is a job of its own, asked for in the same transaction."""
    if not send_some(UUID(payload["issuance"]), UUID(payload["requirement"]))[1]:
        jobs.enqueue(SEND, payload)


@jobs.job(TAKE_BACK)
def _take_back(payload: dict[str, Any]) -> None:
    ids = (UUID(payload["issuance"]), UUID(payload["requirement"]), UUID(payload["reason"]))
    done = take_back_some(*ids, UUID(payload["after"]) if "after" in payload else None)
    if done.last is not None:
        jobs.enqueue(TAKE_BACK, payload | {"after": str(done.last)})
