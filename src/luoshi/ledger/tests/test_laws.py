"""What must hold after any history at all."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

import builders
import people
from luoshi.base import clock
from luoshi.journal import queries as journal
from luoshi.journal.refs import Source
from luoshi.ledger import acts, commands, projection, queries, standings, tallies, wholes
from luoshi.ledger.acts import Prose
from luoshi.ledger.models import Card, Standing, TallyDelta
from luoshi.ledger.tests.histories import History, kinds

HOW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
OFTEN = settings(HOW, max_examples=300)
COLUMNS = [f.name for f in Card._meta.concrete_fields]


def cards(realm):
    return list(Card.objects.filter(realm=realm).order_by("id").values(*COLUMNS))


def counts(realm):
    found = Counter()
    for row in TallyDelta.objects.filter(realm=realm).values(*tallies.DIMENSIONS, "n"):
        found[tuple(row[name] for name in tallies.DIMENSIONS)] += row["n"]
    return {key: n for key, n in found.items() if n}


def sums(realm):
    """What stands under every unit on every day, and what is ahead."""
    found = Standing.objects.filter(realm=realm, part__in=[standings.BELOW, standings.AHEAD])
    read = {(row.unit, row.part, row.day): standings.read(row.counts) for row in found}
    return {key: counts for key, counts in read.items() if counts}


def length(realm):
    return sum(journal.head(ref) for ref in journal.streams(realm, projection.STREAM))


class Laws(TestCase):
    __test__ = False

    def begun(self):
        self.here = people.district()  # within the example, which is rolled back
        return History.begun(self.here, builders.requirement)

    def law_rebuilding(self, data):
        history = self.begun()
        for _ in range(data.draw(st.integers(1, 12))):
            history.step(data.draw)
        realm = self.here.realm
        live, counted = cards(realm), counts(realm)
        standings.fold(realm)
        folded = sums(realm)
        projection.rebuild(realm)
        assert cards(realm) == live
        assert counts(realm) == counted
        assert standings.fold(realm) == 0
        assert sums(realm) == folded

    def law_counting(self, data):
        history = self.begun()
        for _ in range(data.draw(st.integers(1, 10))):
            history.step(data.draw)
            if data.draw(st.booleans()):
                standings.fold(self.here.realm)
        clerk, unit = self.here.clerk, self.here.district.id
        board = queries.board(clerk, unit)
        by_hand = Counter(
            row.state for row in queries.export_rows(clerk, queries.Filter(role="lead")) if row.kind != "requirement"
        )
        assert dict(board.figures.states) == dict(by_hand)
        then = queries.board(clerk, unit, map_day=queries.MapDay.THEN)
        assert (then.figures, then.assists) == (board.figures, board.assists)
        below = Counter()
        for row in board.rows:
            below.update(row.figures.states)
        below.update(board.own.states)
        assert dict(below) == dict(board.figures.states)

    def law_growing(self, data):
        history = self.begun()
        for _ in range(data.draw(st.integers(1, 12))):
            before = length(self.here.realm)
            *_, done = history.step(data.draw, likely=data.draw(st.booleans()))
            after = length(self.here.realm)
            assert after > before if done else after == before

    def law_withdrawing(self, data):
        history = self.begun()
        for _ in range(data.draw(st.integers(1, 12))):
            history.step(data.draw, likely=data.draw(st.booleans()))
            if data.draw(st.booleans()):
                open_one = history.matters[data.draw(st.integers(0, len(history.matters) - 1))]
                history.attempt(self.here.clerk, open_one, acts.Withdraw(Prose("停办"), with_parts=True))
            gone = Card.objects.filter(realm=self.here.realm, state="withdrawn").values_list("id", flat=True)
            assert wholes.open_below(self.here.realm, list(gone)) == []

    def law_sources(self, data):
        history = self.begun()
        for number in range(data.draw(st.integers(1, 8))):
            source = Source("test", f"act-{number}")
            who, matter_id, act = self._drawn(history, data)
            if not history.attempt(who, matter_id, act, source=source):
                continue
            length_before, cards_before = length(self.here.realm), cards(self.here.realm)
            assert history.attempt(who, matter_id, act, source=source)
            assert (length(self.here.realm), cards(self.here.realm)) == (length_before, cards_before)

    def _drawn(self, history, data):

        who, matter_id, name = history._possible(data.draw) or (self.here.clerk, history.matters[0], "close")
        return who, matter_id, data.draw(kinds(self.here, history.matters)[name])


class TestLaws(Laws):
    __test__ = True

    @HOW
    @given(st.data())
    def test_a_rebuilt_board_equals_the_live_one(self, data):
        self.law_rebuilding(data)

    @HOW
    @given(st.data())
    def test_counts_equal_those_made_by_hand_and_parts_add_up(self, data):
        self.law_counting(data)

    @HOW
    @given(st.data())
    def test_no_act_shortens_the_journal_and_a_refused_one_writes_nothing(self, data):
        self.law_growing(data)

    @HOW
    @given(st.data())
    def test_nothing_is_open_below_what_was_withdrawn(self, data):
        self.law_withdrawing(data)

    @HOW
    @given(st.data())
    def test_the_same_source_twice_changes_nothing(self, data):
        self.law_sources(data)


@pytest.mark.nightly
class TestLawsAtLength(Laws):
    __test__ = True

    @OFTEN
    @given(st.data())
    def test_a_rebuilt_board_equals_the_live_one(self, data):
        self.law_rebuilding(data)

    @OFTEN
    @given(st.data())
    def test_counts_equal_those_made_by_hand_and_parts_add_up(self, data):
        self.law_counting(data)

    @OFTEN
    @given(st.data())
    def test_nothing_is_open_below_what_was_withdrawn(self, data):
        self.law_withdrawing(data)

    @OFTEN
    @given(st.data())
    def test_the_same_source_twice_changes_nothing(self, data):
        self.law_sources(data)


@pytest.mark.django_db
def test_other_content_under_the_same_source_is_a_conflict():

    here = people.district()
    made = builders.accepted(here)
    source = Source("test", "one")
    commands.perform(here.liaison, made, acts.Progress(Prose("走访了三户")), source=source)
    before = length(here.realm)
    commands.perform(here.liaison, made, acts.Progress(Prose("走访了三户")), source=source)
    for other in (acts.Progress(Prose("走访了五户")), acts.Claim(Prose("走访了三户"))):
        with pytest.raises(commands.SourceConflict):
            commands.perform(here.liaison, made, other, source=source)
    assert length(here.realm) == before


@pytest.mark.django_db
def test_the_board_of_a_past_day_shows_what_was_recorded_by_then():
    from datetime import timedelta

    here = people.district()
    made = builders.accepted(here, due=builders.in_days(2))
    monday = clock.today()
    with clock.fixed(clock.now() + timedelta(days=5)):
        assert queries.board(here.clerk, here.district.id).figures.late == 1
        builders.do(here.liaison, made, acts.Claim(Prose("完成")))
        now = queries.board(here.clerk, here.district.id)
        then = queries.board(here.clerk, here.district.id, on=monday)
    assert (then.figures.done, then.figures.late) == (0, 0)
    assert (now.figures.done, now.figures.open) == (1, 0)


@pytest.mark.django_db
def test_a_figure_can_be_asked_by_todays_map_or_as_it_was_then():
    from datetime import timedelta

    from luoshi.people import commands as units

    here = people.district()
    builders.assigned(here, to=here.village)
    monday = clock.today()
    standings.fold(here.realm)
    with clock.fixed(clock.now() + timedelta(days=5)):
        units.move_unit(by=here.clerk, unit_id=here.village.id, parent_id=here.other_town.id, on=clock.today())
        builders.follow_up()

        def total(town, how):
            return queries.board(here.clerk, town.id, on=monday, map_day=how).figures.total

        assert (total(here.town, queries.MapDay.TODAY), total(here.other_town, queries.MapDay.TODAY)) == (0, 1)
        assert (total(here.town, queries.MapDay.THEN), total(here.other_town, queries.MapDay.THEN)) == (1, 0)
