"""What waits for the first responsible person on a Monday: a question, an extension, two that can be closed."""

import builders
from e2e.sample_district import with_town
from luoshi.base import clock
from luoshi.journal import sealer
from luoshi.ledger import acts
from luoshi.ledger.acts import Prose

QUESTION = "办好出行不便群众的上门登记。"
EXTENSION = "疏通团结渠下游三公里。"
SOLVED = ("修好一队活动室屋顶。", "公开二队村务账目。")
TOWNS = ("tanghai", "binhai", "farm7")


def lay_out() -> None:
    """Put it there, as five people would have done."""
    here = with_town("tanghai")
    asked = builders.accepted(here, title=QUESTION, due=builders.in_days(20))
    builders.do(here.liaison, asked, acts.Progress(Prose("已登记十二户。")), acts.Ask(Prose("外出户是否电话登记？")))
    here = with_town("farm7")
    wished = builders.accepted(here, title=EXTENSION, due=builders.in_days(5))
    builders.do(here.liaison, wished, acts.Progress(Prose("已疏通一公里。")))
    builders.do(here.liaison, wished, acts.AskExtension(builders.in_days(25), Prose("连日降雨，机械进不了场。")))
    for title in SOLVED:
        builders.confirmed(with_town("binhai"), title=title, due=builders.in_days(10))
    for town in TOWNS:
        builders.claimed(with_town(town), title="逐户走访并登记群众意见。", due=builders.in_days(-1))
    sealer.seal_all(here.realm, at=clock.now())
