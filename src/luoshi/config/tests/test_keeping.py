from datetime import date

import pytest
from django.db import connection

from luoshi.config import doctor, keeping
from luoshi.journal import triggers
from luoshi.journal.refs import Actor
from luoshi.people import commands

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return commands.open_unit(
        by=Actor.system("test"), code="990101", name="试验区", kind="district", realm="990101", on=date(2014, 1, 1)
    )


def test_a_whole_journal_is_said_to_be_whole_against_its_own_seals(district, capsys, tmp_path):
    assert keeping.seal() == 0
    seals = tmp_path / "seals"
    seals.write_text(capsys.readouterr().out, encoding="utf-8")
    assert '"realm":"990101"' in seals.read_text(encoding="utf-8")
    assert keeping.verify(seals) == 0


def test_a_seal_that_the_database_lost_is_found(district, capsys, tmp_path):
    keeping.seal()
    seals = tmp_path / "seals"
    seals.write_text(capsys.readouterr().out.replace('"number":1', '"number":2'), encoding="utf-8")
    assert keeping.verify(seals) == 1
    assert "990101 2" in capsys.readouterr().out


def test_seals_that_are_no_seals_are_one_sentence(capsys, tmp_path):
    seals = tmp_path / "seals"
    seals.write_text("not a seal\n", encoding="utf-8")
    assert keeping.verify(seals) == 1
    assert keeping.verify(tmp_path / "none") == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_every_realm_is_computed_anew(district, capsys):
    assert keeping.rebuild() == 0
    assert "990101" in capsys.readouterr().out


def test_the_doctor_finds_a_key_that_others_can_read(settings, tmp_path):
    settings.LUOSHI_KEYS = tmp_path
    (tmp_path / "secret").write_text("x", encoding="ascii")
    (tmp_path / "secret").chmod(0o644)
    assert "secret" in dict(doctor.findings())["keys"]
    (tmp_path / "secret").chmod(0o600)
    assert dict(doctor.findings())["keys"] == ""


def test_the_doctor_finds_a_folder_that_cannot_be_written(settings, tmp_path):
    (tmp_path / "file").write_text("", encoding="ascii")
    settings.LUOSHI_FILES = tmp_path / "file" / "files"
    assert "files" in dict(doctor.findings())["files"]


def test_the_doctor_finds_triggers_that_were_taken_away():
    assert dict(doctor.findings())["triggers"] == ""
    taken = triggers._triggers(connection)[0]
    with connection.cursor() as cursor:
        triggers._drop(cursor, connection, taken)
    assert taken.name in dict(doctor.findings())["triggers"]
