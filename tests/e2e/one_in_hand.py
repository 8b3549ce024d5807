"""Matters that one town has, each for somebody who tries what goes wrong: two in hand, one not accepted yet."""

from types import SimpleNamespace

import builders
from luoshi.campaigns import queries as campaigns
from luoshi.people import queries as people

TOWN = "farm8"
IN_HAND = ("清理排水沟。", "登记独居老人。", "更新公开栏。")
WAITING = "核对台账。"


def lay_out() -> None:
    """Put them there."""
    clerk, town = people.viewer_of("clerk"), people.viewer_of(TOWN)
    here = SimpleNamespace(
        realm=clerk.realm,
        clerk=clerk,
        liaison=town,
        district=clerk.post.scope,
        campaign=campaigns.blank(clerk.realm),
        town=town.post.unit,
    )
    for title in IN_HAND:
        builders.accepted(here, title=title, due=builders.in_days(30))
    builders.assigned(here, title=WAITING, due=builders.in_days(30))
