"""What a unit has said is offered again, until the matter is open again and has to be told anew."""

import pytest

import builders
import people
from luoshi.ledger import acts, queries
from luoshi.ledger.acts import Prose
from luoshi.ledger.events import Answer, Means

pytestmark = pytest.mark.django_db

HALF = acts.Confirm(Answer.HALF, Means.PERSON, Prose("还有一户没有解决"))
AGAIN = {
    "refused": (builders.claimed, "inspector", acts.Refuse(Prose("抽查一户，没有走访"))),
    "half confirmed": (builders.replied, "clerk", HALF),
    "called back": (builders.closed, "clerk", acts.CallBack(Answer.NOT, Prose("问题又出现了"))),
    "reopened": (builders.closed, "clerk", acts.Reopen(Prose("重新办理"))),
}


@pytest.fixture
def here():
    return people.district()


def said(here, made):
    found = queries.last_said(here.liaison, [made])
    return found[made].words if made in found else ""


def test_the_last_words_are_offered(here):
    made = builders.accepted(here)
    assert said(here, made) == ""
    builders.do(here.liaison, made, acts.Progress(Prose("走访了三户")), acts.Progress(Prose("走访了五户")))
    assert said(here, made) == "走访了五户"


@pytest.mark.parametrize("how", AGAIN)
def test_what_did_not_hold_is_not_offered_again(here, how):
    build, who, act = AGAIN[how]
    made = build(here)
    assert said(here, made)
    builders.do(getattr(here, who), made, act)
    assert said(here, made) == ""
