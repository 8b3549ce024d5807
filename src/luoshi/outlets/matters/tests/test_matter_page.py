"""The page of a matter says what is asked, how it went, how it stands, and what can be done, to those in its line."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

import builders
import people
from luoshi.base import clock, workdays
from luoshi.ledger import acts
from luoshi.ledger.acts import Prose
from luoshi.ledger.events import Nature
from luoshi.ledger.matter import State
from luoshi.outlets.matters import pages
from papers import evidence

pytestmark = pytest.mark.django_db

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def here():
    return people.district()


def browser(viewer):
    client = Client()
    client.cookies["luoshi_language"] = "en"
    client.force_login(people.account_of(viewer))
    return client


def page(viewer, matter_id):
    return browser(viewer).get(reverse("matters:matter", args=[matter_id])).content.decode()


def test_the_words_asked_for_stand_at_the_top_with_the_way_below(here):
    made = builders.claimed(here)
    shown = page(here.clerk, made)
    for words in ("逐户走访并登记群众意见", "已走访三个村队", "走访和登记均已完成", "liaison", "sha256:"):
        assert words in shown


def test_evidence_and_verification_lead_to_each_other(here):
    made = builders.accepted(here)
    builders.do(
        here.liaison,
        made,
        acts.AddEvidence(Nature.DATED, Prose("会议记录"), dated=clock.today()),
        acts.Claim(Prose("完成")),
    )
    builders.do(here.inspector, made, acts.Verify(Nature.SPOT, Prose("看过两户")))
    way = {point.anchor: point for point in pages.matter(here.clerk, made).way}
    verification = list(way.values())[-1]
    linked = [anchor for anchor, _words in verification.links]
    assert len(linked) == 2
    assert all((verification.anchor in [back for back, _words in way[anchor].links]) for anchor in linked)


def test_the_grade_leads_to_what_it_rests_on(here):
    made = builders.verified(here)
    shown = pages.matter(here.clerk, made)
    point = next(point for point in shown.way if point.anchor == shown.grade_anchor)
    assert (shown.grade, point.grade, point.what) == ("E5", "E5", shown.way[-1].what)


def test_an_extended_date_shows_the_first_one_and_who_granted_it(here):
    made = builders.accepted(here, due=builders.in_days(5))
    builders.do(here.liaison, made, acts.AskExtension(builders.in_days(20), Prose("雨")))
    builders.do(here.mayor, made, acts.DecideExtension(granted=True))
    shown = pages.matter(here.clerk, made)
    assert shown.first_due == builders.in_days(5)
    assert "mayor" in str(shown.due_why)


def test_a_post_that_nobody_holds_is_said(here):
    made = builders.assigned(here, to=here.other_village)
    assert "nobody in post" in page(here.clerk, made)
    assert "nobody in post" not in page(here.clerk, builders.assigned(here))


def test_a_requirement_shows_the_stack_of_its_tasks(here):
    made = builders.verified(here)
    whole = pages.matter(here.clerk, made).page.requirement.id
    shown = pages.matter(here.clerk, whole)
    assert [(part.tone, part.value) for part in shown.stack] == [("E5", 1)]
    assert [task.id for task in shown.tasks] == [made]
    assert reverse("matters:matter", args=[made]) in page(here.clerk, whole)


def test_cooperating_units_stand_beside_with_their_own_state(here):
    made = builders.assigned(here, assist=here.water)
    shown = pages.matter(here.liaison, made).page
    assert [(row.lead, row.state) for row in shown.assists] == [(here.water.name, State.ASSIGNED)]
    part = reverse("matters:matter", args=[shown.assists[0].id])
    assert part in page(here.clerk, made)
    assert part not in page(here.liaison, made)  # the lead knows who co-operates; the part itself is theirs
    assert browser(here.liaison).get(part).status_code == 404


def test_those_below_do_not_learn_who_cooperates_above(here):
    made = builders.accepted(here, assist=here.water)
    builders.do(here.liaison, made, acts.PassOn((acts.Part(here.village.id),)))
    assert pages.matter(here.secretary, made).page.assists == ()


@pytest.mark.parametrize("name", ["stranger", "secretary", "engineer", "stationed", "sysadmin", "auditor", "newcomer"])
def test_those_outside_its_line_do_not_learn_that_it_exists(here, name):
    made = builders.assigned(here)
    builders.do(here.liaison, made, acts.Accept())
    file_id = evidence(here.liaison, made, b"paper", name="a.txt")
    client = browser(getattr(here, name))
    assert client.get(reverse("matters:matter", args=[made])).status_code == 404
    assert client.get(reverse("matters:file", args=[made, file_id])).status_code == 404


def test_a_file_is_given_only_on_the_way_it_lies_on(here):
    one, other = builders.accepted(here), builders.accepted(here, title="另一件事")
    file_id = evidence(here.liaison, one, b"paper", name="a.txt")
    client = browser(here.clerk)
    answer = client.get(reverse("matters:file", args=[one, file_id]))
    assert b"".join(answer.streaming_content) == b"paper"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(reverse("matters:file", args=[other, file_id])).status_code == 404


def test_a_page_that_pretends_to_be_a_paper_is_never_shown_as_one(here):
    made = builders.accepted(here)
    file_id = evidence(here.liaison, made, b"<script>alert(1)</script>", name="a.html", media_type="text/html")
    answer = browser(here.clerk).get(reverse("matters:file", args=[made, file_id]))
    answer.getvalue()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_picture_is_shown_and_can_be_taken_along(here):
    made = builders.accepted(here)
    file_id = evidence(here.liaison, made, PNG, name="屋顶.png", media_type="image/png")
    url = reverse("matters:file", args=[made, file_id])
    shown, taken = browser(here.clerk).get(url), browser(here.clerk).get(url, {"download": "1"})
    shown.getvalue(), taken.getvalue()
    assert shown["Content-Type"] == "image/png"
    assert shown["Content-Disposition"].startswith("inline")
    assert taken["Content-Disposition"].startswith("attachment")


STRANGE_NAMES = ['台账"一".txt', "a\r\nSet-Cookie: x=1.txt", "../../etc/passwd", "名" * 300 + ".txt", "."]


@pytest.mark.parametrize("name", STRANGE_NAMES)
def test_a_strange_name_of_a_file_is_no_header(here, name):
    made = builders.accepted(here)
    file_id = evidence(here.liaison, made, b"paper", name=name)
    answer = browser(here.clerk).get(reverse("matters:file", args=[made, file_id]))
    answer.getvalue()
    assert answer.status_code == 200
    assert "\n" not in answer["Content-Disposition"]
    assert "Set-Cookie" not in answer.headers
    assert page(here.clerk, made)


def test_what_can_be_done_is_what_the_post_may_do_now(here):
    made = builders.assigned(here)
    mine = [act.name for act in pages.matter(here.liaison, made).acts]
    assert mine[0] == "accept"
    assert pages.matter(here.liaison, made).acts[0].primary
    assert [act.name for act in pages.matter(here.inspector, made).acts] == []


def test_the_page_says_what_was_written_down_later(here):
    with clock.fixed(clock.now() - timedelta(days=3)):
        made = builders.accepted(here)
    builders.do(here.liaison, made, acts.Progress(Prose("昨日走访")), at=clock.now() - timedelta(days=2))
    assert "written down" in page(here.clerk, made)


@pytest.mark.parametrize(
    ("happened", "recorded", "is_said"),
    [
        (datetime(2014, 4, 9, 14, 0, tzinfo=UTC), datetime(2014, 4, 9, 16, 30, tzinfo=UTC), True),  # past midnight
        (datetime(2014, 4, 9, 23, 0, tzinfo=UTC), datetime(2014, 4, 10, 2, 0, tzinfo=UTC), False),  # one morning
    ],
)
def test_another_day_is_another_day_in_beijing(here, happened, recorded, is_said):
    with clock.fixed(datetime(2014, 4, 8, tzinfo=UTC)):
        made = builders.accepted(here)
    with clock.fixed(recorded):
        builders.do(here.liaison, made, acts.Progress(Prose("走访三户")), at=happened)
        assert (pages.matter(here.clerk, made).way[-1].recorded_at is not None) is is_said


def test_a_date_in_a_year_without_a_calendar_is_called_provisional(here):
    with clock.fixed(datetime(2014, 4, 9, 8, tzinfo=UTC)):
        made = builders.assigned(here, due=date(2014, 5, 30))
        assert "provisional" in page(here.clerk, made)
        workdays.seed([2014])
        assert "provisional" not in page(here.clerk, made)
    workdays.forget()


def test_no_time_runs_for_a_step_of_what_has_ended(here):
    made = builders.accepted(here, due=builders.in_days(20))
    step = acts.Step(Prose("完成摸底"), builders.in_days(5))
    builders.do(here.liaison, made, acts.Plan(Prose("分步办理"), (step,)))
    assert "5 days left" in page(here.clerk, made)
    builders.do(here.clerk, made, acts.Withdraw(Prose("重复下发")))
    assert "5 days left" not in page(here.clerk, made)
