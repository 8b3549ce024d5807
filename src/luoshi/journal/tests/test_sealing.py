"""Numbers, roots, signatures, proofs, and what readers follow."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from luoshi.journal import commands, keys, merkle, outside, queries, sealer, verify
from luoshi.journal.refs import Actor, NewEntry, StreamRef

NOON = datetime(2014, 4, 9, 4, tzinfo=UTC)
REALM = "130209"
pytestmark = pytest.mark.django_db


def write(count=1, realm=REALM, where=None):
    where = where or StreamRef(realm, "matter", uuid4())
    new = [NewEntry("matter.noted", 1, {"n": n}) for n in range(count)]
    commands.append(where, new, by=Actor("1", "王芳"), happened_at=NOON, recorded_at=NOON)
    return where


def test_numbers_leave_nothing_out_and_the_feed_follows_them():
    one = write(3)
    assert queries.feed(REALM, 0, 10) == []
    sealer.seal(REALM, at=NOON)
    two = write(2)
    write(1, where=one)
    sealer.seal(REALM, at=NOON)
    items = queries.feed(REALM, 0, 10)
    assert [item.number for item in items] == [1, 2, 3, 4, 5, 6]
    assert [(i.entry.stream, i.entry.seq) for i in items] == [
        (one, 1),
        (one, 2),
        (one, 3),
        (two, 1),
        (two, 2),
        (one, 4),
    ]
    assert queries.feed(REALM, 2, 2) == items[2:4]
    assert queries.feed(REALM, 6, 2) == []
    assert queries.numbered(REALM) == 6
    assert sealer.waiting(REALM) == 0


def test_realms_have_logs_of_their_own():
    write(2)
    write(3, realm="130210")
    assert sealer.seal(REALM, at=NOON).size == 2
    assert queries.feed("130210", 0, 9) == []
    assert sealer.seal("130210", at=NOON).size == 3
    assert queries.realms() == [REALM, "130210"]


def test_nothing_new_is_not_sealed_but_a_day_is_signed_once():
    assert sealer.seal(REALM, at=NOON) is None
    write(2)
    first = sealer.seal(REALM, at=NOON)
    assert sealer.seal(REALM, at=NOON) is None
    assert sealer.sign_daily(REALM, at=NOON + timedelta(hours=3)) is None
    tomorrow = sealer.sign_daily(REALM, at=NOON + timedelta(hours=14))  # 02:00 in Beijing
    assert (tomorrow.size, tomorrow.root, tomorrow.number) == (first.size, first.root, 2)
    assert sealer.last_seal(REALM) == tomorrow
    assert verify.verify().is_whole


def test_sealing_in_steps_gives_the_root_of_sealing_at_once():
    write(7)
    small = sealer.seal(REALM, at=NOON, limit=3)
    assert small.size == 3
    last = sealer.seal_all(REALM, at=NOON)
    assert last.size == 7
    leaves = [sealer.leaf_data(item.entry.digest) for item in queries.feed(REALM, 0, 100)]
    assert last.root == f"sha256:{merkle.root(leaves, merkle.Hasher()).hex()}"


def test_the_signature_is_the_realms_and_the_key_is_made_once(settings):
    write()
    seal = sealer.seal(REALM, at=NOON)
    path = settings.LUOSHI_KEYS / f"seal-{REALM}.pem"
    assert path.stat().st_mode & 0o777 == 0o600
    text = sealer.signed_text(sealer.columns_of(seal)).encode()
    public = keys.public_keys(REALM)[seal.key_id]
    assert keys.signs(public, seal.signature, text)
    assert not keys.signs(public, seal.signature, text + b" ")
    before = path.read_bytes()
    write()
    assert sealer.seal(REALM, at=NOON).key_id == seal.key_id
    assert path.read_bytes() == before


def test_seals_of_an_old_key_hold_after_a_new_one(settings):
    write()
    old = sealer.seal(REALM, at=NOON)
    (settings.LUOSHI_KEYS / f"seal-{REALM}.pem").unlink()
    write()
    assert sealer.seal(REALM, at=NOON).key_id != old.key_id
    assert verify.verify().is_whole


@pytest.mark.parametrize("size", [1, 2, 5, 13])
def test_every_entry_is_proved_and_every_root_continues_the_one_before(size):
    for _ in range(size):
        write()
    seal = sealer.seal(REALM, at=NOON)
    hasher = merkle.Hasher()
    for item in queries.feed(REALM, 0, 100):
        proof = sealer.proof(REALM, item.number)
        assert proof.digest == item.entry.digest
        assert proof.holds()
    write(2)
    after = sealer.seal(REALM, at=NOON)
    path = sealer.consistency(REALM, seal.size, after.size)
    roots = [bytes.fromhex(one.root.partition(":")[2]) for one in (seal, after)]
    assert merkle.extends(seal.size, after.size, path, *roots, hasher=hasher)
    with pytest.raises(sealer.NotNumbered):
        sealer.proof(REALM, size + 3)
    with pytest.raises(sealer.NotNumbered):
        sealer.consistency(REALM, 0, size)


def test_seals_leave_the_machine_and_are_asked_again():
    write(3)
    sealer.seal(REALM, at=NOON)
    kept = outside.export_seals(REALM)
    write(2)
    sealer.seal(REALM, at=NOON)
    assert verify.verify(against=kept).is_whole
    assert verify.verify(against=outside.export_seals(REALM)).is_whole
    assert verify.verify(realm="other", against=kept).is_whole


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace('"size":3', '"size":2'),
        lambda text: text.replace('"number":1', '"number":7'),
        lambda text: text.replace('"realm":"130209"', '"realm":"130299"'),
        lambda text: text[:-20],
        lambda text: "[]\n",
        lambda text: text.replace('"size":3', '"size":"3"'),
    ],
)
def test_a_spoilt_file_of_seals_is_told(spoil):
    write(3)
    sealer.seal(REALM, at=NOON)
    assert not verify.verify(against=spoil(outside.export_seals(REALM))).is_whole


def test_the_algorithm_may_change_and_old_digests_hold(settings):
    where = write(2)
    sealer.seal(REALM, at=NOON)
    settings.LUOSHI_DIGEST = "sm3"
    write(2, where=where)
    write(1)
    seal = sealer.seal(REALM, at=NOON)
    assert seal.root.startswith("sha256:")  # the tree keeps the algorithm it began with
    assert [e.digest.partition(":")[0] for e in queries.entries(where)] == ["sha256", "sha256", "sm3", "sm3"]
    assert verify.verify().is_whole
    write(1, realm="130210")
    assert sealer.seal("130210", at=NOON).root.startswith("sm3:")
    assert verify.verify().is_whole
