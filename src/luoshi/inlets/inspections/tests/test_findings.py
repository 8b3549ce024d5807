"""Fact sheets: three signatures of three people, fed back, objected to within 30 days, decided by others."""

from datetime import timedelta

import pytest

import people
from luoshi.base import clock
from luoshi.inlets.inspections import commands, queries
from luoshi.inlets.inspections.models import Finding
from luoshi.inlets.inspections.refusals import NotHere, Refused
from luoshi.inlets.inspections.tests.group import drawn, fed_back, goer, group, handler_of, visit_of, written
from luoshi.journal import queries as journal
from luoshi.journal.refs import StreamRef
from luoshi.ledger import acts
from luoshi.ledger import commands as ledger_commands
from luoshi.ledger import queries as ledger
from luoshi.ledger.acts import Prose
from luoshi.ledger.events import Kind, Nature
from luoshi.ledger.matter import State
from luoshi.people.viewer import Duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people.district()


@pytest.fixture
def who(here):
    made = group(here)
    drawn(here, claims=1)
    return made


def others(who, made):
    return [one for one in who.all if str(one.person_id) != handler_of(who, made)]


def test_three_different_people_sign_and_only_then_the_unit_sees_it(here, who):
    made = written(who)
    by = next(one for one in who.all if str(one.person_id) == handler_of(who, made))
    second, third = others(who, made)
    with pytest.raises(Refused, match="same_person"):
        commands.sign(by, made)
    assert commands.sign(second, made) == "countersigned"
    with pytest.raises(Refused, match="same_person"):
        commands.sign(second, made)
    with pytest.raises(NotHere):
        queries.finding(here.head, made)
    assert queries.findings_about(here.head) == []
    assert commands.sign(third, made) == "fed_back"
    found = queries.finding(here.head, made)
    assert [name for _role, name, _at in found.signatures] == [by.person_name, second.person_name, third.person_name]
    with pytest.raises(Refused, match="wrong_state"):
        commands.sign(third, made)
    with pytest.raises(NotHere):
        queries.finding(here.stranger, made)


@pytest.mark.parametrize("name", ["clerk", "mayor", "head", "liaison", "leader", "archivist", "sysadmin", "newcomer"])
def test_nobody_but_the_supervision_group_signs(here, who, name):
    made = written(who)
    with pytest.raises(NotHere):
        commands.sign(here.people[name], made)


def test_who_belongs_to_the_unit_or_has_a_conflict_does_not_sign(here, who):
    made = written(who)
    own = people.viewer("own", here.village, Duty.SUPERVISION, scope=here.district)
    with pytest.raises(Refused, match="recused"):
        commands.sign(own, made)
    second = others(who, made)[0]
    commands.declare(second, here.town.id)
    with pytest.raises(Refused, match="recused"):
        commands.sign(second, made)


def test_a_signed_finding_is_a_matter_of_the_unit_that_is_verified_on_the_spot(here, who):
    made = fed_back(who)
    which = queries.finding(here.clerk, made).matter
    page = ledger.matter_page(here.liaison, which)
    assert (page.matter.kind, page.matter.lead, page.matter.issuer) == (Kind.FINDING, here.town.id, here.district.id)
    assert page.row.due_on == clock.today() + timedelta(days=60)
    assert page.row.title.startswith("活动室没有屋顶")
    for act in (acts.Accept(), acts.Progress(Prose("已上梁")), acts.Claim(Prose("建成"))):
        ledger_commands.perform(here.liaison, which, act)
    ledger_commands.perform(here.inspector, which, acts.Verify(Nature.SPOT, Prose("屋顶已建成")))
    assert ledger.rows_by_id(here.clerk, [which])[0].grade == 5
    assert queries.finding_of_matter(here.liaison, which) == made
    assert queries.finding_of_matter(here.stranger, which) is None


def test_a_claim_that_did_not_hold_becomes_no_second_matter(here, who):
    goes = goer(who)
    visit = visit_of(goes)
    about = visit.looks[0].matter
    with pytest.raises(NotHere):
        written(who, about=about, by=goes)  # nobody has said yet that it did not hold
    commands.look_at(goes, visit.id, about, held=False, words="没有屋顶", nonce="nonce-1")
    before = ledger.matters(here.clerk).total
    made = fed_back(who, about=about, by=goes)
    found = queries.finding(here.head, made)
    assert (found.matter, found.is_matter_of_its_own) == (about, False)
    assert ledger.matters(here.clerk).total == before


def test_an_objection_upheld_withdraws_finding_and_matter_and_is_shown(here, who):
    made = fed_back(who)
    commands.object_to(here.liaison, made, "屋顶4月20日已完工，附验收单")
    for viewer in who.all:
        with pytest.raises(NotHere):
            commands.decide(viewer, made, upheld=True, words="属实")
    commands.decide(here.clerk, made, upheld=True, words="复核属实，撤销")
    found = queries.finding(here.liaison, made)
    assert (found.state, found.objection, found.decision) == ("upheld", "屋顶4月20日已完工，附验收单", "复核属实，撤销")
    assert ledger.rows_by_id(here.clerk, [found.matter])[0].state is State.WITHDRAWN
    with pytest.raises(Refused, match="wrong_state"):
        commands.decide(here.mayor, made, upheld=False, words="再想想")


def test_one_rejected_leaves_it_standing(here, who):
    made = fed_back(who)
    commands.object_to(here.head, made, "不是事实")
    commands.decide(here.mayor, made, upheld=False, words="照片和两名群众证实")
    found = queries.finding(here.head, made)
    assert found.state == "rejected"
    assert ledger.rows_by_id(here.clerk, [found.matter])[0].state is State.ASSIGNED
    with pytest.raises(Refused, match="wrong_state"):
        commands.object_to(here.head, made, "还是不对")


def test_who_went_or_signed_does_not_decide_in_another_post(here, who):
    """Somebody of the group who is of the office too: another person has to decide."""
    made = fed_back(who)
    from luoshi.people import commands as posts
    from luoshi.people import queries as held

    signer = who.second
    posts.appoint(by=people.MACHINE, post_id=here.clerk.post.id, person_id=signer.person_id, on=people.SINCE)
    both = held.viewer_for(people.account_of(signer), here.clerk.post.id)
    commands.object_to(here.head, made, "不是事实")
    with pytest.raises(Refused, match="signed"):
        commands.decide(both, made, upheld=False, words="属实")
    assert not queries.finding(both, made).may_decide
    assert queries.waiting(both).to_decide == ()
    assert [row.id for row in queries.waiting(here.mayor).to_decide] == [made]


@pytest.mark.parametrize(("days", "may"), [(30, True), (31, False)])
def test_thirty_days_and_no_longer(here, who, days, may):
    made = fed_back(who)
    Finding.objects.filter(id=made).update(fed_back_on=clock.today() - timedelta(days=days))
    assert queries.finding(here.head, made).may_object is may
    if may:
        commands.object_to(here.head, made, "不是事实")
    else:
        with pytest.raises(Refused, match="too_late"):
            commands.object_to(here.head, made, "不是事实")


@pytest.mark.parametrize("name", ["stranger", "clerk", "mayor", "inspector", "secretary", "engineer", "newcomer"])
def test_only_the_unit_objects(here, who, name):
    made = fed_back(who)
    with pytest.raises(NotHere):
        commands.object_to(here.people[name], made, "不是事实")


def test_the_journal_says_who_did_what_and_holds_no_words(here, who):
    made = fed_back(who)
    commands.object_to(here.head, made, "不是事实")
    commands.decide(here.mayor, made, upheld=True, words="属实")
    entries = journal.entries(StreamRef(here.realm, "finding", made))
    assert [entry.name.partition(".")[2] for entry in entries] == [
        "written", "signed", "signed", "fed_back", "objected", "objection_decided",
    ]  # fmt: skip
    assert len({entry.actor.id for entry in entries}) == 5
    assert "屋顶" not in "".join(str(entry.payload) for entry in entries)


def test_a_supervision_group_opens_findings_and_nothing_else(here):
    from dataclasses import replace

    import builders
    from luoshi.base import ids
    from luoshi.ledger.commands import NotYours, Opening

    opening = Opening(
        id=ids.new_id(), kind=Kind.TASK, title=builders.words(here.realm, "任务"), campaign=here.campaign.id,
        issuer=here.district.id, lead=here.town.id,
    )  # fmt: skip
    with pytest.raises(NotYours):
        ledger_commands.open_matters(here.inspector, [opening], inlet="test")
    other = replace(opening, kind=Kind.FINDING, issuer=here.town.id)
    with pytest.raises(NotYours):
        ledger_commands.open_matters(here.inspector, [other], inlet="test")
    assert ledger_commands.open_matters(here.inspector, [replace(opening, kind=Kind.FINDING)], inlet="test") == 1
