"""One matter that was issued, accepted and half done the day before, so that the board of that day has a figure."""

from datetime import timedelta
from types import SimpleNamespace

import builders
from luoshi.base import clock
from luoshi.campaigns import queries as campaigns
from luoshi.ledger import acts
from luoshi.ledger.acts import Prose
from luoshi.people import queries as people

TOWN = "binhai"
TITLE = "核对活动办人员名册。"


def lay_out() -> None:
    """Put it there, as it was yesterday."""
    clerk, town = people.viewer_of("clerk"), people.viewer_of(TOWN)
    here = SimpleNamespace(
        realm=clerk.realm,
        clerk=clerk,
        district=clerk.post.scope,
        campaign=campaigns.blank(clerk.realm),
        town=town.post.unit,
    )
    with clock.fixed(clock.now() - timedelta(days=1)):
        made = builders.assigned(here, due=builders.in_days(60), title=TITLE)
        builders.do(town, made, acts.Accept(), acts.Progress(Prose("已核对一半。")))
