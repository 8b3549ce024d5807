"""What holds for a review whatever a reviewer does: plain Python, no database."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.inlets.documents import proposing, review
from luoshi.inlets.documents.clauses import Field, Role, Target, Verdict, Why, has_words
from luoshi.inlets.documents.review import Happened, Reason, Refusal, World
from luoshi.inlets.documents.tests.rounds import REPORT
from luoshi.journal.refs import NewEntry

UNIT = UUID(int=7)
numbers = st.integers(1, 30)
places = st.integers(-3, len(REPORT) + 3)
spans = st.tuples(places, places)
ACTS = st.one_of(
    st.builds(review.Decide, numbers, st.sampled_from(Verdict), st.sampled_from(["", *(why.value for why in Why)])),
    st.builds(review.Undecide, numbers),
    st.builds(review.ConfirmPlain, st.lists(numbers, max_size=4).map(tuple)),
    st.builds(review.Change, numbers, st.sampled_from(Field), st.lists(spans, max_size=2).map(tuple)),
    st.builds(review.SetParent, numbers, st.none() | numbers),
    st.builds(review.Split, numbers, places),
    st.builds(review.Merge, numbers),
    st.builds(review.Add, places, places),
    st.builds(
        review.SetTarget,
        st.tuples(numbers),
        st.sampled_from(Role),
        st.none() | st.just(Target(("town",), UNIT, (UNIT,))),
    ),
    st.builds(review.SetDue, st.tuples(numbers), st.none() | st.just(date(2014, 5, 1))),
)


def opened(text=REPORT):
    entry = review.opening(uuid4(), len(text), proposing.propose(text))
    return [entry], review.evolve(None, happened(entry))


def happened(entry: NewEntry) -> Happened:
    return Happened(entry.name, entry.payload, "somebody")


def covers(clauses, size):
    at = 0
    for clause in clauses:
        assert clause.start == at < clause.end
        at = clause.end
    assert at == size


def check(made, text):
    covers(made.clauses, len(text))
    known = {clause.number for clause in made.clauses}
    assert len(known) == len(made.clauses)
    assert made.last >= max(known)
    for clause in made.clauses:
        for field in Field:
            for start, end in clause.spans(field):
                assert 0 <= start < end <= len(text)
        if clause.quote:
            assert clause.start <= clause.quote[0] < clause.quote[1] <= clause.end
        if clause.decided in {Verdict.REQUIREMENT, Verdict.STANCE}:
            assert clause.quote
        assert clause.parent is None or (clause.parent in known and clause.parent != clause.number)


@given(st.lists(ACTS, max_size=25))
def test_whatever_is_done_the_clauses_cover_the_text_and_can_be_made_anew(wanted):
    entries, made = opened()
    for act in wanted:
        try:
            new = review.decide(made, act, World(REPORT))
        except Refusal:
            continue
        for entry in new:
            made = review.evolve(made, happened(entry))
        entries += new
        check(made, REPORT)
    assert review.replay(happened(entry) for entry in entries) == made


@given(st.text(alphabet="要在。，；\n　 做好工作区水务局会议指出强调4月底前年", max_size=120))
def test_any_text_is_covered_by_what_is_proposed(text):
    covers(proposing.propose(text), len(text))


@given(st.lists(ACTS, max_size=15), places)
def test_no_words_appear_in_an_entry(wanted, place):
    _entries, made = opened()
    for act in wanted:
        try:
            new = review.decide(made, act, World(REPORT))
        except Refusal:
            continue
        for entry in new:
            assert not any(ord(sign) > 0x2E80 for sign in repr(entry.payload))
            made = review.evolve(made, happened(entry))


@given(st.integers(0, len(REPORT) + 50), st.integers(0, len(REPORT) + 50))
def test_a_span_outside_the_text_is_refused(start, end):
    _entries, made = opened()
    is_inside = start < end <= len(REPORT) and has_words(REPORT, start, end)
    act = review.Change(3, Field.SPEAKER, ((start, end),))
    if is_inside:
        assert len(review.decide(made, act, World(REPORT))) == 1
        return
    with pytest.raises(Refusal) as refused:
        review.decide(made, act, World(REPORT))
    assert refused.value.reason in {Reason.OUTSIDE_TEXT, Reason.NO_WORDS}


def test_requirements_are_never_confirmed_together():
    _entries, made = opened()
    wanted = tuple(clause.number for clause in made.clauses)
    with pytest.raises(Refusal) as refused:
        review.decide(made, review.ConfirmPlain(wanted), World(REPORT))
    assert refused.value.reason is Reason.ONE_BY_ONE


def test_an_undecided_clause_stops_the_signature_and_says_how_many():
    _entries, made = opened()
    with pytest.raises(Refusal) as refused:
        review.decide(made, review.Sign(()), World(REPORT))
    assert refused.value.count == len(made.clauses)


def test_what_has_gone_out_keeps_its_owner_and_date():
    _entries, made = opened()
    wanted = next(clause for clause in made.clauses if clause.is_requirement)
    world = World(REPORT, frozenset({wanted.number}))
    for act in (review.SetDue((wanted.number,), date(2014, 5, 1)), review.SetTarget((wanted.number,), Role.LEAD, None)):
        with pytest.raises(Refusal) as refused:
            review.decide(made, act, world)
        assert refused.value.reason is Reason.ISSUED


def test_a_clause_under_itself_is_refused():
    _entries, made = opened()
    one, two = made.clauses[0].number, made.clauses[1].number
    for entry in review.decide(made, review.SetParent(two, one), World(REPORT)):
        made = review.evolve(made, happened(entry))
    with pytest.raises(Refusal) as refused:
        review.decide(made, review.SetParent(one, two), World(REPORT))
    assert refused.value.reason is Reason.OWN_PARENT
