import pytest

import builders
from luoshi.base import clock, minutes
from luoshi.ledger import acts, costs, queries
from luoshi.ledger.acts import Prose
from luoshi.people.viewer import Duty

pytestmark = pytest.mark.django_db
URL = "/boards/burden/"


def test_what_is_asked_is_charged_to_whoever_asks(here):
    builders.assigned(here)
    builders.assigned(here, to=here.other_town)
    (found,) = queries.asked_by(here.secretary, since=clock.today())
    assert (found.unit.id, found.matters, found.units) == (here.district.id, 2, 2)
    assert found.minutes == costs.minutes(2, 0)
    assert queries.asked_by(here.secretary, since=builders.in_days(1)) == []


def test_everybody_in_the_district_reads_the_same_account(here, opened):
    builders.assigned(here)
    for name, viewer in here.people.items():
        page = opened(viewer, URL)
        if viewer.duty in {Duty.SYSTEM_ADMIN, Duty.SECURITY_ADMIN, Duty.AUDIT_ADMIN, None}:
            assert page.status_code == 404, name
        else:
            assert "1个单位向其他单位交办事项1项" in page.content.decode(), name


def test_what_is_claimed_done_costs_nothing_more(here):
    matter = builders.assigned(here)
    this_week = minutes.monday(clock.today())
    assert queries.weekly(here.realm, [here.town.id])[here.town.id][this_week] == costs.LEAD / costs.UNDATED
    builders.do(here.liaison, matter, acts.Accept(), acts.Claim(Prose("走访和登记均已完成")))
    assert queries.weekly(here.realm, [here.town.id]) == {}


def test_a_cost_falls_into_the_weeks_until_the_date_and_none_of_it_is_lost():
    today = clock.today()
    for days in (-5, 0, 3, 20, 90):
        spread = costs.spread(13, builders.in_days(days), today)
        assert sum(spread.values()) == pytest.approx(13)
        assert min(spread) == minutes.monday(today)
        assert max(spread) == max(minutes.monday(today), minutes.monday(builders.in_days(days)))


def test_a_village_over_its_budget_is_said(here, opened, settings):
    settings.LUOSHI_VILLAGE_MINUTES = costs.LEAD - 1
    builders.assigned(here, to=here.village, due=clock.today())
    page = opened(here.mayor, URL)
    shown = page.context["shown"]
    assert shown.villages.rows == [[here.village.name, f"▲ {costs.LEAD}", "0", "0", "0"]]
    assert "超出限额的村" in page.content.decode()
    settings.LUOSHI_VILLAGE_MINUTES = costs.LEAD
    assert "没有村超出限额" in opened(here.mayor, URL).content.decode()
