"""Lights change with the day after a date, never on it, and a list shows by a light exactly what has it."""

from datetime import timedelta

import pytest

import builders
import people
from luoshi.base import clock, workdays
from luoshi.ledger import acts, queries
from luoshi.ledger.acts import Prose
from luoshi.ledger.lights import Lamp, Light
from luoshi.ledger.queries import Filter

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def lamp(settings):
    settings.LUOSHI_NEAR_DUE_DAYS = 3
    with clock.fixed(clock.now()):  # no midnight in between
        yield Lamp.on(clock.today())


def light(lamp, due, milestone=None):
    return lamp.light(is_open=True, due=due, milestone=milestone)


def test_the_last_day_is_not_late(lamp):
    assert light(lamp, lamp.today - DAY) is Light.RED
    assert light(lamp, lamp.today) is Light.BLUE


def test_due_soon_are_so_many_working_days(lamp):
    assert lamp.near == workdays.add(lamp.today, 3)
    assert light(lamp, lamp.near) is Light.BLUE
    assert light(lamp, lamp.near + DAY) is Light.GREEN


def test_a_step_is_behind_from_the_day_after(lamp):
    far = lamp.near + 30 * DAY
    assert light(lamp, far, lamp.today) is Light.GREEN
    assert light(lamp, far, lamp.today - DAY) is Light.YELLOW
    assert light(lamp, None, lamp.today - DAY) is Light.YELLOW
    assert light(lamp, lamp.today - DAY, lamp.today - DAY) is Light.RED


def test_without_a_date_nothing_is_said_and_what_has_ended_has_no_light(lamp):
    assert light(lamp, None) is Light.UNDECIDED
    assert lamp.light(is_open=False, due=lamp.today - DAY, milestone=None) is Light.NONE


def test_a_list_by_a_light_shows_exactly_what_has_it(lamp):
    here = people.district()
    start = clock.now()
    with clock.fixed(start - 2 * DAY):
        for due in (lamp.today - DAY, lamp.today, lamp.near, lamp.near + DAY, None):
            builders.assigned(here, due=due)
        for due in (lamp.today - DAY, lamp.near + 9 * DAY):
            made = builders.accepted(here, due=due)
            step = acts.Step(Prose("摸底"), lamp.today - DAY)
            builders.do(here.liaison, made, acts.Plan(Prose("先摸底"), (step,)))
        builders.closed(here, due=lamp.today)
    every = queries.matters(here.clerk, Filter(kind="task")).rows
    assert {row.light for row in every} == set(Light)
    for one in Light:
        found = queries.matters(here.clerk, Filter(kind="task", light=one)).rows
        assert {row.id for row in found} == {row.id for row in every if row.light is one}
