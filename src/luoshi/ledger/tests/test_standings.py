"""What stands under units: any day, whichever way and order it was summed up in."""

from datetime import timedelta

import pytest

import builders
import people
from luoshi.base import clock
from luoshi.ledger import acts, queries, standings
from luoshi.ledger.acts import Prose
from luoshi.ledger.lights import Light
from luoshi.ledger.models import Standing, TallyDelta
from luoshi.ledger.queries import visible

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people.district()


def boards(here, days):
    """The board of every level on each of these days, with a trend."""
    units = (here.district, here.town, here.village)
    return [queries.board(here.clerk, unit.id, on=day, days=9) for unit in units for day in days]


def lived(here):
    """Some weeks of matters whose dates pass while nobody acts; gives the days."""
    begun = clock.now()
    first = builders.assigned(here, to=here.village, due=builders.in_days(9))
    second = builders.accepted(here, due=builders.in_days(12))
    builders.assigned(here, to=here.other_town)
    steps = (acts.Step(Prose("先清淤"), builders.in_days(4)), acts.Step(Prose("后砌护"), builders.in_days(8)))
    with clock.fixed(begun + timedelta(days=1)):
        builders.do(here.liaison, second, acts.Plan(Prose("分两步走"), steps))
    with clock.fixed(begun + timedelta(days=14)):
        builders.do(here.secretary, first, acts.Accept(), acts.Progress(Prose("已清淤")), acts.Claim(Prose("已完成")))
    return [clock.day(begun) + timedelta(days=n) for n in range(20)]


def test_every_day_is_the_same_whether_summed_or_not(here):
    days = lived(here)
    with clock.fixed(clock.now() + timedelta(days=20)):
        live = boards(here, days)
        standings.fold(here.realm)
        assert not TallyDelta.objects.filter(summed=False).exists()
        assert boards(here, days) == live
        standings.refold(here.realm)
        assert boards(here, days) == live
        lights = {light for board in live for _day, figures in board.trend for light in figures.lights}
    assert lights == {Light.GREEN, Light.BLUE, Light.YELLOW, Light.RED, Light.UNDECIDED}


def test_what_is_summed_late_moves_the_days_behind_it(here):
    days = lived(here)
    with clock.fixed(clock.now() + timedelta(days=20)):
        live = boards(here, days)
        for number in TallyDelta.objects.order_by("-id").values_list("id", flat=True):  # the newest first
            earlier = TallyDelta.objects.filter(id__lt=number)
            earlier.update(summed=True)
            assert standings.fold(here.realm) == 1
            earlier.update(summed=False)
        TallyDelta.objects.update(summed=True)
        assert boards(here, days) == live


def test_many_matters_of_one_unit_are_summed_up_and_read_as_before(here, monkeypatch):
    monkeypatch.setattr(standings, "EVERY", 3)
    for number in range(5):
        builders.assigned(here, to=here.village, due=builders.in_days(number))
    day = clock.today()
    live = boards(here, [day])
    standings.fold(here.realm)
    assert Standing.objects.filter(part=standings.OWN, unit=here.village.id).count() == 1
    assert boards(here, [day]) == live
    builders.assigned(here, to=here.village)
    standings.fold(here.realm)
    with clock.fixed(clock.now() + timedelta(days=2)):
        builders.assigned(here, to=here.village)
        builders.assigned(here, to=here.village)
        standings.fold(here.realm)
        found = queries.board(here.clerk, here.village.id)
        then = queries.board(here.clerk, here.village.id, on=day)
    assert (then.figures.total, found.figures.total) == (6, 8)


def test_other_days_of_warning_make_the_sums_anew(here, settings):
    builders.assigned(here, to=here.village, due=builders.in_days(9))
    builders.follow_up()
    assert not standings.follow_calendar(here.realm)
    assert queries.board(here.clerk, here.district.id).figures.lights == {Light.GREEN: 1}
    settings.LUOSHI_NEAR_DUE_DAYS = 20
    assert standings.follow_calendar(here.realm)
    assert queries.board(here.clerk, here.district.id).figures.lights == {Light.BLUE: 1}


@pytest.mark.parametrize(
    "narrow",
    [{}, {"role": "lead"}, {"open_only": True}, {"kind": "task"}, {"light": Light.RED}, {"light": Light.YELLOW}],
)
def test_a_list_has_as_many_rows_as_it_says(here, narrow):
    lived(here)
    with clock.fixed(clock.now() + timedelta(days=20)):
        standings.fold(here.realm)
        builders.assigned(here, to=here.town, due=builders.in_days(1))
        for who in (here.clerk, here.liaison, here.secretary, here.inspector):
            chosen = queries.Filter(**narrow)
            page = queries.matters(who, chosen)
            assert page.total == len(page.rows) == len(list(queries.export_rows(who, chosen)))


def test_counting_is_given_up_where_nobody_could_read_so_far(here, monkeypatch):
    monkeypatch.setattr(queries.lists, "COUNTED_AT_MOST", 2)
    for number in range(4):
        builders.assigned(here, title=f"第{number}项走访")
    page = queries.matters(here.clerk, queries.Filter(lead=here.town.id))
    assert (page.total, page.is_more, len(page.rows)) == (2, True, 4)


@pytest.mark.parametrize(("texts", "cards"), [(1000, 5000), (1000, 1), (1, 5000)])
def test_few_and_many_are_found_alike(here, monkeypatch, texts, cards):
    monkeypatch.setattr(queries.lists, "TEXTS", texts)
    monkeypatch.setattr(queries.lists, "CARDS", cards)
    for number in range(4):
        builders.assigned(here, title=f"第{number}项走访", due=builders.in_days(4 - number))
    builders.assigned(here, title="走而不访")
    page = queries.matters(here.clerk, queries.Filter(kind="task", words="项走访"), size=3)
    rest = queries.matters(here.clerk, queries.Filter(kind="task", words="项走访"), size=3, after=page.after)
    assert [row.title[1] for row in (*page.rows, *rest.rows)] == ["3", "2", "1", "0"]


@pytest.mark.parametrize("narrow", [{}, {"open_only": True}, {"light": Light.RED}, {"words": "走访"}, {"linked": True}])
def test_large_and_small_subtrees_are_listed_alike(here, monkeypatch, narrow):
    lived(here)
    whole = builders.accepted(here, assist=here.water)
    builders.do(here.liaison, whole, acts.PassOn(parts=(acts.Part(unit=here.village.id),)))
    requirement = queries.matters(here.clerk, queries.Filter(kind="task", lead=here.water.id)).rows[0].requirement
    chosen = queries.Filter(requirement=requirement) if narrow.pop("linked", False) else queries.Filter(**narrow)
    who = [here.clerk, here.mayor, here.liaison, here.secretary, here.inspector, here.engineer, here.stranger]
    with clock.fixed(clock.now() + timedelta(days=20)):
        large = [queries.matters(viewer, chosen) for viewer in who]
        stacks = [queries.figures_of_requirements(viewer, [requirement]) for viewer in who]
        monkeypatch.setattr(queries.lists, "LEVELS", ())
        monkeypatch.setattr(visible, "LEVELS", ())
        assert [queries.matters(viewer, chosen) for viewer in who] == large
        assert [queries.figures_of_requirements(viewer, [requirement]) for viewer in who] == stacks
    assert any(page.rows for page in large)
