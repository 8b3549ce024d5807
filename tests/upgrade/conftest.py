"""The release to come from, and its sources."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def git(*words: str) -> str:
    """What git says."""
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


@pytest.fixture
def release() -> str:
    """The release to come from."""
    found = os.environ.get("LUOSHI_UPGRADE_FROM") or git("describe", "--tags", "--abbrev=0")
    if not found:
        pytest.skip("no release is tagged here yet, or the history is shallow: nothing to upgrade from")
    return found


@pytest.fixture
def old(release: str, tmp_path: Path) -> Path:
    """The sources of that release, in a folder of their own."""
    archive = tmp_path / "release.tar"
    assert git("rev-parse", release), f"there is no revision {release}"
    subprocess.run(["git", "archive", "-o", str(archive), release], cwd=ROOT, check=True)
    shutil.unpack_archive(archive, tmp_path / "release", filter="data")
    return tmp_path / "release"
