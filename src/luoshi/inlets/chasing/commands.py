"""What chasing writes: one slip for one matter by the clock, and which ladder a realm has."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from luoshi.base import clock, trace
from luoshi.campaigns.template import Rung, Turn
from luoshi.inlets.chasing import ladder, rules
from luoshi.inlets.chasing.ladder import Slip
from luoshi.inlets.chasing.rules import Rules
from luoshi.journal import commands as journal
from luoshi.journal.refs import NewEntry, Source, StreamRef
from luoshi.ledger import acts, queries
from luoshi.ledger import commands as ledger
from luoshi.ledger.acts import Prose
from luoshi.ledger.commands import Refusal
from luoshi.ledger.queries import DueRow
from luoshi.people import paths
from luoshi.people import queries as people
from luoshi.people.viewer import Duty, PostRef, Viewer

RULE = "chasing"
INLET = "chasing"
ASKED_AT_MOST = 3


class LadderRefused(ValueError):
    """The ladder does not go up; `places` are the turns that do not."""

    def __init__(self, places: list[int]) -> None:
        super().__init__(str(places))
        self.places = places


class NotYours(LookupError):
    """Switching is the business of the office at the top."""


def urge(realm: str, matter_id: UUID, of: Rules) -> bool:
    """Do what the ladder asks of one matter now, all of it or nothing; False where nothing is due.

    The matter is held and looked at again: two clocks, or an extension granted in the same moment, double nothing.
    """
    today = clock.today()
    with transaction.atomic():
        journal.lock(StreamRef(realm, "matter", matter_id))
        row = queries.due_row(realm, matter_id)
        slip = of.ladder(row.campaign).slip(rules.clock_of(row), today) if row else None
        if row is None or slip is None:
            return False
        key = slip.key(matter_id)
        _call_in(realm, row, slip, key)
        words = _offer(row) if slip.rung is Rung.HELP else None
        act = acts.Urge(rung=str(slip.rung), how=str(slip.colour), words=words)
        return ledger.perform_by_rule(realm, matter_id, act, rule=RULE, key=key)


def _call_in(realm: str, row: DueRow, slip: Slip, key: str) -> None:
    """Name on the way of the matter who is called in; the lead stays."""
    post = _called_in(row, slip.rung)
    if post is None:
        return
    act = acts.Escalate(rung=str(slip.rung), unit=post.unit.id, post=post.id)
    try:
        ledger.perform_by_rule(realm, row.id, act, rule=RULE, key=key.replace("urge:", "escalate:", 1))
    except Refusal:  # the post serves the unit itself: it is reminded, nobody above it is named
        return


def _called_in(row: DueRow, rung: Rung) -> PostRef | None:
    if rung is Rung.LEADER:
        leaders = people.posts_over(row.path, Duty.LEADER)
        return leaders[0] if leaders else people.responsible_post(row.issuer)
    if rung is Rung.SUPERIOR:
        above = paths.parent(people.unit(row.issuer).path)
        posts = people.posts_over(above, Duty.PRINCIPAL) if above else []
        return posts[0] if posts else people.responsible_post(row.issuer)
    return None


def _offer(row: DueRow) -> Prose:
    """Who can be asked for help: the sender's office, and those who look after the unit. In the realm's language."""
    asked = [post for post in people.posts_of(row.issuer) if post.duty is Duty.OFFICE]
    asked += people.posts_over(row.path, Duty.LEADER)[:1] + people.posts_over(row.path, Duty.OFFICE)
    names: dict[str, None] = {}
    for post in asked:
        names.setdefault(f"{post.unit.name}{post.title}", None)
    with translation.override(settings.LANGUAGE_CODE):
        said = _("If something stands in the way, ask for help now: raise the obstacle as a help request.")
        if names:
            said += _("Who can be asked: %(names)s.") % {"names": _(", ").join(list(names)[:ASKED_AT_MOST])}
    return Prose(said)


def switch(viewer: Viewer, turns: tuple[Turn, ...], *, nonce: str) -> bool:
    """Switch a ladder on for the realm, by name; switching back is the same act. False where it stands already.

    Raises NotYours, LadderRefused.
    """
    if not rules.switches_for_realm(viewer):
        raise NotYours
    if not turns or (wrong := ladder.faults(turns)):
        raise LadderRefused(wrong if turns else [])
    if turns == rules.of_realm(viewer.realm):
        return False
    now = clock.now()
    payload = {"turns": [[str(turn.rung), turn.days] for turn in turns]}
    written = journal.append(
        rules.stream(viewer.realm), [NewEntry("ladder.switched", 1, payload)], by=viewer.actor, happened_at=now,
        recorded_at=now, request=trace.request_id(), source=Source(INLET, f"switch:{nonce}"),
    )  # fmt: skip
    return bool(written)


def may_act(of: Rules) -> bool:
    """Whether the clock may chase at this moment."""
    return ladder.is_open(clock.now(), of.days, settings.LUOSHI_CHASING_HOURS)


def on_day(of: Rules, row: DueRow, today: date) -> Slip | None:
    """What the ladder asks for a matter on a day, as its card stands."""
    return of.ladder(row.campaign).slip(rules.clock_of(row), today)
