"""Campaigns are opened by the office that runs the units, added to below, and ended."""

from datetime import date, timedelta

import pytest

import people
from luoshi.base import clock
from luoshi.campaigns import commands, queries, reading
from luoshi.journal import queries as entries
from luoshi.journal.refs import StreamRef
from luoshi.people import commands as units
from luoshi.people.rights import NotYours, Refused
from luoshi.people.viewer import Duty

TEXT = """schema: 1
key: trial
version: 1
title: 试点活动
steps:
  - {key: study, title: 学习, from: 0, until: 90}
deliverables:
  - {key: plan, title: 方案, step: study, units: [town], due: {days: 10}}
  - {key: hear, title: 征求意见, step: study, units: [village], due: {days: 5}}
"""
MORE = "deliverables:\n  - {key: well, title: 修水渠, step: study, units: [village], due: {days: 9}}\n"


@pytest.fixture
def here(db):
    return people.district()


@pytest.fixture
def running(here):
    kept = commands.learn(here.clerk, TEXT)
    return commands.open_campaign(
        here.clerk, template_id=kept.id, title="试点", unit_id=here.district.id, opened_on=clock.today()
    )


def town_office(here):
    return people.viewer("镇活动办", here.town, Duty.OFFICE)


def names(realm, stream, kind="campaign"):
    return [entry.name for entry in entries.entries(StreamRef(realm, kind, stream))]


def owed(campaign, on=None, below=None):
    on = on or clock.today()
    return {(one.deliverable, one.unit) for one in queries.owed(campaign, until=on, below=below) if one.is_expected(on)}


class TestTemplates:
    def test_the_shipped_one_can_be_opened_from_and_the_blank_one_cannot(self, here):
        assert [(one.key, one.is_shipped) for one in queries.templates(here.clerk)] == [("mass-line-2013", True)]

    def test_one_of_their_own_is_kept_once(self, here):
        one, again = commands.learn(here.clerk, TEXT), commands.learn(here.clerk, TEXT)
        assert one == again
        assert names(here.realm, one.id, "template") == ["template.kept"]

    def test_a_version_does_not_change(self, here):
        commands.learn(here.clerk, TEXT)
        with pytest.raises(Refused, match="1"):
            commands.learn(here.clerk, TEXT.replace("方案", "计划"))
        newer = commands.learn(here.clerk, TEXT.replace("version: 1", "version: 2"))
        assert [one.version for one in queries.templates(here.clerk) if one.key == "trial"] == [2]
        assert queries.template(here.clerk, newer.id)[1].version == 2

    def test_another_realm_does_not_see_it(self, here):
        kept = commands.learn(here.clerk, TEXT)
        there = people.district("130210")
        with pytest.raises(queries.NoTemplate):
            queries.template(there.clerk, kept.id)
        with pytest.raises(NotYours):
            commands.open_campaign(
                there.clerk, template_id=kept.id, title="试点", unit_id=there.district.id, opened_on=clock.today()
            )

    def test_a_fault_keeps_nothing(self, here):
        with pytest.raises(reading.TemplateRefused):
            commands.learn(here.clerk, TEXT.replace("[town]", "[hamlet]"))
        assert len(queries.templates(here.clerk)) == 1

    @pytest.mark.parametrize("who", ["liaison", "mayor", "inspector", "sysadmin", "secretary"])
    def test_only_the_office_keeps_templates(self, here, who):
        with pytest.raises(NotYours):
            commands.learn(getattr(here, who), TEXT)


class TestOpening:
    def test_every_unit_of_the_kind_owes(self, here, running):
        assert owed(running) == {
            ("plan", here.town.id), ("plan", here.other_town.id),
            ("hear", here.village.id), ("hear", here.other_village.id),
        }  # fmt: skip

    def test_not_twice_in_one_place(self, here, running):
        with pytest.raises(Refused):
            commands.open_campaign(
                here.clerk,
                template_id=running.template,
                title="再试",
                unit_id=here.district.id,
                opened_on=clock.today(),
            )

    def test_not_before_its_day(self, here):
        kept = commands.learn(here.clerk, TEXT)
        with pytest.raises(Refused):
            commands.open_campaign(
                here.clerk, template_id=kept.id, title="试点", unit_id=here.district.id,
                opened_on=clock.today() + timedelta(days=1),
            )  # fmt: skip

    def test_a_unit_that_joins_splits_off_or_is_merged(self, here, running):
        with clock.fixed(clock.now() + timedelta(days=10)):
            new = units.open_unit(
                by=here.clerk, code="130209407299", name="新队", kind="village", parent_id=here.other_town.id
            )
            units.close_unit(by=here.clerk, unit_id=here.village.id)
            today = clock.today()
        assert ("hear", new) in owed(running, today)
        assert ("hear", here.village.id) not in owed(running, today)
        assert ("hear", here.village.id) in owed(running, today - timedelta(days=1))
        assert ("hear", new) not in owed(running, today - timedelta(days=1))
        (of_new,) = [one for one in queries.owed(running, until=today) if one.unit == new]
        assert of_new.from_on == today

    def test_one_that_moves_about_below_owes_as_before(self, here, running):
        before = owed(running)
        with clock.fixed(clock.now() + timedelta(days=5)):
            units.move_unit(by=here.clerk, unit_id=here.village.id, parent_id=here.other_town.id)
            assert owed(running, clock.today()) == before
            assert ("hear", here.village.id) in owed(running, clock.today(), below=here.other_town.id)

    def test_it_is_written_down(self, here, running):
        assert names(here.realm, running.id) == ["campaign.opened"]


class TestAdding:
    def test_a_level_below_may_add_for_its_own(self, here, running):
        office = town_office(here)
        assert commands.add(office, running.id, MORE) == 1
        assert ("well", here.village.id) in owed(running)
        assert {unit for key, unit in owed(running) if key == "well"} == {here.village.id, here.other_village.id}

    def test_it_cannot_put_another_in_the_place_of_what_is_asked_above(self, here, running):
        office = town_office(here)
        with pytest.raises(Refused, match="hear"):
            commands.add(office, running.id, MORE.replace("well", "hear"))

    def test_it_may_take_back_what_it_has_added_and_nothing_else(self, here, running):
        office = town_office(here)
        commands.add(office, running.id, MORE)
        with pytest.raises(NotYours):
            commands.drop(office, running.id, "hear")
        with pytest.raises(NotYours):
            commands.drop(here.clerk, running.id, "well")
        commands.drop(office, running.id, "well")
        assert not any(key == "well" for key, _unit in owed(running))

    def test_what_is_added_stands_alone_and_once(self, here, running):
        office = town_office(here)
        waiting = MORE + "  - {key: dig, title: 清淤, step: study, units: [village], due: {days: 9, after: well}}\n"
        twice = MORE + MORE.splitlines()[1] + "\n"
        for text, reason in ((waiting, reading.Reason.UNKNOWN_DELIVERABLE), (twice, reading.Reason.TWICE)):
            with pytest.raises(reading.TemplateRefused) as refused:
                commands.add(office, running.id, text)
            assert [(fault.line, fault.reason) for fault in refused.value.faults] == [(3, reason)]
        assert queries.additions(running) == []

    def test_a_stranger_cannot(self, here, running):
        with pytest.raises(NotYours):
            commands.add(here.liaison, running.id, MORE)


class TestEnding:
    def test_nothing_new_is_owed_and_what_was_owed_stays_so(self, here, running):
        with clock.fixed(clock.now() + timedelta(days=3)):
            ended = commands.end_campaign(here.clerk, running.id)
        later = clock.today() + timedelta(days=30)
        with clock.fixed(clock.now() + timedelta(days=20)):
            new = units.open_unit(by=here.clerk, code="1302094072", name="新队", kind="village", parent_id=here.town.id)
        assert not any(one.unit == new for one in queries.owed(ended, until=later))
        assert len(queries.owed(ended, until=later)) == 4

    def test_twice_is_once_and_nothing_is_added_afterwards(self, here, running):
        commands.end_campaign(here.clerk, running.id)
        commands.end_campaign(here.clerk, running.id)
        assert names(here.realm, running.id) == ["campaign.opened", "campaign.ended"]
        with pytest.raises(Refused):
            commands.add(town_office(here), running.id, MORE)

    def test_the_blank_one_stays(self, here):
        with pytest.raises(NotYours):
            commands.end_campaign(here.clerk, here.campaign.id)
        assert queries.plan(here.campaign).deliverables == ()
        assert queries.owed(here.campaign, until=date(2100, 1, 1)) == []
