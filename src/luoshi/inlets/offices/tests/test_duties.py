"""What units owe becomes matters, follows the map, and is left in good hands when the campaign ends."""

from datetime import timedelta

import pytest
from django.urls import reverse

import people
from luoshi.base import clock, jobs
from luoshi.campaigns import queries
from luoshi.inlets.offices import commands, duties
from luoshi.inlets.offices.tests.url_table import MORE
from luoshi.ledger import acts
from luoshi.ledger import commands as ledger_commands
from luoshi.ledger import queries as ledger
from luoshi.ledger.acts import Prose
from luoshi.ledger.matter import State
from luoshi.people import commands as units
from luoshi.people.viewer import Duty

TEMPLATE = """schema: 1
key: trial
version: 1
title: 试点活动
steps:
  - {key: study, title: 学习, from: 0, until: 90}
  - {key: mend, title: 整改, from: 10, until: 90}
deliverables:
  - {key: hear, title: 征求意见, step: study, units: [village], due: {days: 5}}
  - {key: fixes, title: 立行立改台账, step: study, units: [village], due: {days: 6}, every: week}
  - {key: mend, title: 整改方案, step: mend, units: [town], due: {days: 30}}
"""


@pytest.fixture
def here(db):
    return people.district()


@pytest.fixture
def running(here):
    kept = commands.learn(here.clerk, TEMPLATE)
    made = commands.open_campaign(
        here.clerk, template_id=kept.id, title="试点", unit_id=here.district.id, opened_on=clock.today()
    )
    jobs.run_due()
    return made


def rows(here, campaign):
    return ledger.matters(here.clerk, ledger.Filter(campaign=campaign.id), size=200).rows


def told(here, campaign):
    return sorted((row.title, row.lead) for row in rows(here, campaign) if row.state is not State.WITHDRAWN)


def later(days):
    return clock.fixed(clock.now() + timedelta(days=days))


def test_what_is_owed_goes_out_with_its_date(here, running):
    assert told(here, running) == [
        ("征求意见", "一队"), ("征求意见", "二队"), ("立行立改台账", "一队"), ("立行立改台账", "二队"),
    ]  # fmt: skip
    owed = {one.deliverable: one.due_on for one in queries.owed(running, until=clock.today())}
    assert {row.due_on for row in rows(here, running) if row.title == "征求意见"} == {owed["hear"]}


def test_however_often_it_is_looked_at_nothing_is_doubled(here, running):
    before = len(rows(here, running))
    assert duties.bring_up_to_date(running, clock.today()) == duties.Done()
    duties.work({"campaign": str(running.id)})
    assert len(rows(here, running)) == before


def test_a_period_and_a_step_begin(here, running):
    with later(14):
        done = duties.bring_up_to_date(running, clock.today())
    assert done.opened == 2 * 2 + 2  # two weeks more for two villages, and the plans of two towns


def test_a_new_village_owes_from_then_and_a_closed_one_no_longer(here, running):
    with later(3):
        units.open_unit(by=here.clerk, code="130209407299", name="新队", kind="village", parent_id=here.other_town.id)
        units.close_unit(by=here.clerk, unit_id=here.village.id)
        done = duties.bring_up_to_date(running, clock.today())
        assert (done.opened, done.withdrawn) == (1, 2)
        assert told(here, running) == [("征求意见", "二队"), ("征求意见", "新队"), ("立行立改台账", "二队")]


def test_what_a_town_adds_goes_out_and_comes_back(here, running):
    office = people.viewer("镇活动办", here.town, Duty.OFFICE)
    commands.add(office, running.id, MORE)
    jobs.run_due()
    assert ("修水渠", "一队") in told(here, running)
    with later(1):
        commands.drop(office, running.id, "well")
        jobs.run_due()
    assert not any(title == "修水渠" for title, _lead in told(here, running))


def test_at_the_end_what_is_open_is_everyday_work(here, running):
    open_before = {row.id for row in rows(here, running)}
    commands.end_campaign(here.clerk, running.id)
    jobs.run_due()
    assert rows(here, running) == ()
    everyday = queries.blank(here.realm)
    assert {row.id for row in rows(here, everyday)} >= open_before
    assert ledger.figures(here.clerk, here.district.id, campaign=running.id).total == 0


def test_the_daily_look_asks_once(here, running, monkeypatch):
    monkeypatch.setattr(duties, "_looked", {})
    duties.every_day()
    monkeypatch.setattr(duties, "_looked", {})
    duties.every_day()
    key = f"duties:{running.id}:{clock.today().isoformat()}"
    assert not jobs.enqueue(duties.DUE, {"campaign": str(running.id)}, key=key)


def test_the_page_says_how_many_owe_it_have_delivered_it_and_are_late(client, here, running):
    (mine,) = [row for row in rows(here, running) if row.title == "征求意见" and row.lead == "一队"]
    ledger_commands.perform(here.secretary, mine.id, acts.Accept())
    ledger_commands.perform(here.secretary, mine.id, acts.Claim(Prose("已开座谈会，收到意见12条")))
    client.force_login(people.account_of(here.clerk))
    with later(30):
        duties.bring_up_to_date(running, clock.today())
        page = client.get(reverse("offices:campaign", args=[running.id])).context["page"]
    figures = {row[0].value: row[-3:] for row in page.drawing.deliverables.rows}
    assert figures["征求意见"] == [2, 1, 1]
    assert figures["整改方案"] == [2, 0, 0]
