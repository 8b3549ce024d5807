import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import builders
import people
from luoshi.ledger.models import Card
from luoshi.ledger.queries import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    made = people.district()
    for days in (9, 3, 6):
        builders.assigned(made, due=builders.in_days(days))
    builders.claimed(made)
    return made


def asked(here):
    cards = Card.objects.filter(realm=here.realm)
    return {
        "soonest": cards.exclude(due_on=None).order_by("due_on")[:2],
        "claimed": cards.filter(state="claimed"),
        "all": cards,
        "nothing": cards.none(),
    }


def test_each_question_is_answered_as_if_it_were_asked_alone(here):
    alone = {name: sorted(cards, key=lambda card: card.id) for name, cards in asked(here).items()}
    with CaptureQueriesContext(
        connection,
    ) as captured:
        found = together.answers(asked(here))
    together_found = {name: sorted(cards, key=lambda card: card.id) for name, cards in found.items()}
    columns = [field.attname for field in Card._meta.concrete_fields]

    def plain(many):
        return {name: [[getattr(card, one) for one in columns] for card in cards] for name, cards in many.items()}

    assert plain(together_found) == plain(alone)
    assert len(alone["soonest"]) == 2
    assert len(captured) == 1


def test_counts_are_those_of_the_questions_alone(here):
    with CaptureQueriesContext(connection) as captured:
        found = together.counts(asked(here))
    assert found == {name: len(cards) for name, cards in asked(here).items()}
    assert len(captured) == 1
    assert together.counts({"nothing": Card.objects.none()}) == {"nothing": 0}
    assert together.answers({"nothing": Card.objects.none()}) == {"nothing": []}
