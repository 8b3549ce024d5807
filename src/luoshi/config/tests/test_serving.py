import socket

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from luoshi.config import serving


@pytest.fixture
def asked(monkeypatch, settings, tmp_path):
    """The management commands that preparing asks for; they are carried out but for the database's."""
    calls = []

    def record(name, **_options):
        calls.append(name)
        if name == "collectstatic":
            call_command(name, **_options)

    monkeypatch.setattr(serving, "call_command", record)
    monkeypatch.setattr(serving.migrating, "migrate", lambda: calls.append("migrate"))
    settings.LUOSHI_VAR = tmp_path / "var"
    settings.STATIC_ROOT = tmp_path / "var" / "static"
    return calls


@pytest.mark.django_db
def test_the_second_start_prepares_nothing(asked):
    serving.prepare()
    assert asked == ["migrate", "collectstatic"]
    serving.prepare()
    assert asked == ["migrate", "collectstatic"]


@pytest.mark.django_db
def test_a_lost_folder_of_static_files_is_made_again(asked, settings):
    serving.prepare()
    settings.STATIC_ROOT.rename(settings.STATIC_ROOT.with_name("elsewhere"))
    serving.prepare()
    assert asked == ["migrate", "collectstatic", "collectstatic"]


@pytest.mark.django_db
def test_another_database_is_prepared_anew(asked, settings, monkeypatch):
    serving.prepare()
    monkeypatch.setitem(settings.DATABASES["default"], "HOST", "another")
    serving.prepare()
    assert asked == ["migrate", "collectstatic", "migrate"]


@pytest.mark.django_db
def test_where_others_reach_the_place_no_log_in_has_a_password_that_everybody_knows(asked, settings):
    settings.SESSION_COOKIE_SECURE = True
    settings.LUOSHI_VAR.mkdir()
    serving._load_sample(None)
    assert not get_user_model().objects.exists()


def test_a_port_in_use_is_one_sentence_and_nothing_starts(asked, capsys):
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        assert serving.run(report=None, port=port) == 1
    assert str(port) in capsys.readouterr().err
    assert asked == []


def test_a_report_that_is_not_there_is_one_sentence_and_nothing_starts(asked, capsys, tmp_path):
    assert serving.run(report=tmp_path / "none.txt", port=0) == 1
    assert "none.txt" in capsys.readouterr().err
    assert asked == []
