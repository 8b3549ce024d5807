"""The way of a matter, step by step, and who may take each step."""

from datetime import timedelta

import pytest

import builders
import people
from builders import do
from luoshi.base import clock
from luoshi.ledger import acts, queries
from luoshi.ledger.acts import Prose
from luoshi.ledger.commands import NoSuchMatter, Refusal
from luoshi.ledger.events import Answer, Ground, Means, Nature
from luoshi.ledger.matter import Reason, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people.district()


def row(viewer, matter_id):
    return queries.matter_page(viewer, matter_id).row


def refused(viewer, matter_id, act):
    with pytest.raises(Refusal) as refusal:
        do(viewer, matter_id, act)
    return refusal.value.reason


def test_the_whole_way_by_five_people(here):
    made = builders.closed(here)
    found = row(here.clerk, made)
    assert found.state is State.CLOSED
    assert found.grade == 5
    way = [line.name for line in queries.matter_page(here.clerk, made).way]
    assert way == [
        "matter.opened", "matter.assigned", "matter.accepted", "matter.progressed", "matter.claimed",
        "matter.verified", "matter.replied", "matter.confirmed", "matter.closed",
    ]  # fmt: skip


def test_nobody_verifies_their_own_claim(here):
    made = builders.claimed(here)
    verify = acts.Verify(Nature.SPOT, Prose("看过了"))
    assert refused(here.liaison, made, verify) is Reason.NOT_VERIFIER
    assert refused(here.head, made, verify) is Reason.NOT_VERIFIER


def test_a_cooperating_unit_does_not_verify(here):
    made = builders.claimed(here, assist=here.supervision)
    assert refused(here.inspector, made, acts.Verify(Nature.SPOT, Prose("看过了"))) is Reason.NOT_VERIFIER


def test_the_verifier_does_not_ask_for_satisfaction(here):
    made = builders.replied(here)
    confirm = acts.Confirm(Answer.SOLVED, Means.PERSON, Prose("满意"))
    assert refused(here.inspector, made, confirm) is Reason.SAME_PERSON
    assert refused(here.liaison, made, confirm) is Reason.NOT_CONFIRMER


def test_a_claimant_reaches_e2_at_most(here):
    made = builders.accepted(here)
    assert refused(here.liaison, made, acts.AddEvidence(Nature.SPOT, Prose("现场"))) is Reason.GRADE_TOO_HIGH
    dated = acts.AddEvidence(Nature.DATED, Prose("会议签到册"), dated=clock.today())
    do(here.liaison, made, dated, acts.Claim(Prose("完成")))
    assert row(here.clerk, made).grade == 2


def test_a_refused_claim_opens_the_matter_again_with_its_first_date(here):
    due = builders.in_days(10)
    made = builders.claimed(here, due=due)
    do(here.inspector, made, acts.Refuse(Prose("活动室没有屋顶")))
    found = row(here.clerk, made)
    assert (found.state, found.grade, found.due_on, found.refused) == (State.WORKING, None, due, 1)


@pytest.mark.parametrize("answer", [Answer.HALF, Answer.NOT])
def test_what_those_affected_call_unsolved_is_open_again(here, answer):
    made = builders.replied(here)
    do(here.clerk, made, acts.Confirm(answer, Means.PERSON, Prose("还没有修好")))
    found = row(here.clerk, made)
    assert (found.state, found.reopened, found.grade) == (State.WORKING, 1, None)


def test_publication_says_so_and_gives_no_grade(here):
    made = builders.claimed(here)
    do(here.inspector, made, acts.Verify(Nature.OWN, Prose("查阅了登记册")))
    do(here.liaison, made, acts.Reply(Prose("已答复")))
    do(here.clerk, made, acts.Confirm(Answer.SOLVED, Means.PUBLICATION, Prose("公示七天无异议")))
    assert row(here.clerk, made).grade == 1


def test_the_third_return_is_decided_by_the_office(here):
    made = builders.assigned(here)
    back = acts.Return(Ground.NOT_OURS, Prose("属七农场"))
    for _ in range(3):
        do(here.liaison, made, back)
        do(here.clerk, made, acts.Assign(lead=here.town.id))
    assert refused(here.liaison, made, back) is Reason.DESIGNATED


def test_a_returned_matter_goes_to_another_unit(here):
    made = builders.assigned(here)
    do(here.liaison, made, acts.Return(Ground.NOT_OURS, Prose("属七农场")))
    do(here.clerk, made, acts.Assign(lead=here.other_town.id))
    do(here.stranger, made, acts.Accept())
    assert row(here.clerk, made).lead == "七农场"
    with pytest.raises(NoSuchMatter):
        row(here.liaison, made)


def test_after_acceptance_there_is_no_return(here):
    made = builders.accepted(here)
    assert refused(here.liaison, made, acts.Return(Ground.OTHER, Prose("不办了"))) is Reason.WRONG_STATE


def test_an_extension_is_asked_before_and_decided_by_another(here):
    due = builders.in_days(5)
    made = builders.accepted(here, due=due)
    later = due + timedelta(days=10)
    do(here.liaison, made, acts.AskExtension(later, Prose("连日降雨，工程顺延")))
    assert refused(here.liaison, made, acts.DecideExtension(granted=True)) is Reason.NOT_SENDER
    do(here.clerk, made, acts.DecideExtension(granted=True))
    found = row(here.clerk, made)
    assert (found.due_on, found.first_due_on) == (later, due)
    with clock.fixed(clock.now() + timedelta(days=40)):
        again = acts.AskExtension(builders.in_days(60), Prose("再延"))
        assert refused(here.liaison, made, again) is Reason.PAST_DUE


def test_parts_go_to_those_below_and_hold_the_claim(here):
    made = builders.accepted(here, due=builders.in_days(10))
    part = acts.Part(unit=here.village.id, due=builders.in_days(7))
    do(here.liaison, made, acts.PassOn(parts=(part,)))
    page = queries.matter_page(here.liaison, made)
    assert [p.lead for p in page.parts] == ["一队"]
    assert refused(here.liaison, made, acts.Claim(Prose("完成"))) is Reason.OPEN_PARTS
    do(here.secretary, page.parts[0].id, acts.Accept(), acts.Claim(Prose("本队已完成")))
    do(
        here.head,
        page.parts[0].id,
        acts.Verify(Nature.SPOT, Prose("到队里看过")),
    )
    assert row(here.liaison, page.parts[0].id).state is State.VERIFIED


def test_a_part_is_not_due_after_the_whole_nor_outside(here):
    made = builders.accepted(here, due=builders.in_days(10))
    late = acts.PassOn(parts=(acts.Part(unit=here.village.id, due=builders.in_days(11)),))
    outside = acts.PassOn(parts=(acts.Part(unit=here.other_town.id),))
    assert refused(here.liaison, made, late) is Reason.AFTER_OWN_DUE
    assert refused(here.liaison, made, outside) is Reason.NOT_BELOW
    twice = acts.PassOn(parts=(acts.Part(unit=here.village.id),))
    do(here.liaison, made, twice)
    assert refused(here.liaison, made, twice) is Reason.ALREADY_BELOW


def test_the_lead_closes_without_a_cooperating_unit_only_with_a_reason(here):
    made = builders.confirmed(here, assist=here.water)
    assert refused(here.mayor, made, acts.Close()) is Reason.OPEN_PARTS
    do(here.mayor, made, acts.Close(Prose("配合事项转入汛期方案办理")))
    assert row(here.clerk, made).state is State.CLOSED


def test_a_requirement_is_closed_when_none_of_its_tasks_is_open(here):
    made = builders.assigned(here)
    whole = row(here.clerk, made).requirement
    assert refused(here.clerk, whole, acts.Close()) is Reason.OPEN_PARTS
    do(here.clerk, made, acts.Withdraw(Prose("重复下发")))
    do(here.clerk, whole, acts.Close())
    assert row(here.clerk, whole).state is State.CLOSED


def test_nothing_is_invented(here):
    made = builders.assigned(here)
    found = row(here.clerk, made)
    assert found.due_on is None
    assert found.light.value == "undecided"


def test_a_stranger_learns_nothing(here):
    made = builders.assigned(here)
    with pytest.raises(NoSuchMatter):
        queries.matter_page(here.stranger, made)
    with pytest.raises(NoSuchMatter):
        do(here.stranger, made, acts.Accept())
    assert queries.matters(here.stranger).total == 0


def test_administrators_have_no_business_data(here):
    made = builders.assigned(here)
    for viewer in (here.sysadmin, here.secadmin, here.auditor, here.newcomer):
        assert queries.matters(viewer).total == 0
        with pytest.raises(NoSuchMatter):
            queries.matter_page(viewer, made)


def test_possible_acts_are_exactly_those_not_refused(here):
    made = builders.assigned(here, due=builders.in_days(10))
    acts_of = lambda viewer: set(queries.matter_page(viewer, made).acts)  # noqa: E731
    assert acts_of(here.liaison) == {"accept", "return", "ask", "rate"}
    beside = {"urge", "escalate", "link", "send_out", "withdraw"}
    assert acts_of(here.clerk) == {"assign", *beside}
    do(here.liaison, made, acts.Accept())
    assert acts_of(here.liaison) == {
        "ask", "plan", "progress", "add_evidence", "pass_on", "ask_extension", "ask_pause", "ask_help", "claim", "rate",
    }  # fmt: skip
    assert acts_of(here.clerk) == {"transfer", *beside}
    do(here.liaison, made, acts.Claim(Prose("完成")))
    assert acts_of(here.inspector) == {"verify", "refuse"}


def test_milestones_make_the_light(here):
    made = builders.accepted(here, due=builders.in_days(60))
    step = acts.Step(Prose("完成摸底"), builders.in_days(3))
    do(here.liaison, made, acts.Plan(Prose("分两步"), (step,)))
    assert row(here.clerk, made).light.value == "green"
    with clock.fixed(clock.now() + timedelta(days=5)):
        assert row(here.clerk, made).light.value == "yellow"
        do(here.liaison, made, acts.ReachMilestone(0))
        assert row(here.clerk, made).light.value == "green"


def test_erased_words_leave_the_way_readable(here):
    from luoshi.records import commands as records

    made = builders.accepted(here)
    do(here.liaison, made, acts.Progress(Prose("张某家的沟渠")))
    line = queries.matter_page(here.clerk, made).way[-1]
    records.erase_text(here.realm, line.event.words.text, reason="本人要求", by=here.clerk.actor, at=clock.now())
    assert queries.matter_page(here.clerk, made).way[-1].words == (None,)


def test_a_liaison_settles_and_undoes_what_the_unit_passed_on(here):
    made = builders.accepted(here)
    do(here.liaison, made, acts.PassOn(parts=(acts.Part(unit=here.village.id), acts.Part(unit=here.other_village.id))))
    first, second = (part.id for part in queries.matter_page(here.liaison, made).parts)
    do(here.secretary, first, acts.Ask(Prose("几号开始？")), acts.Return(Ground.OTHER, Prose("人手不够")))
    assert {group.name for group in queries.desk(here.liaison).groups} >= {"returned", "questions"}
    do(here.liaison, first, acts.AnswerQuestion(Prose("下周一")), acts.Assign(lead=here.other_village.id))
    do(here.liaison, second, acts.Withdraw(Prose("重复")))
    assert refused(here.liaison, made, acts.Withdraw(Prose("不办了"))) is Reason.NOT_SENDER
    assert refused(here.liaison, first, acts.Close()) is Reason.NOT_SENDER


def test_a_unit_below_sees_what_is_asked_above_and_not_how_it_is_dealt_with(here):
    made = builders.accepted(here)
    do(here.liaison, made, acts.Progress(Prose("镇里的安排")), acts.PassOn(parts=(acts.Part(unit=here.village.id),)))
    from_below = queries.matter_page(here.secretary, made)
    assert from_below.is_partial
    assert {line.name for line in from_below.way} == {"matter.opened", "matter.assigned"}
    assert len(queries.matter_page(here.liaison, made).way) == 5
