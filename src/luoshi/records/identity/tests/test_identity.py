"""Who spoke: opened by one office for a reason, erased by destroying a key, the journal whole."""

from dataclasses import replace
from uuid import uuid4

import pytest

from luoshi.journal import queries as journal
from luoshi.journal.refs import Actor, StreamRef
from luoshi.journal.verify import verify
from luoshi.people.tests import builders
from luoshi.people.viewer import Duty
from luoshi.records import queries as records
from luoshi.records.identity import commands, queries, vault
from luoshi.records.identity.models import Speaker

REALM = "130209"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.LUOSHI_KEYS = tmp_path / "keys"


@pytest.fixture
def office():
    """The activity office of the district, which is the top unit of its realm."""
    world = builders.district()
    return builders.viewer(world.office, Duty.OFFICE, scope=world.district)


def test_an_identity_is_opened_for_a_reason_and_the_opening_is_an_entry(office):
    speaker = commands.keep_identity(REALM, "张三", "13800000000")
    assert queries.is_kept(REALM, speaker)
    row = Speaker.objects.get()
    assert "张三".encode() not in bytes(row.sealed)
    opened = commands.open_identity(office, speaker, "核实路灯诉求，需要回访本人")
    assert opened == commands.Identity("张三", "13800000000")
    [entry] = queries.openings(office, speaker)
    assert (entry.name, entry.actor) == ("identity.opened", office.actor)
    reason = entry.payload["reason"]["text"]
    assert list(records.texts([reason]).values()) == ["核实路灯诉求，需要回访本人"]
    assert "张三" not in str(entry)
    assert verify().problems == []


def others(office):
    yield replace(office, post=replace(office.post, scope=office.post.unit))
    yield replace(office, acting_for="李强")
    yield replace(office, post=None)
    yield replace(office, realm="130283")
    for duty in set(Duty) - {Duty.OFFICE}:
        yield replace(office, post=replace(office.post, duty=duty))


def test_nobody_else_opens_and_nobody_else_learns_that_there_is_one(office):
    speaker = commands.keep_identity(REALM, "张三", "13800000000")
    for viewer in others(office):
        with pytest.raises(commands.NoSuchSpeaker):
            commands.open_identity(viewer, speaker, "核实路灯诉求，需要回访本人")
        assert queries.openings(viewer, speaker) == []
    with pytest.raises(commands.NoSuchSpeaker):
        commands.open_identity(office, uuid4(), "核实路灯诉求，需要回访本人")
    assert journal.head(StreamRef(REALM, "identity", speaker)) == 0


@pytest.mark.parametrize("reason", ["", "   看看  ", "回访"])
def test_a_reason_is_said(office, reason):
    speaker = commands.keep_identity(REALM, "张三", "13800000000")
    with pytest.raises(commands.UnableToOpen) as refusal:
        commands.open_identity(office, speaker, reason)
    assert refusal.value.why == "reason_too_short"
    assert journal.head(StreamRef(REALM, "identity", speaker)) == 0


def test_destroying_the_key_erases_one_person_and_leaves_the_journal_whole(
    office, settings, django_capture_on_commit_callbacks
):
    gone, stays = commands.keep_identity(REALM, "张三", "1"), commands.keep_identity(REALM, "李四", "2")
    backup = Speaker.objects.get(id=gone)
    commands.open_identity(office, gone, "核实路灯诉求")
    with django_capture_on_commit_callbacks(execute=True):
        commands.destroy(REALM, gone, reason="本人要求删除", by=Actor("p", "王芳"))
    assert not queries.is_kept(REALM, gone)
    with pytest.raises(commands.UnableToOpen):
        commands.open_identity(office, gone, "核实路灯诉求")
    backup.save()  # a backup of the database is of no help
    with pytest.raises(commands.UnableToOpen) as refusal:
        commands.open_identity(office, gone, "核实路灯诉求")
    assert refusal.value.why == "erased"
    assert commands.open_identity(office, stays, "核实路灯诉求").name == "李四"
    assert len(list((settings.LUOSHI_KEYS / "identity").iterdir())) == 1
    assert [entry.name for entry in queries.openings(office, gone)] == ["identity.opened", "identity.destroyed"]
    assert verify().problems == []


def test_a_key_stays_when_the_erasure_is_undone(office):
    speaker = commands.keep_identity(REALM, "张三", "1")
    commands.destroy(REALM, speaker, reason="本人要求删除", by=Actor("p", "王芳"))  # not committed
    assert vault._path(Speaker.objects.get().key_id).exists()


def test_sealed_bytes_open_for_their_own_person_only(office):
    one, two = commands.keep_identity(REALM, "张三", "1"), commands.keep_identity(REALM, "李四", "2")
    other = Speaker.objects.get(id=two)
    Speaker.objects.filter(id=one).update(sealed=other.sealed, key_id=other.key_id)
    with pytest.raises(commands.UnableToOpen):
        commands.open_identity(office, one, "核实路灯诉求")


def test_the_master_key_is_changed_even_after_a_rotation_that_was_broken_off(office, settings):
    speakers = [commands.keep_identity(REALM, f"人{n}", "1") for n in range(4)]
    master = settings.LUOSHI_KEYS / "identity.master"
    before = master.read_text()
    assert master.stat().st_mode & 0o777 == 0o600

    broken = sorted((settings.LUOSHI_KEYS / "identity").iterdir())[2]
    whole = broken.read_text()
    broken.write_text("no key")
    with pytest.raises(vault.KeyGone):
        commands.rotate_master()
    broken.write_text(whole)
    assert [commands.open_identity(office, one, "核实路灯诉求").name for one in speakers] == [
        "人0",
        "人1",
        "人2",
        "人3",
    ]

    assert commands.rotate_master() == 4
    assert len(master.read_text().splitlines()) == 1
    assert before.strip() not in master.read_text()
    assert [commands.open_identity(office, one, "核实路灯诉求").name for one in speakers] == [
        "人0",
        "人1",
        "人2",
        "人3",
    ]
    master.write_text(before)
    with pytest.raises(commands.UnableToOpen):
        commands.open_identity(office, speakers[0], "核实路灯诉求")
