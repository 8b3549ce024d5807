"""Matters brought to a point of their way by commands, so that no test holds an impossible one."""

from datetime import date, datetime, timedelta
from uuid import UUID

from luoshi.base import clock, ids, jobs
from luoshi.ledger import acts, commands, queries
from luoshi.ledger.acts import Prose
from luoshi.ledger.commands import Line, Opening
from luoshi.ledger.events import Answer, Kind, Means, Nature, Words
from luoshi.people.viewer import UnitRef, Viewer
from luoshi.records import commands as records
from people import District


def words(realm: str, body: str) -> Words:
    """A text in records, found by search."""
    ref = records.write_text(realm, body, searchable=True)
    return Words(text=ref.id, commitment=ref.commitment)


def requirement(here: District, title: str = "逐户走访并登记群众意见") -> UUID:
    """A requirement of the district."""
    made = ids.new_id()
    opening = Opening(
        id=made,
        kind=Kind.REQUIREMENT,
        title=words(here.realm, title),
        campaign=here.campaign.id,
        issuer=here.district.id,
    )
    commands.open_matters(here.clerk, [opening], inlet="test")
    return made


def assigned(
    here: District,
    *,
    to: UnitRef | None = None,
    due: date | None = None,
    assist: UnitRef | None = None,
    title: str = "逐户走访并登记群众意见",
) -> UUID:
    """A task that a unit (the town) has not accepted yet."""
    whole = requirement(here, title)
    unit = to or here.town
    lines = [Line(unit=unit.id, due=due)]
    if assist:
        from luoshi.ledger.events import Role

        lines.append(Line(unit=assist.id, due=due, role=Role.ASSIST))
    commands.issue(here.clerk, whole, lines, issuance=ids.new_id())
    found = queries.matters(here.clerk, queries.Filter(requirement=whole, lead=unit.id))
    return found.rows[0].id


def do(viewer: Viewer, matter_id: UUID, *steps: acts.Act, at: datetime | None = None) -> None:
    """Acts one after another, at the present moment or, written down later, at an earlier one."""
    for step in steps:
        commands.perform(viewer, matter_id, step, at=at)


def accepted(here: District, **how) -> UUID:
    """A task that the town has accepted."""
    made = assigned(here, **how)
    do(here.liaison, made, acts.Accept())
    return made


def claimed(here: District, **how) -> UUID:
    """A task that the town says is done."""
    made = accepted(here, **how)
    do(here.liaison, made, acts.Progress(Prose("已走访三个村队")), acts.Claim(Prose("走访和登记均已完成")))
    return made


def verified(here: District, **how) -> UUID:
    """A task that the supervision group has seen done."""
    made = claimed(here, **how)
    do(here.inspector, made, acts.Verify(Nature.SPOT, Prose("抽查两户，登记属实")))
    return made


def replied(here: District, **how) -> UUID:
    """A task whose words have been answered."""
    made = verified(here, **how)
    do(here.liaison, made, acts.Reply(Prose("走访已逐户完成，意见已登记")))
    return made


def confirmed(here: District, **how) -> UUID:
    """A task that those affected call solved."""
    made = replied(here, **how)
    do(here.clerk, made, acts.Confirm(Answer.SOLVED, Means.PERSON, Prose("两户群众均表示满意")))
    return made


def closed(here: District, **how) -> UUID:
    """A task that is struck off."""
    made = confirmed(here, **how)
    do(here.mayor, made, acts.Close())
    return made


def follow_up() -> None:
    """What the system does by itself, after an act or from time to time, is done."""
    jobs.run_due()


def in_days(n: int) -> date:
    """A day so many days from now."""
    return clock.today() + timedelta(days=n)
