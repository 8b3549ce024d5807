"""Keys and files of their own for every test."""

import pytest


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.LUOSHI_KEYS = tmp_path / "keys"
    settings.LUOSHI_FILES = tmp_path / "files"
