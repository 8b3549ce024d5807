"""Pages are read from a replica: nobody misses what they have just written, and nobody notices when it is gone."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
import pytest

import postgresql
from faults.machine import CSRF, Machine, Place, Process, answer, ask, on_postgresql_only, running, web

pytestmark = on_postgresql_only
PATIENCE = 60
SLOW = {"max_standby_streaming_delay": "-1", "hot_standby_feedback": "on"}
LAY_MORE = """
import django; django.setup()
import builders, people
here = people.known()
print(builders.accepted(here, title="后来的事项"))
"""
LEAVE = """
import django; django.setup()
from django.contrib.sessions.models import Session
assert Session.objects.filter(pk="SESSION").delete()[0] == 1
"""


@dataclass
class Pair:
    """A server, the one that follows it, and an installation that reads from both."""

    primary: postgresql.Cluster
    replica: postgresql.Cluster
    machine: Machine
    place: Place
    patient: Process  # reads from a replica however late it is
    strict: Process  # from one that is not late at all

    def ask_replica(self, words: str) -> object:
        """What the replica answers."""
        with psycopg.connect(self.replica.url) as wire:
            found = wire.execute(words).fetchone()
            return found and found[0]

    def catch_up(self) -> None:
        """Until the replica has all that the primary has written."""
        with psycopg.connect(self.primary.url) as wire:
            (position,) = wire.execute("SELECT pg_current_wal_lsn()::text").fetchone()
        until(lambda: self.ask_replica(f"SELECT pg_last_wal_replay_lsn() >= '{position}'"))

    def write(self, words: str, port: int) -> str:
        """Report progress; the cookie that comes with the answer."""
        form = urlencode({"words": words, "nonce": str(uuid4()), "csrfmiddlewaretoken": CSRF})
        headers = self.place.headers | {"Content-Type": "application/x-www-form-urlencoded"}
        status, told, _page = answer(port, "POST", f"/handling/{self.place.matters[0]}/progress/", form, headers)
        assert status == 302
        return SimpleCookie("; ".join(told.get_all("Set-Cookie")))["luoshi_seen"].value

    def page(self, server: Process, cookie: str = "") -> tuple[str, str]:
        """The page of the matter, and what it says of the cookie."""
        headers = self.place.headers
        if cookie:
            headers = headers | {"Cookie": f"{headers['Cookie']}; luoshi_seen={cookie}"}
        status, told, page = answer(server.port, "GET", f"/matters/{self.place.matters[0]}/", "", headers)
        assert status == 200
        return page.decode(), str(told.get_all("Set-Cookie"))


def until(holds) -> None:
    """Ask again and again."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came"


@pytest.fixture(scope="module")
def pair(tmp_path_factory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("replica")
    with contextlib.ExitStack() as stack:
        primary = stack.enter_context(postgresql.cluster(synchronous_commit="on"))
        machine = Machine(folder, dict(primary.environment))
        place = machine.lay_out(2, who=("liaison", "head"))
        follower = stack.enter_context(postgresql.replica(primary, **SLOW))
        patient = web(machine.told(LUOSHI_REPLICA=follower.url, LUOSHI_REPLICA_LAG="36000"))
        strict = web(machine.told(LUOSHI_REPLICA=follower.url, LUOSHI_REPLICA_LAG="0"))
        stack.enter_context(running(patient, strict))
        made = Pair(primary, follower, machine, place, patient, strict)
        made.catch_up()
        yield made


@pytest.fixture
def held(pair) -> Iterator[Pair]:
    """The replica stands still."""
    pair.catch_up()
    pair.page(pair.patient)
    pair.ask_replica("SELECT pg_wal_replay_pause()")
    until(lambda: pair.ask_replica("SELECT pg_get_wal_replay_pause_state()") == "paused")
    yield pair
    pair.ask_replica("SELECT pg_wal_replay_resume()")


def test_who_has_written_sees_it_at_once_and_others_when_it_has_arrived(held):
    words = f"write {uuid4()}"
    cookie = held.write(words, held.patient.port)
    assert words not in held.page(held.patient)[0], "the page was not read from the replica"
    assert words in held.page(held.patient, cookie)[0]
    assert words in held.page(held.strict)[0], "a replica that is too late was read from"
    held.ask_replica("SELECT pg_wal_replay_resume()")
    held.catch_up()
    assert words in held.page(held.patient)[0]
    page, told = held.page(held.patient, cookie)
    assert words in page
    assert 'luoshi_seen=""' in told, "the cookie has done its duty"


def test_what_has_not_arrived_yet_is_not_missing(held):
    made = held.machine.python(LAY_MORE).strip()
    assert ask(held.patient.port, "GET", f"/matters/{made}/", "", held.place.headers)[0] == 200


def test_who_may_no_longer_come_in_is_not_let_in_by_the_replica(held):
    headers = held.place.headers_of("head")
    assert ask(held.patient.port, "GET", "/matters/", "", headers)[0] == 200
    held.machine.python(LEAVE.replace("SESSION", held.place.sessions["head"]))
    assert ask(held.patient.port, "GET", "/matters/", "", headers)[0] == 302


def test_a_replica_that_dies_is_missed_by_nobody(pair):
    pair.catch_up()
    words = f"write {uuid4()}"
    pair.page(pair.patient)
    pair.replica.kill()
    for server in (pair.patient, pair.strict):
        pair.write(words, server.port)
        assert words in pair.page(server)[0]
        assert ask(server.port, "GET", "/matters/", "", pair.place.headers)[0] == 200
    pair.replica.start()
    pair.catch_up()
    assert words in pair.page(pair.patient)[0]
