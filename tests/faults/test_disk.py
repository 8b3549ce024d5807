"""The disk is full, the connection is cut, the clock jumps back: one sentence, nothing half done, the journal whole."""

import json
import socket
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest

import builders
import people
from faults.machine import CSRF, WRITTEN, Machine, Place, ask, on_sqlite_only, running, web
from luoshi.base import clock
from luoshi.journal import jobs, sealer, verify
from luoshi.ledger import acts
from luoshi.ledger.acts import Prose

SAFE = "此前保存的内容都在"
FULL = "ulimit -f 2048"  # blocks of 512 bytes: no file grows beyond 1 MB
BOUNDARY = "xxxxxxxxxxxxxxxx"


def progress(port: int, place: Place, words: str) -> int:
    """Report progress; the status of the answer."""
    form = urlencode({"words": words, "nonce": str(uuid4()), "csrfmiddlewaretoken": CSRF})
    headers = place.headers | {"Content-Type": "application/x-www-form-urlencoded"}
    return ask(port, "POST", f"/handling/{place.matters[0]}/progress/", form, headers)[0]


def with_paper(words: str, size: int) -> bytes:
    """The body of a form with a paper of so many bytes."""
    fields = {"words": words, "nonce": str(uuid4()), "csrfmiddlewaretoken": CSRF}
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    paper = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="papers"; filename="a.txt"\r\n'
    paper += "Content-Type: text/plain\r\n\r\n"
    return "".join([*parts, paper]).encode() + b"x" * size + f"\r\n--{BOUNDARY}--\r\n".encode()


def kept(folder: Path) -> list[Path]:
    """Whatever lies among the record files, finished or not."""
    return [path for path in (folder / "var" / "files").rglob("*") if path.is_file()]


@on_sqlite_only
def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path):
    machine = Machine(tmp_path)
    place = machine.lay_out(1)
    crowded, roomy = web(machine, limits=FULL), web(machine)
    acknowledged, refused = [], 0
    with running(crowded):
        multipart = place.headers | {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        address = f"/handling/{place.matters[0]}/progress/"
        status, page = ask(crowded.port, "POST", address, with_paper("write paper", 3 * 1024**2), multipart)
        assert status == 500
        assert SAFE in page.decode()
        assert kept(tmp_path) == []
        for n in range(3000):
            words = f"write {n} " + "长" * 3000
            status = progress(crowded.port, place, words)
            if status == 302:
                acknowledged.append(words)
            else:
                assert status in {500, 503, 507}
                refused += 1
            if refused > 3:
                break
        assert refused > 3, "the disk was never full"
        assert ask(crowded.port, "GET", "/healthz")[0] in {200, 503}
    with running(roomy):
        assert progress(roomy.port, place, "write again") == 302
    found = json.loads(machine.python(WRITTEN))
    assert found["told"] == found["texts"] == sorted([*acknowledged, "write again"])
    machine.luoshi("seal")
    machine.luoshi("verify")


@on_sqlite_only
def test_a_connection_that_is_cut_leaves_nothing_half_done(tmp_path):
    machine = Machine(tmp_path)
    place = machine.lay_out(1)
    server = web(machine)
    body = with_paper("write cut", 5 * 1024**2)
    head = f"POST /handling/{place.matters[0]}/progress/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    head += f"Cookie: {place.headers['Cookie']}\r\n"
    head += f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(body)}\r\n\r\n"
    with running(server):
        for part in (0, 10, 700, 1024**2, len(body) - 5):
            with socket.create_connection(("127.0.0.1", server.port)) as wire:
                wire.sendall(head.encode() + body[:part])
        assert progress(server.port, place, "write whole") == 302
        multipart = place.headers | {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        address = f"/handling/{place.matters[0]}/progress/"
        assert ask(server.port, "POST", address, with_paper("write paper", 5 * 1024**2), multipart)[0] == 302
    found = json.loads(machine.python(WRITTEN))
    assert found["told"] == found["texts"] == ["write paper", "write whole"]
    assert len(kept(tmp_path)) == 1
    machine.luoshi("seal")
    machine.luoshi("verify")


@pytest.mark.django_db
@pytest.mark.parametrize("back", [timedelta(minutes=5), timedelta(hours=7), timedelta(days=400)])
def test_a_clock_that_jumps_back_stops_neither_writing_nor_sealing(back):
    here = people.district()
    made = builders.accepted(here)
    jobs.seal_due()
    before = sealer.last_seal(here.realm)
    with clock.fixed(clock.now() - back):
        builders.do(here.liaison, made, acts.Progress(Prose("时钟拨回之后")))
        jobs.seal_due()
        after = sealer.last_seal(here.realm)
        assert after.size == before.size + 1
        assert not sealer.is_waiting(here.realm)
    builders.do(here.liaison, made, acts.Progress(Prose("时钟校准之后")))
    sealer.seal_all(here.realm, at=clock.now())
    assert verify.verify().problems == []
