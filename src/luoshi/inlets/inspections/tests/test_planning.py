"""Plans: by name, by year, no two items for the same."""

import pytest

import people
from luoshi.base import clock
from luoshi.inlets.inspections import commands, queries
from luoshi.inlets.inspections.refusals import Because, NotHere, Refused
from luoshi.inlets.inspections.tests.group import asked, item
from luoshi.journal import queries as journal
from luoshi.journal.refs import StreamRef

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people.district()


def refused(because):
    return pytest.raises(Refused, match=f"^{because.value}$")


def test_an_item_waits_until_the_first_responsible_person_approves_it_by_name(here):
    made = item(here, approved=False)
    assert queries.item(here.clerk, made).state == "drafted"
    with refused(Because.NOT_APPROVED):
        commands.commit(here.clerk, made)
    commands.approve(here.mayor, queries.item(here.clerk, made).plan)
    found = queries.item(here.inspector, made)
    assert (found.state, found.approver, found.title) == ("approved", "mayor", "村级活动场所建设")


def test_nobody_approves_what_they_added_and_nobody_else_approves(here):
    plan = commands.draft(here.clerk, clock.today().year)
    commands.add_item(here.inspector, plan, asked(), nonce="nonce-one")
    for viewer in (here.clerk, here.inspector, here.head, here.liaison, here.leader):
        with pytest.raises(NotHere):
            commands.approve(viewer, plan)
    assert commands.approve(here.mayor, plan) == 1
    with refused(Because.NOTHING_TO_APPROVE):
        commands.approve(here.mayor, plan)


@pytest.mark.parametrize("who", ["mayor", "head", "liaison", "secretary", "archivist", "sysadmin", "newcomer"])
def test_only_office_and_supervision_of_a_district_plan(here, who):
    with pytest.raises(NotHere):
        commands.draft(here.people[who], clock.today().year)


def test_there_is_one_plan_a_year(here):
    plan = commands.draft(here.clerk, clock.today().year)
    with pytest.raises(Refused, match="stands") as refusal:
        commands.draft(here.inspector, clock.today().year)
    assert refusal.value.link == str(plan)


def test_the_same_kind_for_the_same_units_is_merged_and_approved_again(here):
    first = item(here)
    plan = queries.item(here.clerk, first).plan
    with pytest.raises(Refused, match="same_kind") as refusal:
        commands.add_item(here.clerk, plan, asked(subject="阵地建设"), nonce="nonce-two")
    assert refusal.value.link == str(first)
    merged = commands.add_item(here.clerk, plan, asked(subject="阵地建设"), nonce="nonce-two", merge=True)
    assert merged == first
    found = queries.item(here.clerk, first)
    assert found.subjects == ("村级活动场所建设", "阵地建设")
    assert (found.state, found.approver) == ("drafted", "")
    other = commands.add_item(here.clerk, plan, asked(kind="daily"), nonce="nonce-three")
    assert len(queries.plan(here.clerk, plan).items) == 2
    assert commands.add_item(here.clerk, plan, asked(kind="daily"), nonce="nonce-three") == other  # sent twice
    entries = journal.entries(StreamRef(here.realm, "inspection_plan", plan))
    assert [entry.name.partition(".")[2] for entry in entries] == [
        "drafted", "item_added", "approved", "item_merged", "item_added",
    ]  # fmt: skip


def test_plans_of_others_do_not_exist(here):
    plan = queries.item(here.clerk, item(here)).plan
    elsewhere = people.district("130210")
    for viewer in (elsewhere.clerk, elsewhere.mayor, here.head, here.stranger, here.leader):
        assert queries.plans(viewer) == []
        with pytest.raises(NotHere):
            queries.plan(viewer, plan)
