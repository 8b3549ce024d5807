"""The sample district in the shape that `builders` take: the people of `tests/people.py`, one town among them."""

from types import SimpleNamespace

from luoshi.campaigns import queries as campaigns
from luoshi.people import queries as people


def with_town(town: str) -> SimpleNamespace:
    """The district, its people, and the liaison of one town."""
    clerk, liaison = people.viewer_of("clerk"), people.viewer_of(town)
    return SimpleNamespace(
        realm=clerk.realm,
        campaign=campaigns.blank(clerk.realm),
        district=clerk.post.scope,
        town=liaison.post.unit,
        clerk=clerk,
        liaison=liaison,
        mayor=people.viewer_of("head"),
        inspector=people.viewer_of("inspector"),
    )
