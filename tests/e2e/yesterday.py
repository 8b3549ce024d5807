"""One matter that was issued, accepted and half done the day before, so that the board of that day has a figure."""

from datetime import timedelta

import builders
from e2e.sample_district import with_town
from luoshi.base import clock
from luoshi.ledger import acts
from luoshi.ledger.acts import Prose

TOWN = "binhai"
TITLE = "核对活动办人员名册。"


def lay_out() -> None:
    """Put it there, as it was yesterday."""
    here = with_town(TOWN)
    with clock.fixed(clock.now() - timedelta(days=1)):
        made = builders.assigned(here, due=builders.in_days(60), title=TITLE)
        builders.do(here.liaison, made, acts.Accept(), acts.Progress(Prose("已核对一半。")))
