"""One requirement to many units: staged, dropped without a trace, released, written in slices, taken back."""

import pytest

import builders
import people
from luoshi.base import clock, ids
from luoshi.journal import queries as journal
from luoshi.journal.refs import StreamRef
from luoshi.journal.verify import verify
from luoshi.ledger import commands, issuing, projection, queries
from luoshi.ledger.commands import Line, Refusal
from luoshi.ledger.events import Role, Words
from luoshi.ledger.models import Card, OutgoingLine
from luoshi.ledger.tests.test_laws import COLUMNS, cards, counts, length
from luoshi.records import commands as records

pytestmark = pytest.mark.django_db
DUE = builders.in_days(20)


@pytest.fixture
def here():
    return people.district()


@pytest.fixture
def whole(here):
    return builders.requirement(here)


ISSUANCE = ids.derived_id("test", "going out")


def lines(here):
    units = [here.town, here.other_town, here.village, here.other_village]
    held = people.queries.responsible_posts([unit.id for unit in units])
    found = [Line(unit.id, held[unit.id].id if unit.id in held else None, DUE) for unit in units]
    return [*found, Line(here.water.id, None, None, Role.ASSIST)]


def staged(here, whole):
    return commands.stage(here.clerk, whole, lines(here), issuance=ISSUANCE)


def released(here, whole):
    staged(here, whole)
    return commands.release(here.clerk, whole, issuance=ISSUANCE)


def out(here, whole):
    released(here, whole)
    return commands.carry_out(here.realm, whole, issuance=ISSUANCE)


def parts(whole):
    return Card.objects.get(id=whole).children


def state(here):
    return length(here.realm), cards(here.realm), counts(here.realm)


def test_what_is_staged_is_dropped_without_a_trace(here, whole):
    before = state(here)
    assert staged(here, whole).total == 5
    assert state(here) == before
    commands.cancel(here.clerk, whole, issuance=ISSUANCE)
    assert state(here) == before
    assert not OutgoingLine.objects.exists()
    with pytest.raises(issuing.Dropped):
        commands.release(here.clerk, whole, issuance=ISSUANCE)


def test_staging_goes_on_behind_what_stands(here, whole):
    commands.stage(here.clerk, whole, lines(here)[:2], issuance=ISSUANCE)
    assert staged(here, whole).total == 5
    assert staged(here, whole).total == 5
    out(here, whole)
    assert parts(whole) == 5


def test_every_unit_gets_what_one_by_one_would_have_given_it(here, whole):
    other = builders.requirement(here)
    out(here, whole)
    commands.issue(here.clerk, other, lines(here), issuance=ISSUANCE)

    def essence(requirement):
        found = Card.objects.filter(realm=here.realm, requirement=requirement).order_by("path", "role")
        same = [name for name in COLUMNS if name not in {"id", "parent", "requirement", "title_text"}]
        return list(found.values(*same))

    assert essence(whole) == essence(other)
    assert len(essence(whole)) == 5
    row = queries.matters(here.secretary, queries.Filter(requirement=whole)).rows[0]
    entries = journal.entries(StreamRef(here.realm, projection.STREAM, row.id))
    assert [entry.name for entry in entries] == ["matter.opened", "matter.due_decided", "matter.assigned"]
    assert {entry.actor.name for entry in entries} == {"clerk"}


def test_a_rebuilt_board_equals_what_slices_wrote_and_the_chain_holds(here, whole):
    out(here, whole)
    before = cards(here.realm), counts(here.realm)
    projection.rebuild(here.realm)
    assert (cards(here.realm), counts(here.realm)) == before
    assert verify().problems == []


def test_whoever_goes_on_neither_leaves_out_nor_doubles(here, whole):
    released(here, whole)
    done = commands.carry_on(here.realm, whole, issuance=ISSUANCE, size=2)
    assert (done.written, done.is_over) == (2, False)
    assert parts(whole) == 0
    told = []
    commands.carry_out(here.realm, whole, issuance=ISSUANCE, tell=told.append)
    assert told[-1] == issuing.Progress("done", 5, 5)
    after = state(here)
    commands.carry_out(here.realm, whole, issuance=ISSUANCE)
    assert state(here) == after
    assert Card.objects.filter(requirement=whole).count() == 5
    assert not OutgoingLine.objects.exists()


def test_what_is_released_is_not_cancelled_and_not_staged_again(here, whole):
    released(here, whole)
    with pytest.raises(issuing.AlreadyReleased):
        commands.cancel(here.clerk, whole, issuance=ISSUANCE)
    with pytest.raises(issuing.AlreadyReleased):
        staged(here, whole)


def test_only_the_sender_issues(here, whole):
    with pytest.raises(Refusal):
        commands.stage(here.inspector, whole, lines(here), issuance=ISSUANCE)


def test_a_cooperating_unit_hangs_on_the_only_lead(here, whole):
    two = [Line(here.town.id), Line(here.water.id, role=Role.ASSIST)]
    commands.stage(here.clerk, whole, two, issuance=ISSUANCE)
    commands.release(here.clerk, whole, issuance=ISSUANCE)
    commands.carry_out(here.realm, whole, issuance=ISSUANCE)
    found = {card.role: card for card in Card.objects.filter(requirement=whole)}
    assert found["assist"].parent == found["lead"].id
    assert found["lead"].parent == whole


def reason(here):
    ref = records.write_text(here.realm, "会议改期")
    return Words(ref.id, ref.commitment)


def test_many_are_taken_back_together(here, whole):
    out(here, whole)
    one = queries.matters(here.clerk, queries.Filter(requirement=whole, lead=here.town.id)).rows[0].id
    builders.do(here.clerk, one, builders.acts.Withdraw(builders.Prose("不合适")))
    why, sizes, after = reason(here), [], None
    while (done := commands.withdraw_slice(here.clerk, ISSUANCE, whole, why, after=after, size=3)).last:
        sizes.append(done.count)
        after = done.last
    assert sizes == [3, 1]
    assert commands.withdraw_slice(here.clerk, ISSUANCE, whole, why) == commands.Withdrawal(0, None)
    found = queries.matters(here.clerk, queries.Filter(requirement=whole))
    assert {row.state.value for row in found.rows} == {"withdrawn"}
    before = cards(here.realm), counts(here.realm)
    projection.rebuild(here.realm)
    assert (cards(here.realm), counts(here.realm)) == before
    assert verify().problems == []
    last = journal.entries(StreamRef(here.realm, projection.STREAM, found.rows[0].id))[-1]
    assert (last.name, clock.day(last.happened_at)) == ("matter.withdrawn", clock.today())


def test_what_was_not_written_yet_is_not_written_after_it_was_taken_back(here, whole):
    released(here, whole)
    commands.carry_on(here.realm, whole, issuance=ISSUANCE, size=2)
    why = reason(here)
    assert commands.withdraw_slice(here.clerk, ISSUANCE, whole, why).count == 2
    assert commands.carry_out(here.realm, whole, issuance=ISSUANCE).state == "stopped"
    assert Card.objects.filter(requirement=whole, state="withdrawn").count() == 2
    assert Card.objects.filter(requirement=whole).count() == 2


def test_somebody_else_takes_nothing_back(here, whole):
    out(here, whole)
    before = state(here)
    with pytest.raises(Refusal):
        commands.withdraw_slice(here.inspector, ISSUANCE, whole, reason(here))
    assert state(here) == before
