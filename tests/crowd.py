"""The small district made busy: much of everything, so that a page that asks once a row is found out."""

from collections.abc import Callable, Iterable
from functools import partial
from uuid import UUID

import builders
import people
from luoshi.inlets.documents.tests import rounds
from luoshi.ledger import acts
from luoshi.ledger.acts import Prose
from luoshi.ledger.commands import NoSuchMatter, NotYours
from luoshi.ledger.events import Ground, Nature
from luoshi.ledger.matter import Refusal
from luoshi.people.viewer import Duty, UnitRef
from papers import evidence
from people import District

TEXT = "关于做好第{n}阶段防汛工作的通知\n\n各单位：\n" + "".join(
    f"{number}、要在{month}月底前清点{what}，登记造册，落实专人保管。\n"
    for number, month, what in (("一", 5, "物资"), ("二", 6, "泵站"), ("三", 7, "堤段"), ("四", 8, "车辆"))
)


def gather(here: District, times: int) -> None:
    """Units with posts and people, matters at every point of their way for everybody, documents."""
    villages = [_village(here, number) for number in range(times)]
    for number in range(times):
        people.unit(f"第{number}局", "body", f"{here.realm}-B{number}", here.district)
        people.post(here.town, Duty.STATIONED)
        rounds.issued(here, TEXT.format(n=number))
        rounds.taken_in(here, rounds.REPORT.replace("区长", f"第{number}副区长"))
        _of_town(here, number)
    for unit in (here.village, here.other_village, here.water, here.other_town, *villages):
        for _ in range(times):
            builders.assigned(here, to=unit, due=builders.in_days(5))
    builders.follow_up()
    _of_town(here, times)  # not counted together yet


def _village(here: District, number: int) -> UnitRef:
    made = people.unit(f"{number}村", "village", f"{here.realm}1003{number:02}", here.town)
    people.viewer(f"secretary{number}", made, Duty.PRINCIPAL)
    return made


def _of_town(here: District, number: int) -> None:
    """One more matter of the town at every point of its way."""
    due = builders.in_days(10)
    for build in (
        builders.assigned,
        builders.accepted,
        builders.claimed,
        builders.verified,
        builders.replied,
        builders.confirmed,
    ):
        build(here, due=due, title=f"第{number}件", assist=here.water)
    builders.closed(here, due=due)
    builders.do(here.liaison, builders.assigned(here), acts.Return(Ground.NOT_OURS, Prose("不属本镇")))
    builders.do(here.liaison, builders.accepted(here), acts.Ask(Prose("是否含七队")))
    wish = acts.AskExtension(builders.in_days(20), Prose("雨天"))
    builders.do(here.liaison, builders.accepted(here, due=due), wish)
    parts = tuple(acts.Part(unit.id) for unit in (here.village, here.other_village))
    builders.do(here.liaison, builders.accepted(here, due=due), acts.PassOn(parts))
    claimed = builders.accepted(here, to=here.town, due=due)
    builders.do(here.liaison, claimed, acts.Progress(Prose("已走访")))


def lengthen(here: District, matters: Iterable[UUID], times: int) -> None:
    """The way of each of these matters goes on, wherever it can: words, files, questions."""
    for matter_id in matters:
        for number in range(times):
            _try(partial(evidence, here.liaison, matter_id, b"%d" % number, name=f"{number}.txt"))
            for step in (
                acts.Progress(Prose("又走访一户")),
                acts.AddEvidence(Nature.OWN, Prose("台账")),
                acts.Ask(Prose("何时检查")),
            ):
                _try(partial(builders.do, here.liaison, matter_id, step))


def _try(step: Callable[[], object]) -> None:
    try:
        step()
    except (Refusal, NotYours, NoSuchMatter):
        return
