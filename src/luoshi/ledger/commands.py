"""The only way in: a command appends to the journal and brings the board up to date, in one transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol, TypedDict
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from luoshi.base import bulk, clock, ids, jobs, trace, workdays
from luoshi.base.days import Days
from luoshi.journal import commands as journal
from luoshi.journal import queries as entries
from luoshi.journal.refs import Actor, Batch, EntryView, NewEntry, Source
from luoshi.ledger import acts, events, facets, facts, issuing, matter, projection, standings, tallies, wholes
from luoshi.ledger.events import Event, Kind, Role, Words, from_payload, to_payload
from luoshi.ledger.matter import Matter, Refusal
from luoshi.ledger.models import Card, TallyDelta
from luoshi.ledger.moulds import Castings, Line, Opening, cast, opening_events
from luoshi.ledger.queries.visible import NoSuchMatter, sees
from luoshi.ledger.words import map_words, words_in
from luoshi.people.viewer import Viewer
from luoshi.records import commands as records
from luoshi.records import queries as texts

__all__ = [
    "Line", "NoSuchMatter", "NotYours", "Opening", "Refusal", "SourceConflict", "StreamMoved", "cancel", "carry_on",
    "carry_out", "follow_map", "issue", "open_by_rule", "open_matters", "perform", "perform_by_rule", "release",
    "settle_dates", "stage", "withdraw_parts", "withdraw_slice",
]  # fmt: skip

SourceConflict = journal.SourceConflict
StreamMoved = journal.StreamMoved

WITHDRAWN_AT_ONCE = 250
NONE_BEFORE = UUID(int=0)  # a place ahead of every matter
TITLE_ERASED = "ledger.title_erased"
LATER = timedelta(minutes=5)  # longer than any transaction that had read the title before
CLOCK = "system:clock"
CLOCK_NAME = "时钟"  # as entries name it
CLOCK_INLET = "clock"
SETTLING = "年历公布"  # the rule as entries name it
SETTLED_AT_ONCE = 200
CARRYING = (acts.Claim, acts.Verify, acts.Refuse, acts.Withdraw, acts.SendOut)  # those that follow go along


class NotYours(Exception):
    """The post in use may not open matters for that unit."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """How many matters a slice withdrew, and the last one it looked at: None when none was left."""

    count: int
    last: UUID | None


@dataclass(frozen=True, slots=True)
class Step:
    """One matter of many that an act changes together."""

    matter: UUID
    seq: int
    before: Matter
    decided: tuple[Event, ...]
    after: Matter


# ------------------------------------------------------------------ acts on one matter


def perform(
    viewer: Viewer,
    matter_id: UUID,
    act: acts.Act,
    *,
    source: Source | None = None,
    at: datetime | None = None,
) -> None:
    """Do one act. The same source twice is one act.

    Raises NoSuchMatter for what the viewer may not see, Refusal for what may not be done, SourceConflict where the
    same source said something else before.
    """
    day = clock.day(at) if at else None
    doer = _Doer(
        viewer.realm,
        viewer.actor,
        may_see=lambda: sees(viewer, matter_id) and _sees_other(viewer, act),
        world=lambda before, ready: facts.lookup(viewer, matter_id, before, ready, on=day),
    )
    _perform(doer, matter_id, act, source=source, at=at)


def perform_by_rule(
    realm: str, matter_id: UUID, act: acts.Act, *, rule: str, key: str, at: datetime | None = None
) -> bool:
    """Do one act as the system's own actor, by a named rule; False where the same key was done before.

    The key says what for, such as `callback:{matter}:{closing}:{30}`, so that missed days catch up and doubles
    collide. Raises NoSuchMatter, Refusal.
    """
    actor = Actor(id=CLOCK, name=CLOCK_NAME, post=rule)
    source = Source(CLOCK_INLET, key)
    with transaction.atomic():
        journal.lock(projection.stream(realm, matter_id))
        if entries.entries_of_source(realm, source.inlet, source.key):
            return False
        doer = _Doer(
            realm,
            actor,
            may_see=lambda: True,
            world=lambda before, ready: facts.by_the_clock(realm, actor, matter_id, before, ready),
        )
        return _perform(doer, matter_id, act, source=source, at=at)


def settle_dates(realm: str, *, size: int = SETTLED_AT_ONCE) -> int:
    """Reckon provisional dates anew whose year is published meanwhile, so many at a time; gives how many were."""
    today = clock.today()
    published = workdays.published()
    in_time = Q(pk__in=[])
    for year in published:
        if year >= today.year - 1:
            in_time |= Q(due_on__range=(date(year, 1, 1), date(year, 12, 31)))
    found = Card.objects.filter(in_time, realm=realm, is_provisional=True).order_by("due_on", "id")
    settled = 0
    for matter_id, due in list(found.values_list("id", "due_on")[:size]):
        if due is None:
            continue
        key = f"settle:{matter_id}:{due}:{published[due.year]}"
        settled += perform_by_rule(realm, matter_id, acts.SettleDue(), rule=SETTLING, key=key)
    return settled


class Acting(Protocol):
    """Who acts: a viewer, or the system's own actor."""

    @property
    def realm(self) -> str:
        """The partition."""

    @property
    def actor(self) -> Actor:
        """As entries name them."""


@dataclass(frozen=True, slots=True)
class _Doer:
    """Who acts, what they may see, and the world as they find it."""

    realm: str
    actor: Actor
    may_see: Callable[[], bool]
    world: Callable[[Matter, acts.Act], matter.Facts]


def _sees_other(viewer: Viewer, act: acts.Act) -> bool:
    return not isinstance(act, acts.Link) or sees(viewer, act.to)


def _perform(doer: _Doer, matter_id: UUID, act: acts.Act, *, source: Source | None, at: datetime | None) -> bool:
    """Do one act; False where the same source did it before."""
    now = clock.now()
    realm = doer.realm
    with transaction.atomic():
        held = _hold_with_others(realm, matter_id, act)
        written = entries.entries(projection.stream(realm, matter_id))
        before = projection.read(written)
        if before is None or not doer.may_see():
            raise NoSuchMatter(str(matter_id))
        if source is not None and (earlier := [e for e in written if _same_key(e.source, source)]):
            _compare(doer, matter_id, act, written, earlier)
            return False
        if before.followers and isinstance(act, CARRYING) and not held.issuperset(_following(realm, matter_id)):
            raise StreamMoved("another matter was linked to this one in the same moment")
        if at is not None and at < written[0].happened_at:
            raise Refusal(matter.Reason.BEFORE_OPENING)
        moment = at or max(now, written[0].happened_at)  # a clock that was set back
        ready = _prepared(act, matter_id, source)
        ready = map_words(ready, lambda words: _write_words(realm, words))
        world = doer.world(before, ready)
        decided = matter.decide(before, ready, world)
        how: _How = {"by": doer.actor, "at": moment, "now": now}
        _write(realm, matter_id, before, written, decided, source=source, **how)
        _carry_along(realm, matter_id, before, decided, days=world.days, how=how, source=source)
        if isinstance(ready, acts.Link):
            _tell(realm, ready.to, events.Followed(matter=matter_id), how)
        if isinstance(ready, acts.Unlink) and before.follows:
            _tell(realm, before.follows, events.Unfollowed(matter=matter_id), how)
        if isinstance(ready, acts.PassOn):
            _open_parts(doer, matter_id, before, ready, at=moment)
        if isinstance(ready, acts.Withdraw) and isinstance(ready.words, Words):
            below = wholes.open_below(realm, [matter_id], hold=True)
            _withdraw_each(doer, below, ready.words, key=f"withdraw:{matter_id}", at=moment, now=now)
        if isinstance(ready, acts.AskHelp):
            _open_help(doer, matter_id, before, ready, decided, at=moment)
    return True


class _How(TypedDict):
    """Who writes, when it happened, when it is written down."""

    by: Actor
    at: datetime
    now: datetime


def _hold_with_others(realm: str, matter_id: UUID, act: acts.Act) -> set[UUID]:
    """Hold a matter and those that change with it, in one order; gives which ones."""
    held = {matter_id}
    if isinstance(act, acts.Reopen | acts.CallBack):  # so that nobody withdraws the whole meanwhile
        for whole in wholes.above(realm, matter_id):
            journal.lock(projection.stream(realm, whole))
    if isinstance(act, CARRYING):
        held |= _following(realm, matter_id)
    if isinstance(act, acts.Link):
        held.add(act.to)
    if isinstance(act, acts.Unlink):
        follows = Card.objects.filter(realm=realm, id=matter_id).values_list("follows", flat=True)
        held |= {other for other in follows if other}
    journal.hold(realm, projection.STREAM, sorted(held))
    return held


def _following(realm: str, matter_id: UUID) -> set[UUID]:
    return set(Card.objects.filter(realm=realm, follows=matter_id).values_list("id", flat=True))


def _carry_along(
    realm: str, matter_id: UUID, before: Matter, decided: Sequence[Event], *, days: Days, how: _How,
    source: Source | None = None,
) -> None:  # fmt: skip
    """Let those that follow a matter be claimed, verified and refused with it, and let go where it ends."""
    for follower in before.followers:
        written = entries.entries(projection.stream(realm, follower))
        found = projection.read(written)
        if found is None or found.follows != matter_id:  # it stands on its own meanwhile
            continue
        along = [then for event in decided for then in matter.carried_along(event, found, days)]
        own = replace(source, key=f"{source.key}:{follower}") if source else None
        _write(realm, follower, found, written, along, source=own, **how)


def _tell(realm: str, matter_id: UUID, event: Event, how: _How) -> None:
    """Write on another matter what happened beside it."""
    before, written = _held(realm, matter_id)
    if before is not None:
        _write(realm, matter_id, before, written, [event], **how)


def _append(
    viewer: Viewer, matter_id: UUID, before: Matter, written: Sequence[EntryView], decided: Iterable[Event], *,
    at: datetime, now: datetime, source: Source | None,
) -> None:  # fmt: skip
    _write(viewer.realm, matter_id, before, written, decided, by=viewer.actor, at=at, now=now, source=source)


def _write(
    realm: str, matter_id: UUID, before: Matter, written: Sequence[EntryView], decided: Iterable[Event], *,
    by: Actor, at: datetime, now: datetime, source: Source | None = None,
) -> None:  # fmt: skip
    new = journal.append(
        projection.stream(realm, matter_id),
        [NewEntry(event.NAME, event.VERSION, to_payload(event)) for event in decided],
        by=by, happened_at=at, recorded_at=now, request=trace.request_id(), source=source, expected=len(written),
    )  # fmt: skip
    if not new:
        return
    after = before
    for entry in new:
        after = matter.evolve(after, projection.happened(entry))
    Card.objects.filter(realm=realm, id=matter_id).update(**_changed(after, new[-1]))
    TallyDelta.objects.bulk_create(tallies.deltas(realm, before, after, recorded=now, happened=at))


def _changed(after: Matter, last: EntryView) -> dict[str, Any]:
    """All columns but the title: a matter keeps that of its opening, and one erased meanwhile must not come back."""
    card = projection.card(after, [last], paths=projection.unit_paths([after]), titles={})
    names = (f.name for f in Card._meta.concrete_fields)
    return {name: getattr(card, name) for name in names if name not in {"realm", "id", "title", "title_text"}}


def _write_words(realm: str, words: acts.Written) -> Words:
    if isinstance(words, Words):
        return words
    ref = records.write_text(realm, words.strip())
    return Words(text=ref.id, commitment=ref.commitment)


def _prepared(act: acts.Act, matter_id: UUID, source: Source | None) -> acts.Act:
    """Parts get identifiers, derived from the source where there is one; a note gets its registered form."""
    if isinstance(act, acts.Note):
        return replace(act, body=facets.checked(act.facet, act.schema, act.body))
    seed = source.key if source else str(ids.new_id())
    if isinstance(act, acts.AskHelp):
        return replace(act, matter=ids.derived_id(matter_id, seed, act.unit))
    if not isinstance(act, acts.PassOn):
        return act
    parts = tuple(replace(part, matter=ids.derived_id(matter_id, seed, part.unit)) for part in act.parts)
    return replace(act, parts=parts)


def _same_key(one: Source | None, other: Source) -> bool:
    return one is not None and (one.inlet, one.key) == (other.inlet, other.key)


def _compare(
    doer: _Doer, matter_id: UUID, act: acts.Act, written: Sequence[EntryView], earlier: Sequence[EntryView]
) -> None:
    """Whether the same source says the same as before; raises SourceConflict where it does not."""
    first = earlier[0]
    before = projection.read(written[: first.seq - 1])
    source = first.source
    said = [from_payload(e.name, e.version, e.payload) for e in earlier]
    bodies = texts.texts({words.text for event in said for words in words_in(event)})
    if before is None:
        raise SourceConflict(str(source))
    try:
        ready = map_words(_prepared(act, matter_id, source), lambda w: _plain(w, {}))
        day = clock.day(first.happened_at)
        again = matter.decide(before, ready, replace(doer.world(before, ready), today=day, on=day))
    except Refusal as refusal:
        raise SourceConflict(str(source)) from refusal
    if [map_words(event, lambda w: _plain(w, bodies)) for event in said] != again:
        raise SourceConflict(str(source))


def _plain(words: acts.Written, bodies: dict[UUID, str | None]) -> Words:
    """Words made comparable: the same body gives the same reference."""
    body = (bodies.get(words.text) or "") if isinstance(words, Words) else words.strip()
    return Words(text=ids.derived_id("body", body), commitment="")


def _open_parts(doer: _Doer, matter_id: UUID, whole: Matter, act: acts.PassOn, *, at: datetime) -> None:
    if whole.lead is None:
        raise Refusal(matter.Reason.NOT_UNDERTAKER)
    openings = [
        Opening(
            id=part.matter or ids.new_id(), kind=whole.kind, title=whole.title, campaign=whole.campaign,
            issuer=whole.lead, lead=part.unit, post=part.post, due=part.due, parent=matter_id,
            requirement=whole.requirement, origin=whole.origin,
            detail=act.words if isinstance(act.words, Words) else None,
        )
        for part in act.parts
    ]  # fmt: skip
    _open(doer.realm, openings, by=doer.actor, inlet="handling", at=at)


def _open_help(
    doer: _Doer, matter_id: UUID, asking: Matter, act: acts.AskHelp, decided: Sequence[Event], *, at: datetime
) -> None:  # fmt: skip
    """The matter of the one asked: the obstacle in the words of who asks, and what it stands in the way of."""
    if asking.lead is None or act.matter is None or not isinstance(act.words, Words):
        raise Refusal(matter.Reason.NOT_UNDERTAKER)
    (asked,) = (event for event in decided if isinstance(event, events.HelpAsked))
    opening = Opening(
        id=act.matter, kind=Kind.HELP, title=act.words, detail=asking.title, campaign=asking.campaign,
        issuer=asking.lead, lead=act.unit, post=act.post, due=asked.due, days=settings.LUOSHI_HELP_DAYS,
        since=clock.day(at), helps=matter_id,
    )  # fmt: skip
    _open(doer.realm, [opening], by=doer.actor, inlet="handling", at=at)


# ------------------------------------------------------------------ opening


def open_matters(viewer: Viewer, openings: Sequence[Opening], *, inlet: str, at: datetime | None = None) -> int:
    """Open many matters at once; those opened before by the same source are left as they are. Gives how many are new.

    Raises NotYours where the post in use does not send for the issuing unit; a supervision group opens findings only.
    """
    for opening in openings:
        finds = opening.kind is Kind.FINDING and facts.finds_for(viewer, opening.issuer)
        if not (finds or facts.sends_for(viewer, opening.issuer)):
            raise NotYours(str(opening.issuer))
    with transaction.atomic():
        return _open(viewer.realm, openings, by=viewer.actor, inlet=inlet, at=at or clock.now())


def open_by_rule(realm: str, openings: Sequence[Opening], *, rule: str, inlet: str) -> int:
    """Open what follows from a rule, in the name of the system's own actor; what stands already is left as it is.

    Gives how many are new.
    """
    standing = journal.standing(realm, projection.STREAM, [opening.id for opening in openings])
    new = [opening for opening in openings if opening.id not in standing]
    with transaction.atomic():
        return _open(realm, new, by=Actor(id=CLOCK, name=CLOCK_NAME, post=rule), inlet=inlet, at=clock.now())


def _open(realm: str, openings: Sequence[Opening], *, by: Actor, inlet: str, at: datetime) -> int:
    now = clock.now()
    standing = journal.standing(realm, projection.STREAM, [opening.id for opening in openings])
    if again := [opening for opening in openings if opening.id in standing]:
        journal.append_many(_batch(realm, opening, by=by, inlet=inlet, at=at, now=now) for opening in again)
    new = [opening for opening in openings if opening.id not in standing]
    castings = Castings(
        journal.Pages(
            realm, projection.STREAM, by=by, happened_at=at, recorded_at=now, request=trace.request_id(), inlet=inlet
        )
    )
    cast(new, realm, castings, by=by, at=at, now=now)
    try:
        with transaction.atomic():
            return castings.write()
    except IntegrityError as clash:
        journal.append_many(_batch(realm, opening, by=by, inlet=inlet, at=at, now=now) for opening in new)
        raise StreamMoved("the matters were opened by somebody else") from clash


def _batch(realm: str, opening: Opening, *, by: Actor, inlet: str, at: datetime, now: datetime) -> Batch:
    """An opening as the journal compares it with what stands."""
    return Batch(
        projection.stream(realm, opening.id),
        tuple(NewEntry(event.NAME, event.VERSION, to_payload(event)) for event in opening_events(opening, at)),
        by=by, happened_at=at, recorded_at=now, request=trace.request_id(),
        source=Source(inlet, f"open:{opening.key or opening.id}"),
    )  # fmt: skip


# ------------------------------------------------------------------ issuing


def issue(
    viewer: Viewer, requirement_id: UUID, lines: Sequence[Line], *, issuance: UUID, at: datetime | None = None
) -> int:
    """Issue a requirement: one matter for each line, linked to it and to its words. Done twice it is done once.

    A co-operating unit's matter hangs on the lead's where there is one lead only, else on the requirement.
    Gives how many matters are new. Raises NoSuchMatter, Refusal.
    """
    now = clock.now()
    when = at or now
    with transaction.atomic():
        whole, written = _to_issue(viewer, requirement_id)
        openings = _issued(requirement_id, whole, lines, issuance)
        made = _open(viewer.realm, openings, by=viewer.actor, inlet="issuing", at=when)
        if made:
            _append(
                viewer, requirement_id, whole, written, [events.Issued(issuance=issuance, count=made)],
                at=when, now=now, source=None,
            )  # fmt: skip
        return made


def _to_issue(viewer: Viewer, requirement_id: UUID) -> tuple[Matter, list[EntryView]]:
    """A requirement that this viewer may issue now, held until the end of the transaction."""
    whole, written = _held(viewer.realm, requirement_id)
    if whole is None or whole.kind is not Kind.REQUIREMENT or not sees(viewer, requirement_id):
        raise NoSuchMatter(str(requirement_id))
    if not facts.sends_for(viewer, whole.issuer):
        raise Refusal(matter.Reason.NOT_SENDER)
    if not whole.is_open:
        raise Refusal(matter.Reason.WRONG_STATE)
    return whole, written


def _held(realm: str, matter_id: UUID) -> tuple[Matter | None, list[EntryView]]:
    ref = projection.stream(realm, matter_id)
    journal.lock(ref)
    written = entries.entries(ref)
    return projection.read(written), written


def stage(
    viewer: Viewer, requirement_id: UUID, lines: Iterable[Line], *, issuance: UUID, behind: int = 0,
    tell: issuing.Tell | None = None,
) -> issuing.Progress:  # fmt: skip
    """Write down, outside the ledger, to whom a requirement will go: any number of units, in short transactions.

    Call it again with the same lines after a stop; `behind` says how many the caller has left out itself.
    Raises NoSuchMatter, Refusal, `issuing.AlreadyReleased`.
    """
    with transaction.atomic():
        _to_issue(viewer, requirement_id)
    return issuing.stage(viewer.realm, issuance, requirement_id, lines, behind=behind, tell=tell)


def release(viewer: Viewer, requirement_id: UUID, *, issuance: UUID, at: datetime | None = None) -> issuing.Progress:
    """Let what was staged go out, in this viewer's name. Raises NoSuchMatter, Refusal, `issuing.Dropped`."""
    with transaction.atomic():
        _to_issue(viewer, requirement_id)
        return issuing.release(viewer.realm, issuance, requirement_id, by=viewer.actor, at=at or clock.now())


def carry_on(realm: str, requirement_id: UUID, *, issuance: UUID, size: int = issuing.FIRST) -> issuing.Progress:
    """Write the next slice of what was released, in one transaction; the last one tells the requirement.

    Raises Refusal where the requirement has been ended meanwhile, `issuing.Dropped`.
    """
    now = clock.now()
    with transaction.atomic():
        row = issuing.held(realm, issuance, requirement_id)
        if row.state == issuing.RELEASED:
            whole, written = _held(realm, requirement_id)
            if whole is None or not whole.is_open:
                raise Refusal(matter.Reason.WRONG_STATE)
            issuing.write_slice(row, whole, size=size, now=now)
            if row.reached == row.total:  # it may have had no line at all
                at = row.released_at or now
                issued = [events.Issued(issuance=issuance, count=row.total)] if row.total else []
                by = Actor(row.actor_id, row.actor_name, row.actor_post)
                _write(realm, requirement_id, whole, written, issued, by=by, at=at, now=now)
                issuing.finish(row)
        return issuing.progress_of(row)


def carry_out(
    realm: str, requirement_id: UUID, *, issuance: UUID, tell: issuing.Tell | None = None
) -> issuing.Progress:
    """Slice after slice until everything is written, then clear what was staged. Can be repeated at any point."""
    done = issuing.run(lambda size: carry_on(realm, requirement_id, issuance=issuance, size=size), tell=tell)
    issuing.clear(realm, issuance, requirement_id)
    return done


def cancel(viewer: Viewer, requirement_id: UUID, *, issuance: UUID) -> None:
    """Drop what was staged and not released; the ledger has never heard of it.

    Raises NoSuchMatter, Refusal, `issuing.AlreadyReleased`.
    """
    with transaction.atomic():
        _to_issue(viewer, requirement_id)
    issuing.drop(viewer.realm, issuance, requirement_id)


def _issued(requirement_id: UUID, whole: Matter, lines: Sequence[Line], issuance: UUID) -> list[Opening]:
    leads = [line for line in lines if line.role is Role.LEAD]

    def identity(line: Line) -> UUID:
        return ids.derived_id(issuance, requirement_id, line.unit, line.role.value)

    def parent(line: Line) -> UUID:
        return identity(leads[0]) if line.role is Role.ASSIST and len(leads) == 1 else requirement_id

    return [
        Opening(
            id=identity(line), kind=Kind.TASK, title=whole.title, campaign=whole.campaign, issuer=whole.issuer,
            lead=line.unit, post=line.post, due=line.due, parent=parent(line), requirement=requirement_id,
            origin=whole.origin, role=line.role, issuance=issuance,
        )
        for line in lines
    ]  # fmt: skip


def withdraw_slice(
    viewer: Viewer, issuance: UUID, requirement: UUID, reason: Words, *, after: UUID | None = None,
    size: int = WITHDRAWN_AT_ONCE,
) -> Withdrawal:  # fmt: skip
    """Withdraw the next open matters of an issued requirement, those behind `after`, in one transaction.

    They share reason and moment. What has ended is passed over, so that nothing is withdrawn twice; what was not
    written yet is not written any more. Raises Refusal, where nothing of the slice is withdrawn.
    """
    now = clock.now()
    with transaction.atomic():
        issuing.stop(viewer.realm, issuance, requirement)
        key = f"withdraw:{issuance}"
        found = Card.objects.filter(realm=viewer.realm, issuance=issuance, requirement=requirement)
        found = found.filter(id__gt=after) if after else found
        chosen = list(found.exclude(state__in=matter.ENDED).order_by("id").values_list("id", flat=True)[:size])
        below = wholes.open_below(viewer.realm, chosen)
        if len(below) > size:  # parts first, a slice at a time; their wholes stay open until none is left
            deepest = _with_below(viewer.realm, below[-size:])
            return Withdrawal(_withdraw_each(viewer, deepest, reason, key=key, at=now, now=now), after or NONE_BEFORE)
        journal.hold(viewer.realm, projection.STREAM, chosen)
        steps = list(_steps(viewer, chosen, acts.Withdraw(words=reason, with_parts=True), now))
        if steps:
            _write_each(viewer, steps, key=key, at=now, now=now)
        below = wholes.open_below(viewer.realm, chosen, hold=True)
        made = len(steps) + _withdraw_each(viewer, below, reason, key=key, at=now, now=now)
    return Withdrawal(made, chosen[-1] if chosen else None)


def withdraw_parts(viewer: Viewer, matter_id: UUID, reason: Words, *, size: int = WITHDRAWN_AT_ONCE) -> int:
    """Withdraw the deepest open parts below a matter that the viewer may withdraw; gives how many are left.

    For a whole with very many of them, slice after slice in short transactions, before `perform` withdraws the whole
    with the last ones. Raises NoSuchMatter, Refusal.
    """
    now = clock.now()
    with transaction.atomic():
        before, _written = _held(viewer.realm, matter_id)
        if before is None or not sees(viewer, matter_id):
            raise NoSuchMatter(str(matter_id))
        act = acts.Withdraw(words=reason, with_parts=True)
        matter.decide(before, act, facts.lookup(viewer, matter_id, before, act))
        below = wholes.open_below(viewer.realm, [matter_id])
        deepest = _with_below(viewer.realm, below[-size:])
        made = _withdraw_each(viewer, deepest, reason, key=f"withdraw:{matter_id}", at=now, now=now)
    return max(0, len(below) - made)


def _with_below(realm: str, chosen: list[UUID]) -> list[UUID]:
    """These, and what was handed on below them before they were held."""
    journal.hold(realm, projection.STREAM, chosen)
    return list(dict.fromkeys([*chosen, *wholes.open_below(realm, chosen, hold=True)]))


def _withdraw_each(
    viewer: Acting, chosen: Sequence[UUID], reason: Words, *, key: str, at: datetime, now: datetime
) -> int:  # fmt: skip
    """Withdraw held parts with their whole, an entry each; gives how many were open."""
    histories = entries.entries_of_many(viewer.realm, projection.STREAM, chosen)
    steps = []
    for matter_id, history in histories.items():
        before = projection.read(history)
        decided = matter.withdrawn_with(before, reason) if before else []
        if before and decided:
            steps.append(_step(viewer, matter_id, history, before, decided, at=at))
    if steps:
        _write_each(viewer, steps, key=key, at=at, now=now)
    return len(steps)


def _steps(viewer: Viewer, chosen: list[UUID], act: acts.Act, now: datetime) -> Iterator[Step]:
    """What an act makes of each open matter; in what the act asks of the world they do not differ."""
    histories = entries.entries_of_many(viewer.realm, projection.STREAM, chosen)
    world: matter.Facts | None = None
    for matter_id, history in histories.items():
        before = projection.read(history)
        if before is None or not before.is_open:
            continue
        world = world or facts.lookup(viewer, matter_id, before, act)
        yield _step(viewer, matter_id, history, before, matter.decide(before, act, world), at=now)


def _step(
    viewer: Acting, matter_id: UUID, history: Sequence[EntryView], before: Matter, decided: Sequence[Event],
    *, at: datetime,
) -> Step:  # fmt: skip
    after = before
    for event in decided:
        after = matter.evolve(after, matter.Happened(event, clock.day(at), viewer.actor.id))
    return Step(matter_id, len(history), before, tuple(decided), after)


def _write_each(viewer: Acting, steps: Sequence[Step], *, key: str, at: datetime, now: datetime) -> None:
    """Entries, cards and counts of one act on many matters."""
    realm = viewer.realm
    journal.append_each(
        [
            Batch(
                projection.stream(realm, step.matter),
                tuple(NewEntry(event.NAME, event.VERSION, to_payload(event)) for event in step.decided),
                by=viewer.actor, happened_at=at, recorded_at=now, request=trace.request_id(),
                source=Source(issuing.INLET, f"{key}:{step.matter}"),
            )
            for step in steps
        ]
    )  # fmt: skip
    projection.change(realm, [(one.matter, one.seq + len(one.decided), one.before, one.after) for one in steps], at)
    counted = (tallies.rows(realm, one.before, one.after, recorded=now, happened=at) for one in steps)
    bulk.add(TallyDelta, tallies.WRITTEN, [row for rows in counted for row in rows])
    for step in steps:
        if step.before.followers:
            journal.hold(realm, projection.STREAM, sorted(step.before.followers))
            days = workdays.calendar(step.before.opened_on, clock.day(now))
            how: _How = {"by": viewer.actor, "at": at, "now": now}
            _carry_along(realm, step.matter, step.before, step.decided, days=days, how=how)


def forget_title(realm: str, text_id: UUID, words: str) -> list[UUID]:  # noqa: ARG001 - as `records.copies` asks
    """Clear the titles of all cards that were copied from a text; once more later, for those just being opened."""
    clear_titles(realm, text_id)
    payload = {"realm": realm, "text": str(text_id)}
    jobs.enqueue(TITLE_ERASED, payload, run_at=clock.now() + LATER)
    return []


def clear_titles(realm: str, text_id: UUID) -> int:
    """The cards of that title stand without words; gives how many."""
    return Card.objects.filter(realm=realm, title_text=text_id).exclude(title="").update(title="")


def follow_map(realm: str) -> int:
    """Bring paths and sums up to date after units moved on the map; gives how many cards moved."""
    moved = 0
    with transaction.atomic():
        cards = Card.objects.filter(realm=realm).only("realm", "id", "lead", "issuer", "path", "issuer_path")
        paths = facts.paths_of_cards(realm)
        for card in cards.iterator():
            path = paths.get(card.lead or card.issuer, card.path)
            issuer_path = paths.get(card.issuer, card.issuer_path)
            if (path, issuer_path) != (card.path, card.issuer_path):
                Card.objects.filter(realm=realm, id=card.id).update(path=path, issuer_path=issuer_path)
                moved += 1
        if moved:
            standings.refold(realm)
    return moved
