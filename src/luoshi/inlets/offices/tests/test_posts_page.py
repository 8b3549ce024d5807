"""Posts on screen: appoint, cover, end, hand over."""

from datetime import timedelta

import pytest
from django.urls import reverse

import people
from luoshi.base import clock
from luoshi.people import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people.district()


@pytest.fixture
def clerk(client, here):
    client.force_login(people.account_of(here.clerk))
    return client


def names(post_id, on=None):
    return [(holder.name, holder.acting_for) for holder in queries.holders(post_id, on)]


def test_a_post_is_opened_and_somebody_appointed(clerk, here):
    clerk.post(reverse("offices:open_post", args=[here.other_village.id]), {"duty": "principal", "title": "书记"})
    post = queries.posts_of(here.other_village.id)[0]
    assert post.title == "书记"
    clerk.post(reverse("offices:appoint", args=[post.id]), {"person": "newcomer", "on": clock.today().isoformat()})
    assert names(post.id) == [("newcomer", "")]
    assert queries.viewer_of("newcomer").post == post


def test_vacant_posts_are_listed_apart(clerk, here):
    clerk.post(reverse("offices:open_post", args=[here.other_village.id]), {"duty": "principal", "title": "空缺岗"})
    page = clerk.get(reverse("offices:posts"), {"vacant": "on"}).content.decode()
    assert "空缺岗" in page
    assert reverse("offices:post", args=[here.liaison.post.id]) not in page
    assert reverse("offices:post", args=[here.liaison.post.id]) in clerk.get(reverse("offices:posts")).content.decode()


@pytest.mark.parametrize(
    "query", [{"words": "没有这样的单位"}, {"after": "²"}, {"after": "9" * 30}, {"after": "9" * 5000}]
)
def test_what_leads_nowhere_is_an_empty_list_or_the_first_page(clerk, here, query):
    page = clerk.get(reverse("offices:posts"), query)
    assert page.status_code == 200
    assert (reverse("offices:post", args=[here.liaison.post.id]) in page.content.decode()) is ("after" in query)


def test_the_holder_arranges_cover_and_ends_it(client, here):
    client.force_login(people.account_of(here.liaison))
    post = here.liaison.post
    answer = client.post(
        reverse("offices:cover", args=[post.id]),
        {"away": str(here.liaison.person_id), "person": "newcomer", "from_on": clock.today().isoformat()},
    )
    assert answer.status_code == 302
    assert names(post.id) == [("liaison", ""), ("newcomer", "liaison")]
    assert "newcomer" in client.get(reverse("offices:me")).content.decode()
    covering = queries.holders(post.id)[1]
    client.post(reverse("offices:end_tenure", args=[covering.tenure_id]), {"on": clock.today().isoformat()})
    assert names(post.id) == [("liaison", "")]


def test_a_hand_over_is_one_form(clerk, here):
    answer = clerk.post(
        reverse("offices:hand_over", args=[here.liaison.person_id]),
        {"person": "newcomer", "on": clock.today().isoformat()},
    )
    assert answer.status_code == 302
    assert names(here.liaison.post.id) == [("newcomer", "")]
    assert names(here.liaison.post.id, clock.today() - timedelta(days=1)) == [("liaison", "")]


def test_an_administrators_post_is_filled_by_the_security_administrator(client, here):
    client.force_login(people.account_of(here.secadmin))
    page = client.get(reverse("offices:open_post", args=[here.district.id])).content.decode()
    assert "audit_admin" in page
    assert "supervision" not in page
    client.post(reverse("offices:open_post", args=[here.district.id]), {"duty": "audit_admin", "title": "审计二"})
    post = next(post for post in queries.posts_of(here.district.id) if post.title == "审计二")
    client.post(reverse("offices:appoint", args=[post.id]), {"person": "newcomer", "on": clock.today().isoformat()})
    assert names(post.id) == [("newcomer", "")]


def test_somebody_unknown_is_asked_back(clerk, here):
    answer = clerk.post(
        reverse("offices:appoint", args=[here.liaison.post.id]), {"person": "无此人", "on": "2020-01-01"}
    )
    assert answer.status_code == 422
