"""Keys of their own for every test: a seal of one test is no seal of another."""

import pytest

from luoshi.journal.tests import lifting


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    settings.LUOSHI_KEYS = tmp_path / "keys"
    settings.LUOSHI_FILES = tmp_path / "files"


@pytest.fixture
def committed(transactional_db):
    """Real transactions: the triggers are taken away before the tables are emptied, and made anew by that."""
    yield
    lifting.lift()
