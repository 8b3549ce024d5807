"""Values from the environment."""

import pytest

from luoshi.config.env import database, env, replica


def test_an_empty_variable_is_none(monkeypatch):
    monkeypatch.setenv("LUOSHI_VAR", "")
    assert env("LUOSHI_VAR", "/srv/luoshi") == "/srv/luoshi"


def test_the_folder_of_a_socket_is_named_as_libpq_does():
    found = database("postgresql://luoshi@/country?host=/run/postgresql", None)
    assert (found["HOST"], found["NAME"], found["USER"]) == ("/run/postgresql", "country", "luoshi")


def test_a_replica_follows_a_postgresql_and_is_only_read():
    with pytest.raises(ValueError, match="LUOSHI_DATABASE"):
        replica("postgresql://luoshi@second/luoshi", of="")
    found = replica("postgresql://luoshi@second/luoshi", of="postgresql://luoshi@first/luoshi")
    assert found["HOST"] == "second"
    assert "read_only=on" in found["OPTIONS"]["options"]
