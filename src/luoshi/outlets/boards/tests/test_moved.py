import pytest

import builders
from luoshi.base import clock
from luoshi.ledger import acts, queries
from luoshi.ledger.acts import Prose
from luoshi.ledger.events import Ground

pytestmark = pytest.mark.django_db
URL = "/boards/brief/moved/"


def test_what_was_moved_counts_matters_not_acts(here, opened):
    asked = builders.accepted(here)
    for _ in range(3):
        builders.do(here.liaison, asked, acts.Ask(Prose("是否包括农场")))
        builders.do(here.mayor, asked, acts.AnswerQuestion(Prose("包括")))
    back = builders.assigned(here)
    builders.do(here.liaison, back, acts.Return(Ground.NOT_OURS, Prose("属七农场")))
    builders.do(here.mayor, back, acts.Assign(lead=here.other_town.id))
    builders.assigned(here)
    found = queries.moved(here.mayor, since=clock.today())
    assert found.decided == {"designated": 1, "matter.answered": 1}
    assert found.matters == 2
    assert "移开的事项共2项" in opened(here.mayor, URL).content.decode()


def test_what_others_decided_and_what_is_older_is_not_this_posts(here):
    asked = builders.accepted(here)
    builders.do(here.liaison, asked, acts.Ask(Prose("是否包括农场")))
    builders.do(here.clerk, asked, acts.AnswerQuestion(Prose("包括")))
    assert queries.moved(here.mayor, since=clock.today()).decided == {}
    assert queries.moved(here.clerk, since=clock.today()).decided == {"matter.answered": 1}
    assert queries.moved(here.clerk, since=builders.in_days(1)).matters == 0


def test_what_is_left_stands_by_its_date(here):
    later = builders.accepted(here, due=builders.in_days(9))
    sooner = builders.accepted(here, due=builders.in_days(2))
    undated = builders.accepted(here)
    found = queries.moved(here.head, since=clock.today())
    assert [row.id for row in found.left] == [sooner, later, undated]
    assert (found.in_hand, found.late) == (3, 0)
