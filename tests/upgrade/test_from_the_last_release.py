"""Data of the last tagged release, carried over by the present code: nothing lost, everything whole.

`LUOSHI_UPGRADE_FROM=REVISION` begins with another release.
"""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COUNT = """
import django, json; django.setup()
from django.apps import apps
names = ["journal.Entry", "journal.Seal", "records.Text", "people.Unit", "people.Account", "ledger.Card"]
cards = apps.get_model("ledger.Card").objects
print(json.dumps([{name: apps.get_model(name).objects.count() for name in names},
                  sorted(map(str, cards.values_list("id", "seq", "state", "grade", "due_on")))]))
"""
DATA = """
import django; django.setup()
import builders, people
here = people.district("990101")
builders.closed(here); builders.claimed(here); builders.assigned(here)
"""


class Code:
    """One release at work on the data."""

    def __init__(self, root: Path, var: Path) -> None:
        python = os.pathsep.join([str(root / "src"), str(root / "tests")])
        settings = {"DJANGO_SETTINGS_MODULE": "luoshi.config.settings.run", "PYTHONPATH": python}
        self.environment = os.environ | settings | {"LUOSHI_VAR": str(var), "LUOSHI_HOME": str(var)}
        self.environment |= {"LUOSHI_DATABASE": ""}

    def python(self, *words: str) -> str:
        """What a Python of that release prints."""
        asked = [sys.executable, *words]
        done = subprocess.run(asked, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def luoshi(self, *words: str) -> str:
        """What a command of that release prints."""
        return self.python("-m", "luoshi.cli", *words)

    def run_once(self) -> None:
        """`luoshi run` with its sample, until it greets."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        command = [sys.executable, "-m", "luoshi.cli", "run", "--port", port]
        with subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE) as server:
            said = os.read(server.stdout.fileno(), 65536)
            server.send_signal(signal.SIGTERM)
            assert server.wait(60) == 0
        assert b"http://" in said


@pytest.mark.nightly
def test_data_of_the_last_release_is_carried_over(old, release, tmp_path, figure):
    before, after = Code(old, tmp_path / "var"), Code(ROOT, tmp_path / "var")
    before.run_once()
    before.python("-c", DATA)
    kept = tmp_path / "seals"
    kept.write_text(before.luoshi("seal"), encoding="utf-8")
    counted, cards = json.loads(before.python("-c", COUNT))
    assert counted["ledger.Card"] > 3

    after.luoshi("migrate")
    assert json.loads(after.python("-c", COUNT)) == [counted, cards]
    after.luoshi("verify", "--against", str(kept))
    after.luoshi("ledger", "rebuild")
    assert json.loads(after.python("-c", COUNT)) == [counted, cards]
    after.run_once()
    after.luoshi("seal")
    after.luoshi("verify", "--against", str(kept))
    figure(f"upgraded from {release}: {counted}")
