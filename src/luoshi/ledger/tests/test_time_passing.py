"""Dates that move and matters that join: extension taken back, pause, settled date, link, transfer, help, the clock."""

from datetime import UTC, date, datetime, timedelta

import pytest

import builders
import people
from builders import do
from luoshi.base import clock, workdays
from luoshi.base.days import Official
from luoshi.ledger import acts, commands, projection, queries
from luoshi.ledger.acts import Prose
from luoshi.ledger.commands import NoSuchMatter, Refusal
from luoshi.ledger.events import Answer, Ground, Means, Nature
from luoshi.ledger.matter import Reason, State
from luoshi.ledger.queries import Why
from luoshi.people.viewer import Duty

pytestmark = pytest.mark.django_db
APRIL = datetime(2014, 4, 10, 2, tzinfo=UTC)


@pytest.fixture
def here():
    workdays.seed([2013, 2014, 2015])
    with clock.fixed(APRIL):
        yield people.district()
    workdays.forget()


def later(days):
    return clock.fixed(APRIL + timedelta(days=days))


def page(viewer, matter_id):
    return queries.matter_page(viewer, matter_id)


def refused(viewer, matter_id, act):
    with pytest.raises(Refusal) as refusal:
        do(viewer, matter_id, act)
    return refusal.value.reason


def rebuilt_alike(here):
    found = lambda: sorted(  # noqa: E731
        queries.matters(here.clerk, size=100).rows, key=lambda row: row.id
    )
    before = found()
    projection.rebuild(here.realm)
    assert found() == before


def in_fifteen_days(here):
    made = builders.accepted(here)
    do(here.clerk, made, acts.DecideDue(days=15))
    return made


def test_working_days_are_counted_by_the_official_calendar(here):
    made = in_fifteen_days(here)
    found = page(here.clerk, made)
    assert found.matter.due == date(2014, 5, 4)  # a Sunday worked for the May holiday
    (line,) = found.deadline
    assert (line.what, line.days, line.first) == ("begun", 15, date(2014, 4, 10))
    (free,) = line.free
    assert (free.off, free.worked) == ((date(2014, 5, 1), date(2014, 5, 2)), (date(2014, 5, 4),))


def test_an_extension_taken_back_gives_the_first_date_back(here):
    made = in_fifteen_days(here)
    do(here.liaison, made, acts.AskExtension(date(2014, 6, 3), Prose("连日降雨")))
    assert refused(here.clerk, made, acts.WithdrawExtension(Prose("无此必要"))) is Reason.NOT_EXTENDED
    do(here.clerk, made, acts.DecideExtension(granted=True))
    assert refused(here.liaison, made, acts.WithdrawExtension(Prose("无此必要"))) is Reason.NOT_SENDER
    do(here.mayor, made, acts.WithdrawExtension(Prose("雨已停")))
    found = page(here.clerk, made)
    assert (found.matter.due, found.matter.first_due) == (date(2014, 5, 4), date(2014, 5, 4))
    assert [line.what for line in found.deadline] == ["begun", "extended", "withdrawn"]
    rebuilt_alike(here)


def test_of_two_who_decide_the_same_extension_one_is_told(here):
    made = in_fifteen_days(here)
    do(here.liaison, made, acts.AskExtension(date(2014, 6, 3), Prose("连日降雨")))
    do(here.clerk, made, acts.DecideExtension(granted=True))
    assert refused(here.mayor, made, acts.DecideExtension(granted=False)) is Reason.NOTHING_ASKED


def test_a_pause_moves_the_date_by_the_working_days_in_it_and_goes_on_by_itself(here):
    made = in_fifteen_days(here)
    plan = acts.Plan(Prose("先摸底"), (acts.Step(Prose("摸底"), date(2014, 4, 14)),))
    do(here.liaison, made, plan)
    with later(1):
        do(here.liaison, made, acts.AskPause(date(2014, 4, 16), Prose("等上级批复")))
        assert refused(here.liaison, made, acts.DecidePause(granted=True)) is Reason.NOT_SENDER
        do(here.clerk, made, acts.DecidePause(granted=True))
        found = page(here.clerk, made).matter
        assert (found.due, found.first_due) == (date(2014, 5, 8), date(2014, 5, 4))  # 11, 14, 15, 16 April
        assert found.plan[0].milestone.due == date(2014, 4, 18)
        extension = acts.AskExtension(date(2014, 6, 3), Prose("再延"))
        assert refused(here.liaison, made, extension) is Reason.PAUSED
    with later(7):
        found = page(here.clerk, made)
        assert (found.spent.gross, found.spent.net) == (5, 1)
        assert refused(here.liaison, made, acts.Resume()) is Reason.NOT_PAUSED
        do(here.liaison, made, acts.AskExtension(date(2014, 6, 3), Prose("再延")))
    rebuilt_alike(here)


def test_resumed_earlier_the_date_moves_back(here):
    made = in_fifteen_days(here)
    with later(1):
        do(here.liaison, made, acts.AskPause(date(2014, 4, 16), Prose("等上级批复")))
        do(here.clerk, made, acts.DecidePause(granted=True))
    with later(4):  # the 14th: the 11th alone was paused
        do(here.liaison, made, acts.Resume())
        assert page(here.clerk, made).matter.due == date(2014, 5, 5)


def test_claiming_ends_a_pause(here):
    made = in_fifteen_days(here)
    do(here.liaison, made, acts.AskPause(date(2014, 4, 16), Prose("等上级批复")))
    do(here.clerk, made, acts.DecidePause(granted=True))
    do(here.liaison, made, acts.Claim(Prose("完成")))
    found = page(here.clerk, made)
    assert [line.name for line in found.way[-2:]] == ["matter.pause_ended", "matter.claimed"]
    assert found.matter.due == date(2014, 5, 4)


def test_pauses_have_a_cap_and_a_refused_one_changes_nothing(here, settings):
    settings.LUOSHI_PAUSE_CAP_DAYS = 3
    made = in_fifteen_days(here)
    too_long = acts.AskPause(date(2014, 4, 16), Prose("等上级批复"))
    assert refused(here.liaison, made, too_long) is Reason.PAUSE_CAP
    do(here.liaison, made, acts.AskPause(date(2014, 4, 14), Prose("等上级批复")))
    do(here.clerk, made, acts.DecidePause(granted=False, words=Prose("可以先办别的")))
    found = page(here.clerk, made).matter
    assert (found.due, found.pauses) == (date(2014, 5, 4), ())


def test_a_reopened_matter_keeps_its_first_date_and_its_age(here):
    made = builders.closed(here, due=date(2014, 5, 8))
    with later(14):
        do(here.clerk, made, acts.Reopen(Prose("又反弹了")))
        found = page(here.clerk, made)
        assert (found.matter.first_due, found.spent.gross, found.spent.net) == (date(2014, 5, 8), 10, 1)


def test_nothing_is_done_before_it_was_opened(here):
    made = builders.accepted(here)
    with pytest.raises(Refusal) as refusal:
        do(here.liaison, made, acts.Progress(Prose("已办")), at=APRIL - timedelta(days=1))
    assert refusal.value.reason is Reason.BEFORE_OPENING


def test_a_provisional_date_is_settled_when_the_calendar_is_published(here):
    with clock.fixed(datetime(2015, 12, 20, 2, tzinfo=UTC)):
        made = in_fifteen_days(here)
        found = page(here.clerk, made).matter
        assert (found.due, found.provisional) == (date(2016, 1, 8), True)
        builders.follow_up()
        assert page(here.clerk, made).matter.provisional
        off = {date(2016, 1, 1): Official(works=False, name="元旦")}
        workdays.enter(2016, off, version="国办发明电〔2015〕18号")
        for _ in range(2):
            builders.follow_up()
        found = page(here.clerk, made)
        assert (found.matter.due, found.matter.first_due, found.matter.provisional) == (
            date(2016, 1, 11), date(2016, 1, 11), False,
        )  # fmt: skip
        names = [line.name for line in found.way]
        assert names.count("matter.due_settled") == 1
        assert (found.way[-1].actor, found.way[-1].post) == ("时钟", "年历公布")
        rebuilt_alike(here)


def test_of_two_that_are_the_same_one_goes_along_and_keeps_its_own_voices(here):
    first, second = builders.accepted(here, due=date(2014, 5, 8)), builders.assigned(here, due=date(2014, 4, 30))
    assert refused(here.liaison, second, acts.Link(first)) is Reason.NOT_SENDER
    do(here.clerk, second, acts.Link(first))
    found = page(here.clerk, second)
    assert (found.matter.due, found.follows.id) == (date(2014, 4, 30), first)
    assert [other.id for other in page(here.clerk, first).followers] == [second]
    assert refused(here.clerk, first, acts.Link(second)) is Reason.NO_RING
    do(here.liaison, second, acts.Accept())
    assert refused(here.liaison, second, acts.Claim(Prose("完成"))) is Reason.FOLLOWS
    do(here.liaison, first, acts.Claim(Prose("已修好")))
    do(here.inspector, first, acts.Verify(Nature.SPOT, Prose("看过")))
    assert page(here.clerk, second).matter.state is State.VERIFIED
    do(here.liaison, second, acts.Reply(Prose("已修好")))
    do(here.clerk, second, acts.Confirm(Answer.HALF, Means.PERSON, Prose("我家门口还有")))
    assert page(here.clerk, first).matter.state is State.VERIFIED
    do(here.liaison, second, acts.Claim(Prose("门口也清了")))  # opened for itself, it is handled for itself
    rebuilt_alike(here)


def test_who_withdraws_again_what_was_followed_is_told_why_not(here):
    first, second = builders.accepted(here), builders.accepted(here)
    do(here.clerk, second, acts.Link(first))
    do(here.clerk, first, acts.Withdraw(Prose("重复")))
    assert refused(here.clerk, first, acts.Withdraw(Prose("重复"))) is Reason.WRONG_STATE


def test_a_link_is_taken_away_and_goes_where_the_other_ends(here):
    first, second = builders.accepted(here, due=date(2014, 4, 30)), builders.accepted(here, due=date(2014, 5, 8))
    do(here.clerk, second, acts.Link(first))
    assert page(here.clerk, second).matter.due == date(2014, 4, 30)
    do(here.clerk, second, acts.Unlink())
    assert page(here.clerk, second).matter.due == date(2014, 5, 8)
    assert page(here.clerk, first).followers == ()
    do(here.clerk, second, acts.Link(first))
    do(here.clerk, first, acts.Withdraw(Prose("重复")))
    found = page(here.clerk, second).matter
    assert (found.follows, found.due, found.is_open) == (None, date(2014, 5, 8), True)


def test_a_unit_sees_the_other_matter_by_title_unit_and_state_only(here):
    first = builders.accepted(here)
    second = builders.assigned(here, to=here.other_town)
    do(here.clerk, second, acts.Link(first))
    other = page(here.stranger, second).follows
    assert (other.lead, other.is_seen) == ("唐海镇", False)
    with pytest.raises(NoSuchMatter):
        page(here.stranger, first)


def test_another_unit_gets_it_after_it_was_taken_on_and_the_first_date_stands(here):
    made = builders.accepted(here, due=date(2014, 5, 8))
    do(here.clerk, made, acts.Transfer(here.other_town.id, Prose("地界属七农场")))
    found = page(here.clerk, made)
    assert (found.row.lead, found.matter.state, found.matter.first_due) == (
        "七农场", State.ASSIGNED, date(2014, 5, 8),
    )  # fmt: skip
    do(here.stranger, made, acts.Accept())
    rebuilt_alike(here)


def test_what_is_sent_out_ends_here_and_stays_visible(here):
    made = builders.accepted(here)
    assert refused(here.liaison, made, acts.SendOut(Prose("区人民法院"), Prose("涉诉"))) is Reason.NOT_SENDER
    do(here.clerk, made, acts.SendOut(Prose("区人民法院"), Prose("涉诉")))
    found = page(here.liaison, made)
    assert found.row.state is State.SENT_OUT
    assert found.way[-1].words == ("区人民法院", "涉诉")
    assert found.acts == ()
    rebuilt_alike(here)


def test_escalating_leaves_the_lead(here):
    made = builders.accepted(here)
    do(here.clerk, made, acts.Escalate("leader", here.water.id, words=Prose("需水务局协调")))
    found = page(here.clerk, made)
    assert (found.row.lead, found.matter.rung, found.way[-1].unit) == ("唐海镇", "leader", "区水务局")
    assert refused(here.clerk, made, acts.Escalate("leader", here.village.id)) is Reason.NOT_ABOVE


def test_the_clock_acts_once_for_the_same_reason(here):
    made = builders.accepted(here)
    how = {"rule": "逾期次日催办", "key": f"urge:{made}:overdue"}
    assert commands.perform_by_rule(here.realm, made, acts.Urge("overdue", "notice"), **how)
    assert not commands.perform_by_rule(here.realm, made, acts.Urge("overdue", "notice"), **how)
    found = page(here.clerk, made)
    assert (found.matter.urged, found.matter.rung, found.way[-1].actor) == (1, "overdue", "时钟")
    with pytest.raises(Refusal):
        commands.perform_by_rule(here.realm, made, acts.Claim(Prose("完成")), rule="x", key="y")
    rebuilt_alike(here)


def test_what_is_due_is_found_page_by_page(here):
    due = [builders.accepted(here, due=date(2014, 4, day)) for day in (14, 15, 16)]
    asked = builders.accepted(here)
    do(here.liaison, asked, acts.Ask(Prose("是否含七队")))
    do(here.liaison, due[2], acts.AskPause(date(2014, 4, 15), Prose("停工")))
    ids = lambda why, on, **how: [  # noqa: E731
        row.id for row in queries.due_for_urging(here.realm, why, on, **how)
    ]
    assert ids(Why.NEAR, date(2014, 4, 14)) == due
    assert ids(Why.OVERDUE, date(2014, 4, 16)) == due[:2]
    first = queries.due_for_urging(here.realm, Why.OVERDUE, date(2014, 4, 20), size=2)
    rest = queries.due_for_urging(here.realm, Why.OVERDUE, date(2014, 4, 20), size=2, after=first[-1].key)
    assert [row.id for row in (*first, *rest)] == due
    assert ids(Why.QUESTION, date(2014, 4, 10)) == []
    assert ids(Why.QUESTION, date(2014, 4, 11)) == [asked]
    assert ids(Why.WISH, date(2014, 4, 11)) == [due[2]]
    do(here.liaison, due[0], acts.Claim(Prose("完成")))
    assert ids(Why.OVERDUE, date(2014, 4, 16)) == due[1:2]


def test_those_affected_are_called_back_after_thirty_and_ninety_days(here):
    made = builders.closed(here)
    assert queries.due_callbacks(here.realm, date(2014, 5, 9)) == ()
    (first,) = queries.due_callbacks(here.realm, date(2014, 5, 10))
    assert (first.id, first.key) == (made, f"callback:{made}:2014-04-10:30")
    with later(31):
        groups = {group.name: group for group in queries.desk(here.clerk).groups}
        assert [row.id for row in groups["callbacks"].rows] == [made]
        do(here.clerk, made, acts.CallBack(Answer.SOLVED, Prose("还好")))
        assert "callbacks" not in {group.name for group in queries.desk(here.clerk).groups}
    assert queries.due_callbacks(here.realm, date(2014, 6, 10)) == ()
    (second,) = queries.due_callbacks(here.realm, date(2014, 7, 9))
    assert second.days == 90
    with later(100):
        do(here.clerk, made, acts.CallBack(Answer.SOLVED, Prose("还好")))
    assert queries.due_callbacks(here.realm, date(2015, 1, 1)) == ()


def test_help_is_a_matter_of_the_one_asked_with_its_own_clock(here, settings):
    settings.LUOSHI_HELP_DAYS = 5
    made = builders.accepted(here)
    do(here.liaison, made, acts.AskHelp(here.water.id, Prose("请疏通七支渠闸门")))
    (asked,) = page(here.liaison, made).help_asked
    assert (asked.lead, asked.due_on, asked.title) == ("区水务局", date(2014, 4, 17), "请疏通七支渠闸门")
    do(here.engineer, asked.id, acts.Accept(), acts.Claim(Prose("闸门已修好")))
    assert {group.name for group in queries.desk(here.liaison).groups} >= {"helped"}
    assert refused(here.engineer, asked.id, acts.Confirm(Answer.SOLVED, Means.PERSON, Prose("好"))) is Reason.NOT_SENDER
    do(here.liaison, asked.id, acts.Confirm(Answer.SOLVED, Means.PERSON, Prose("水通了")))
    (gone,) = page(here.liaison, made).help_asked
    assert gone.state is State.CLOSED
    do(here.liaison, made, acts.Claim(Prose("完成")))
    rebuilt_alike(here)


def test_the_one_asked_may_say_that_it_is_not_theirs(here):
    made = builders.accepted(here)
    do(here.liaison, made, acts.AskHelp(here.water.id, Prose("请疏通七支渠闸门")))
    (asked,) = page(here.liaison, made).help_asked
    do(here.engineer, asked.id, acts.Return(Ground.NOT_OURS, Prose("属农场自管渠")))
    assert {group.name for group in queries.desk(here.liaison).groups} >= {"returned"}
    do(here.liaison, asked.id, acts.Withdraw(Prose("改请农场")))


def test_villages_are_not_asked_for_help(here):
    made = builders.accepted(here)
    elsewhere = people.unit("三队", "village", "130209407201", here.other_town)
    for unit in (here.village, elsewhere):
        assert refused(here.liaison, made, acts.AskHelp(unit.id, Prose("请帮忙"))) is Reason.NOT_ASKED


def rating(clear, helpful):
    return acts.Note("rating", 1, f'{{"clear":{str(clear).lower()},"helpful":{str(helpful).lower()}}}')


def test_what_came_down_is_rated_and_known_from_five_on(here):
    for number in range(5):
        made = builders.accepted(here)
        assert refused(here.clerk, made, rating(clear=True, helpful=True)) is Reason.NOT_UNDERTAKER
        do(here.liaison, made, rating(clear=number > 0, helpful=False))
        do(here.liaison, made, acts.Ask(Prose("几号开始")))
        with later(4):
            do(here.clerk, made, acts.AnswerQuestion(Prose("下周一")))
        service = queries.service_of(here.liaison, here.district.id)
        if number < 4:
            assert (service.median_days, service.clear, service.answers) == (None, None, number + 1)
    assert (service.median_days, service.clear.yes, service.clear.n, service.helpful.yes) == (2.0, 4, 5, 0)
    with pytest.raises(NoSuchMatter):
        queries.service_of(here.stranger, here.district.id)
    projection.rebuild(here.realm)
    assert queries.service_of(here.liaison, here.district.id) == service


def test_a_return_that_is_assigned_again_counts_as_an_answer(here):
    made = builders.assigned(here)
    do(here.liaison, made, acts.Return(Ground.UNCLEAR, Prose("哪些村")))
    with later(1):
        do(here.clerk, made, acts.Assign(here.town.id))
    assert page(here.clerk, made).matter.answers == ((date(2014, 4, 10), date(2014, 4, 11)),)


def test_a_leader_in_charge_neither_links_nor_sends_out(here):
    made, other = builders.accepted(here), builders.accepted(here)
    assert here.leader.duty is Duty.LEADER
    for act in (acts.Link(other), acts.SendOut(Prose("法院"), Prose("涉诉")), acts.Transfer(here.water.id, Prose("x"))):
        assert refused(here.leader, made, act) is Reason.NOT_SENDER
