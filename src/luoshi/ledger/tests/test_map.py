"""Units move: whoever they belong to now sees their matters, whoever they belonged to no longer does."""

from dataclasses import replace

import pytest

import builders
import people
from luoshi.base import clock
from luoshi.ledger import queries
from luoshi.people import commands
from luoshi.people.unit_rows import UnitRow
from luoshi.people.viewer import Duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    made = people.district()
    return replace(made, head=people.viewer("other head", made.other_town, Duty.PRINCIPAL))


def move(here):
    commands.move_unit(by=here.clerk, unit_id=here.village.id, parent_id=here.other_town.id, on=clock.today())


def take_in_a_list(here):
    row = UnitRow(1, here.village.code, here.village.name, here.village.kind, here.other_town.code)
    assert commands.import_units(by=here.clerk, rows=[row]).moved == 1


def close_and_take_in_again(here):
    commands.close_unit(by=here.clerk, unit_id=here.village.id, on=clock.today())
    row = UnitRow(1, here.village.code, here.village.name, here.village.kind, here.other_town.code)
    assert commands.import_units(by=here.clerk, rows=[row]).opened == 1


@pytest.mark.parametrize("change", [move, take_in_a_list, close_and_take_in_again])
def test_the_matters_of_a_unit_move_with_it(here, change):
    made = builders.assigned(here, to=here.village)
    assert (queries.sees(here.liaison, made), queries.sees(here.head, made)) == (True, False)
    change(here)
    builders.follow_up()
    assert (queries.sees(here.liaison, made), queries.sees(here.head, made)) == (False, True)
