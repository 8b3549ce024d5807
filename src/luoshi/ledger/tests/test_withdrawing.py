"""Withdrawing a whole withdraws what is open below it, at any depth, with the same reason."""

from datetime import timedelta

import pytest

import builders
import people
from builders import do
from luoshi.base import clock, ids
from luoshi.ledger import acts, commands, queries
from luoshi.ledger.acts import Prose
from luoshi.ledger.commands import Line, Refusal
from luoshi.ledger.events import Answer, Role
from luoshi.ledger.matter import Reason, State

pytestmark = pytest.mark.django_db
WHY = Prose("会议另作安排")


@pytest.fixture
def here():
    return people.district()


def passed_on(here, who=None, whole=None, *units):
    whole = whole or builders.accepted(here)
    do(
        who or here.liaison,
        whole,
        acts.PassOn(tuple(acts.Part(unit.id) for unit in units or (here.village, here.other_village))),
    )
    rows = queries.matters(here.clerk, queries.Filter(parent=whole)).rows
    return whole, {row.lead_id: row.id for row in rows}


def state(here, matter_id):
    return queries.matter_page(here.clerk, matter_id).row.state


def test_it_is_refused_until_the_sender_says_that_the_parts_go_too(here):
    whole, parts = passed_on(here)
    with pytest.raises(Refusal) as refusal:
        do(here.clerk, whole, acts.Withdraw(WHY))
    assert refusal.value.reason is Reason.PARTS_BELOW
    assert queries.open_below(here.clerk, [whole]) == {whole: 2}
    do(here.clerk, whole, acts.Withdraw(WHY, with_parts=True))
    assert {state(here, one) for one in (whole, *parts.values())} == {State.WITHDRAWN}
    for part in parts.values():
        last = queries.matter_page(here.clerk, part).way[-1]
        assert (last.name, last.words, last.actor) == ("matter.withdrawn", ("会议另作安排",), "clerk")
    assert queries.board(here.clerk, here.district.id).figures.open == 0


def test_parts_of_parts_and_those_below_a_closed_one_go_too(here):
    city = builders.assigned(here, to=here.district)
    do(here.mayor, city, acts.Accept())
    _, towns = passed_on(here, here.mayor, city, here.town)
    town = towns[here.town.id]
    do(here.liaison, town, acts.Accept())
    _, villages = passed_on(here, here.liaison, town, here.village)
    assert queries.open_below(here.clerk, [city]) == {city: 2}
    do(here.mayor, city, acts.Withdraw(WHY, with_parts=True))
    assert {state(here, one) for one in (city, town, *villages.values())} == {State.WITHDRAWN}


def test_the_parts_of_co_operating_units_go_with_the_lead(here):
    lead = builders.accepted(here, assist=here.water)
    do(here.clerk, lead, acts.Withdraw(WHY, with_parts=True))
    [assist] = queries.matter_page(here.clerk, lead).assists
    assert assist.state is State.WITHDRAWN


def test_what_has_ended_is_left_as_it_is(here):
    whole, parts = passed_on(here)
    do(here.liaison, parts[here.village.id], acts.Withdraw(Prose("重复")))
    do(here.clerk, whole, acts.Withdraw(WHY, with_parts=True))
    way = queries.matter_page(here.clerk, parts[here.village.id]).way
    assert [line.name for line in way].count("matter.withdrawn") == 1
    assert way[-1].words == ("重复",)


def test_a_closed_part_of_a_withdrawn_whole_is_not_opened_again(here):
    lead = builders.accepted(here, assist=here.water)
    [assist] = queries.matter_page(here.clerk, lead).assists
    do(here.engineer, assist.id, acts.Accept(), acts.Claim(Prose("已办")))
    do(here.inspector, assist.id, acts.Verify(builders.Nature.SPOT, Prose("看过")))
    do(here.engineer, assist.id, acts.Reply(Prose("已答复")))
    do(here.clerk, assist.id, acts.Confirm(Answer.SOLVED, builders.Means.PERSON, Prose("满意")))
    do(here.mayor, assist.id, acts.Close())
    do(here.clerk, lead, acts.Withdraw(WHY, with_parts=True))
    for act in (acts.Reopen(Prose("再办")), acts.CallBack(Answer.HALF, Prose("一半"))):
        with pytest.raises(Refusal) as refusal:
            do(here.clerk, assist.id, act)
        assert refusal.value.reason is Reason.WHOLE_WITHDRAWN
    do(here.clerk, assist.id, acts.CallBack(Answer.SOLVED, Prose("满意")))


def test_very_many_go_slice_by_slice_and_the_whole_last(here):
    villages = [people.unit(f"{n}队", "village", f"{here.realm}1009{n:02}", here.town) for n in range(9)]
    whole, parts = passed_on(here, None, None, *villages)
    reason = builders.words(here.realm, "另作安排")
    left = []
    while not left or left[-1] > 2:
        left.append(commands.withdraw_parts(here.clerk, whole, reason, size=3))
        assert state(here, whole) is not State.WITHDRAWN
    assert left == [6, 3, 0]
    do(here.clerk, whole, acts.Withdraw(reason, with_parts=True))
    assert {state(here, one) for one in (whole, *parts.values())} == {State.WITHDRAWN}


def test_nobody_withdraws_parts_of_what_they_did_not_send(here):
    whole, parts = passed_on(here)
    with pytest.raises(Refusal):
        commands.withdraw_parts(here.liaison, whole, builders.words(here.realm, "x"))
    assert {state(here, one) for one in parts.values()} == {State.ASSIGNED}


def test_withdrawing_an_issuance_takes_what_was_passed_on(here):
    requirement, issuance = builders.requirement(here), ids.new_id()
    lines = [Line(here.town.id), Line(here.other_town.id), Line(here.water.id, role=Role.ASSIST)]
    commands.issue(here.clerk, requirement, lines, issuance=issuance)
    task = queries.matters(here.clerk, queries.Filter(requirement=requirement, lead=here.town.id)).rows[0].id
    do(here.liaison, task, acts.Accept())
    _, parts = passed_on(here, here.liaison, task)
    reason, after, made = builders.words(here.realm, "另作安排"), None, 0
    while (turn := commands.withdraw_slice(here.clerk, issuance, requirement, reason, after=after, size=1)).last:
        made, after = made + turn.count, turn.last
    assert made == 5
    assert {state(here, one) for one in parts.values()} == {State.WITHDRAWN}
    assert queries.open_below(here.clerk, [requirement]) == {requirement: 0}


def test_written_down_later_it_holds_from_the_day_it_happened(here):
    whole, parts = passed_on(here)
    with clock.fixed(clock.now() + timedelta(days=3)):
        do(here.clerk, whole, acts.Withdraw(WHY, with_parts=True), at=clock.now() - timedelta(days=1))
        ways = [queries.matter_page(here.clerk, one).way[-1] for one in (whole, *parts.values())]
        assert len({line.happened_at for line in ways}) == 1
