"""The forms of withdrawing say how much hangs below, and take it along."""

import pytest
from django.urls import reverse

import builders
import people
from builders import do
from luoshi.inlets.handling.tests.visitors import browser, send, text
from luoshi.ledger import acts, commands, queries
from luoshi.ledger.matter import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people.district()


@pytest.fixture
def whole(here):
    made = builders.accepted(here)
    do(here.liaison, made, acts.PassOn((acts.Part(here.village.id), acts.Part(here.other_village.id))))
    return made


def states(here, whole):
    page = queries.matter_page(here.clerk, whole)
    return {page.row.state, *(part.state for part in page.parts)}


def test_the_form_says_how_many_parts_are_open_and_waits_for_the_word(here, whole):
    assert "the 2 open parts below it too" in text(browser(here.clerk).get(reverse("handling:withdraw", args=[whole])))
    answer = send(here.clerk, whole, "withdraw", words="另作安排")
    assert answer.status_code == 422
    assert "say that they are to be withdrawn with it" in text(answer)
    assert State.WITHDRAWN not in states(here, whole)
    for _ in range(2):  # sent twice it is done once
        assert send(here.clerk, whole, "withdraw", words="另作安排", with_parts="on").status_code == 302
    assert states(here, whole) == {State.WITHDRAWN}


def test_without_parts_nothing_more_is_asked(here):
    made = builders.accepted(here)
    assert "with_parts" not in text(browser(here.clerk).get(reverse("handling:withdraw", args=[made])))
    assert send(here.clerk, made, "withdraw", words="另作安排").status_code == 302


def many(here, chosen, **fields):
    fields = {"matters": [str(one) for one in chosen], "words": "另作安排", "nonce": "nonce-0009", **fields}
    return browser(here.clerk).post(reverse("handling:many_withdraw"), fields)


def test_several_with_parts_are_named_or_go_with_them(here, whole):
    page = text(browser(here.clerk).get(reverse("handling:many_withdraw")))
    assert "2 open parts below it" in page
    single = builders.accepted(here, title="另一件")
    answer = many(here, [whole, single])
    assert "say that they are to be withdrawn with it" in text(answer)
    assert states(here, single) == {State.WITHDRAWN}
    assert many(here, [whole], with_parts="on", nonce="nonce-0010").status_code == 302
    assert states(here, whole) == {State.WITHDRAWN}


def test_a_lead_and_its_co_operating_unit_chosen_together_are_both_withdrawn(here):
    lead = builders.accepted(here, assist=here.water)
    [assist] = queries.matter_page(here.clerk, lead).assists
    for chosen in ([lead, assist.id],):
        assert many(here, chosen).status_code == 302
    assert queries.matter_page(here.clerk, lead).assists[0].state is State.WITHDRAWN


def test_very_many_are_withdrawn_by_a_job_and_the_whole_last(here, monkeypatch):
    monkeypatch.setattr(commands, "WITHDRAWN_AT_ONCE", 3)
    villages = [people.unit(f"{n}队", "village", f"{here.realm}1009{n:02}", here.town) for n in range(8)]
    made = builders.accepted(here)
    do(here.liaison, made, acts.PassOn(tuple(acts.Part(unit.id) for unit in villages)))
    answer = browser(here.clerk).post(
        reverse("handling:withdraw", args=[made]),
        {"nonce": "nonce-0011", "words": "另作安排", "with_parts": "on"},
        follow=True,
    )
    assert "still being withdrawn" in text(answer)
    assert queries.matter_page(here.clerk, made).row.state is not State.WITHDRAWN
    builders.follow_up()
    assert states(here, made) == {State.WITHDRAWN}
    assert send(here.clerk, made, "withdraw", nonce="nonce-0011", words="另作安排", with_parts="on").status_code in {
        302,
        409,
    }
