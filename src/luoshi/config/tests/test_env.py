"""Values from the environment."""

from luoshi.config.env import env


def test_an_empty_variable_is_none(monkeypatch):
    monkeypatch.setenv("LUOSHI_VAR", "")
    assert env("LUOSHI_VAR", "/srv/luoshi") == "/srv/luoshi"
