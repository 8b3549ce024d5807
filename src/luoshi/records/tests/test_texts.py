"""Words: kept, found, erased; the chain stays whole."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from luoshi.base.text import fold
from luoshi.journal import commands as journal
from luoshi.journal import queries as entries
from luoshi.journal.refs import Actor, NewEntry, Source, StreamRef
from luoshi.journal.verify import verify
from luoshi.records import commands, queries
from luoshi.records.refs import Channel

REALM = "130209"
NOON = datetime(2014, 4, 9, 4, tzinfo=UTC)
CLERK = Actor("p-1", "王芳")


def found(words, realm=REALM):
    return set(queries.texts_matching(realm, words))


@pytest.mark.django_db
def test_words_come_back_and_the_commitment_is_salted():
    one, two = commands.write_text(REALM, "修好路灯"), commands.write_text(REALM, "修好路灯")
    assert one.commitment != two.commitment
    assert queries.texts([one.id, two.id, uuid4()]) == {one.id: "修好路灯", two.id: "修好路灯"}
    assert queries.text_ref(one.id) == one


@pytest.mark.django_db
def test_search_finds_one_two_and_many_characters_in_one_realm():
    lamp = commands.write_text(REALM, "唐海镇的路灯不亮，请修好 LED-3 号灯", searchable=True)
    road = commands.write_text(REALM, "镇里的路不平。", searchable=True)
    commands.write_text(REALM, "路灯", searchable=False)
    elsewhere = commands.write_text("130283", "路灯", searchable=True)
    assert found("路灯") == {lamp.id}
    assert found("路") == {lamp.id, road.id}
    assert found("平") == {road.id}  # the last character of a run
    assert found("灯不亮") == {lamp.id}
    assert found("路灯 修好") == {lamp.id}
    assert found("led") == {lamp.id}
    assert found("ＬＥＤ") == {lamp.id}
    assert found("灯路") == set()
    assert found("") == found("，。") == set()
    assert found("路灯", "130283") == {elsewhere.id}


class TestSearch(TestCase):
    @given(st.text(alphabet="群众路线 ，ab1ＡＢ", min_size=1, max_size=12), st.data())
    def test_every_piece_of_a_run_is_found(self, body, data):
        text = commands.write_text(REALM, body, searchable=True)
        runs = [run for run in "".join(c if c.isalnum() else " " for c in body).split() if fold(run)]
        if runs:
            run = data.draw(st.sampled_from(runs))
            start = data.draw(st.integers(0, len(run) - 1))
            piece = run[start : data.draw(st.integers(start + 1, len(run)))]
            assert text.id in found(piece)


@pytest.mark.django_db
def test_erasing_takes_words_and_salt_and_leaves_the_chain_whole():
    text = commands.write_text(REALM, "张三说路灯不亮", searchable=True)
    where = StreamRef(REALM, "matter", uuid4())
    journal.append(
        where, [NewEntry("matter.opened", 1, text.as_payload())], by=CLERK, happened_at=NOON, recorded_at=NOON
    )
    commands.erase_text(REALM, text.id, reason="本人要求删除", by=CLERK, at=NOON)
    assert queries.texts([text.id]) == {text.id: None}
    assert found("路灯") == set()
    assert queries.text_ref(text.id) == text
    erased = entries.entries(StreamRef(REALM, "record", text.id))
    assert [entry.name for entry in erased] == ["text.erased"]
    assert queries.texts([erased[0].payload["reason"]["text"]]).popitem()[1] == "本人要求删除"
    assert verify().problems == []
    with pytest.raises(commands.NoSuchText):
        commands.erase_text(REALM, text.id, reason="再次", by=CLERK, at=NOON)
    with pytest.raises(commands.NoSuchText):
        commands.erase_text("130283", commands.write_text(REALM, "别区").id, reason="别区的", by=CLERK, at=NOON)


@pytest.mark.django_db
def test_a_statement_keeps_the_words_and_the_same_source_is_one_statement():
    unit, speaker = uuid4(), uuid4()

    def take(words, key="call-7", **options):
        return commands.take_statement(
            REALM,
            words,
            channel=Channel.HOTLINE,
            unit_id=unit,
            received_at=NOON,
            by=CLERK,
            at=NOON,
            speaker=speaker,
            source=Source("opinions", key),
            **options,
        )

    one = take("路灯不亮三个月了")
    assert take("路灯不亮三个月了") == one
    with pytest.raises(journal.SourceConflict):
        take("路灯亮了")
    told = queries.statement(REALM, one)
    assert (told.words, told.channel, told.unit_id, told.speaker) == (
        "路灯不亮三个月了",
        Channel.HOTLINE,
        unit,
        speaker,
    )
    assert found("路灯") == {told.text}
    hidden = take("某某收礼", "call-8", sealed=True)
    assert found("收礼") == set()
    assert [statement.id for statement in queries.statements(REALM, [unit])] == [one]
    assert queries.statement(REALM, hidden).sealed
    [entry] = entries.entries(StreamRef(REALM, "statement", one))
    assert "路灯" not in str(entry.payload)
    with pytest.raises(queries.NoSuchRecord):
        queries.statement("130283", one)
    assert verify().problems == []
