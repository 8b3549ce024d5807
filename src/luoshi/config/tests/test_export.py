import json
import shutil
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.apps import apps as django_apps
from hypothesis import given
from hypothesis import strategies as st

import builders
import people
from luoshi.base import clock
from luoshi.config import export, verify_export
from luoshi.journal import outside, sealer
from luoshi.journal.refs import Actor
from luoshi.records import commands as records
from luoshi.records.identity import commands as identity
from luoshi.records.refs import Channel

pytestmark = pytest.mark.django_db
ERASED, SEALED, SPEAKER = "要抹去的话", "封存的原话", "不留姓名的人"


@pytest.fixture
def filled(settings, tmp_path):
    """A district with a closed matter, a file, an erased text, a sealed statement with its speaker, and seals."""
    settings.LUOSHI_FILES, settings.LUOSHI_KEYS = tmp_path / "files", tmp_path / "keys"
    here = people.district()
    builders.closed(here)
    now, by = clock.now(), Actor.system("test")
    (tmp_path / "paper").write_bytes(b"a paper")
    with (tmp_path / "paper").open("rb") as file:
        records.keep_file(here.realm, file, name="纸.txt", media_type="text/plain")
    gone = records.write_text(here.realm, ERASED)
    records.erase_text(here.realm, gone.id, reason="本人要求删除", by=by, at=now)
    sealer.seal_all(here.realm, at=now)
    speaker = identity.keep_identity(here.realm, SPEAKER, "13800000000")
    records.take_statement(
        here.realm,
        SEALED,
        channel=Channel(next(iter(Channel))),
        unit_id=here.town.id,
        received_at=now,
        by=by,
        at=now,
        speaker=speaker,
        sealed=True,
    )
    sealer.seal_all(here.realm, at=now)
    builders.assigned(here)  # waits for its seal
    return here


@pytest.fixture
def folder(filled, tmp_path):
    export.export(tmp_path / "out")
    return tmp_path / "out"


def verified_alone(folder):
    """As whoever has neither this program nor any package."""
    bare = [sys.executable, "-I", "-S", str(folder / "verify_export.py")]
    return subprocess.run(bare, capture_output=True, text=True, check=False, cwd="/")  # noqa: S603


def content(folder):
    return "".join(path.read_text(encoding="utf-8", errors="replace") for path in folder.rglob("*.json*"))


def test_an_export_is_whole_without_this_program(folder):
    done = verified_alone(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WHOLE" in done.stdout


def test_erased_words_sealed_words_speakers_and_passwords_are_not_in_it(folder):
    text = content(folder)
    assert "逐户走访" in text
    for word in (ERASED, SEALED, SPEAKER, "13800000000", "pbkdf2", "md5$"):
        assert word not in text


def test_sealed_words_are_in_it_when_they_are_asked_for(filled, tmp_path):
    export.export(tmp_path / "all", sealed=True)
    assert SEALED in content(tmp_path / "all")
    assert ERASED not in content(tmp_path / "all")
    assert verify_export.verify(tmp_path / "all").found == 0


def test_nothing_is_replaced(folder, capsys):
    assert export.main(folder, sealed=False) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_seals_kept_outside_are_compared(filled, folder, tmp_path):
    kept = tmp_path / "seals"
    kept.write_text(outside.export_seals(filled.realm))
    assert verify_export.verify(folder, kept).found == 0
    lines = (folder / "journal" / "seals.jsonl").read_text().splitlines(keepends=True)
    (folder / "journal" / "seals.jsonl").write_text("".join(lines[:-1]))
    assert verify_export.verify(folder, kept).found > 1


def change(path, edit):
    """Edit one row in the middle of a table and make the list of tables fit again, as a forger would."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    edit(rows)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    folder = path.parents[1]
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    name = path.relative_to(folder).with_suffix("").as_posix()
    manifest["tables"][name]["sha256"] = verify_export.file_digest(path)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


FORGERIES = {
    "a name in an entry": ("journal/entries", lambda rows: rows[3].update(actor_name="别人")),
    "an entry left out": ("journal/entries", lambda rows: rows.pop()),
    "an entry in another place": ("journal/entries", lambda rows: rows[3].update(seq=99)),
    "the head of a stream": ("journal/streams", lambda rows: rows[0].update(seq=77)),
    "a stream left out": ("journal/streams", lambda rows: rows.pop()),
    "a number left out": ("journal/leaves", lambda rows: rows.pop(2)),
    "two numbers changed over": (
        "journal/leaves",
        lambda rows: (rows[1].update(number=3), rows[2].update(number=2), rows.sort(key=lambda row: row["number"])),
    ),
    "a number for another entry": ("journal/leaves", lambda rows: rows[1].update(digest=rows[2]["digest"])),
    "a root": ("journal/seals", lambda rows: rows[0].update(root="sha256:" + "0" * 64)),
    "the time of a seal": ("journal/seals", lambda rows: rows[1].update(sealed_at="2014-01-01T00:00:00.000000Z")),
    "the first seal left out": ("journal/seals", lambda rows: rows.pop(0)),
    "a signature": ("journal/seals", lambda rows: rows[1].update(signature=rows[0]["signature"])),
    "a key": ("journal/seals", lambda rows: rows[0].update(public_key="00" * 32)),
    "an entry that waits left out": ("journal/pending", lambda rows: rows.pop()),
    "words": ("records/texts", lambda rows: rows[0].update(body="别的话")),
    "words taken away": ("records/texts", lambda rows: rows[0].update(body=None)),
    "a text left out": ("records/texts", lambda rows: rows.pop(0)),
    "the size of a file": ("records/files", lambda rows: rows[0].update(size=1)),
}


@pytest.mark.parametrize("what", FORGERIES)
def test_a_forgery_is_found(folder, what):
    table, edit = FORGERIES[what]
    change(folder / f"{table}.jsonl", edit)
    assert verify_export.verify(folder).found


def test_a_table_that_does_not_fit_the_list_is_found(folder):
    path = folder / "people" / "posts.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + "{}\n", encoding="utf-8")
    assert verify_export.verify(folder).found == 1


def test_a_changed_file_is_found(folder):
    (kept,) = (folder / "records" / "files").glob("*/*")
    kept.write_bytes(b"a Paper")
    assert verify_export.verify(folder).found == 1


def test_what_is_no_export_is_one_sentence(tmp_path):
    shutil.copyfile(verify_export.__file__, tmp_path / "verify_export.py")
    done = verified_alone(tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_every_table_leaves_or_stays_for_a_reason():
    named = {
        f"{model._meta.app_label}.{model.__name__}"
        for model in django_apps.get_models()
        if model.__module__.startswith("luoshi.")
    }
    asked = {table.name.rpartition("/")[2].replace("_", "") for table in export.tables(sealed=False)}
    told = {"officialyear": "years", "officialday": "days", "leaf": "leaves", "card": "matters", "entry": "entries"}
    told |= {"formminutes": "forms", "issuanceline": "issuancelines", "pending": "pending", "outgoing": "outgoing"}
    missing = [
        name
        for name in sorted(named - set(export.LEFT_OUT))
        if told.get(lower := name.partition(".")[2].lower(), f"{lower}s") not in asked
    ]
    assert missing == []
    assert set(export.LEFT_OUT) <= named


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511))
def test_signatures_are_checked_as_the_library_does(seed, message, bit):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert verify_export.ed25519(public, signature, message)
    broken = bytearray(signature)
    broken[bit // 8] ^= 1 << bit % 8
    assert not verify_export.ed25519(public, bytes(broken), message)
    assert not verify_export.ed25519(public, signature, message + b".")
