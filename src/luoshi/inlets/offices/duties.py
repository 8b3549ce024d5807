"""What units owe in a campaign becomes matters, and stays in step with the map: done by rule, the same however often.

A unit that joined owes from then; what a unit that has left still owed is withdrawn, and what nobody asks for any
more. At the end of a campaign what is open is handed over to everyday work.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from luoshi.base import clock, ids, jobs
from luoshi.campaigns import commands as campaigns
from luoshi.campaigns import queries
from luoshi.campaigns.owing import Owed
from luoshi.campaigns.queries import CampaignRef
from luoshi.ledger import acts
from luoshi.ledger import commands as ledger
from luoshi.ledger import queries as matters
from luoshi.ledger.acts import Prose
from luoshi.ledger.commands import Opening
from luoshi.ledger.events import Kind, Words
from luoshi.people import queries as people

INLET = "offices"
RULE = "规定动作"  # as entries name the rule
DUE = "offices.duties"  # the job
AT_ONCE = 200  # matters in one transaction


@dataclass(frozen=True, slots=True)
class Done:
    """How many matters were opened, withdrawn, handed over."""

    opened: int = 0
    withdrawn: int = 0
    handed_over: int = 0


def matter_of(campaign: UUID, one: Owed) -> UUID:
    """The matter that a unit's duty becomes: always the same one."""
    return ids.derived_id(campaign, one.deliverable, one.unit, one.period)


def ask_for(campaign: UUID) -> None:
    """Have a campaign brought up to date soon, in the caller's transaction."""
    jobs.enqueue(DUE, {"campaign": str(campaign)})


@jobs.job(DUE)
def work(payload: dict[str, Any]) -> None:
    """Bring one campaign up to date."""
    bring_up_to_date(queries.campaign(UUID(payload["campaign"])), clock.today())


@jobs.recurring
def every_day() -> None:
    """Once a day bring every running campaign up to date: units come and go, periods begin."""
    today = clock.today()
    for running in _unseen(today):
        jobs.enqueue(DUE, {"campaign": str(running.id)}, key=f"duties:{running.id}:{today.isoformat()}")


_looked: dict[str, date] = {}  # on which day this process has asked for every campaign; asking twice is harmless


def _unseen(today: date) -> list[CampaignRef]:
    if _looked.get("on") == today:
        return []
    found = queries.running()
    _looked["on"] = today
    return found


def bring_up_to_date(running: CampaignRef, on: date) -> Done:
    """Open what is owed and not open yet, withdraw what is owed no longer, hand over what an ended campaign leaves."""
    if running.closed_on is not None:
        return Done(handed_over=_hand_over(running))
    owed = [one for one in queries.owed(running, until=on) if one.is_expected(on)]
    return Done(opened=_open(running, owed), withdrawn=_withdraw(running, owed))


def _open(running: CampaignRef, owed: Sequence[Owed]) -> int:
    opened = 0
    headings = campaigns.headings(running)
    for some in _batches(owed):
        known = matters.known(running.realm, [matter_of(running.id, one) for one in some])
        new = [one for one in some if matter_of(running.id, one) not in known]
        posts = people.responsible_posts([one.unit for one in new])
        openings = [
            Opening(
                id=matter_of(running.id, one), kind=Kind.DELIVERABLE, campaign=running.id, issuer=running.unit,
                title=Words(text=headings[one.deliverable].id, commitment=headings[one.deliverable].commitment),
                lead=one.unit, post=posts[one.unit].id if one.unit in posts else None, due=one.due_on,
            )
            for one in new
        ]  # fmt: skip
        opened += ledger.open_by_rule(running.realm, openings, rule=RULE, inlet=INLET) if openings else 0
    return opened


def _withdraw(running: CampaignRef, owed: Iterable[Owed]) -> int:
    """Withdraw open deliverables that are owed no longer: the unit is gone, or nobody asks for it now."""
    wanted = {matter_of(running.id, one) for one in owed}
    why = Prose(_("The unit no longer belongs to the campaign, or this is asked for no longer."))
    gone = [found for found in matters.open_in(running.realm, running.id, Kind.DELIVERABLE) if found not in wanted]
    for found in gone:
        act = acts.Withdraw(words=why, with_parts=True)
        ledger.perform_by_rule(
            running.realm, found, act, rule=RULE, key=f"not-owed:{found}:{clock.today().isoformat()}"
        )
    return len(gone)


def _hand_over(running: CampaignRef) -> int:
    """Give what is open to everyday work: it is to be finished, the campaign is not to live on."""
    everyday = queries.blank(running.realm).id
    left = matters.open_in(running.realm, running.id)
    for found in left:
        act = acts.HandOver(campaign=everyday)
        ledger.perform_by_rule(running.realm, found, act, rule=RULE, key=f"hand-over:{running.id}:{found}")
    return len(left)


def _batches(owed: Sequence[Owed]) -> Iterator[Sequence[Owed]]:
    for start in range(0, len(owed), AT_ONCE):
        yield owed[start : start + AT_ONCE]
