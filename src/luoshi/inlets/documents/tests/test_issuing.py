"""Issuing: what would go out, what went out, cancelled without a trace, withdrawn with a reason."""

from datetime import timedelta

import pytest
from django.urls import reverse

import people
from luoshi.base import clock, ids, jobs
from luoshi.inlets.documents import commands, queries, review
from luoshi.inlets.documents.clauses import Role, Target
from luoshi.inlets.documents.tests import rounds
from luoshi.journal import queries as journal
from luoshi.journal.refs import StreamRef
from luoshi.ledger import costs
from luoshi.ledger import queries as ledger
from luoshi.web import registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people.district()


@pytest.fixture
def office(client, here):
    client.force_login(people.account_of(here.clerk))
    return client


def url(name, *args):
    return reverse(f"documents:{name}", args=args)


def tasks(here, document, **narrow):
    return ledger.matters(here.clerk, ledger.Filter(document=document, kind="task", **narrow), size=200)


def test_the_page_says_who_gets_how_much_and_what_stays(office, here):
    document = rounds.signed(here)
    plan = queries.plan(document, queries.text_of(document))
    wanted = len(rounds.numbers(document))
    assert (len(plan.going), len(plan.held), plan.matters) == (wanted - 1, 1, (wanted - 1) * 4)
    assert plan.undated == wanted - 1
    assert plan.minutes == 4 * costs.minutes(wanted - 1, 0)
    page = office.get(url("issue", document)).content.decode()
    assert f"{wanted - 1}条要求发往4个单位，共{(wanted - 1) * 4}个事项" in page
    assert "时限待定" in page
    assert "承办待定" in page
    assert "1条要求暂不下发" in page
    assert tasks(here, document).total == 0


def test_one_click_issues_and_the_jobs_carry_it_out(office, here):
    document = rounds.signed(here)
    plan = queries.plan(document, queries.text_of(document))
    data = {"token": ids.new_id(), "shown": plan.digest}
    answer = office.post(url("issue", document), data)
    progress = answer.headers["Location"]
    assert office.get(progress).headers["Refresh"] == "2"
    assert office.post(url("issue", document), data).headers["Location"] == progress
    jobs.run_due()
    after = office.get(progress)
    assert "Refresh" not in after.headers
    assert f"{plan.matters}个事项已全部送达各单位工作台" in after.content.decode()
    assert tasks(here, document).total == plan.matters


def test_each_unit_gets_its_matter_linked_to_the_words_with_post_and_date(here):
    document = rounds.reviewed(here)
    one = rounds.numbers(document)[0]
    day = clock.today() + timedelta(days=9)
    rounds.give(here, document, [one], Target(units=(here.water.id, here.town.id)), Role.ASSIST)
    commands.perform(here.clerk, document, [review.SetDue((one,), day)])
    commands.sign(here.clerk, document)
    commands.issue_now(here.clerk, document)
    found = [row for row in tasks(here, document).rows if row.start == queries.review_of(document).clause(one).quote[0]]
    assert {row.lead for row in found if row.role == "lead"} == {"唐海镇", "七农场", "一队", "二队"}
    assert {row.lead for row in found if row.role == "assist"} == {"区水务局"}
    assert {row.due_on for row in found} == {day}
    mine = ledger.matters(here.engineer, ledger.Filter(document=document))
    assert mine.total >= 1


def test_done_twice_it_is_done_once(here):
    document, issuance = rounds.issued(here)
    before = tasks(here, document).total
    assert commands.carry_out(issuance) == 0
    commands.release(here.clerk, issuance)
    jobs.run_due()
    assert tasks(here, document).total == before
    with pytest.raises(commands.Refused):
        commands.prepare(here.clerk, document)


def test_what_was_held_back_goes_out_later(here):
    document, _issuance = rounds.issued(here)
    last = rounds.numbers(document)[-1]
    rounds.give(here, document, [last], Target(units=(here.water.id,)))
    plan = queries.plan(document, queries.text_of(document))
    assert [row.clause for row in plan.going] == [last]
    commands.issue_now(here.clerk, document)
    assert queries.plan(document, queries.text_of(document)).rows == ()


def test_a_prepared_issuance_is_cancelled_without_a_trace_in_the_ledger(office, here):
    issuance = rounds.prepared(here)
    page = office.get(url("issuance", issuance)).content.decode()
    assert "尚未发出" in page
    before = [ref.id for ref in journal.streams(here.realm, "matter")]
    assert office.post(url("cancel", issuance)).status_code == 302
    assert [ref.id for ref in journal.streams(here.realm, "matter")] == before
    names = [entry.name for entry in journal.entries(StreamRef(here.realm, "issuance", issuance))]
    assert names == ["issuance.prepared", "issuance.cancelled"]
    with pytest.raises(commands.Refused):
        commands.release(here.clerk, issuance)


def test_what_has_changed_since_it_was_shown_does_not_go_out(office, here):
    document = rounds.signed(here)
    plan = queries.plan(document, queries.text_of(document))
    rounds.give(here, document, rounds.numbers(document)[:1], Target(units=(here.water.id,)))
    answer = office.post(url("issue", document), {"token": ids.new_id(), "shown": plan.digest})
    assert answer.status_code == 422
    assert "下发内容在您查看之后有变动" in answer.content.decode()


def test_a_review_that_is_not_signed_issues_nothing(office, here):
    document = rounds.reviewed(here)
    answer = office.post(url("issue", document), {})
    assert answer.status_code == 422
    assert "请先审定" in answer.content.decode()


def test_one_requirement_is_withdrawn_with_a_reason(office, here):
    document, issuance = rounds.issued(here)
    one = queries.issuances(document, "")[0].lines[0]
    address = f"{url('withdraw', issuance)}?requirement={one.requirement}"
    assert office.post(address, {"words": " "}).status_code == 422
    assert office.post(address, {"words": "与另一通知重复"}).headers["Location"] == url("issuance", issuance)
    assert "正在撤回" in office.get(url("issuance", issuance)).content.decode()
    jobs.run_due()
    withdrawn = tasks(here, document, requirement=one.requirement)
    assert {row.state.value for row in withdrawn.rows} == {"withdrawn"}
    assert tasks(here, document, open_only=True).total == tasks(here, document).total - one.total
    again = office.post(address, {"words": "再撤一次"})
    assert again.status_code == 422
    assert "此前已经撤回" in again.content.decode()


def test_the_whole_issuance_is_withdrawn_and_can_be_issued_anew(here):
    document, issuance = rounds.issued(here)
    commands.withdraw(here.clerk, issuance, words="会议改期", later=False)
    assert tasks(here, document, open_only=True).total == 0
    names = [entry.name for entry in journal.entries(StreamRef(here.realm, "issuance", issuance))]
    assert names == ["issuance.prepared", "issuance.released", "issuance.withdrawn"]
    commands.issue_now(here.clerk, document)
    assert tasks(here, document, open_only=True).total == (len(rounds.numbers(document)) - 1) * 4


def test_who_no_longer_holds_the_post_issues_nothing(here):
    from luoshi.people import commands as offices
    from luoshi.people import queries as holders

    issuance = rounds.prepared(here)
    commands.release(here.clerk, issuance, later=False)
    tenure = holders.holders(here.clerk.post.id)[0].tenure_id
    offices.end_tenure(by=people.MACHINE, tenure_id=tenure, on=clock.today())
    assert commands.carry_out(issuance) == 0
    assert {line.refusal for line in queries.issuance(issuance)[1].lines} == {"no_post"}


def test_readers_see_the_words_the_matters_and_the_way_back(client, here):
    document, _issuance = rounds.issued(here)
    client.force_login(people.account_of(here.secretary))
    page = client.get(url("document", document)).content.decode()
    one = queries.review_of(document).clause(rounds.numbers(document)[0])
    assert f'id="at{one.quote[0]}"' in page
    assert (
        registry.url_for("document-words", (document, one.quote[0])) == f"{url('document', document)}#at{one.quote[0]}"
    )
    assert "任务" in page
    assert url("review", document) not in page
    original = client.get(url("original", document))
    assert original.headers["Content-Disposition"].startswith("attachment")
    assert original.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(original.streaming_content) == rounds.REPORT.encode()


def test_who_sees_no_matter_of_it_sees_no_document(client, here):
    document = rounds.signed(here)
    for viewer in (here.engineer, here.secretary, here.stranger, here.sysadmin):
        client.force_login(people.account_of(viewer))
        assert client.get(url("document", document)).status_code == 404
        assert client.get(url("original", document)).status_code == 404


def test_a_web_page_is_handed_out_as_a_plain_download(client, here):
    page = f"<html><body><script>alert(1)</script><p>{rounds.REPORT}</p></body></html>"
    document = commands.take_in(here.clerk, data=page.encode(), name="a.html")
    client.force_login(people.account_of(here.clerk))
    answer = client.get(url("original", document))
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    answer.close()


def test_a_requirement_to_many_units_goes_out_and_comes_back_slice_by_slice(here, monkeypatch):
    from luoshi.inlets.documents.commands import issuing

    monkeypatch.setattr(issuing, "AT_ONCE", 2)
    monkeypatch.setattr(issuing, "STAGED_A_TURN", 3)
    document, issuance = rounds.issued(here)
    total = (len(rounds.numbers(document)) - 1) * 4
    assert tasks(here, document, open_only=True).total == total
    assert {line.state for line in queries.issuance(issuance)[1].lines} == {"done"}
    commands.withdraw(here.clerk, issuance, words="会议改期")
    for _turn in range(6):
        jobs.run_due()
    assert tasks(here, document, open_only=True).total == 0
    assert queries.issuance(issuance)[1].taken_back == total
