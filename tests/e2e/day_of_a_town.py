"""Lay fourteen new matters on the desk of a town and three on that of a village, as issuing would have done."""

from datetime import date

import builders
from e2e.sample_district import with_town
from luoshi.base import clock
from luoshi.ledger import acts
from luoshi.ledger.acts import Prose
from luoshi.people import queries as people

TOWN, VILLAGE = "farm7", "farm7_village1"
NEW = 14
PRESSING = 2  # of them due this month
VILLAGE_TITLES = ("修好活动室屋顶。", "清理村头垃圾。", "公开村务账目。")


def lay_out() -> None:
    """Put them there; the village has written about its first one already."""
    here, village = with_town(TOWN), people.viewer_of(VILLAGE)
    for number in range(1, NEW + 1):
        due = this_month(clock.today()) if number <= PRESSING else builders.in_days(60)
        builders.assigned(here, due=due, title=f"镇事第{number}件：逐户走访并登记群众意见。")
    for number, title in enumerate(VILLAGE_TITLES):
        made = builders.assigned(here, to=village.post.unit, due=builders.in_days(20 + number), title=title)
        builders.do(village, made, acts.Accept())
        if number == 0:
            builders.do(village, made, acts.Progress(Prose("屋顶已修好，群众看过。")))


def this_month(today: date) -> date:
    """A day of this month that has not passed."""
    return max(today, today.replace(day=28))
