"""The review as a person does it: pages without a script, every refusal one sentence."""

from datetime import timedelta

import pytest
from django.urls import reverse

import people
from luoshi.base import clock
from luoshi.inlets.documents import commands, queries, review
from luoshi.inlets.documents.clauses import Field, Role, Target, Verdict
from luoshi.inlets.documents.models import Clause
from luoshi.inlets.documents.tests import rounds
from luoshi.journal import queries as journal
from luoshi.journal.refs import StreamRef
from luoshi.ledger import queries as ledger
from luoshi.people.viewer import Duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people.district()


@pytest.fixture
def office(client, here):
    client.force_login(people.account_of(here.clerk))
    return client


@pytest.fixture
def document(here):
    return rounds.taken_in(here)


def url(name, document, *more):
    return reverse(f"documents:{name}", args=[document, *more])


def clause(document, words):
    text = queries.text_of(document)
    return next(c for c in queries.review_of(document).clauses if words in text[c.start : c.end])


def test_document_and_cards_link_to_each_other(office, document):
    page = office.get(url("review", document)).content.decode()
    for one in queries.review_of(document).clauses:
        assert f'id="w{one.number}"' in page
        assert f'href="#w{one.number}"' in page
        assert f'id="c{one.number}"' in page
        assert f'href="#c{one.number}"' in page
    assert "承办待定" in page
    assert "时限待定" in page
    assert f"还有{len(queries.review_of(document).clauses)}条待定" in page


def test_every_character_of_the_text_is_on_the_page(office, document):
    from lxml import html

    page = html.fromstring(office.get(url("review", document)).content)
    shown = "".join(span.text or "" for span in page.xpath("//*[@data-start]"))
    assert "".join(shown.split()) == "".join(rounds.REPORT.split())


def test_a_whole_review_without_a_script(office, here, document):
    for one in queries.review_of(document).clauses:
        data = {"as": one.proposed.value, "why": one.why}
        answer = office.post(url("decide", document, one.number), data)
        assert answer.status_code == 302
    assert queries.review_of(document).undecided == ()
    answer = office.get(url("sign", document)).content.decode()
    assert "mayor" in answer
    assert office.post(url("sign", document)).headers["Location"] == url("issue", document)
    matters = ledger.matters(here.clerk, ledger.Filter(document=document))
    assert {row.start for row in matters.rows} == {c.quote[0] for c in queries.review_of(document).requirements}


def test_after_a_decision_one_stands_at_the_next_undecided_card(office, document):
    first, second = queries.review_of(document).clauses[:2]
    answer = office.post(url("decide", document, first.number), {"as": "nothing", "why": "heading"})
    assert answer.headers["Location"] == f"{url('review', document)}#c{second.number}"


def test_behind_the_last_card_one_begins_with_what_was_left_and_then_stands_at_the_signature(office, document):
    *left, last = queries.review_of(document).clauses
    answer = office.post(url("decide", document, last.number), {"as": "nothing", "why": "report"})
    assert answer.headers["Location"] == f"{url('review', document)}#c{left[0].number}"
    for clause in left:
        answer = office.post(url("decide", document, clause.number), {"as": "nothing", "why": "report"})
    assert answer.headers["Location"] == f"{url('review', document)}#bar"


def test_units_and_dates_stand_open_until_they_are_decided(office, here):
    document = rounds.taken_in(here)
    assert '<details class="together" open>' in office.get(url("review", document)).content.decode()
    wanted = rounds.numbers(document)
    rounds.give(here, document, wanted, Target(units=(here.water.id,)))
    commands.perform(here.clerk, document, [review.SetDue(wanted, clock.today())])
    assert '<details class="together">' in office.get(url("review", document)).content.decode()


def test_a_script_gets_the_changed_parts_only(office, document):
    one = queries.review_of(document).clauses[0]
    answer = office.post(url("decide", document, one.number), {"as": "nothing"}, headers={"X-Part": "1"})
    page = answer.content.decode()
    assert f'id="c{one.number}"' in page
    assert 'id="bar"' in page
    assert "<html" not in page


def test_stances_and_nothings_are_confirmed_by_paragraph_and_requirements_are_not(office, document):
    all_of_them = [c.number for c in queries.review_of(document).clauses]
    answer = office.post(url("plain", document), {"clause": all_of_them})
    assert answer.status_code == 422
    assert "要求须逐条确认" in answer.content.decode()
    plain = [c.number for c in queries.review_of(document).clauses if c.proposed is not Verdict.REQUIREMENT]
    assert office.post(url("plain", document), {"clause": plain}).status_code == 302
    assert {c.number for c in queries.review_of(document).undecided} == set(rounds.numbers(document))


def test_nothing_needs_a_reason_from_the_list(office, document):
    wanted = rounds.numbers(document)[0]
    for data in ({"as": "nothing"}, {"as": "nothing", "why": "because"}):
        answer = office.post(url("decide", document, wanted), data)
        assert answer.status_code == 422
        assert "请选择原因" in answer.content.decode()
    assert office.post(url("decide", document, wanted), {"as": "maybe"}).status_code == 422
    assert queries.review_of(document).clause(wanted).decided is None


def test_every_field_is_corrected_by_words_of_the_text(office, document):
    one = clause(document, "检修全部取水口")
    page = office.get(url("clause", document, one.number)).content.decode()
    assert "检修全部取水口" in page
    day = clock.today() + timedelta(days=9)
    data = {
        "quote": "检修全部取水口",
        "lead": "区水务局",
        "assist": "各单位",
        "speaker": "赵明远",
        "due": day.isoformat(),
    }
    answer = office.post(url("clause", document, one.number), data)
    assert answer.headers["Location"] == f"{url('review', document)}#c{one.number}"
    changed, text = queries.review_of(document).clause(one.number), queries.text_of(document)
    assert text[slice(*changed.quote)] == "检修全部取水口"
    assert [text[slice(*span)] for span in changed.assist] == ["各单位"]
    assert changed.due == day


def test_words_that_are_not_in_the_text_are_refused(office, document):
    one = clause(document, "检修全部取水口")
    before = queries.review_of(document)
    for field, words in {"quote": "修建新水库", "lead": "区水利局", "problem": "水不够"}.items():
        answer = office.post(url("clause", document, one.number), {"quote": "检修全部取水口", field: words})
        assert answer.status_code == 422
        assert f"原文中没有“{words}”" in answer.content.decode()
    answer = office.post(url("clause", document, one.number), {"quote": "全面排查火灾隐患"})
    assert answer.status_code == 422
    assert "不在本条之内" in answer.content.decode()
    answer = office.post(url("add", document), {"words": "修建新水库"})
    assert answer.status_code == 422
    assert "原文中没有“修建新水库”" in answer.content.decode()
    assert queries.review_of(document) == before


def test_a_clause_is_cut_in_two_and_joined_again(office, document):
    one = clause(document, "加强值班备勤")
    before = len(queries.review_of(document).clauses)
    if "领导带班" not in queries.text_of(document)[one.start : one.end]:
        office.post(url("merge", document, one.number))
        before -= 1
    assert office.post(url("split", document, one.number), {"words": "严格落实"}).status_code == 302
    assert len(queries.review_of(document).clauses) == before + 1
    assert office.post(url("merge", document, one.number)).status_code == 302
    assert len(queries.review_of(document).clauses) == before
    refused = office.post(url("split", document, one.number), {"words": "春天"})
    assert refused.status_code == 422
    assert "本条中没有“春天”" in refused.content.decode()


def test_selected_words_become_a_requirement_and_the_rest_stays(office, document):
    text = queries.text_of(document)
    at = text.index("全区防火工作")
    data = {"words": "全区防火工作", "start": at, "end": at + 6}
    answer = office.post(url("add", document), data)
    assert answer.status_code == 302
    new = clause(document, "全区防火工作")
    assert new.decided is Verdict.REQUIREMENT
    assert text[slice(*new.quote)] == "全区防火工作"
    assert office.post(url("add", document), {"words": "全区 防火\n工作", "start": 3, "end": 2}).status_code == 302


def test_one_date_for_a_paragraph_for_the_chosen_and_for_all(office, document):
    wanted = rounds.numbers(document)
    day = clock.today() + timedelta(days=5)

    def dated():
        return {c.number for c in queries.review_of(document).clauses if c.due == day}

    office.post(url("dates", document), {"due": day.isoformat(), "to": "", "clause": [wanted[0]]})
    assert dated() == {wanted[0]}
    office.post(url("dates", document), {"due": day.isoformat(), "to": "paragraph:4"})
    assert set(wanted) >= dated() > {wanted[0]} or dated() == set(wanted)
    office.post(url("dates", document), {"due": day.isoformat(), "to": "all"})
    assert dated() == set(wanted)
    office.post(url("dates", document), {"due": "", "to": "all"})
    assert dated() == set()


def test_a_date_that_has_passed_and_a_choice_of_none_are_refused(office, document):
    answer = office.post(url("dates", document), {"due": "2014-04-30", "to": "all"})
    assert answer.status_code == 422
    assert "这一天已经过去" in answer.content.decode()
    answer = office.post(url("dates", document), {"due": "", "to": ""})
    assert answer.status_code == 422
    assert "没有选中要求" in answer.content.decode()


def test_a_name_is_turned_into_units_once_for_all_clauses_that_carry_it(office, here, document):
    address = url("owner", document) + "?name=&role=lead"
    page = office.get(address).content.decode()
    assert "（2）" in page
    looked = office.post(address, {"kinds": ["town", "village"], "look": "1"}).content.decode()
    assert "所指单位4个" in looked
    answer = office.post(address, {"kinds": ["town", "village"], "units": "区水务局", "without": "七农场"})
    assert answer.status_code == 302
    unnamed = [c for c in queries.review_of(document).requirements or queries.review_of(document).clauses if not c.lead]
    for one in (c for c in unnamed if c.is_requirement):
        assert {unit.name for unit in queries.resolve(one.lead_target)} == {"唐海镇", "一队", "二队", "区水务局"}


def test_an_unknown_or_ambiguous_unit_is_refused(office, here, document):
    address = url("owner", document) + "?name=&role=lead"
    for data, words in (({"units": "月球局"}, "没有“月球局”"), ({}, "没有指定单位")):
        answer = office.post(address, data)
        assert answer.status_code == 422
        assert words in answer.content.decode()


def test_an_equal_name_is_proposed_and_taken_only_when_confirmed(office, here, document):
    one = clause(document, "检修全部取水口")
    commands.perform(here.clerk, document, [review.Change(one.number, Field.LEAD, (_span(document, "区水务局要"),))])
    page = office.get(url("review", document)).content.decode()
    assert "同时以区水务局为牵头单位" in page
    assert queries.review_of(document).clause(one.number).lead_target is None
    office.post(url("decide", document, one.number), {"as": "requirement", "lead": str(here.water.id)})
    assert queries.review_of(document).clause(one.number).lead_target == Target(units=(here.water.id,))


def _span(document, words):
    at = queries.text_of(document).index(words)
    return at, at + len(words) - 1


def test_an_undecided_clause_stops_the_signature(office, here, document):
    answer = office.post(url("sign", document))
    assert answer.status_code == 422
    assert "条待定，未予审定" in answer.content.decode()
    assert ledger.matters(here.clerk, ledger.Filter(document=document)).total == 0


def test_two_who_sign_the_same_review(client, here, document):
    rounds.decide_all(here, document)
    other = people.viewer("second_clerk", here.office, Duty.OFFICE, scope=here.district)
    commands.sign(here.clerk, document)
    client.force_login(people.account_of(other))
    answer = client.post(url("sign", document))
    assert answer.status_code == 422
    assert "clerk已经审定本文件" in answer.content.decode()
    names = [entry.name for entry in journal.entries(StreamRef(here.realm, "review", document))]
    assert names.count("review.signed") == 1


def test_a_signature_on_what_has_changed_since_is_refused(office, here, document):
    rounds.decide_all(here, document)
    seen = queries.document_of_office(here.clerk, document).seq
    commands.perform(here.clerk, document, [review.SetDue(rounds.numbers(document)[:1], clock.today())])
    answer = office.post(url("sign", document), {"seen": seen})
    assert answer.status_code == 422
    assert "其间他人改动了审核内容" in answer.content.decode()
    assert queries.document_of_office(here.clerk, document).state == "open"


def test_what_is_signed_is_changed_only_after_it_was_reopened(office, here):
    document = rounds.signed(here)
    one = rounds.numbers(document)[0]
    answer = office.post(url("decide", document, one), {"as": "stance"})
    assert answer.status_code == 422
    assert "请先重开审核" in answer.content.decode()
    assert office.post(url("reopen", document), {"words": ""}).status_code == 422
    assert office.post(url("reopen", document), {"words": "漏了一条"}).status_code == 302
    assert office.post(url("decide", document, one), {"as": "stance"}).status_code == 302
    states = {row.state.value for row in ledger.matters(here.clerk, ledger.Filter(document=document)).rows}
    assert states == {"withdrawn"}
    commands.sign(here.clerk, document)
    open_now = ledger.matters(here.clerk, ledger.Filter(document=document, open_only=True))
    assert open_now.total == len(rounds.numbers(document))


def test_owner_and_date_can_still_be_decided_after_the_signature(office, here):
    document = rounds.signed(here)
    last = rounds.numbers(document)[-1]
    address = f"{url('owner', document)}?clause={last}&role=lead"
    assert office.post(address, {"units": "区水务局"}).status_code == 302
    assert [unit.name for unit in queries.resolve(queries.review_of(document).clause(last).lead_target)] == ["区水务局"]


def test_every_correction_is_an_entry_and_rows_are_made_anew_from_them(here, document):
    wanted = rounds.numbers(document)
    acts = [
        review.Decide(wanted[0], Verdict.STANCE),
        review.Merge(wanted[1]),
        review.Add(0, 6),
        review.SetDue(wanted[-1:], clock.today()),
        review.SetTarget(wanted[-1:], Role.ASSIST, Target(units=(here.water.id,))),
    ]
    commands.perform(here.clerk, document, acts)
    rounds.decide_all(here, document)
    commands.sign(here.clerk, document)
    live = queries.review_of(document)
    columns = list(Clause.objects.filter(document=document).order_by("start").values())
    assert commands.rebuild(here.realm) == 1
    assert queries.review_of(document) == live
    again = list(Clause.objects.filter(document=document).order_by("start").values())
    assert [{**row, "id": 0} for row in again] == [{**row, "id": 0} for row in columns]


def test_nobody_else_reviews(here, document):
    for viewer in (here.mayor, here.liaison, here.leader, here.sysadmin):
        with pytest.raises(commands.NoSuchDocument):
            commands.perform(viewer, document, [review.Undecide(1)])
        with pytest.raises(commands.NoSuchDocument):
            commands.sign(viewer, document)


def test_what_waits_is_on_the_desk_of_the_office(here, document):
    from luoshi.web import registry

    assert [one.url for one in registry.todos_for(here.clerk) if "review" in one.url] == [url("review", document)]
    assert [one for one in registry.todos_for(here.mayor) if "/documents/" in one.url] == []
    rounds.decide_all(here, document)
    commands.sign(here.clerk, document)
    assert url("issue", document) in [one.url for one in registry.todos_for(here.clerk)]


def test_sending_a_form_twice_changes_nothing_more(office, document):
    one, two = queries.review_of(document).clauses[:2]
    data = {"next": two.number}
    assert office.post(url("merge", document, one.number), data).status_code == 302
    after = queries.review_of(document)
    answer = office.post(url("merge", document, one.number), data)
    assert answer.status_code == 422
    assert "已被合并或拆分" in answer.content.decode()
    assert queries.review_of(document) == after
    for _time in range(2):
        assert office.post(url("add", document), {"words": "全区防火工作"}).status_code == 302
    assert len([c for c in queries.review_of(document).clauses if c.decided is Verdict.REQUIREMENT]) == 1


def test_several_names_in_one_clause_are_decided_one_after_another(office, here, document):
    one = clause(document, "检修全部取水口")
    spans = (_span(document, "区水务局要"), _span(document, "各单位要"))
    commands.perform(here.clerk, document, [review.Change(one.number, Field.LEAD, spans), review.Undecide(one.number)])
    for name, data in (("区水务局", {"units": "区水务局"}), ("各单位", {"kinds": ["town"]})):
        answer = office.post(f"{url('owner', document)}?role=lead&name={name}", data)
        assert answer.status_code == 302
    meant = queries.resolve(queries.review_of(document).clause(one.number).lead_target)
    assert {unit.name for unit in meant} == {"唐海镇", "七农场", "区水务局"}
