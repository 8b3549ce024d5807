"""A disk that is really full: a small one of memory is laid under everything, the database too, and filled up."""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from faults.machine import CSRF, WRITTEN, Machine, Place, Process, ask, on_sqlite_only, running, web
from faults.test_disk import SAFE

LEFT = 600 * 1024  # bytes
ENOUGH = 4  # refusals
MB = 1024 * 1024


@pytest.fixture
def small(monkeypatch) -> Iterator[Callable[[int], Path]]:
    """Mounts so many megabytes where PostgreSQL may go too; whatever makes a temporary folder makes it there."""
    place = Path(tempfile.mkdtemp(prefix="luoshi-small-"))

    def mount(size: int) -> Path:
        asked = ["mount", "-t", "tmpfs", "-o", f"size={size}m,mode=0755", "luoshi-test", str(place)]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"no small disk can be mounted here (it takes root): {done.stderr.strip()}")
        monkeypatch.setattr(tempfile, "tempdir", str(place))
        return place

    yield mount
    if place.is_mount():
        subprocess.run(["umount", "--lazy", str(place)], check=True)
    place.rmdir()


def fill(place: Path) -> Path:
    """Fill it up but for a little."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * MB)
        except OSError:
            pass
        found = os.fstat(file.fileno()).st_size
        file.truncate(found - LEFT)
    return filler


def write(server: Process, place: Place, words: str) -> tuple[int, str]:
    """Report progress; status and page of the answer."""
    form = urlencode({"words": words, "nonce": str(uuid4()), "csrfmiddlewaretoken": CSRF})
    headers = place.headers | {"Content-Type": "application/x-www-form-urlencoded"}
    status, page = ask(server.port, "POST", f"/handling/{place.matters[0]}/progress/", form, headers)
    return status, page.decode(errors="replace")


def ordeal(machine: Machine, small: Path) -> None:
    """Write until the disk is full, and a little beyond; make room; go on."""
    place = machine.lay_out(1)
    acknowledged, refused = [], 0
    with running(server := web(machine)):
        assert write(server, place, "write first")[0] == 302
        filler = fill(small)
        for n in range(3000):
            words = f"write {n} " + "长" * 3000
            status, page = write(server, place, words)
            if status == 302:
                acknowledged.append(words)
            else:
                assert status >= 500
                assert SAFE in page or status == 503, page[:500]
                refused += 1
            if refused >= ENOUGH:
                break
        assert refused >= ENOUGH, "the disk was never full"
        assert acknowledged, "it was full from the beginning"
        filler.unlink()
    with running(server := web(machine)):
        assert write(server, place, "write again")[0] == 302
    found = json.loads(machine.python(WRITTEN))
    assert found["told"] == found["texts"] == sorted([*acknowledged, "write first", "write again"])
    machine.luoshi("seal")
    machine.luoshi("verify")


@on_sqlite_only
def test_a_disk_that_is_full_loses_nothing_on_sqlite(small):
    place = small(160)
    (place / "machine").mkdir()
    ordeal(Machine(place / "machine"), place)
