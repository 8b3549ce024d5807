"""Every act is a form that leads to an event, and to nothing else when it is refused."""

import pytest
from django.urls import reverse

import builders
import people
from luoshi.base import clock
from luoshi.inlets.handling.sheets import SHEETS
from luoshi.inlets.handling.tests.visitors import browser, names, send, text
from luoshi.ledger import acts, queries
from luoshi.ledger.acts import Prose
from luoshi.ledger.events import Answer, Means
from luoshi.ledger.matter import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people.district()


def test_the_whole_way_in_forms(here):
    made = builders.assigned(here, due=builders.in_days(20))
    ways = [
        (here.liaison, "accept", {}),
        (here.liaison, "plan", {"words": "先摸底", "rows": "3", "title_0": "摸底", "due_0": builders.in_days(3)}),
        (here.liaison, "reach_milestone", {"number": "0"}),
        (here.liaison, "progress", {"words": "走访了三个村队"}),
        (here.liaison, "add_evidence", {"nature": "dated", "dated": clock.today(), "words": "会议记录"}),
        (here.liaison, "claim", {"words": "全部走访完"}),
        (here.inspector, "verify", {"finding": "found", "nature": "spot", "words": "看过两户"}),
        (here.liaison, "reply", {"words": "一、已走访；二、已登记"}),
        (here.clerk, "confirm", {"answer": "solved", "means": "person", "words": "满意"}),
        (here.mayor, "close", {}),
        (here.clerk, "call_back", {"answer": "half", "words": "又积水了"}),
    ]
    for number, (who, act, fields) in enumerate(ways):
        answer = send(who, made, act, nonce=f"nonce-{number:04}", **fields)
        assert answer.status_code == 302, (act, text(answer))
    assert names(here.clerk, made)[3:] == [
        "accepted", "planned", "milestone_reached", "progressed", "evidence_added", "claimed", "verified", "replied",
        "confirmed", "closed", "called_back",
    ]  # fmt: skip
    row = queries.matter_page(here.clerk, made).row
    assert (row.state, row.reopened) == (State.WORKING, 1)


def test_the_other_half_of_the_way_in_forms(here):
    made = builders.assigned(here)
    assert send(here.liaison, made, "return", ground="not_ours", words="属七农场").status_code == 302
    assert send(here.clerk, made, "assign", "nonce-0002", unit=here.other_town.name).status_code == 302
    assert send(here.clerk, made, "decide_due", "nonce-0003", due=builders.in_days(9)).status_code == 302
    assert send(here.stranger, made, "accept", "nonce-0004").status_code == 302
    assert send(here.stranger, made, "ask", "nonce-0005", words="含新区吗").status_code == 302
    assert send(here.clerk, made, "answer", "nonce-0006", words="含").status_code == 302
    later = builders.in_days(30)
    assert send(here.stranger, made, "ask_extension", "nonce-0007", until=later, words="雨").status_code == 302
    assert send(here.mayor, made, "decide_extension", "nonce-0008", decision="yes").status_code == 302
    matter = queries.matter_page(here.clerk, made).matter
    assert (matter.lead, matter.due, matter.first_due) == (here.other_town.id, later, builders.in_days(9))
    assert send(here.clerk, made, "withdraw", "nonce-0009", words="改由区里办").status_code == 302
    assert queries.matter_page(here.clerk, made).row.state is State.WITHDRAWN


def test_a_claim_found_untrue_is_open_again(here):
    made = builders.claimed(here)
    assert send(here.inspector, made, "verify", finding="not", words="没有屋顶").status_code == 302
    assert names(here.clerk, made)[-1] == "refused"


def test_a_closed_matter_is_reopened_with_a_reason(here):
    made = builders.closed(here)
    assert send(here.clerk, made, "reopen").status_code == 422
    assert send(here.clerk, made, "reopen", words="反弹").status_code == 302
    assert queries.matter_page(here.clerk, made).row.state is State.WORKING


@pytest.mark.parametrize("act", SHEETS)
def test_another_unit_s_matter_does_not_exist(here, act):
    made = builders.claimed(here)
    url = reverse(f"handling:{act}", args=[made])
    assert browser(here.stranger).get(url).status_code == 404
    before = names(here.clerk, made)
    assert send(here.stranger, made, act, words="x", ground="other", finding="not").status_code == 404
    assert names(here.clerk, made) == before


def test_sent_twice_it_is_one_act(here):
    made = builders.accepted(here)
    for _ in range(2):
        answer = send(here.liaison, made, "progress", words="已走访")
        assert answer.status_code == 302
    assert names(here.clerk, made).count("progressed") == 1


def test_changed_and_sent_under_the_same_number_it_is_said_and_kept_in_the_form(here):
    made = builders.accepted(here)
    send(here.liaison, made, "progress", words="已走访")
    answer = send(here.liaison, made, "progress", words="已走访五户")
    assert answer.status_code == 409
    assert "This form was sent before" in text(answer)
    assert "已走访五户" in text(answer)
    assert 'value="nonce-0001"' not in text(answer)  # sent once more, it is another act
    assert names(here.clerk, made).count("progressed") == 1


def test_a_refused_form_keeps_what_was_typed_and_says_why(here):
    made = builders.accepted(here, due=builders.in_days(5))
    answer = send(here.liaison, made, "ask_extension", until=builders.in_days(2), words="连续阴雨")
    assert answer.status_code == 422
    assert "An extension must be later than the present date." in text(answer)
    assert "连续阴雨" in text(answer)


def test_an_act_whose_time_is_over_is_explained(here):
    made = builders.accepted(here)
    answer = browser(here.liaison).get(reverse("handling:accept", args=[made]))
    assert answer.status_code == 409
    assert "This cannot be done now." in text(answer)
    late = send(here.liaison, made, "return", ground="other", words="不是我们的")
    assert late.status_code == 409
    assert "不是我们的" in text(late)


def test_an_act_of_another_post_is_explained(here):
    made = builders.claimed(here)
    assert browser(here.liaison).get(reverse("handling:verify", args=[made])).status_code == 403
    answer = send(here.head, made, "verify", finding="found", nature="spot", words="看过")
    assert answer.status_code == 403
    assert names(here.clerk, made)[-1] == "claimed"


def test_what_was_said_before_is_offered(here):
    made = builders.accepted(here)
    builders.do(here.liaison, made, acts.Progress(Prose("已走访四十六户")))
    claim = browser(here.liaison).get(reverse("handling:claim", args=[made]))
    assert "Use these words" in text(claim)
    seq = queries.last_said(here.liaison, [made])[made].seq
    filled = browser(here.liaison).get(reverse("handling:claim", args=[made]), {"use": seq})
    assert filled.context["form"]["words"].value() == "已走访四十六户"


def test_what_was_said_before_a_refusal_is_not_offered(here):
    made = builders.claimed(here)
    builders.do(here.inspector, made, acts.Refuse(Prose("没有屋顶")))
    assert "Use these words" not in text(browser(here.liaison).get(reverse("handling:claim", args=[made])))


def test_whoever_verifies_after_half_a_solution_sees_the_new_claim_alone(here):
    made = builders.replied(here)
    builders.do(here.clerk, made, acts.Confirm(Answer.HALF, Means.PERSON, Prose("还有一户没有解决")))
    builders.do(here.liaison, made, acts.Claim(Prose("第二次走访已完成")))
    page = browser(here.inspector).get(reverse("handling:verify", args=[made]))
    assert [line.words for line in page.context["beside"].lines] == ["第二次走访已完成"]


def test_the_grade_cannot_be_typed(here):
    made = builders.accepted(here)
    answer = send(here.liaison, made, "add_evidence", nature="spot", words="现场", grade="5")
    assert answer.status_code == 422
    assert send(here.liaison, made, "add_evidence", nature="own", words="台账", grade="5").status_code == 302
    assert send(here.liaison, made, "claim", "nonce-0002", words="完成").status_code == 302
    assert queries.matter_page(here.clerk, made).row.grade == 1


def test_a_record_made_for_another_purpose_needs_its_day(here):
    made = builders.accepted(here)
    for dated in ("", builders.in_days(1)):
        answer = send(here.liaison, made, "add_evidence", nature="dated", words="册", dated=dated)
        assert answer.status_code == 422
        assert "needs its own date" in text(answer)


def test_more_rows_keep_what_was_typed_and_write_nothing(here):
    made = builders.accepted(here)
    answer = send(here.liaison, made, "plan", words="先摸底", rows="3", title_0="摸底", more="1")
    assert answer.status_code == 200
    assert "title_5" in text(answer)
    assert "先摸底" in text(answer)
    assert names(here.clerk, made)[-1] == "accepted"


def test_a_step_without_a_day_is_refused(here):
    made = builders.accepted(here)
    answer = send(here.liaison, made, "plan", words="先摸底", rows="3", title_0="摸底")
    assert answer.status_code == 422
    assert names(here.clerk, made)[-1] == "accepted"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2014-02-30", "x", "2014-13-01"])
def test_a_day_out_of_reason_is_refused(here, day):
    made = builders.assigned(here)
    assert send(here.clerk, made, "decide_due", due=day).status_code == 422


def test_one_goes_back_to_where_one_came_from_but_never_outside(here):
    made = builders.assigned(here)
    for number, (wanted, got) in enumerate([("/", "/"), ("//evil.example/", None), ("https://evil.example/", None)]):
        answer = send(here.clerk, made, "decide_due" if number == 0 else "answer", f"nonce-000{number}",
                      due=builders.in_days(9), words="x", next=wanted)  # fmt: skip
        if got:
            assert answer["Location"] == got
        elif answer.status_code == 302:
            assert "evil" not in answer["Location"]
    other = builders.accepted(here)
    answer = send(here.liaison, other, "progress", "nonce-0009", words="x", next="//evil.example/")
    assert answer["Location"] == reverse("matters:matter", args=[other])


def test_a_half_typed_form_survives_a_log_in_that_ran_out(here, client):
    made = builders.accepted(here)
    url = reverse("handling:progress", args=[made])
    client.force_login(people.account_of(here.liaison))
    page = client.get(url)
    client.cookies.pop("sessionid")
    nonce = page.context["form"]["nonce"].value()
    answer = client.post(url, {"nonce": nonce, "words": "写了一半"}, headers={"referer": f"http://testserver{url}"})
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]
    assert names(here.clerk, made)[-1] == "accepted"
    login = client.post(answer["Location"], {"login": "liaison", "password": people.PASSWORD})
    again = client.get(login["Location"])
    assert again.context["form"]["words"].value() == "写了一半"
    assert again.context["form"]["nonce"].value() == nonce
