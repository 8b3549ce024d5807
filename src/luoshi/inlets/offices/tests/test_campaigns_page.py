"""The office opens a campaign after it has seen what it costs whom; levels below add; faults are named by line."""

import pytest
from django.urls import reverse

import people
from luoshi.base import clock
from luoshi.campaigns import commands, queries
from luoshi.inlets.offices.tests.url_table import MORE, TEMPLATE
from luoshi.people.viewer import Duty

ASKED = {
    "key": "well",
    "title": "修水渠",
    "step": "study",
    "units": ["village"],
    "days": "9",
    "minutes": "30",
    "rule": "镇里会议",
}


@pytest.fixture
def here(db):
    return people.district()


@pytest.fixture
def running(here):
    kept = commands.learn(here.clerk, TEMPLATE)
    return commands.open_campaign(
        here.clerk, template_id=kept.id, title="试点", unit_id=here.district.id, opened_on=clock.today()
    )


def as_(client, viewer):
    client.force_login(people.account_of(viewer))
    return client


def text_of(response):
    return response.content.decode()


class TestTemplates:
    def test_the_shipped_one_is_drawn(self, client, here):
        ref = queries.templates(here.clerk)[0]
        page = text_of(as_(client, here.clerk).get(reverse("offices:template", args=[ref.id])))

        assert "学习教育、听取意见" in page
        assert page.count("fill-hue-3") == 3
        assert "还利于民行动" in page
        assert "逾期 15 个工作日" in page

    def test_a_fault_is_named_by_its_line_and_the_text_is_kept(self, client, here):
        bad = TEMPLATE.replace("[town]", "[hamlet]")
        answer = as_(client, here.clerk).post(reverse("offices:keep_template"), {"text": bad})

        assert answer.status_code == 422
        page = text_of(answer)
        assert "没有这种单位级别：hamlet" in page
        assert '<td data-label="行号" class="is-number">8</td>' in page or ">8<" in page
        assert "units: [hamlet]" in page

    def test_a_file_is_read(self, client, here, tmp_path):
        path = tmp_path / "t.yaml"
        path.write_text(TEMPLATE, encoding="utf-8")
        with path.open("rb") as file:
            answer = as_(client, here.clerk).post(reverse("offices:keep_template"), {"file": file})
        kept = next(one for one in queries.templates(here.clerk) if one.key == "trial")
        assert answer.url == reverse("offices:template", args=[kept.id])

    @pytest.mark.parametrize("body", [b"\xff\xfe\x00bad", b"", b"%PDF-1.4 \x80\x81"])
    def test_what_is_no_text_is_refused(self, client, here, body, tmp_path):
        path = tmp_path / "t.yaml"
        path.write_bytes(body)
        with path.open("rb") as file:
            answer = as_(client, here.clerk).post(reverse("offices:keep_template"), {"file": file})
        assert answer.status_code == 422
        assert [one.key for one in queries.templates(here.clerk)] == ["mass-line-2013"]

    def test_the_words_of_a_template_are_no_markup(self, client, here):
        kept = commands.learn(here.clerk, TEMPLATE.replace("试点活动", "<script>alert(1)</script>"))
        page = text_of(as_(client, here.clerk).get(reverse("offices:template", args=[kept.id])))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


class TestOpening:
    def test_it_is_shown_what_it_costs_before_it_is_opened(self, client, here):
        kept = commands.learn(here.clerk, TEMPLATE.replace("due: {days: 10}", "due: {days: 10}, minutes: 90"))
        asked = {"template": kept.id, "title": "试点", "unit": here.district.code, "opened_on": clock.today()}
        clerk = as_(client, here.clerk)

        look = clerk.post(reverse("offices:open_campaign"), asked)
        assert "2 个单位共要完成规定动作 2 项" in text_of(look)
        assert "3 小时" in text_of(look)
        assert all(one.is_blank for one in queries.campaigns(here.realm))

        done = clerk.post(reverse("offices:open_campaign"), asked | {"open": "1"})
        opened = queries.campaigns(here.realm)[0]
        assert done.url == reverse("offices:campaign", args=[opened.id])
        assert "试点" in text_of(clerk.get(done.url))

    def test_not_on_units_of_others(self, client, here):
        office = people.viewer("镇活动办", here.town, Duty.OFFICE)
        ref = queries.templates(here.clerk)[0]
        asked = {"template": ref.id, "title": "试点", "unit": here.district.code, "opened_on": clock.today()}
        answer = as_(client, office).post(reverse("offices:open_campaign"), asked)
        assert answer.status_code == 422
        assert "只能在本单位负责范围内" in text_of(answer)

    def test_the_list_says_where_each_stands(self, client, here, running):
        page = text_of(as_(client, here.liaison).get(reverse("offices:campaigns")))
        assert "试点" in page
        assert "曹妃甸区" in page
        assert reverse("offices:open_campaign") not in page


class TestAdding:
    def test_a_town_asks_its_villages_for_more_and_takes_it_back(self, client, here, running):
        office = as_(client, people.viewer("镇活动办", here.town, Duty.OFFICE))
        office.post(reverse("offices:add_to_campaign", args=[running.id]), ASKED)
        page = text_of(office.get(reverse("offices:campaign", args=[running.id])))
        assert "修水渠" in page
        assert "唐海镇" in page

        office.post(reverse("offices:drop_addition", args=[running.id, "well"]))
        assert [one.dropped_on for one in queries.additions(running)] == [clock.today()]

    def test_what_is_asked_above_is_not_changed(self, client, here, running):
        office = as_(client, people.viewer("镇活动办", here.town, Duty.OFFICE))
        answer = office.post(reverse("offices:add_to_campaign", args=[running.id]), ASKED | {"key": "plan"})
        assert answer.status_code == 422
        assert "上级已有要求" in text_of(answer)

    def test_nobody_takes_back_what_another_level_added(self, client, here, running):
        commands.add(people.viewer("镇活动办", here.town, Duty.OFFICE), running.id, MORE)
        answer = as_(client, here.clerk).post(reverse("offices:drop_addition", args=[running.id, "well"]))
        assert answer.status_code == 404


def test_an_ended_campaign_offers_nothing_more(client, here, running):
    clerk = as_(client, here.clerk)
    clerk.post(reverse("offices:end_campaign", args=[running.id]))
    page = text_of(clerk.get(reverse("offices:campaign", args=[running.id])))
    assert "已结束" in page
    assert reverse("offices:add_to_campaign", args=[running.id]) not in page
    assert clerk.get(reverse("offices:end_campaign", args=[running.id])).status_code == 404
