"""The last tagged release serves people on PostgreSQL while the present code brings the tables up to date.

No page and no act fails, not even while a long query holds a table that has to change; nothing is lost, and the present
code finds everything whole. `LUOSHI_UPGRADE_FROM=REVISION` begins with another release.
"""

import contextlib
import filecmp
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest

import postgresql
from faults.machine import TESTS, WRITTEN, Machine, Place, Process, Writer, ask, running, web

ROOT = TESTS.parent
PATIENCE, WRITERS, MORE = 120, 2, 12
PAGES = ("/", "/matters/", "/matters/?q=事项", "/boards/", "/documents/", "/healthz")


class Reader(Thread):
    """Opens page after page, and keeps every status."""

    def __init__(self, place: Place, server: Process, stop: Event) -> None:
        super().__init__(daemon=True)
        self.place, self.server, self.stop, self.statuses = place, server, stop, []

    def run(self) -> None:
        """Until told to stop."""
        pages = [*PAGES, *(f"/matters/{matter}/" for matter in self.place.matters)]
        while not self.stop.is_set():
            for page in pages:
                status, _page = ask(self.server.port, "GET", quoted(page), "", self.place.headers)
                self.statuses.append((status, page))


def quoted(path: str) -> str:
    """As a browser sends it."""
    return path.replace("事项", "%E4%BA%8B%E9%A1%B9")


def until(holds: Callable[[], object]) -> None:
    """Ask again and again."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def interpreter(old: Path, folder: Path) -> str:
    """A Python with what that release asks for: this one where it asks for the same."""
    if filecmp.cmp(old / "requirements" / "run.txt", ROOT / "requirements" / "run.txt", shallow=False):
        return sys.executable
    place = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    pip = [place / "bin" / "python", "-m", "pip", "install", "--quiet", "--require-hashes", "-r"]
    done = subprocess.run([*pip, old / "requirements" / "run.txt"], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"what the last release asks for cannot be installed here: {done.stderr[-300:]}")
    return str(place / "bin" / "python")


@pytest.mark.nightly
def test_people_go_on_while_the_next_release_migrates(old, release, tmp_path, figure):
    with postgresql.cluster() as cluster, contextlib.ExitStack() as stack:
        after = Machine(tmp_path, cluster.environment)
        before = Machine(tmp_path, cluster.environment, code=old, python_of=interpreter(old, tmp_path))
        place = before.lay_out(WRITERS)
        server, work, stop = web(before), Process(before, ["work"]), Event()
        writers = [Writer(number, place, [server], stop) for number in range(WRITERS)]
        reader = Reader(place, server, stop)
        stack.enter_context(running(server, work))
        for one in (*writers, reader):
            one.start()

        def go_on() -> None:
            """Everybody gets so much further."""
            goals = [(writer, writer.count() + MORE) for writer in writers]
            rounds = len(reader.statuses) + len(PAGES)
            until(lambda: len(reader.statuses) > rounds and all(w.count() >= n or w.strange for w, n in goals))

        go_on()
        with psycopg.connect(cluster.url) as busy:
            busy.execute("SELECT count(*) FROM journal_entry, ledger_card")  # a long query, until the transaction ends
            migrating = subprocess.Popen(
                [sys.executable, "-m", "luoshi.cli", "migrate"],
                env=after.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            )  # fmt: skip
            said = iter(migrating.stdout.readline, "")
            assert any("再试" in line or "trying again" in line for line in said), "it waited, or changed nothing"
            go_on()
        rest = "".join(said)
        assert migrating.wait(PATIENCE) == 0, rest
        migrating.stdout.close()
        go_on()
        stop.set()
        for one in (*writers, reader):
            one.join(PATIENCE)
        assert [fault for writer in writers for fault in writer.strange] == []
        assert [writer.sent_again for writer in writers] == [0] * WRITERS, "an act was answered with 500"
        assert [one for one in reader.statuses if one[0] >= 500] == []
        stack.close()
        acknowledged = sorted(words for writer in writers for words in writer.acknowledged)
        found = json.loads(after.python(WRITTEN))
        assert found["told"] == found["texts"] == acknowledged
        with running(again := web(after)):
            assert ask(again.port, "GET", f"/matters/{place.matters[0]}/", "", place.headers)[0] == 200
        after.luoshi("seal")
        after.luoshi("verify")
        after.luoshi("ledger", "rebuild")
        after.luoshi("verify")
    figure(f"from {release} while it served: {len(acknowledged)} acts and {len(reader.statuses)} pages, none failed")
