"""Rights come from posts held now."""

from datetime import date

import pytest
from django.db import IntegrityError

from luoshi.base import clock
from luoshi.people import commands, queries
from luoshi.people.models import Tenure
from luoshi.people.tests import builders
from luoshi.people.viewer import Duty

pytestmark = pytest.mark.django_db


def test_a_viewer_stands_in_the_post_asked_for_or_in_the_first_one():
    world = builders.district()
    somebody = builders.account("周文静")
    office = builders.post(world.office, Duty.OFFICE, scope=world.district)
    principal = builders.post(world.town_a, Duty.PRINCIPAL)
    builders.hold(somebody, office)
    builders.hold(somebody, principal)
    assert queries.viewer_for(somebody).duty is Duty.PRINCIPAL
    assert queries.viewer_for(somebody, office.id).post == office
    assert queries.viewer_for(somebody, world.district.id).duty is Duty.PRINCIPAL
    assert queries.viewer_for(somebody).posts == (principal, office)


def test_a_post_that_ended_gives_no_right():
    world = builders.district()
    viewer = builders.viewer(world.town_a, Duty.LIAISON)
    Tenure.objects.update(to_on=clock.today())
    assert queries.viewer_for(builders.account_of(viewer), viewer.post.id).post is None


def test_a_post_of_a_closed_unit_gives_no_right():
    world = builders.district()
    clerk = builders.viewer(world.office, Duty.OFFICE, scope=world.district)
    inspector = builders.viewer(world.supervision, Duty.SUPERVISION, scope=world.district)
    commands.close_unit(by=clerk, unit_id=world.supervision.id)
    assert queries.viewer_for(builders.account_of(inspector), inspector.post.id).post is None


def test_acting_for_somebody_is_said_in_the_journal():
    world = builders.district()
    away = builders.viewer(world.town_a, Duty.LIAISON, name="赵立新")
    cover = builders.account("周文静")
    Tenure.objects.create(
        post_id=away.post.id, person=cover.person, from_on=date(2014, 1, 1), acting_for_id=away.person_id
    )
    viewer = queries.viewer_for(cover)
    assert viewer.acting_for == "赵立新"
    assert viewer.actor.post.endswith("（代）")


def test_a_long_name_of_a_unit_fits_into_the_journal():
    world = builders.district()
    clerk = builders.viewer(world.office, Duty.OFFICE, scope=world.district)
    liaison = builders.viewer(world.town_a, Duty.LIAISON)
    commands.rename_unit(by=clerk, unit_id=world.town_a.id, name="镇" * 200)
    actor = queries.viewer_for(builders.account_of(liaison)).actor
    assert len(actor.post) <= 200
    assert actor.post.startswith("镇镇")


def test_a_tenure_cannot_end_before_it_began():
    world = builders.district()
    viewer = builders.viewer(world.town_a, Duty.LIAISON)
    with pytest.raises(IntegrityError):
        Tenure.objects.filter(person_id=viewer.person_id).update(to_on=date(2013, 1, 1))


def test_the_responsible_post_is_the_principal_then_the_liaison_then_nobody():
    world = builders.district()
    assert queries.responsible_post(world.town_a.id) is None
    liaison = builders.viewer(world.town_a, Duty.LIAISON)
    assert queries.responsible_post(world.town_a.id) == liaison.post
    builders.post(world.town_a, Duty.PRINCIPAL)
    assert queries.responsible_post(world.town_a.id) == liaison.post
    principal = builders.viewer(world.town_a, Duty.PRINCIPAL)
    assert queries.responsible_post(world.town_a.id) == principal.post


def test_units_are_found_by_place_name_and_code():
    world = builders.district()
    assert [unit.name for unit in queries.children(world.town_a.id)] == ["一队", "二队"]
    assert queries.ancestors(world.village_a1.id) == [world.district, world.town_a]
    assert queries.units_under(world.town_a.id) == [world.town_a, world.village_a1, world.village_a2]
    assert queries.units_under(world.district.id, kinds=["town"]) == [world.town_a, world.town_b]
    assert queries.find_units("130209", "农场") == [world.town_b]
    assert queries.unit_by_code("130209", "130209407") == world.town_b
    with pytest.raises(queries.NoSuchUnit):
        queries.unit_by_code("other", "130209407")
