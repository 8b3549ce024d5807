from datetime import date, timedelta

import pytest
from django.db import connection

from luoshi.base import clock, jobs
from luoshi.config import doctor
from luoshi.journal import sealer
from luoshi.journal.refs import Actor
from luoshi.people import commands

pytestmark = pytest.mark.django_db


@jobs.job("test.never")
def never(_payload):
    raise RuntimeError("no")


@pytest.fixture
def entry():
    """One entry that waits for its seal."""
    commands.open_unit(
        by=Actor.system("test"), code="990101", name="试验区", kind="district", realm="990101", on=date(2014, 1, 1)
    )


def found(name):
    return dict(doctor.findings([name]))[name]


def test_a_clock_behind_the_last_entry_is_found(entry):
    assert found("clock") == ""
    with clock.fixed(clock.now() - timedelta(hours=2)):
        assert "119" in found("clock") or "120" in found("clock")
    sealer.seal_all("990101", at=clock.now())
    with clock.fixed(clock.now() - timedelta(hours=2)):
        assert found("clock")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL")
def test_a_server_that_acknowledges_before_it_writes_is_found():
    assert "fsync" in found("durable")  # the server of the tests takes no care of power cuts


def test_entries_that_nobody_seals_are_found(entry):
    assert found("seals") == ""
    with clock.fixed(clock.now() + timedelta(minutes=11)):
        assert "990101" in found("seals")
        sealer.seal_all("990101", at=clock.now())
        assert found("seals") == ""


def test_a_loop_that_stands_still_and_jobs_that_were_given_up_are_found(caplog):
    assert "luoshi work" in found("jobs")
    jobs.beat()
    assert found("jobs") == ""
    jobs.enqueue("test.never", {})
    for day in range(jobs.RETRIES):
        with clock.fixed(clock.now() + timedelta(days=day)):
            jobs.run_due()
    assert "1" in found("jobs")


@pytest.mark.parametrize(
    ("host", "switches", "named"),
    [
        ("127.0.0.1", {"insecure"}, ""),
        ("*", {"secure", "proxy"}, "LUOSHI_HOSTS"),
        ("luoshi.example", set(), "LUOSHI_HTTPS"),
        ("luoshi.example", {"secure"}, "LUOSHI_BEHIND_PROXY"),
        ("luoshi.example", {"secure", "proxy", "insecure"}, "LUOSHI_INSECURE_ORIGIN"),
        ("luoshi.example", {"secure", "proxy"}, ""),
    ],
)
def test_a_server_that_others_reach_needs_https(settings, host, switches, named):
    settings.ALLOWED_HOSTS = [host]
    settings.SESSION_COOKIE_SECURE = "secure" in switches
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if "proxy" in switches else None
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = "insecure" in switches
    said = found("public")
    assert named in said
    assert bool(said) == bool(named)


def test_record_files_that_others_can_read_are_found(settings, tmp_path):
    settings.LUOSHI_FILES = tmp_path / "files"
    settings.LUOSHI_FILES.mkdir(mode=0o700)
    assert found("private") == ""
    settings.LUOSHI_FILES.chmod(0o755)
    assert str(settings.LUOSHI_FILES) in found("private")


def test_keys_beside_the_data_are_advised_against(settings, tmp_path):
    settings.LUOSHI_VAR, settings.LUOSHI_KEYS = tmp_path / "var", tmp_path / "var" / "keys"
    assert "LUOSHI_KEYS" in dict(doctor.advice())["keys"]
    settings.LUOSHI_KEYS = tmp_path / "keys"
    assert dict(doctor.advice())["keys"] == ""


def test_an_old_backup_or_none_is_advised_against(settings, tmp_path):
    settings.LUOSHI_VAR = tmp_path
    assert "luoshi backup" in dict(doctor.advice())["backup"]
    (tmp_path / "backup.json").write_text(f'{{"at": "{clock.now().isoformat()}"}}')
    assert dict(doctor.advice())["backup"] == ""
    with clock.fixed(clock.now() + timedelta(days=9)):
        assert "luoshi backup" in dict(doctor.advice())["backup"]
