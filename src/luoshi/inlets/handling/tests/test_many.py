"""Several at once: each for itself, what is not one's own is not touched, and nothing gets lost on the way down."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

import builders
import people
from luoshi.inlets.handling.tests.visitors import browser, names, send, text
from luoshi.ledger import queries
from luoshi.ledger.matter import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people.district()


def many(viewer, act, matters, nonce="nonce-0001", **fields):
    fields = {"matters": [str(one) for one in matters], "nonce": nonce, **fields}
    return browser(viewer).post(reverse(f"handling:many_{act}"), fields)


def state(viewer, matter_id):
    return queries.matter_page(viewer, matter_id).row.state


def test_eleven_are_accepted_at_once(here):
    made = [builders.assigned(here, title=f"事项{n}") for n in range(11)]
    answer = many(here.liaison, "accept", made)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert {state(here.liaison, one) for one in made} == {State.ACCEPTED}
    assert many(here.liaison, "accept", made).status_code == 302  # sent twice
    assert all(names(here.liaison, one).count("accepted") == 1 for one in made)


@pytest.mark.parametrize("act", ["accept", "pass_on", "decide_due", "withdraw"])
def test_a_matter_of_another_unit_among_them_refuses_the_whole(here, act):
    own, other = builders.assigned(here), builders.assigned(here, to=here.other_town)
    before = names(here.clerk, own)
    stranger = here.liaison if act in ("accept", "pass_on") else here.secretary
    fields = {"words": "x", "due": builders.in_days(9), "every": "on", "days": "3"}
    assert many(stranger, act, [own, other], **fields).status_code == 404
    assert names(here.clerk, own) == before
    assert many(stranger, act, [own, uuid4()], **fields).status_code == 404
    assert many(stranger, act, [own, "nonsense"], **fields).status_code == 404
    assert browser(stranger).get(reverse(f"handling:many_{act}"), {"matter": str(other)}).status_code == 404


def test_what_cannot_be_done_is_named_and_the_rest_is_done(here):
    fresh, taken = builders.assigned(here), builders.accepted(here)
    answer = many(here.liaison, "accept", [fresh, taken])
    assert answer.status_code == 200
    assert "1 was not done" in text(answer)
    assert "The matter has moved on" in text(answer)
    assert state(here.liaison, fresh) is State.ACCEPTED


def test_where_none_can_be_done_it_is_refused(here):
    assert many(here.liaison, "accept", [builders.accepted(here)]).status_code == 422


def test_nothing_chosen_is_said(here):
    builders.assigned(here)
    answer = many(here.liaison, "accept", [])
    assert answer.status_code == 422
    assert "Choose at least one matter." in text(answer)


def test_five_go_to_all_below_with_dates_of_their_own(here):
    villages = [people.unit(f"{n}队", "village", f"{here.realm}1009{n:02}", here.town) for n in range(20)]
    dues = [builders.in_days(10 + n) for n in range(5)]
    made = [builders.accepted(here, due=due, title=f"事项{due}") for due in dues]
    answer = many(here.liaison, "pass_on", made, every="on", days="3")
    assert answer.status_code == 200
    assert text(answer).count("All 22 units below hold it now; nothing got lost on the way.") == 5
    for matter_id, due in zip(made, dues, strict=True):
        parts = queries.matter_page(here.liaison, matter_id).parts
        assert len(parts) == len(villages) + 2
        assert {part.due_on for part in parts} == {due - timedelta(days=3)}
    assert many(here.liaison, "pass_on", made, every="on", days="3", nonce="nonce-0002").status_code == 422


def test_a_part_is_not_handed_down_twice_and_who_is_left_out_is_counted(here):
    made = builders.accepted(here, due=builders.in_days(9))
    first = many(here.liaison, "pass_on", [made], units=[str(here.village.id)], days="0")
    assert "Not yet with 1 of those below." in text(first)
    second = many(here.liaison, "pass_on", [made], every="on", days="0", nonce="nonce-0002")
    assert "Passed on to 1 unit." in text(second)
    assert "All 2 units below hold it now" in text(second)
    assert len(queries.matter_page(here.liaison, made).parts) == 2


def test_a_date_near_at_hand_is_never_before_today(here):
    made = builders.accepted(here, due=builders.in_days(1))
    many(here.liaison, "pass_on", [made], every="on", days="30")
    assert {part.due_on for part in queries.matter_page(here.liaison, made).parts} == {builders.in_days(0)}


def test_no_date_is_made_up_for_those_below(here):
    made = builders.accepted(here)
    many(here.liaison, "pass_on", [made], every="on", days="3")
    assert {part.due_on for part in queries.matter_page(here.liaison, made).parts} == {None}


def test_one_date_is_set_for_several_and_several_are_withdrawn(here):
    made = [builders.assigned(here, title=f"事项{n}") for n in range(3)]
    assert many(here.clerk, "decide_due", made, due=builders.in_days(9)).status_code == 302
    assert {queries.matter_page(here.clerk, one).row.due_on for one in made} == {builders.in_days(9)}
    assert many(here.clerk, "withdraw", made, "nonce-0002").status_code == 422
    assert many(here.clerk, "withdraw", made, "nonce-0003", words="重复下发").status_code == 302
    assert {state(here.clerk, one) for one in made} == {State.WITHDRAWN}


def test_one_is_passed_on_with_one_date_and_another_for_one(here):
    made = builders.accepted(here, due=builders.in_days(20))
    page = browser(here.liaison).get(reverse("handling:pass_on", args=[made]))
    assert page.context["form"]["due"].value() == builders.in_days(17)
    special = {f"due_{here.village.id}": builders.in_days(5)}
    assert send(here.liaison, made, "pass_on", every="on", due=builders.in_days(17), **special).status_code == 302
    parts = {part.lead_id: part.due_on for part in queries.matter_page(here.liaison, made).parts}
    assert parts == {here.village.id: builders.in_days(5), here.other_village.id: builders.in_days(17)}
    again = browser(here.liaison).get(reverse("handling:pass_on", args=[made]))
    assert again.status_code == 422 or "This cannot be done now." in text(again)


def test_nobody_below_gets_a_later_date_than_the_whole(here):
    made = builders.accepted(here, due=builders.in_days(5))
    for fields in ({"due": builders.in_days(6)}, {f"due_{here.village.id}": builders.in_days(6)}):
        answer = send(here.liaison, made, "pass_on", every="on", **fields)
        assert answer.status_code == 422
        assert "The date lies after that of the matter itself." in text(answer)
    assert queries.matter_page(here.liaison, made).parts == ()


def test_only_units_below_can_be_chosen(here):
    made = builders.accepted(here, due=builders.in_days(5))
    assert send(here.liaison, made, "pass_on", units=[str(here.other_town.id)]).status_code == 422
    answer = many(here.liaison, "pass_on", [made], units=[str(here.other_town.id)], days="3")
    assert answer.status_code == 422
    assert queries.matter_page(here.liaison, made).parts == ()
