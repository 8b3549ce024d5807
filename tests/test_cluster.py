"""One machine and a cluster of two processes find the same, to the last row."""

import subprocess
import sys
from pathlib import Path

import pytest

import cluster
import planted

pytest.importorskip("daft", reason="analysis is an extra: pip install 'luoshi[cluster]'")
pytest.importorskip("ray", reason="a cluster is an extra: pip install 'luoshi[cluster]'")

from luoshi.base.analysis import engine
from luoshi.config import analysis_export

LUOSHI = Path(sys.executable).parent / "luoshi"
STORE = 200_000_000
TEXTS = 3000


@pytest.fixture
def folder(tmp_path):
    """Units, matters and texts as an export leaves them, in several files."""
    kinds, states = ("task", "requirement", "problem"), ("assigned", "claimed", "closed")
    units = [
        {"realm": "1", "id": str(n), "code": f"c{n}", "name": f"单位{n}", "kind": "town", "path": path,
         "level": len(path) // 4}
        for n, path in enumerate(["0000", *(f"0000{n:04}" for n in range(20))])
    ]  # fmt: skip
    matters = (
        {"realm": "1", "id": str(n), "kind": kinds[n % 3], "role": "lead", "state": states[n % 7 % 3],
         "grade": n % 5 - 1,
         "light": "green", "path": units[n % 21]["path"], "unit": str(n % 21)}
        for n in range(1000)
    )  # fmt: skip
    texts = ({"number": number, "id": str(number), "text": words} for number, words, _ in planted.texts(TEXTS))
    engine.write_files(tmp_path / "units", units, analysis_export.UNITS, page=100, size=100)
    engine.write_files(tmp_path / "matters", matters, analysis_export.MATTERS, page=100, size=400)
    engine.write_files(tmp_path / "texts", texts, analysis_export.TEXTS, page=500, size=1000)
    return tmp_path


def analysed(folder, into, environment=None):
    for action in ("counts", "copies"):
        command = [LUOSHI, "analyse", action, folder, "--into", into]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return {path.name: path.read_text(encoding="utf-8") for path in into.iterdir()}


def test_a_cluster_of_two_processes_finds_the_same_to_the_last_row(folder):
    here = analysed(folder, folder / "here")
    with cluster.two_processes(STORE) as environment:
        there = analysed(folder, folder / "there", environment)
    assert sorted(here) == ["copies.csv", "counts.csv", "pairs.csv"]
    assert all(len(text.splitlines()) > 20 for text in here.values())
    assert there == here
