"""A supervision group with a plan, a draw and visits, brought about by commands."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import builders
import people
from luoshi.base import clock, ids, jobs
from luoshi.inlets.inspections import commands, queries
from luoshi.inlets.inspections.commands import Asked
from luoshi.journal import sealer
from luoshi.ledger import acts
from luoshi.ledger.acts import Prose
from luoshi.people.viewer import Duty, Viewer
from people import District


@dataclass(frozen=True)
class Group:
    """The district's supervision group beside the inspector: two more of it."""

    here: District
    second: Viewer
    third: Viewer

    @property
    def all(self) -> tuple[Viewer, ...]:
        return self.here.inspector, self.second, self.third


def group(here: District) -> Group:
    """Two more people in the supervision group."""
    made = [
        people.viewer(name, here.supervision, Duty.SUPERVISION, scope=here.district, realm=here.realm)
        for name in ("second", "third")
    ]
    return Group(here, *made)


def asked(**changed) -> Asked:
    """An item: villages, one of them in each draw."""
    given = {
        "kind": "special", "subject": "村级活动场所建设", "basis": "区委常委会第6次会议", "places": "town",
        "announced": False, "times": 1, "units": 1, "matters": 2, "inspectors": 2,
    }  # fmt: skip
    return Asked(**{**given, **changed})


def item(here: District, *, approved=True, nonce="", **changed) -> UUID:
    """An approved item of this year's plan."""
    year = clock.today().year
    standing = [row.id for row in queries.plans(here.clerk) if row.year == year]
    plan = standing[0] if standing else commands.draft(here.clerk, year)
    made = commands.add_item(here.clerk, plan, asked(**changed), nonce=nonce or str(ids.new_id()))
    if approved:
        commands.approve(here.mayor, plan)
    return made


def sealed(realm: str) -> None:
    """A seal is signed and what waits for it is done."""
    sealer.seal_all(realm, at=clock.now() + timedelta(seconds=20))
    jobs.run_due()


def drawn(here: District, *, claims=2, which=None, **changed) -> UUID:
    """A draw that was made among towns with claims."""
    for number in range(claims):
        builders.claimed(here, title=f"事项{number}")
    made = commands.commit(here.clerk, which or item(here, **changed))
    sealed(here.realm)
    return made


def visit_of(viewer: Viewer) -> queries.VisitView:
    """The visit that a person makes."""
    return queries.visit(viewer, queries.visits(viewer)[0].id)


def goer(who: Group) -> Viewer:
    """Somebody who was drawn to go."""
    return next(one for one in who.all if queries.visits(one))


def written(who: Group, *, about=None, by: Viewer | None = None, visit: UUID | None = None) -> UUID:
    """A fact sheet signed by its handler."""
    by = by or goer(who)
    return commands.write_finding(
        by, visit or visit_of(by).id, facts="活动室没有屋顶，4月18日下午实地看到。", demand="年内建成并投入使用",
        due=clock.today() + timedelta(days=60), nonce=str(ids.new_id()), about=about,
    )  # fmt: skip


def fed_back(who: Group, **how) -> UUID:
    """A fact sheet with three signatures."""
    made = written(who, **how)
    signers = [one for one in who.all if str(one.person_id) != handler_of(who, made)]
    for one in signers:
        commands.sign(one, made)
    return made


def handler_of(who: Group, made: UUID) -> str:
    return queries.finding(who.here.clerk, made).way[0].actor.id


def another_claim(here: District) -> UUID:
    """A claim that was not drawn."""
    made = builders.accepted(here, title="另一件")
    builders.do(here.liaison, made, acts.Claim(Prose("完成")))
    return made
