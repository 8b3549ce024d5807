"""Adding to the journal: order, chain, sources, refusals."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.journal import chain, commands, queries
from luoshi.journal.refs import Actor, Batch, NewEntry, Source, StreamRef
from luoshi.journal.verify import verify

CLERK = Actor("p-1", "王芳", "区委活动办 干事")
NOON = datetime(2014, 4, 9, 4, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def stream(kind="matter"):
    return StreamRef("130209", kind, uuid4())


def put(where, *entries, **options):
    options = {"by": CLERK, "happened_at": NOON, "recorded_at": NOON} | options
    return commands.append(where, [NewEntry(name, 1, payload) for name, payload in entries], **options)


def test_entries_come_back_in_order_and_as_they_were():
    where = stream()
    put(where, ("matter.opened", {"title": "整改", "n": 1, "list": [True, None]}), ("matter.assigned", {}))
    put(where, ("matter.accepted", {}), recorded_at=NOON + timedelta(hours=1), request="r-1")
    found = queries.entries(where)
    assert [(e.seq, e.name) for e in found] == [(1, "matter.opened"), (2, "matter.assigned"), (3, "matter.accepted")]
    assert found[0].payload == {"title": "整改", "n": 1, "list": [True, None]}
    assert found[2].request == "r-1"
    assert found[0].actor == CLERK
    assert found[2].recorded_at == NOON + timedelta(hours=1)
    assert queries.head(where) == 3
    assert queries.entries(where, after=2) == found[2:]


def test_append_gives_what_queries_read():
    where = stream()
    written = put(where, ("matter.opened", {"b": 1, "a": "x"}), source=Source("handling", "k"))
    assert written == queries.entries(where)


def test_the_head_that_the_caller_decided_on_must_still_stand():
    where = stream()
    put(where, ("matter.opened", {}), expected=0)
    put(where, ("matter.accepted", {}), expected=1)
    with pytest.raises(commands.StreamMoved):
        put(where, ("matter.closed", {}), expected=1)
    assert queries.head(where) == 2
    assert commands.lock(where) == 2
    assert commands.lock(stream()) == 0


def test_the_same_source_twice_changes_nothing():
    where = stream()
    source = Source("handling", "form-1")
    first = put(where, ("matter.opened", {"a": 1}), ("matter.assigned", {"b": 2}), source=source)
    later = NOON + timedelta(minutes=3)
    again = put(
        where,
        ("matter.opened", {"a": 1}),
        ("matter.assigned", {"b": 2}),
        source=source,
        recorded_at=later,
        request="another",
        expected=0,
    )
    assert again == first
    assert [e.source.ordinal for e in first] == [0, 1]
    assert queries.head(where) == 2
    assert queries.entries_of_source("130209", "handling", "form-1") == first


def test_a_moment_that_nobody_gave_is_no_content():
    where = stream()
    source = Source("handling", "form-2")
    put(where, ("matter.opened", {}), source=source)
    later = NOON + timedelta(minutes=3)
    put(where, ("matter.opened", {}), source=source, happened_at=later, recorded_at=later)
    with pytest.raises(commands.SourceConflict):
        put(where, ("matter.opened", {}), source=source, happened_at=NOON - timedelta(days=1), recorded_at=later)
    assert queries.head(where) == 1


@pytest.mark.parametrize(
    "entries",
    [
        [("matter.opened", {"a": 2}), ("matter.assigned", {})],
        [("matter.opened", {"a": 1}), ("matter.accepted", {})],
        [("matter.opened", {"a": 1})],
        [("matter.opened", {"a": 1}), ("matter.assigned", {}), ("matter.accepted", {})],
    ],
)
def test_other_content_under_the_same_source_is_a_conflict(entries):
    where = stream()
    source = Source("handling", "form-3")
    put(where, ("matter.opened", {"a": 1}), ("matter.assigned", {}), source=source)
    with pytest.raises(commands.SourceConflict):
        put(where, *entries, source=source)
    with pytest.raises(commands.SourceConflict):
        put(stream(), ("matter.opened", {"a": 1}), ("matter.assigned", {}), source=source)
    with pytest.raises(commands.SourceConflict):
        put(where, ("matter.opened", {"a": 1}), ("matter.assigned", {}), source=source, by=Actor("p-2", "李强"))
    assert queries.head(where) == 2


def test_one_key_serves_several_streams_by_ordinal():
    one, two = stream(), stream()
    put(one, ("matter.opened", {}), source=Source("documents", "d", 0))
    put(two, ("matter.opened", {}), source=Source("documents", "d", 1))
    put(one, ("matter.opened", {}), source=Source("documents", "d", 0))
    assert queries.head(one) == queries.head(two) == 1


@pytest.mark.parametrize("value", [1.5, {1, 2}, NOON, b"x", uuid4(), {1: "a"}, [["a", 0.1]]])
def test_a_payload_holds_plain_values_only(value):
    where = stream()
    with pytest.raises(TypeError):
        put(where, ("matter.opened", {"v": value}))
    assert queries.head(where) == 0


def test_a_moment_needs_a_time_zone():
    with pytest.raises(ValueError, match="time zone"):
        put(stream(), ("matter.opened", {}), happened_at=NOON.replace(tzinfo=None))


def batches(count, key="issue", payload=None):
    return [
        Batch(
            StreamRef("130209", "matter", uuid4()),
            (NewEntry("matter.opened", 1, payload or {"n": n}), NewEntry("matter.assigned", 1, {})),
            CLERK,
            NOON,
            NOON,
            source=Source("documents", f"{key}-{n}"),
        )
        for n in range(count)
    ]


def test_many_streams_are_opened_at_once_and_only_once():
    many = batches(450)
    assert commands.append_many(many[:300]) == 600
    assert commands.append_many(many) == 300
    assert commands.append_many(many) == 0
    assert len(list(queries.streams("130209", "matter"))) == 450
    histories = dict(queries.histories("130209", "matter"))
    assert len(histories) == 450
    assert all([e.seq for e in history] == [1, 2] for history in histories.values())
    some = [batch.stream.id for batch in many[:3]]
    assert set(queries.entries_of_many("130209", "matter", some)) == set(some)


def test_bulk_opening_writes_the_same_digests_as_one_by_one():
    batch = batches(1)[0]
    commands.append_many([batch])
    found = queries.entries(batch.stream)
    other = StreamRef("130210", "matter", batch.stream.id)
    alone = commands.append(other, batch.entries, by=CLERK, happened_at=NOON, recorded_at=NOON, source=batch.source)
    assert [e.payload for e in alone] == [e.payload for e in found]
    again = commands.append(
        batch.stream, batch.entries, by=CLERK, happened_at=NOON, recorded_at=NOON, source=batch.source
    )
    assert again == found


def test_bulk_opening_refuses_other_content_and_streams_that_stand():
    many = batches(3)
    commands.append_many(many)
    changed = Batch(many[1].stream, (NewEntry("matter.opened", 1, {"n": 9}),), CLERK, NOON, NOON, source=many[1].source)
    with pytest.raises(commands.SourceConflict):
        commands.append_many([changed])
    unsourced = Batch(many[1].stream, many[1].entries, CLERK, NOON, NOON)
    with pytest.raises(commands.StreamMoved):
        commands.append_many([unsourced])
    twice = batches(1, "twice")
    assert commands.append_many(twice * 2) == 2


def told(draw_text):
    return st.builds(
        NewEntry, st.sampled_from(["matter.opened", "a"]), st.integers(1, 3), st.fixed_dictionaries({"v": draw_text})
    )


@settings(max_examples=60)
@given(st.data())
def test_a_digest_put_together_piece_by_piece_is_that_of_the_canonical_form(data):
    words = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)
    by = Actor(data.draw(words), data.draw(words), data.draw(words))
    where = StreamRef("13", "matter", data.draw(st.uuids()))
    new = data.draw(told(words))
    source = data.draw(st.none() | st.builds(Source, words, words, st.integers(0, 9)))
    prev, request = data.draw(st.sampled_from(["", "sha256:ab"])), data.draw(words)
    row = chain.build(
        where, new, after=3, prev=prev, by=by, happened_at=NOON, recorded_at=NOON, request=request, source=source
    )
    envelope = chain.Envelope(
        "13", "matter", by=by, happened_at=NOON, recorded_at=NOON, request=request, inlet=row.source_inlet
    )
    assert row.digest == envelope.digest(
        new.name, new.version, row.payload, prev=prev, seq=4, key=row.source_key, ordinal=row.source_ordinal,
        stream=str(where.id),
    )  # fmt: skip


def test_many_streams_grow_at_once_each_by_the_same_rules():
    many = batches(250)
    commands.append_many(many)
    more = [
        Batch(b.stream, (NewEntry("matter.withdrawn", 1, {}),), CLERK, NOON, NOON, source=Source("issuing", f"w{n}"))
        for n, b in enumerate(many)
    ]
    assert commands.append_each(more) == 250
    assert commands.append_each(more[:3]) == 0
    assert queries.head(many[7].stream) == 3
    assert verify().problems == []
    with pytest.raises(commands.StreamMoved):
        commands.append_each([more[0], more[0]])
    with pytest.raises(commands.StreamMoved):
        commands.append_each(batches(1, "absent"))
