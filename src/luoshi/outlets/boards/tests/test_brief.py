from datetime import datetime

import pytest
from django.urls import reverse

import builders
from luoshi.base import clock
from luoshi.journal import sealer
from luoshi.ledger import acts, queries
from luoshi.ledger.acts import Prose
from luoshi.ledger.events import Answer, Ground, Means
from luoshi.ledger.queries import Checks
from luoshi.outlets.boards import sentences
from luoshi.people.viewer import Duty
from luoshi.web import registry

pytestmark = pytest.mark.django_db
URL = "/boards/brief/"


def shown(response):
    assert response.status_code == 200
    return response.context["shown"]


def test_only_the_first_responsible_person_and_the_office_see_it(here, opened):
    for name, viewer in here.people.items():
        expected = 200 if viewer.duty in {Duty.PRINCIPAL, Duty.OFFICE} else 404
        assert opened(viewer, URL).status_code == expected, name


def test_with_few_checked_it_is_not_known_how_much_is_done(here, opened):
    builders.verified(here)
    page = shown(opened(here.mayor, URL))
    assert "应办1项，已申请销号1项" in page.sentence
    assert "不足30项，真正办成多少不详" in page.sentence


def test_with_many_checked_the_share_lies_in_an_interval(here):
    figures = queries.Figures(states={"claimed": 98, "closed": 312})
    sentence = sentences.estimated(figures, Checks(held=78, failed=22), clock.today())
    assert "经他人核查100项，估计真正办成的占68%—85%" in sentence


def test_what_was_refused_or_opened_again_did_not_hold(here):
    builders.verified(here)
    refused = builders.claimed(here)
    builders.do(here.inspector, refused, acts.Refuse(Prose("现场未见")))
    back = builders.replied(here)
    builders.do(here.clerk, back, acts.Confirm(Answer.NOT, Means.PERSON, Prose("没有解决")))
    builders.assigned(here, to=here.other_town)
    assert queries.checks(here.mayor, here.district.id) == Checks(held=1, failed=2)
    assert queries.checks(here.head, here.town.id) == Checks(held=1, failed=2)
    with pytest.raises(queries.NoSuchMatter):
        queries.checks(here.head, here.other_town.id)


def test_what_only_this_post_can_move_stands_in_the_order_of_need(here, opened):
    to_close = builders.confirmed(here)
    asked = builders.accepted(here)
    builders.do(here.liaison, asked, acts.Ask(Prose("是否包括农场")))
    extended = builders.accepted(here, due=builders.in_days(5))
    builders.do(here.liaison, extended, acts.Progress(Prose("已走访三个村队")))
    builders.do(here.liaison, extended, acts.AskExtension(until=builders.in_days(30), words=Prose("雨季无法施工")))
    often = builders.assigned(here)
    back = acts.Return(Ground.NOT_OURS, Prose("属七农场"))
    for _ in range(2):
        builders.do(here.liaison, often, back)
        builders.do(here.clerk, often, acts.Assign(lead=here.town.id))
    builders.do(here.liaison, often, back)
    answer = opened(here.mayor, URL)
    page = shown(answer)
    assert [one.row.id for one in page.obstacles] == [often, extended, asked]
    assert page.waiting == 1
    assert "已退回3次" in page.obstacles[0].why
    assert "雨季无法施工" in page.obstacles[1].why
    assert "已走访三个村队" in page.obstacles[1].evidence
    assert page.obstacles[1].evidence_url.startswith(registry.url_for("matter", extended) + "#n")
    assert page.obstacles[1].act_url == registry.url_for("act", (extended, "decide_extension"))
    assert "是否包括农场" in page.obstacles[2].why
    body = answer.content.decode()
    for one in page.obstacles:
        assert f'href="{one.act_url}"' in body
    assert to_close not in {one.row.id for one in page.obstacles}


def test_nothing_waits_for_those_who_send_nothing(here, opened):
    builders.assigned(here)
    page = opened(here.head, URL)
    assert shown(page).obstacles == ()
    assert "今天没有等本岗位决定的事项" in page.content.decode()


def test_the_seal_leaves_the_machine_on_paper(here, opened):
    assert "尚未封存" in opened(here.mayor, URL).content.decode()
    builders.assigned(here)
    seal = sealer.seal_all(here.realm, at=datetime(2014, 4, 10, 8, tzinfo=clock.BEIJING))
    answer = opened(here.mayor, URL)
    assert "".join(shown(answer).root[1:]) == seal.root.partition(":")[2]
    body = answer.content.decode()
    assert all(group in body for group in shown(answer).root)
    assert f"第{seal.number}次封存" in body
    assert "2014年4月10日" in body


def test_it_asks_the_database_a_bounded_number_of_questions(here, client, opened, django_assert_max_num_queries):
    for _ in range(4):
        made = builders.accepted(here)
        builders.do(here.liaison, made, acts.Ask(Prose("是否包括农场")))
    opened(here.mayor, reverse("boards:brief"))
    with django_assert_max_num_queries(45):
        client.get(URL)
