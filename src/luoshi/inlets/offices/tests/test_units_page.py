"""Units on screen: the tree, one unit, its changes."""

import pytest
from django.urls import reverse

import people
from luoshi.people import commands, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people.district()


@pytest.fixture
def clerk(client, here):
    client.force_login(people.account_of(here.clerk))
    return client


def text(answer):
    return answer.content.decode()


def test_the_tree_begins_at_the_top_and_goes_down_one_level(clerk, here):
    page = text(clerk.get(reverse("offices:units")))
    assert "唐海镇" in page
    assert "一队" not in page
    assert "一队" in text(clerk.get(reverse("offices:unit", args=[here.town.id])))


def test_units_are_found_by_a_piece_of_their_name(clerk):
    page = text(clerk.get(reverse("offices:units"), {"words": "农场"}))
    assert "七农场" in page
    assert "唐海镇" not in page


def test_a_unit_shows_its_names_over_time_and_who_is_in_it(clerk, here):
    commands.rename_unit(by=here.clerk, unit_id=here.other_town.id, name="七农场管理区")
    page = text(clerk.get(reverse("offices:unit", args=[here.other_town.id])))
    assert "七农场管理区" in page
    assert "stranger" in page
    assert page.count("七农场") > page.count("七农场管理区")


def test_a_unit_is_opened_renamed_moved_named_and_closed(clerk, here):
    clerk.post(
        reverse("offices:open_unit", args=[here.town.id]),
        {"name": "三队", "code": "Z3", "kind": "village", "on": "2020-01-01"},
    )
    made = queries.unit_by_code("130209", "Z3")
    clerk.post(reverse("offices:rename_unit", args=[made.id]), {"name": "第三队", "on": "2020-02-01"})
    clerk.post(
        reverse("offices:move_unit", args=[made.id]), {"parent": "七农场", "line": "territorial", "on": "2020-03-01"}
    )
    clerk.post(reverse("offices:add_other_name", args=[made.id]), {"name": "老三队"})
    moved = queries.unit(made.id)
    assert moved.name == "第三队"
    assert queries.ancestors(made.id)[-1] == here.other_town
    assert queries.unit_called("130209", "老三队") == [moved]
    clerk.post(reverse("offices:close_unit", args=[made.id]), {"on": "2020-04-01"})
    assert queries.children(here.other_town.id) == []


def test_a_refusal_is_said_in_the_form_and_what_was_typed_stays(clerk, here):
    answer = clerk.post(
        reverse("offices:open_unit", args=[here.village.id]),
        {"name": "新镇", "code": "Z4", "kind": "town", "on": "2020-01-01"},
    )
    assert answer.status_code == 422
    assert "新镇" in text(answer)
    assert queries.unit_called("130209", "Z4") == []


def test_an_unknown_or_shared_name_is_asked_back(clerk, here):
    url = reverse("offices:move_unit", args=[here.village.id])
    assert clerk.post(url, {"parent": "无此单位", "line": "territorial", "on": "2020-01-01"}).status_code == 422
    for code in ("Z5", "Z6"):
        commands.open_unit(by=here.clerk, parent_id=here.district.id, code=code, name="同名镇", kind="town")
    answer = clerk.post(url, {"parent": "同名镇", "line": "territorial", "on": "2020-01-01"})
    assert answer.status_code == 422
    assert "Z5" in text(answer)


def test_units_of_another_realm_do_not_exist(clerk, here):
    other = people.unit("外区", "district", "999", realm="999")
    assert clerk.get(reverse("offices:unit", args=[other.id])).status_code == 404


def test_who_runs_nothing_is_offered_nothing(client, here):
    client.force_login(people.account_of(here.liaison))
    page = text(client.get(reverse("offices:unit", args=[here.town.id])))
    assert reverse("offices:rename_unit", args=[here.town.id]) not in page
    assert f'href="{reverse("offices:posts")}"' not in page
    assert f'href="{reverse("offices:accounts")}"' not in page


def test_only_what_may_stand_below_is_offered(clerk, here):
    page = clerk.get(reverse("offices:open_unit", args=[here.town.id]))
    assert [kind for kind, _label in page.context["form"].fields["kind"].choices] == ["village", "body"]
