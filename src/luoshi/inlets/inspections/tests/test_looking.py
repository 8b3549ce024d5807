"""On the spot: claims hold or not, nothing is asked for twice, and an unannounced visit is seen by nobody before."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import builders
import people
from luoshi.inlets.inspections import commands, queries
from luoshi.inlets.inspections.refusals import NotHere, Refused
from luoshi.inlets.inspections.tests.group import another_claim, drawn, goer, group, visit_of
from luoshi.journal import queries as journal
from luoshi.journal.refs import StreamRef
from luoshi.ledger import acts
from luoshi.ledger import queries as ledger
from luoshi.ledger.acts import Prose
from luoshi.ledger.commands import Refusal
from luoshi.ledger.matter import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people.district()


@pytest.fixture
def who(here):
    return group(here)


def state(here, matter):
    return ledger.rows_by_id(here.clerk, [matter])[0]


def test_a_claim_that_holds_is_found_on_the_spot_and_one_that_does_not_is_open_again(here, who):
    drawn(here)
    goes = goer(who)
    visit = visit_of(goes)
    good, bad = (one.matter for one in visit.looks)
    due = state(here, bad).due_on
    commands.look_at(goes, visit.id, good, held=True, words="建成并在使用", nonce="nonce-good")
    picture = SimpleUploadedFile("a.txt", b"what was seen", "text/plain")
    commands.look_at(goes, visit.id, bad, held=False, words="没有屋顶", nonce="nonce-bad", uploads=[picture])
    assert (state(here, good).state, state(here, good).grade) == (State.VERIFIED, 5)
    assert (state(here, bad).state, state(here, bad).due_on, state(here, bad).refused) == (State.WORKING, due, 1)
    assert [one.outcome for one in visit_of(goes).looks] == ["held", "false"]
    commands.look_at(goes, visit.id, bad, held=False, words="没有屋顶", nonce="nonce-bad")  # sent twice
    assert state(here, bad).refused == 1
    with pytest.raises(Refused, match="looked_at"):
        commands.look_at(goes, visit.id, bad, held=True, words="又建好了", nonce="nonce-again")
    page = ledger.matter_page(here.liaison, bad)
    assert (page.way[-1].words, len(page.way[-1].files)) == (("没有屋顶",), 1)


def test_only_who_was_drawn_looks_and_only_at_what_was_drawn(here, who):
    drawn(here, claims=1, inspectors=1)
    goes = goer(who)
    visit = visit_of(goes)
    matter = visit.looks[0].matter
    others = [one for one in (*who.all, here.clerk, here.mayor, here.liaison, here.head) if one is not goes]
    for viewer in others:
        with pytest.raises(NotHere):
            commands.look_at(viewer, visit.id, matter, held=True, words="好", nonce=f"nonce-{viewer.person_name}")
    with pytest.raises(NotHere):
        commands.look_at(goes, visit.id, another_claim(here), held=True, words="好", nonce="nonce-other")


def test_what_was_settled_meanwhile_is_not_settled_again(here, who):
    drawn(here, claims=1)
    goes = goer(who)
    visit = visit_of(goes)
    matter = visit.looks[0].matter
    builders.do(here.mayor, matter, acts.Refuse(Prose("材料不实")))
    with pytest.raises(Refusal):
        commands.look_at(goes, visit.id, matter, held=True, words="好", nonce="nonce-late")
    assert visit_of(goes).looks[0].outcome == ""
    commands.end_visit(goes, visit.id)  # it is no claim any more and keeps nobody


def test_a_visit_does_not_end_before_every_claim_was_looked_at(here, who):
    drawn(here)
    goes = goer(who)
    visit = visit_of(goes)
    with pytest.raises(Refused, match="not_done"):
        commands.end_visit(goes, visit.id)
    for number, one in enumerate(visit.looks):
        commands.look_at(goes, visit.id, one.matter, held=True, words="好", nonce=f"nonce-{number}")
    commands.end_visit(goes, visit.id)
    commands.end_visit(goes, visit.id)
    assert not visit_of(goes).is_due
    with pytest.raises(Refused, match="done"):
        commands.step_aside(goes, visit.id, "不想去")


def test_what_the_unit_has_laid_down_is_not_asked_for(here, who):
    shown = builders.accepted(here, title="有材料的事")
    from luoshi.records import commands as records

    kept = records.keep_file(here.realm, SimpleUploadedFile("b.txt", b"paper"), name="b.txt", media_type="text/plain")
    from luoshi.ledger.events import Attachment

    files = (Attachment(file=kept.id, digest=kept.digest),)
    builders.do(here.liaison, shown, acts.Claim(Prose("完成"), files))
    drawn(here, claims=1)
    goes = goer(who)
    visit = visit_of(goes)
    bare = next(one.matter for one in visit.looks if one.matter != shown)
    with pytest.raises(Refused, match="held_already") as refusal:
        commands.ask_for_paper(goes, visit.id, shown, "验收单", nonce="nonce-paper")
    assert refusal.value.link == str(shown)
    commands.ask_for_paper(goes, visit.id, bare, "验收单", nonce="nonce-paper")
    assert visit_of(goes).asked == ("验收单",)
    names = [entry.name for entry in journal.entries(StreamRef(here.realm, "inspection", visit.id))]
    assert names == ["inspection.paper_not_asked", "inspection.paper_asked"]


def test_an_unannounced_visit_is_nothing_to_the_unit_before_it_is_over(here, who):
    which = drawn(here, claims=1)
    goes = goer(who)
    visit = visit_of(goes)
    concerned = (here.head, here.liaison)
    for viewer in concerned:
        assert queries.visits_to(viewer) == []
        assert queries.waiting(viewer) == queries.Waiting()
        with pytest.raises(NotHere):
            queries.draw(viewer, which)
        with pytest.raises(NotHere):
            queries.draw_file(viewer, which)
    commands.look_at(goes, visit.id, visit.looks[0].matter, held=True, words="好", nonce="nonce-x")
    commands.end_visit(goes, visit.id)
    for viewer in concerned:
        assert [row.unit for row in queries.visits_to(viewer)] == [here.town]
        assert queries.draw_file(viewer, which)["seed"]
    assert queries.visits_to(here.stranger) == []
    with pytest.raises(NotHere):
        queries.draw(here.stranger, which)


def test_an_announced_one_is_known_before(here, who):
    which = drawn(here, claims=1, announced=True)
    assert [row.announced for row in queries.visits_to(here.head)] == [True]
    assert queries.draw(here.head, which).is_drawn


def test_the_estimate_counts_what_was_drawn_and_a_false_claim_still_as_claimed(here, who):
    drawn(here, claims=3)
    goes = goer(who)
    visit = visit_of(goes)
    before = queries.estimate(here.mayor, here.district.id).found
    assert (before.claimed, before.checked) == (3, 0)
    commands.look_at(goes, visit.id, visit.looks[0].matter, held=True, words="好", nonce="nonce-1")
    commands.look_at(goes, visit.id, visit.looks[1].matter, held=False, words="没有", nonce="nonce-2")
    found = queries.estimate(here.mayor, here.district.id)
    assert (found.found.claimed, found.found.checked, found.found.held) == (3, 2, 1)
    assert (found.found.low, found.found.high) == (1, 2)
    assert [(unit, count) for unit, count in found.next_units] == [(here.town, 1)]
    builders.do(
        here.inspector, another_claim(here), acts.Refuse(Prose("不实"))
    )  # not drawn: says nothing of the others
    assert queries.estimate(here.mayor, here.district.id).found.checked == 2
    with pytest.raises(NotHere):
        queries.estimate(here.head, here.town.id)
    with pytest.raises(ledger.NoSuchMatter):
        queries.estimate(here.mayor, people.district("130210").district.id)


def test_boards_can_ask_for_the_estimate(here, who):
    from luoshi.web import registry

    assert registry.estimate_of(here.mayor, here.town.id) is None
    drawn(here, claims=1)
    goes = goer(who)
    visit = visit_of(goes)
    commands.look_at(goes, visit.id, visit.looks[0].matter, held=True, words="好", nonce="nonce-1")
    said = registry.estimate_of(here.mayor, here.town.id)
    assert (said.claimed, said.checked, said.held, said.low, said.high) == (1, 1, 1, 1, 1)
    assert registry.estimate_of(here.head, here.town.id) is None
