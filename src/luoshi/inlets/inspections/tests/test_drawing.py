"""Draws: written down before, made by the next seal, never twice, never of oneself."""

import json
from datetime import timedelta

import pytest

import builders
import people
from luoshi.base import clock, jobs
from luoshi.inlets.inspections import commands, draw, queries, redraw
from luoshi.inlets.inspections.models import Inspection, Visit
from luoshi.inlets.inspections.refusals import Because, NotHere, Refused
from luoshi.inlets.inspections.tests.group import drawn, group, item, sealed, visit_of
from luoshi.journal import queries as journal
from luoshi.journal import sealer
from luoshi.journal.refs import StreamRef
from luoshi.people.viewer import Duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people.district()


@pytest.fixture
def who(here):
    return group(here)


def entries(here, which):
    return journal.entries(StreamRef(here.realm, "draw", which))


def test_digests_are_written_before_and_the_seed_after_the_next_seal(here, who):
    builders.claimed(here)
    which = commands.commit(here.clerk, item(here))
    row = Inspection.objects.get(id=which)
    before = entries(here, which)
    assert [entry.name for entry in before] == ["draw.committed"]
    assert row.seed
    assert row.seed not in json.dumps(before[0].payload)
    assert before[0].payload["committed"] == draw.commitment(bytes.fromhex(row.seed))
    assert not commands.reveal(which)  # no seal yet
    assert not queries.draw(here.clerk, which).is_drawn
    with pytest.raises(NotHere):
        queries.draw_file(here.clerk, which)
    sealed(here.realm)
    told = entries(here, which)[1]
    assert (told.name, told.actor.id) == ("draw.revealed", "system:inspections")
    number = journal.number_of(StreamRef(here.realm, "draw", which), 1)
    seal = sealer.first_over(here.realm, number)
    assert (told.payload["seal"], told.payload["root"]) == (seal.number, seal.root)
    assert seal.size >= number
    assert told.payload["seed"] == row.seed
    assert Inspection.objects.get(id=which).seed == ""  # it is nowhere but in the journal now


def test_later_seals_change_nothing(here, who):
    builders.claimed(here)
    which = commands.commit(here.clerk, item(here))
    first = sealer.seal_all(here.realm, at=clock.now())
    builders.claimed(here, title="后来的事")
    sealer.seal_all(here.realm, at=clock.now() + timedelta(minutes=5))
    commands.reveal(which)
    assert queries.draw(here.clerk, which).root == first.root
    assert not commands.reveal(which)
    assert Visit.objects.count() == 1


def test_anybody_can_do_the_draw_again_from_the_file(here, who):
    told = queries.draw_file(here.clerk, drawn(here))
    assert redraw.faults(json.loads(json.dumps(told))) == []
    assert redraw.faults({**told, "root": "sha256:" + "0" * 64})


def test_a_draw_asked_again_is_refused_and_written_down(here, who):
    which = drawn(here)
    of = queries.draw(here.clerk, which).item.id
    with pytest.raises(Refused, match=Because.DRAWN_ALREADY.value):
        commands.commit(here.clerk, of)
    with pytest.raises(Refused, match=Because.DRAWN_ALREADY.value):
        commands.draw_again(here.mayor, which)
    asked = [entry for entry in entries(here, which) if entry.name == "draw.refused"]
    assert [entry.actor.name for entry in asked] == ["clerk", "mayor"]
    stands = entries(here, which)[0].payload["committed"]
    assert all(entry.payload["stands"] == stands != entry.payload["asked"] for entry in asked)
    assert [name for _at, name in queries.draw(here.clerk, which).refusals] == ["clerk", "mayor"]
    assert Inspection.objects.count() == 1
    for viewer in (here.head, here.liaison, here.newcomer):
        with pytest.raises(NotHere):
            commands.draw_again(viewer, which)


def test_a_second_draw_of_an_item_comes_when_the_first_is_over_and_was_approved(here, who):
    which = drawn(here, times=2, matters=0)
    of = queries.draw(here.clerk, which).item.id
    with pytest.raises(Refused, match="drawn_already"):
        commands.commit(here.clerk, of)
    for viewer in who.all:
        for row in queries.visits(viewer):
            commands.end_visit(viewer, row.id)
    again = commands.commit(here.clerk, of)
    assert again != which
    with pytest.raises(Refused, match="drawn_already"):
        commands.commit(here.clerk, of)


def test_two_draws_do_not_wait_for_the_same_seal(here, who):
    builders.claimed(here)
    commands.commit(here.clerk, item(here))
    other = item(here, kind="daily")
    with pytest.raises(Refused, match=Because.WAITING.value):
        commands.commit(here.clerk, other)


def test_a_unit_is_drawn_no_oftener_than_is_allowed(here, who, settings):
    settings.LUOSHI_INSPECTIONS_A_YEAR = 1
    first = drawn(here, matters=0)
    seen = {row.unit.id for row in queries.draw(here.clerk, first).rows}
    second = drawn(here, which=item(here, kind="daily", matters=0), claims=0)
    assert not seen & {row.unit.id for row in queries.draw(here.clerk, second).rows}
    with pytest.raises(Refused, match=Because.NO_UNITS.value):
        commands.commit(here.clerk, item(here, kind="clue", matters=0))


def test_only_units_that_claimed_something_are_drawn_for_matters(here, who):
    found = queries.choice(here.clerk, item(here))
    assert (found.units, found.silent, found.inspectors) == (0, 2, 3)
    builders.claimed(here)
    found = queries.choice(here.clerk, item(here, kind="daily"))
    assert (found.units, found.silent, found.claims) == (1, 1, 1)


def test_nobody_goes_where_they_belong_acted_or_have_a_conflict(here, who):
    """Of five, four are kept away by four different rules."""
    own = people.viewer("own", here.town, Duty.SUPERVISION, scope=here.district)
    below = people.viewer("below", here.village, Duty.SUPERVISION, scope=here.district)
    commands.declare(who.second, here.town.id)
    commands.declare(who.third, here.town.id)
    which = drawn(here, inspectors=2)
    row = queries.draw(here.clerk, which).rows[0]
    assert (row.inspectors, row.short) == (("inspector",), 1)
    assert {(name, rule) for name, rule in row.recused} == {
        ("own", "own_unit"), ("below", "below"), ("second", "declared"), ("third", "declared"),
    }  # fmt: skip
    assert not queries.visits(own)
    assert not queries.visits(below)


def test_who_held_a_post_there_is_bound_for_three_years(here, who):
    from luoshi.people import commands as posts
    from luoshi.people import queries as held

    old = people.post(here.town, Duty.LEADER)
    posts.appoint(by=people.MACHINE, post_id=old, person_id=who.second.person_id, on=people.SINCE)
    tenure = held.holders(old)[0].tenure_id
    posts.end_tenure(by=people.MACHINE, tenure_id=tenure, on=clock.today())
    which = drawn(here, claims=1)
    assert ("second", "own_unit") in queries.draw(here.clerk, which).rows[0].recused


def test_who_steps_aside_is_followed_by_the_next_in_the_drawn_order(here, who):
    which = drawn(here, inspectors=2)
    row = queries.draw(here.clerk, which).rows[0]
    waits = next(one for one in who.all if one.person_name not in row.inspectors)
    goes = next(one for one in who.all if one.person_name in row.inspectors)
    commands.step_aside(goes, row.visit, "与该镇负责人是亲属")
    assert set(queries.draw(here.clerk, which).rows[0].inspectors) == {
        *row.inspectors,
        "inspector",
        "second",
        "third",
    } - {goes.person_name}
    assert visit_of(waits).unit == here.town
    with pytest.raises(NotHere):
        queries.visit(goes, row.visit)
    assert redraw.faults(queries.draw_file(here.clerk, which)) == []  # the draw stands as it was
    assert [entry.name for entry in entries(here, which)][-1] == "draw.stepped_aside"


def test_the_last_one_cannot_step_aside(here):
    drawn(here, inspectors=1)
    with pytest.raises(Refused, match="nobody_steps_in"):
        commands.step_aside(here.inspector, visit_of(here.inspector).id, "亲属")


def test_without_inspectors_enough_nothing_is_drawn(here):
    builders.claimed(here)
    with pytest.raises(Refused, match="no_inspectors"):
        commands.commit(here.clerk, item(here, inspectors=2))


def test_the_job_makes_a_draw_once(here, who):
    drawn(here)
    jobs.run_due()
    jobs.run_due()
    assert Visit.objects.count() == 1
