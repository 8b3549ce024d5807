"""Posts are held, covered, handed over; the past stays."""

from datetime import date, timedelta

import pytest

from luoshi.base import clock
from luoshi.journal import queries as journal
from luoshi.journal.refs import Actor, StreamRef
from luoshi.people import commands, queries
from luoshi.people.tests import builders
from luoshi.people.viewer import Duty

pytestmark = pytest.mark.django_db
THEN = date(2020, 1, 1)


@pytest.fixture
def world():
    return builders.district()


@pytest.fixture
def clerk(world):
    return builders.viewer(world.office, Duty.OFFICE, scope=world.district)


def test_a_hand_over_moves_every_post_and_keeps_the_past(world, clerk):
    old, new = builders.account("赵立新"), builders.account("周文静")
    posts = [builders.post(world.town_a, Duty.PRINCIPAL), builders.post(world.town_a, Duty.LIAISON)]
    for post in posts:
        builders.hold(old, post)
    commands.hand_over(by=clerk, old_id=old.person_id, new_id=new.person_id, on=THEN)
    for post in posts:
        assert [holder.name for holder in queries.holders(post.id, THEN - timedelta(days=1))] == ["赵立新"]
        assert [holder.name for holder in queries.holders(post.id, THEN)] == ["周文静"]
    assert queries.viewer_for(old).post is None
    assert queries.viewer_for(new).posts == tuple(posts)


def test_somebody_acts_for_one_who_is_away_between_two_days(world, clerk):
    away = builders.viewer(world.town_a, Duty.PRINCIPAL, name="赵立新")
    cover = builders.account("周文静")
    today = clock.today()
    commands.act_for(
        by=away,
        post_id=away.post.id,
        person_id=cover.person_id,
        away_id=away.person_id,
        from_on=today,
        to_on=today + timedelta(days=7),
    )
    assert [(h.name, h.acting_for) for h in queries.holders(away.post.id)] == [("赵立新", ""), ("周文静", "赵立新")]
    assert queries.viewer_for(cover).acting_for == "赵立新"
    assert queries.holders(away.post.id, today + timedelta(days=7)) == queries.holders(away.post.id)[:1]


def covered(world, *, to_on=None):
    """Somebody in a post, with somebody else who acts for them."""
    away = builders.viewer(world.town_a, Duty.PRINCIPAL, name="赵立新")
    cover = builders.account("周文静")
    days = {"from_on": clock.today(), "to_on": to_on}
    commands.act_for(by=away, post_id=away.post.id, person_id=cover.person_id, away_id=away.person_id, **days)
    return away, cover


def test_nobody_acts_any_longer_for_one_who_has_left_the_post(world, clerk):
    away, cover = covered(world)
    commands.end_tenure(by=clerk, tenure_id=queries.holders(away.post.id)[0].tenure_id)
    assert queries.viewer_for(cover).post is None
    assert queries.holders(away.post.id) == []


def test_nobody_acts_any_longer_for_one_who_has_handed_over(world, clerk):
    away, cover = covered(world)
    new = builders.account("孙海燕")
    commands.hand_over(by=clerk, old_id=away.person_id, new_id=new.person_id)
    assert queries.viewer_for(cover).post is None
    assert [holder.name for holder in queries.holders(away.post.id)] == ["孙海燕"]


def test_cover_does_not_outlast_the_holder(world, clerk):
    away = builders.viewer(world.town_a, Duty.PRINCIPAL)
    leaves = clock.today() + timedelta(days=3)
    commands.end_tenure(by=clerk, tenure_id=queries.holders(away.post.id)[0].tenure_id, on=leaves)
    cover = builders.account("周文静")
    commands.act_for(
        by=away, post_id=away.post.id, person_id=cover.person_id, away_id=away.person_id, from_on=clock.today()
    )
    assert [holder.to_on for holder in queries.holders(away.post.id)] == [leaves, leaves]


def test_only_the_holder_or_the_office_arranges_cover(world):
    away = builders.viewer(world.town_a, Duty.PRINCIPAL)
    stranger = builders.viewer(world.town_a, Duty.LIAISON)
    with pytest.raises(commands.NotYours):
        commands.act_for(
            by=stranger,
            post_id=away.post.id,
            person_id=stranger.person_id,
            away_id=away.person_id,
            from_on=clock.today(),
        )


def test_the_office_fills_posts_of_its_scope_only(world):
    own = builders.viewer(world.town_a, Duty.OFFICE)
    somebody = builders.account()
    post = commands.open_post(by=own, unit_id=world.village_a1.id, duty=Duty.PRINCIPAL)
    commands.appoint(by=own, post_id=post, person_id=somebody.person_id)
    with pytest.raises(commands.NotYours):
        commands.open_post(by=own, unit_id=world.village_b1.id, duty=Duty.PRINCIPAL)
    with pytest.raises(commands.NotYours):
        commands.open_post(by=own, unit_id=world.village_a1.id, duty=Duty.SUPERVISION, scope_id=world.district.id)


def test_administrators_posts_are_filled_by_the_security_administrator_and_go_with_no_other(world, clerk):
    security = builders.viewer(world.district, Duty.SECURITY_ADMIN)
    with pytest.raises(commands.NotYours):
        commands.open_post(by=clerk, unit_id=world.district.id, duty=Duty.AUDIT_ADMIN)
    post = commands.open_post(by=security, unit_id=world.district.id, duty=Duty.AUDIT_ADMIN)
    liaison = builders.viewer(world.town_a, Duty.LIAISON)
    with pytest.raises(commands.Refused):
        commands.appoint(by=security, post_id=post, person_id=liaison.person_id)
    auditor = builders.account()
    commands.appoint(by=security, post_id=post, person_id=auditor.person_id)
    with pytest.raises(commands.Refused):
        commands.appoint(by=clerk, post_id=liaison.post.id, person_id=auditor.person_id)
    with pytest.raises(commands.NotYours):
        commands.appoint(by=security, post_id=liaison.post.id, person_id=liaison.person_id)


def test_a_post_is_not_held_twice_by_one_person(world, clerk):
    liaison = builders.viewer(world.town_a, Duty.LIAISON)
    with pytest.raises(commands.Refused):
        commands.appoint(by=clerk, post_id=liaison.post.id, person_id=liaison.person_id)
    commands.end_tenure(by=clerk, tenure_id=queries.holders(liaison.post.id)[0].tenure_id)
    commands.appoint(by=clerk, post_id=liaison.post.id, person_id=liaison.person_id)


def test_nobody_of_another_realm_is_appointed(world, clerk):
    builders.unit("外区", "district", "999", realm="999")
    outsider = builders.account(realm="999")
    post = commands.open_post(by=clerk, unit_id=world.town_a.id, duty=Duty.LIAISON)
    with pytest.raises(commands.Refused):
        commands.appoint(by=clerk, post_id=post, person_id=outsider.person_id)


def test_tenures_are_entries_of_their_post(world, clerk):
    somebody = builders.account()
    post = commands.open_post(by=clerk, unit_id=world.town_a.id, duty=Duty.LIAISON)
    tenure = commands.appoint(by=clerk, post_id=post, person_id=somebody.person_id, on=THEN)
    commands.end_tenure(by=Actor.system("test"), tenure_id=tenure)
    entries = journal.entries(StreamRef(builders.REALM, "tenure", post))
    assert [entry.name for entry in entries] == ["post.opened", "tenure.began", "tenure.ended"]
    assert entries[1].payload["from_on"] == "2020-01-01"
    assert somebody.person.name not in str([entry.payload for entry in entries])
