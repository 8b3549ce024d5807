"""A list holds what one may see and what one asked for, finds Chinese words, and goes on and back."""

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

import builders
import people
from luoshi.ledger import queries
from luoshi.outlets.matters import lists

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people.district()


def titles(viewer, query=""):
    shown = lists.page(viewer, QueryDict(query))
    return [row[1].value for row in shown.table.rows]


def rows(viewer, query=""):
    """Tasks alone, by title and lead."""
    shown = lists.page(viewer, QueryDict(query))
    return [(row[1].value, row[2].value) for row in shown.table.rows if row[2]]


def test_words_of_two_characters_and_of_one_are_found(here):
    builders.assigned(here, title="修缮三队活动室屋顶")
    builders.assigned(here, title="逐户走访并登记意见")
    assert {title for title, _lead in rows(here.clerk, "q=屋顶")} == {"修缮三队活动室屋顶"}
    assert {title for title, _lead in rows(here.clerk, "q=访")} == {"逐户走访并登记意见"}
    assert titles(here.clerk, "q=顶屋") == []


def test_a_village_sees_its_own(here):
    builders.assigned(here, title="镇里的事")
    builders.assigned(here, to=here.village, title="一队的事")
    assert rows(here.secretary) == [("一队的事", "一队")]
    assert rows(here.stranger) == []


@pytest.mark.parametrize("named", ["id", "code", "name"])
def test_a_unit_is_named_in_three_ways_and_takes_those_below_along(here, named):
    builders.assigned(here, title="一队的事", to=here.village)
    builders.assigned(here, title="七农场的事", to=here.other_town)
    query = QueryDict(mutable=True)
    query["unit"] = str(getattr(here.town, named))
    assert rows(here.clerk, query.urlencode()) == [("一队的事", "一队")]


def test_a_unit_that_nobody_knows_is_said_and_finds_nothing(here):
    builders.assigned(here)
    shown = lists.page(here.clerk, QueryDict("unit=无此单位"))
    assert shown.table.rows == []
    assert "无此单位" in shown.narrowing.misunderstood


def test_states_grades_and_what_is_open_narrow_it(here):
    builders.assigned(here, title="新")
    builders.claimed(here, title="报")
    builders.closed(here, title="销")
    assert {title for title, _lead in rows(here.clerk, "state=claimed")} == {"报"}
    assert {title for title, _lead in rows(here.clerk, "grade=5")} == {"销"}
    assert "销" not in {title for title, _lead in rows(here.clerk, "open=on")}


def test_what_is_no_filter_is_left_aside(here):
    builders.assigned(here)
    for query in ("state=nonsense", "light=x", "grade=9", "requirement=nonsense", "after=x", "before=x", "unit=%00"):
        answer = browser(here.clerk).get(f"{reverse('matters:list')}?{query}")
        assert answer.status_code == 200


def test_filters_are_said_in_words(here):
    shown = lists.page(here.clerk, QueryDict(f"q=屋顶&unit={here.town.code}&open=on&grade=2"))
    assert len(shown.narrowing.words) == 4


def browser(viewer):
    client = Client()
    client.cookies["luoshi_language"] = "en"
    client.force_login(people.account_of(viewer))
    return client


def test_a_long_list_goes_on_and_comes_back(here):
    for number in range(35):
        builders.assigned(here, title=f"事项{number}", due=builders.in_days(number) if number % 3 else None)
    everything = titles(here.clerk, "print=1")
    first = lists.page(here.clerk, QueryDict())
    second = lists.page(here.clerk, QueryDict(first.pager.next))
    third = lists.page(here.clerk, QueryDict(second.pager.next))
    walked = [row[1].value for shown in (first, second, third) for row in shown.table.rows]
    assert walked == everything
    assert third.pager.next == ""
    back = lists.page(here.clerk, QueryDict(third.pager.previous))
    assert [row[1].value for row in back.table.rows] == [row[1].value for row in second.table.rows]
    start = lists.page(here.clerk, QueryDict(second.pager.previous))
    assert [row[1].value for row in start.table.rows] == [row[1].value for row in first.table.rows]
    assert start.pager.previous == ""
    assert first.total == len(everything)


def test_the_tasks_of_a_requirement_are_a_list(here):
    made = builders.assigned(here, title="要求甲")
    builders.assigned(here, title="要求乙")
    whole = queries.matter_page(here.clerk, made).matter.requirement
    assert rows(here.clerk, f"requirement={whole}") == [("要求甲", "唐海镇")]
    said = lists.page(here.clerk, QueryDict(f"requirement={whole}&stage=open")).narrowing.words
    assert len(said) == 2


def test_an_empty_list_says_so_kindly(here):
    page = browser(here.clerk).get(reverse("matters:list")).content.decode()
    assert "There is no matter here yet." in page
    narrowed = browser(here.clerk).get(reverse("matters:list"), {"q": "屋顶"}).content.decode()
    assert "Nothing matches." in narrowed


def test_words_of_a_matter_are_no_page(here):
    builders.assigned(here, title="<img src=x>")
    page = browser(here.clerk).get(reverse("matters:list"), {"q": "<img"}).content.decode()
    assert "<img src=x>" not in page
