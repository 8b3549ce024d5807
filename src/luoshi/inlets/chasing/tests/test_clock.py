"""The clock at work: who is turned to, once, in working time; and what the offices see of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

import builders
import people
from builders import do
from luoshi.base import clock, workdays
from luoshi.campaigns.template import Rung, Turn
from luoshi.inlets.chasing import commands, jobs, queries, rules
from luoshi.journal import queries as journal
from luoshi.ledger import acts, projection
from luoshi.ledger import queries as ledger
from luoshi.ledger.acts import Prose
from luoshi.people.viewer import Duty

pytestmark = pytest.mark.django_db
APRIL = datetime(2014, 4, 10, 2, tzinfo=UTC)  # a Thursday, 10:00 in Beijing
DUE = date(2014, 4, 15)  # a Tuesday; three working days before is this Thursday


@pytest.fixture
def here():
    workdays.seed([2013, 2014, 2015])
    with clock.fixed(APRIL):
        yield people.district()
    workdays.forget()


def on(day, hour=10, month=4):
    return clock.fixed(datetime(2014, month, day, hour, tzinfo=clock.BEIJING))


def urgings(here, matter):
    way = ledger.matter_page(here.clerk, matter).way
    return [
        (clock.day(line.happened_at), line.event.rung, line.event.how) for line in way if line.name == "matter.urged"
    ]


def test_rung_by_rung_and_never_twice(here):
    made = builders.accepted(here, due=DUE)
    for day in range(10, 31):
        for hour in (7, 9, 15, 19):
            with on(day, hour):
                jobs.walk_all(here.realm)
    assert urgings(here, made) == [
        (date(2014, 4, 10), "undertaker", "blue"), (date(2014, 4, 15), "help", "blue"),
        (date(2014, 4, 16), "office", "red"), (date(2014, 4, 22), "leader", "red"),
    ]  # fmt: skip
    with on(20, month=5):
        assert jobs.walk_all(here.realm) == 1
    assert urgings(here, made)[-1] == (date(2014, 5, 20), "superior", "red")


def test_missed_days_catch_up_with_the_rung_that_is_due(here):
    made = builders.accepted(here, due=DUE)
    with on(23):
        assert jobs.walk_all(here.realm) == 1
        assert jobs.walk_all(here.realm) == 0
    assert [rung for _, rung, _ in urgings(here, made)] == ["leader"]


@pytest.mark.parametrize(("day", "hour"), [(16, 7), (16, 18), (16, 23), (19, 10), (20, 10)])
def test_nobody_is_chased_at_night_or_on_a_day_off(here, day, hour):
    builders.accepted(here, due=DUE)
    with on(day, hour):
        assert jobs.walk_all(here.realm) == 0


def test_an_obstacle_that_was_raised_is_chased_as_well(here):
    made = builders.accepted(here, due=date(2014, 6, 30))
    do(here.liaison, made, acts.AskHelp(unit=here.water.id, words=Prose("村口泵房断电，请协助")))
    asked = ledger.matter_page(here.liaison, made).matter.asked_for_help[0]
    due = ledger.matter_page(here.clerk, asked).matter.due
    with clock.fixed(datetime(due.year, due.month, due.day, 2, tzinfo=UTC) + timedelta(days=1)):
        assert jobs.walk_all(here.realm) == 1
    assert len(urgings(here, asked)) == 1
    assert urgings(here, made) == []


def test_a_pause_and_a_claim_stop_the_clock(here):
    claimed, paused = builders.claimed(here, due=DUE), builders.accepted(here, due=DUE)
    do(here.liaison, paused, acts.AskPause(until=date(2014, 4, 25), words=Prose("等待上级批复")))
    do(here.clerk, paused, acts.DecidePause(granted=True, words=Prose("同意")))
    with on(24):
        assert jobs.walk_all(here.realm) == 0
    assert urgings(here, claimed) == urgings(here, paused) == []


def test_help_says_who_can_be_asked(here):
    made = builders.accepted(here, due=DUE)
    with on(15):
        jobs.walk_all(here.realm)
        page = ledger.matter_page(here.liaison, made)
    said = next(line.words[0] for line in page.way if line.name == "matter.urged")
    assert "区委活动办" in said


def raised_to(viewer):
    return [row for group in ledger.desk(viewer).groups if group.name == "raised" for row in group.rows]


def desk_of(client, viewer):
    client.force_login(people.account_of(viewer))
    return client.get("/").content.decode()


def test_each_rung_comes_to_its_own_desk_and_leaves_it_when_the_unit_claims(here, client):
    made = builders.accepted(here, due=DUE, title="村级活动场所漏雨")
    raised = lambda: {  # noqa: E731
        name for name, viewer in here.people.items() if any(one.id == made for one in raised_to(viewer))
    }
    seen = []
    for day, month in ((15, 4), (16, 4), (22, 4), (20, 5)):
        with on(day, month=month):
            jobs.walk_all(here.realm)
            seen.append(raised())
    assert seen == [set(), {"clerk"}, {"leader"}, {"mayor"}]
    with on(20, month=5):
        assert "提级催办" in desk_of(client, here.mayor)
        do(here.liaison, made, acts.Progress(Prose("已修")), acts.Claim(Prose("屋面已重做防水")))
        assert raised() == set()


def test_where_no_leader_looks_after_a_unit_its_sender_answers(here):
    made = builders.accepted(here, due=DUE, to=here.town)
    other = builders.assigned(here, due=DUE, to=here.other_town)
    with on(22):
        jobs.walk_all(here.realm)
        assert [one.id for one in raised_to(here.mayor)] == [other]
        assert [one.id for one in raised_to(here.leader)] == [made]


def test_who_is_called_in_is_named_on_the_way_and_the_lead_stays(here):
    made = builders.accepted(here, due=DUE)
    with on(22):
        jobs.walk_all(here.realm)
    page = ledger.matter_page(here.clerk, made)
    called = next(line.event for line in page.way if line.name == "matter.escalated")
    assert called.post == here.leader.post.id
    assert page.matter.lead == here.town.id


def test_cards_are_what_the_journal_says(here):
    builders.accepted(here, due=DUE)
    with on(22):
        jobs.walk_all(here.realm)
        before = raised_to(here.leader)
        projection.rebuild(here.realm)
        assert before == raised_to(here.leader) != []


def test_switched_off_nothing_is_chased(here, settings):
    made = builders.accepted(here, due=DUE)
    settings.LUOSHI_CHASING = False
    jobs.chase()
    assert urgings(here, made) == []
    settings.LUOSHI_CHASING = True
    jobs._walks.clear()
    jobs.chase()
    assert len(urgings(here, made)) == 1


# ------------------------------------------------------------------ looking ahead


def test_what_was_foreseen_is_what_the_clock_then_does(here):
    for number in range(4):
        builders.accepted(here, due=DUE + timedelta(days=number))
    foreseen = {day.on: sum(day.counts.values()) for day in queries.week(here.clerk).days}
    done = {}
    for day in range(10, 17):
        with on(day):
            done[date(2014, 4, day)] = jobs.walk_all(here.realm)
    assert foreseen == done
    assert sum(done.values()) > 4


def test_looking_ahead_writes_nothing(here, client):
    made = builders.accepted(here, due=DUE)
    before = len(journal.entries(projection.stream(here.realm, made)))
    client.force_login(people.account_of(here.clerk))
    answer = client.get(reverse("chasing:week"))
    assert "逐户走访并登记群众意见" in answer.content.decode()
    assert client.get(reverse("chasing:trial")).status_code == 200
    assert len(journal.entries(projection.stream(here.realm, made))) == before


def test_another_ladder_is_tried_on_last_month(here):
    builders.accepted(here, due=DUE)
    for day in range(10, 31):
        with on(day):
            jobs.walk_all(here.realm)
    with on(8, month=5):
        found = queries.trial(here.clerk, (Turn(Rung.UNDERTAKER, -1), Turn(Rung.LEADER, 2)))
    assert (found.first, found.last, found.matters) == (date(2014, 4, 1), date(2014, 4, 30), 1)
    assert found.were == {"undertaker": 1, "help": 1, "office": 1, "leader": 1}
    assert found.tried == {Rung.UNDERTAKER: 1, Rung.LEADER: 1}
    # The matter stood with its date from the end of the tenth on: the replay begins a day later than the clock did.
    assert found.present == {Rung.UNDERTAKER: 1, Rung.HELP: 1, Rung.OFFICE: 1, Rung.LEADER: 1}
    assert found.examples[0].on == date(2014, 4, 11)


def test_a_ladder_is_switched_on_and_back_again_by_name(here, client):
    usual = rules.usual()
    sooner = (Turn(Rung.UNDERTAKER, -1), Turn(Rung.LEADER, 1))
    client.force_login(people.account_of(here.clerk))
    for turns in (sooner, usual):
        given = {turn.rung.value: turn.days for turn in turns}
        assert client.post(reverse("chasing:switch"), given).status_code == 302
        assert rules.of_realm(here.realm) == turns
    made = rules.switches(here.realm)
    assert [one.by for one in made] == [here.clerk.person_name] * 2
    refused = client.post(reverse("chasing:switch"), {"leader": 1, "superior": 0})
    assert refused.status_code == 422
    with pytest.raises(commands.NotYours):
        commands.switch(here.mayor, sooner, nonce="n")


def test_a_switched_ladder_holds_from_then_on(here):
    made = builders.accepted(here, due=DUE)
    commands.switch(here.clerk, (Turn(Rung.OFFICE, 2),), nonce="one")
    with on(16):
        assert jobs.walk_all(here.realm) == 0
    with on(17):
        assert jobs.walk_all(here.realm) == 1
    assert [rung for _, rung, _ in urgings(here, made)] == ["office"]


def test_only_the_office_at_the_top_switches(here):
    town_office = people.viewer("townclerk", here.town, Duty.OFFICE)
    assert rules.looks_ahead(town_office)
    assert not rules.switches_for_realm(town_office)
