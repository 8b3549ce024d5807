"""Keys of their own for every test: a seal of one test is no seal of another."""

import pytest


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    settings.LUOSHI_KEYS = tmp_path / "keys"
    settings.LUOSHI_FILES = tmp_path / "files"
