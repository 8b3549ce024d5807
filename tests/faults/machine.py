"""A real installation in a folder: its commands, its processes, and somebody who writes into it and keeps count."""

import contextlib
import http.client
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Lock, Thread
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection

TESTS = Path(__file__).resolve().parents[1]
START_SECONDS = 60
CSRF = "c" * 32
LAY_OUT = """
import django, json; django.setup()
import builders, people
from django.conf import settings
from django.test import Client
here = people.district()
def session(viewer):
    client = Client()
    client.force_login(people.account_of(viewer))
    return client.cookies[settings.SESSION_COOKIE_NAME].value
made = [str(builders.accepted(here, title=f"事项{n}")) for n in range(MATTERS)]
sessions = {name: session(getattr(here, name)) for name in WHO}
print(json.dumps({"matters": made, "sessions": sessions, "cookie": settings.SESSION_COOKIE_NAME}))
"""
WRITTEN = """
import django, json; django.setup()
from django.apps import apps
texts = dict(apps.get_model("records.Text").objects.filter(body__startswith="write ").values_list("id", "body"))
told = []
entries = apps.get_model("journal.Entry").objects.filter(name="matter.progressed")
for payload in entries.values_list("payload", flat=True):
    told += [body for ref, body in texts.items() if str(ref) in payload]
print(json.dumps({"texts": sorted(texts.values()), "told": sorted(told)}))
"""

on_sqlite_only = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="has a database of its own; `make test` and `make nightly` run it"
)
on_postgresql_only = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="starts servers of its own; `make test-postgresql` runs it"
)


@dataclass
class Machine:
    """An installation of its own, on SQLite unless a database is given."""

    folder: Path
    database: dict[str, str] = field(default_factory=lambda: {"LUOSHI_DATABASE": ""})
    code: Path = TESTS.parent  # another release has another
    python_of: str = sys.executable

    @property
    def environment(self) -> dict[str, str]:
        """What its commands are told."""
        own = [str(self.code / "src"), str(self.code / "tests")]
        python = os.pathsep.join(filter(None, [*own, os.environ.get("PYTHONPATH", "")]))
        settings = {"DJANGO_SETTINGS_MODULE": "luoshi.config.settings.run", "PYTHONPATH": python}
        return os.environ | settings | {"LUOSHI_VAR": str(self.folder / "var")} | self.database

    def luoshi(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """One command, to its end."""
        asked = [self.python_of, "-m", "luoshi.cli", *words]
        done = subprocess.run(asked, env=self.environment, capture_output=True, text=True, check=False)
        assert not check or done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done

    def python(self, words: str) -> str:
        """A few lines of Python on its data; what they print."""
        asked = [self.python_of, "-c", words]
        done = subprocess.run(asked, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def told(self, **settings: str) -> "Machine":
        """The same installation with more settings."""
        return replace(self, database=self.database | settings)

    def lay_out(self, matters: int, *, who: Sequence[str] = ("liaison",)) -> "Place":
        """Tables, the small district, so many matters that the town has accepted, and these people logged in."""
        self.luoshi("migrate")
        words = LAY_OUT.replace("MATTERS", str(matters)).replace("WHO", repr(tuple(who)))
        return Place(**json.loads(self.python(words)))


@dataclass(frozen=True)
class Place:
    """Where to write, and as whom."""

    matters: list[str]
    sessions: dict[str, str]
    cookie: str

    @property
    def headers(self) -> dict[str, str]:
        """What the liaison's browser sends with every request."""
        return self.headers_of("liaison")

    def headers_of(self, who: str) -> dict[str, str]:
        """What somebody's browser sends with every request."""
        return {"Cookie": f"{self.cookie}={self.sessions[who]}; csrftoken={CSRF}"}


@dataclass
class Process:
    """A process with its children, which dies as a whole and comes again."""

    machine: Machine
    words: Sequence[str]
    port: int = 0
    limits: str = ""  # a line of shell before it starts
    program: Sequence[str] = ("-m", "luoshi.cli")
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and do not wait."""
        command = [self.machine.python_of, *self.program, *self.words]
        if self.limits:
            command = ["/bin/sh", "-c", f'{self.limits}; exec "$@"', "sh", *command]
        with (self.machine.folder / "processes.log").open("ab") as log:
            self.running = subprocess.Popen(
                command, env=self.machine.environment, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """As the kernel kills: without a word to anybody."""
        assert self.running
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()

    def answers(self) -> bool:
        """True once it serves."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if ask(self.port, "GET", "/healthz")[0] == 200:
                    return True
            Event().wait(0.05)
        return False


def answer(
    port: int, method: str, path: str, body: str | bytes = "", headers: dict[str, str] | None = None
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """One request over a connection of its own: status, headers, body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body or None, headers or {})
        got = connection.getresponse()
        return got.status, got.headers, got.read()
    finally:
        connection.close()


def ask(
    port: int, method: str, path: str, body: str | bytes = "", headers: dict[str, str] | None = None
) -> tuple[int, bytes]:
    """One request over a connection of its own: status and body."""
    status, _headers, page = answer(port, method, path, body, headers)
    return status, page


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def web(machine: Machine, *, limits: str = "", workers: int = 1) -> Process:
    """A web server, not started yet."""
    port = free_port()
    words = ["serve", "--port", str(port), "--workers", str(workers)]
    return Process(machine, words, port=port, limits=limits)


@contextmanager
def running(*processes: Process) -> Iterator[None]:
    """Start them; at the end they are gone."""
    try:
        for process in processes:
            process.start()
        for process in processes:
            assert not process.port or process.answers(), (process.machine.folder / "processes.log").read_text()
        yield
    finally:
        for process in processes:
            if process.running:
                process.kill()


class Writer(Thread):
    """Reports progress without end. A form that got no answer is sent again, the same form, until one comes."""

    def __init__(self, number: int, place: Place, servers: Sequence[Process], stop: Event) -> None:
        super().__init__(daemon=True)
        self.number, self.place, self.stop = number, place, stop
        self.servers, self.acknowledged, self.lock = itertools.cycle(servers), [], Lock()
        self.sent_again, self.strange = 0, []

    def run(self) -> None:
        """Until told to stop; what was begun is brought to its end."""
        for n in itertools.count():
            words = f"write {self.number} {n}"
            if self.stop.is_set() or not self._bring(words):
                return
            with self.lock:
                self.acknowledged.append(words)

    def count(self) -> int:
        """How many were acknowledged."""
        with self.lock:
            return len(self.acknowledged)

    def _bring(self, words: str) -> bool:
        matter = self.place.matters[self.number]
        form = urlencode({"words": words, "nonce": str(uuid4()), "csrfmiddlewaretoken": CSRF})
        headers = self.place.headers | {"Content-Type": "application/x-www-form-urlencoded"}
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            try:
                status, body = ask(next(self.servers).port, "POST", f"/handling/{matter}/progress/", form, headers)
            except (OSError, http.client.HTTPException):
                self.sent_again += 1
                self.stop.wait(0.01)
                continue
            if status == 302:
                return True
            if status < 500:
                self.strange.append((status, body.decode(errors="replace")))
                return False
            self.sent_again += 1
        self.strange.append((0, "no answer any more"))
        return False
