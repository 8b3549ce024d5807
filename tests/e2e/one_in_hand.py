"""Matters that one town has, each for somebody who tries what goes wrong: two in hand, one not accepted yet."""

import builders
from e2e.sample_district import with_town

TOWN = "farm8"
IN_HAND = ("清理排水沟。", "登记独居老人。", "更新公开栏。")
WAITING = "核对台账。"


def lay_out() -> None:
    """Put them there."""
    here = with_town(TOWN)
    for title in IN_HAND:
        builders.accepted(here, title=title, due=builders.in_days(30))
    builders.assigned(here, title=WAITING, due=builders.in_days(30))
