"""Units change with a day, and can be read as they were then."""

from datetime import date, timedelta

import pytest

from luoshi.base import clock
from luoshi.journal import queries as journal
from luoshi.journal.refs import Actor, StreamRef
from luoshi.people import commands, paths, queries
from luoshi.people.tests import builders
from luoshi.people.viewer import Duty

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2019, 12, 31), date(2020, 1, 1)


@pytest.fixture
def world():
    return builders.district()


@pytest.fixture
def clerk(world):
    return builders.viewer(world.office, Duty.OFFICE, scope=world.district)


def test_a_move_is_seen_from_its_day_on(world, clerk):
    commands.move_unit(by=clerk, unit_id=world.village_a2.id, parent_id=world.town_b.id, on=AFTER)
    assert names(world.town_a, BEFORE) == ["唐海镇", "一队", "二队"]
    assert names(world.town_a, AFTER) == ["唐海镇", "一队"]
    assert names(world.town_b, AFTER) == ["七农场", "三队", "二队"]
    assert [unit.name for unit in queries.units_under(world.town_b.id)] == ["七农场", "三队", "二队"]


def test_a_subtree_moves_as_a_whole_and_paths_are_never_given_twice(world, clerk):
    body = commands.open_unit(by=clerk, parent_id=world.town_a.id, code="Z1", name="农业站", kind="body", on=BEFORE)
    below = commands.open_unit(by=clerk, parent_id=body, code="Z2", name="水利组", kind="body", on=BEFORE)
    old = queries.unit(body).path
    commands.move_unit(by=clerk, unit_id=body, parent_id=world.town_b.id, on=AFTER)
    assert paths.is_under(queries.unit(below).path, queries.unit(body).path)
    assert paths.is_under(queries.unit(body).path, world.town_b.path)
    fresh = commands.open_unit(by=clerk, parent_id=world.town_a.id, code="Z3", name="文化站", kind="body")
    assert queries.unit(fresh).path > old
    assert names(queries.unit(body), BEFORE) == ["农业站", "水利组"]


def test_a_name_holds_until_the_next_one(world, clerk):
    commands.rename_unit(by=clerk, unit_id=world.town_b.id, name="七农场管理区", on=AFTER)
    assert names(world.town_b, BEFORE)[0] == "七农场"
    assert names(world.town_b, AFTER)[0] == "七农场管理区"
    assert queries.unit(world.town_b.id).name == "七农场管理区"


def test_a_closed_unit_is_gone_today_and_there_on_the_days_before(world, clerk):
    commands.close_unit(by=clerk, unit_id=world.village_b1.id, on=AFTER)
    assert names(world.town_b, BEFORE) == ["七农场", "三队"]
    assert names(world.town_b, AFTER) == ["七农场"]
    assert queries.children(world.town_b.id) == []
    assert queries.unit(world.village_b1.id).name == "三队"


def test_a_unit_with_open_units_below_cannot_be_closed(world, clerk):
    with pytest.raises(commands.Refused):
        commands.close_unit(by=clerk, unit_id=world.town_b.id)


def test_a_unit_cannot_be_moved_below_itself_nor_below_a_lower_kind(world, clerk):
    body = commands.open_unit(by=clerk, parent_id=world.water.id, code="Z1", name="水政队", kind="body")
    with pytest.raises(commands.Refused):
        commands.move_unit(by=clerk, unit_id=world.water.id, parent_id=body)
    with pytest.raises(commands.Refused):
        commands.move_unit(by=clerk, unit_id=world.town_a.id, parent_id=world.village_b1.id)


def test_days_to_come_and_days_before_the_last_change_are_refused(world, clerk):
    with pytest.raises(commands.Refused):
        commands.rename_unit(by=clerk, unit_id=world.town_a.id, name="新名", on=clock.today() + timedelta(days=1))
    with pytest.raises(commands.Refused):
        commands.rename_unit(by=clerk, unit_id=world.town_a.id, name="新名", on=date(2013, 1, 1))


def test_the_line_of_guidance_is_a_second_tree(world, clerk):
    station = commands.open_unit(by=clerk, parent_id=world.town_a.id, code="Z1", name="水利站", kind="body")
    commands.move_unit(by=clerk, unit_id=station, parent_id=world.water.id, line="industry")
    guided = queries.units_under(world.water.id, line="industry")
    assert [unit.name for unit in guided] == ["区水务局", "水利站"]
    assert paths.is_under(queries.unit(station).path, world.town_a.path)


def test_only_the_office_of_a_scope_runs_its_units(world):
    own = builders.viewer(world.town_a, Duty.OFFICE)
    commands.rename_unit(by=own, unit_id=world.village_a1.id, name="第一队")
    for stranger in (own, builders.viewer(world.town_b, Duty.PRINCIPAL), builders.viewer(world.district, Duty.LEADER)):
        with pytest.raises(commands.NotYours):
            commands.rename_unit(by=stranger, unit_id=world.village_b1.id, name="第三队")
        with pytest.raises(commands.NotYours):
            commands.open_unit(by=stranger, parent_id=world.town_b.id, code="Z9", name="四队", kind="village")
    with pytest.raises(commands.NotYours):
        commands.open_unit(by=own, realm="999", code="999", name="别处", kind="district")


def test_every_change_is_an_entry(world, clerk):
    unit = commands.open_unit(by=clerk, parent_id=world.town_a.id, code="Z1", name="三队", kind="village")
    commands.rename_unit(by=clerk, unit_id=unit, name="第三队")
    commands.move_unit(by=clerk, unit_id=unit, parent_id=world.town_b.id)
    commands.close_unit(by=clerk, unit_id=unit)
    entries = journal.entries(StreamRef(builders.REALM, "unit", unit))
    assert [entry.name for entry in entries] == ["unit.opened", "unit.renamed", "unit.moved", "unit.closed"]
    assert entries[0].actor == clerk.actor


def test_the_system_opens_the_top_of_a_realm_once(db):
    commands.open_unit(by=Actor.system("test"), realm="1", code="1", name="甲区", kind="district")
    with pytest.raises(commands.NotYours):
        commands.open_unit(by=Actor.system("test"), realm="1", code="2", name="乙区", kind="district")


def test_names_of_documents_are_resolved(world, clerk):
    commands.add_other_name(by=clerk, unit_id=world.water.id, name="水务部门")
    named = queries.named_bodies(builders.REALM)
    assert ("水务部门", world.water) in named
    assert ("唐海镇", world.town_a) in named
    assert "一队" not in dict(named)


def names(unit, on):
    return [found.name for found in queries.units_under(unit.id, on=on)]


def test_many_names_are_looked_up_at_once(world, django_assert_num_queries):
    same = builders.unit("一队", "village", "x201", world.town_b)
    commands.add_other_name(by=Actor.system("test"), unit_id=world.water.id, name="水利局")
    wanted = ["一队", "水利局", "区水务局", f"{builders.REALM}-SWJ", "无此单位"]
    with django_assert_num_queries(2):
        found = queries.units_called(builders.REALM, wanted)
    assert {name: {unit.id for unit in found.get(name, [])} for name in wanted} == {
        name: {unit.id for unit in queries.unit_called(builders.REALM, name)} for name in wanted
    }
    assert {unit.id for unit in found["一队"]} == {world.village_a1.id, same.id}


def test_kinds_below_are_counted_without_the_unit_itself(world):
    assert queries.kinds_under(world.district.path) == {"town": 2, "village": 3, "body": 3}
    assert queries.kinds_under(world.town_b.path) == {"village": 1}


def test_whoever_is_in_charge_is_read_at_once(world, django_assert_num_queries):
    liaison = builders.viewer(world.town_a, Duty.LIAISON, name="联络员")
    head = builders.viewer(world.town_a, Duty.PRINCIPAL, name="镇长")
    vacant = builders.post(world.town_b, Duty.PRINCIPAL)
    with django_assert_num_queries(3):
        by_unit = queries.in_charge(world.town_a.id, None)
        named = queries.in_charge(world.town_a.id, liaison.post.id)
        nobody = queries.in_charge(world.town_b.id, vacant.id)
    assert (by_unit.post, [one.name for one in by_unit.holders]) == (head.post, ["镇长"])
    assert (named.post, named.holders) == (liaison.post, tuple(queries.holders(liaison.post.id)))
    assert (nobody.post, nobody.holders) == (vacant, ())
    assert queries.in_charge(world.town_b.id, None) is None
    assert queries.in_charge(None, None) is None
