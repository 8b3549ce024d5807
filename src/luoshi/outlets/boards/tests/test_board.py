from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

import builders
import people
from luoshi.base import clock, ids
from luoshi.ledger import acts, queries, standings
from luoshi.ledger.acts import Prose
from luoshi.ledger.events import Nature
from luoshi.ledger.queries import Filter
from luoshi.web.matter_filter import narrowing
from people import commands

pytestmark = pytest.mark.django_db
MACHINE = people.MACHINE


def at(year, month, day):
    return datetime(year, month, day, 9, tzinfo=clock.BEIJING)


def board_url(unit):
    return reverse("boards:board", args=[unit.id])


def shown(response):
    assert response.status_code == 200
    return response.context["shown"]


def sample(here):
    """Six tasks of the town, one of the other town, in known states."""
    builders.assigned(here, due=builders.in_days(-3))
    builders.assigned(here)
    builders.accepted(here, due=builders.in_days(40))
    builders.claimed(here, due=builders.in_days(40))
    builders.verified(here, due=builders.in_days(-1))
    builders.closed(here, due=builders.in_days(40))
    builders.assigned(here, to=here.other_town, due=builders.in_days(40))


def test_the_sentence_and_the_stacks_say_what_was_done_by_hand(here, opened):
    sample(here)
    page = shown(opened(here.clerk, reverse("boards:own")))
    found = page.board.figures
    assert (found.total, found.done, found.verified, found.late, found.closed) == (7, 3, 2, 2, 1)
    assert sum(part.value for part in page.grades) == 7
    assert {part.tone: part.value for part in page.grades} == {"E5": 2, "E0": 1, "none": 4}
    assert "应办7项，已申请销号3项" in page.sentence
    assert "他人核查属实2项" in page.sentence
    assert "超期2项" in page.sentence
    assert "时限待定1项" in page.sentence


def test_a_figure_leads_to_exactly_the_matters_it_counts(here, opened, rf):
    sample(here)
    builders.do(here.clerk, builders.claimed(here), acts.Withdraw(Prose("重复交办")))
    page = shown(opened(here.clerk, board_url(here.district)))
    parts = [*page.grades, *page.lights, *page.states]
    assert len(parts) > 8
    for part in parts:
        narrow = narrowing(here.clerk, rf.get(part.url).GET)
        assert queries.matters(here.clerk, narrow.filter).total == part.value, part
    for cell in page.table.total[1:]:
        if cell.value:
            narrow = narrowing(here.clerk, rf.get(cell.url).GET)
            assert queries.matters(here.clerk, narrow.filter).total == cell.value, cell


def test_units_below_stand_in_the_order_of_the_map_and_add_up(here, opened):
    builders.closed(here, to=None)
    made = builders.accepted(here, due=builders.in_days(30))
    builders.do(here.liaison, made, acts.PassOn(parts=(acts.Part(unit=here.other_village.id),)))
    page = shown(opened(here.liaison, board_url(here.town)))
    names = [row[0].value for row in page.table.rows]
    assert names == ["唐海镇本级", "二队"]
    assert [row[1].value for row in page.table.rows] == [2, 1]
    assert [one.title for one in page.idle] == ["一队"]
    assert page.table.total[1].value == 3


def test_every_level_has_its_board(here, opened):
    sample(here)
    for viewer, unit in [(here.clerk, here.district), (here.liaison, here.town), (here.secretary, here.village)]:
        page = shown(opened(viewer, reverse("boards:own")))
        assert page.board.unit.id == unit.id
    assert page.table is None
    assert "没有登记" in page.sentence


def test_the_board_of_another_unit_does_not_exist(here, opened):
    for unit in (here.other_town, here.district):
        assert opened(here.liaison, board_url(unit)).status_code == 404
    assert opened(here.clerk, reverse("boards:board", args=[uuid4()])).status_code == 404
    for viewer in (here.sysadmin, here.newcomer):
        assert opened(viewer, reverse("boards:own")).status_code == 404


def test_a_day_shows_what_was_recorded_by_its_end(here, opened):
    with clock.fixed(at(2014, 4, 10)):
        made = builders.accepted(here)
    with clock.fixed(at(2014, 4, 20)):
        builders.do(here.liaison, made, acts.Progress(Prose("已走访")), acts.Claim(Prose("完成")))
    url = board_url(here.town)
    before = opened(here.clerk, url, on="2014-04-09")
    assert "截至2014年4月9日，没有登记任何事项" in before.content.decode()
    then = shown(opened(here.clerk, url, on="2014-04-10"))
    assert (then.board.figures.total, then.board.figures.done) == (1, 0)
    later = shown(opened(here.clerk, url, on="2014-04-20"))
    assert (later.board.figures.total, later.board.figures.done) == (1, 1)
    assert [figures.done for _, figures in later.board.trend][-2:] == [0, 1]
    assert [figures.total for _, figures in later.board.trend] == [0] * 19 + [1] * 11
    assert not any(part.url for part in later.grades)  # lists show today


def test_the_day_of_happening_is_another_view(here, opened):
    with clock.fixed(at(2014, 4, 10)):
        made = builders.accepted(here)
    with clock.fixed(at(2014, 4, 20)):
        from builders import commands as ledger

        for act in (acts.Progress(Prose("已走访")), acts.Claim(Prose("完成"))):
            ledger.perform(here.liaison, made, act, at=at(2014, 4, 12))
    url = board_url(here.town)
    assert shown(opened(here.clerk, url, on="2014-04-15")).board.figures.done == 0
    page = shown(opened(here.clerk, url, on="2014-04-15", by="happened"))
    assert page.board.figures.done == 1
    assert [figures.done for _, figures in page.board.trend][-4:] == [1, 1, 1, 1]
    assert "按发生日期" in " ".join(map(str, page.lead))


def test_the_map_of_a_day_and_the_map_of_today(here, opened):
    with clock.fixed(at(2014, 4, 10)):
        made = builders.accepted(here)
        builders.do(here.liaison, made, acts.PassOn(parts=(acts.Part(unit=here.village.id),)))
    with clock.fixed(at(2014, 5, 1)):
        commands.move_unit(by=MACHINE, unit_id=here.village.id, parent_id=here.other_town.id, on=clock.today())
        builders.follow_up()
    query = {"on": "2014-04-20"}
    town, other = board_url(here.town), board_url(here.other_town)
    assert shown(opened(here.clerk, town, **query)).board.figures.total == 1
    assert shown(opened(here.clerk, other, **query)).board.figures.total == 1
    then = shown(opened(here.clerk, town, map="then", **query))
    assert then.board.figures.total == 2
    assert [row.unit.name for row in then.board.rows] == ["一队", "二队"]
    assert shown(opened(here.clerk, other, map="then", **query)).board.figures.total == 0
    row = shown(opened(here.liaison, town, map="then", **query)).board.rows[0]
    assert (row.unit.name, row.figures.total, row.is_seen) == ("一队", 1, False)


def test_a_closed_unit_is_named_apart_so_that_the_rows_add_up(here, opened):
    made = builders.accepted(here)
    builders.do(here.liaison, made, acts.PassOn(parts=(acts.Part(unit=here.other_village.id),)))
    standings.fold(here.realm)
    with clock.fixed(clock.now() + timedelta(days=1)):
        commands.close_unit(by=MACHINE, unit_id=here.other_village.id)
        for by in ("recorded", "happened"):
            page = shown(opened(here.clerk, board_url(here.town), by=by))
            counted = {row[0].value: row[1].value for row in page.table.rows}
            assert counted == {"唐海镇本级": 1, "已撤销的单位": 1}
            assert page.table.total[1].value == 2


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"on": "二〇一四年"}, "日期不正确"),
        ({"on": "0000-00-00"}, "日期不正确"),
        ({"on": "9999-01-01"}, "该日期尚未到来"),
        ({"on": "0001-01-01"}, "请核对年份"),
        ({"map": "flat"}, "没有这个选项"),
        ({"by": "' OR 1=1"}, "没有这个选项"),
        ({"campaign": "x"}, "没有这个活动"),
        ({"campaign": str(ids.new_id())}, "没有这个活动"),
    ],
)
def test_what_cannot_be_understood_is_said_in_one_sentence(here, opened, query, sentence):
    answer = opened(here.clerk, reverse("boards:own"), **query)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_words_for_a_unit_lead_to_its_board_or_to_a_choice(here, opened):
    own = reverse("boards:own")
    found = opened(here.clerk, own, unit="唐海镇", on="2014-04-09")
    assert found.status_code == 302
    assert found.url == board_url(here.town) + "?on=2014-04-09"
    several = opened(here.clerk, own, unit="队")
    assert [one.title for one in shown(several).matches] == ["一队", "二队"]
    hidden = opened(here.liaison, own, unit="七农场")
    assert "没有“七农场”" in hidden.content.decode()
    assert opened(here.clerk, own, unit="<b>&").status_code == 200


def test_a_campaign_counts_alone(here, opened):
    builders.assigned(here)
    page = shown(opened(here.clerk, reverse("boards:own"), campaign=str(here.campaign.id)))
    assert page.board.figures.total == 1
    assert all(f"campaign={here.campaign.id}" in part.url for part in page.grades)


def test_co_operating_parts_are_counted_apart(here, opened):
    builders.assigned(here, assist=here.water)
    page = shown(opened(here.clerk, reverse("boards:own")))
    assert page.board.figures.total == 1
    assert page.board.assists.total == 1
    assert "配合事项另计" in page.apart


@pytest.mark.parametrize("query", [{}, {"map": "then"}, {"by": "happened"}, {"on": "2014-04-09"}])
@pytest.mark.parametrize("is_folded", [True, False])
def test_a_board_asks_the_database_few_questions(here, opened, django_assert_max_num_queries, query, is_folded):
    sample(here)
    if is_folded:
        standings.fold(here.realm)
    opened(here.clerk, board_url(here.town))  # the calendar is in memory from now on
    client = opened.__closure__[0].cell_contents
    with django_assert_max_num_queries(12):
        assert client.get(reverse("boards:own"), query).status_code == 200


def test_live_board_and_folded_board_are_one(here, opened):
    sample(here)
    live = shown(opened(here.clerk, reverse("boards:own"))).board
    standings.fold(here.realm)
    assert shown(opened(here.clerk, reverse("boards:own"))).board == live


def test_the_page_is_small_and_has_no_ranking(here, opened):
    sample(here)
    body = opened(here.clerk, reverse("boards:own")).content
    assert len(body) < 100_000
    assert "排名" not in body.decode()


def test_evidence_of_refused_claims_is_not_counted_as_done(here, opened):
    made = builders.claimed(here)
    builders.do(here.inspector, made, acts.Refuse(Prose("现场未见")))
    page = shown(opened(here.clerk, reverse("boards:own")))
    assert page.board.figures.done == 0
    assert queries.matters(here.clerk, Filter(grade=5)).total == 0
    builders.do(here.liaison, made, acts.AddEvidence(nature=Nature.OWN, words=Prose("照片")), acts.Claim(Prose("已补")))
    page = shown(opened(here.clerk, reverse("boards:own")))
    assert {part.tone: part.value for part in page.grades} == {"E1": 1}
