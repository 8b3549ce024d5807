"""The folder in which several web processes put their figures; it must be named before anything counts."""

import os
import shutil
from pathlib import Path

FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def begin(folder: Path) -> None:
    """An empty folder, without what processes counted that are no more; call it before `config.metrics` is imported."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    os.environ[FOLDER] = str(folder)
