"""Who sees a matter, and who sends one out: by what the post serves and where it sits, and by nothing else."""

from uuid import uuid4

import pytest

import builders
import people
from luoshi.ledger import commands, queries
from luoshi.ledger.commands import Line, NotYours, Opening, Refusal
from luoshi.ledger.events import Kind
from luoshi.ledger.matter import Reason

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people.district()


def test_whoever_is_sent_out_sees_the_village_served_and_the_unit_they_come_from(here):
    seen = {
        name: queries.sees(here.stationed, builders.assigned(here, to=unit))
        for name, unit in {"village": here.village, "water": here.water, "town": here.town}.items()
    }
    assert seen == {"village": True, "water": True, "town": False}


def test_only_the_unit_that_asks_sends_out(here):
    whole = builders.requirement(here)
    for who in (here.inspector, here.archivist, here.leader):
        with pytest.raises(Refusal) as refusal:
            commands.issue(who, whole, [Line(unit=here.town.id)], issuance=uuid4())
        assert refusal.value.reason is Reason.NOT_SENDER
    assert queries.matters(here.clerk, queries.Filter(requirement=whole)).total == 0


def test_nobody_opens_a_matter_in_the_name_of_another_unit(here):
    title = builders.words(here.realm, "走访")
    opening = Opening(uuid4(), Kind.TASK, title, here.campaign.id, issuer=here.district.id, lead=here.village.id)
    for who in (here.head, here.liaison, here.inspector):
        with pytest.raises(NotYours):
            commands.open_matters(who, [opening], inlet="test")
