"""Two servers of two processes and two job loops on one PostgreSQL: no matter who answers, all of it holds.

Nothing is left to luck: both sides of a race wait at the same lock, which the test lets go.
"""

import contextlib
import html
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
import pytest
from django.utils import translation
from django.utils.translation import gettext as _

import people
import postgresql
from faults.machine import CSRF, Machine, Place, Process, answer, ask, on_postgresql_only, running, web
from faults.working import GATE, JOB
from luoshi.ledger.matter import Reason
from luoshi.ledger.refusals import SENTENCES

pytestmark = on_postgresql_only
PATIENCE = 60
RACES, JOBS = 6, 40
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ASSIGNED = """
import django, json; django.setup()
import builders, people
here = people.known()
print(json.dumps([str(builders.assigned(here, title=f"争先{n}")) for n in range(RACES)]))
"""
ASK_FOR = f"""
import django; django.setup()
from luoshi.base import jobs
jobs.job({JOB!r})(print)
from django.db import transaction
with transaction.atomic():
    for n in range({JOBS}):
        jobs.enqueue({JOB!r}, {{"n": n}})
"""
OUTCOMES = """
import django, json; django.setup()
from django.apps import apps
found = {}
for stream, name in apps.get_model("journal.Entry").objects.filter(
    name__in=["matter.accepted", "matter.returned"]).values_list("stream", "name"):
    found.setdefault(str(stream), []).append(name)
print(json.dumps(found))
"""


@dataclass
class House:
    """Everything that runs."""

    cluster: postgresql.Cluster
    machine: Machine
    place: Place
    left: Process
    right: Process
    loops: list[Process]


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[House]:
    with contextlib.ExitStack() as stack:
        cluster = stack.enter_context(postgresql.cluster())
        machine = Machine(tmp_path_factory.mktemp("side"), cluster.environment)
        place = machine.lay_out(1, who=("liaison", "head"))
        left, right = web(machine, workers=2), web(machine, workers=2)
        loops = [Process(machine, [], program=("-m", "faults.working")) for _ in range(2)]
        stack.enter_context(running(left, right))
        yield House(cluster, machine, place, left, right, loops)


def until(holds: Callable[[], object]) -> None:
    """Ask again and again."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came"


def waiting(wire: psycopg.Connection) -> int:
    """How many wait for a lock."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    return int(wire.execute(asked).fetchone()[0])


def cookies(told) -> dict[str, str]:
    """What a browser keeps."""
    return {name: one.value for name, one in SimpleCookie("; ".join(told.get_all("Set-Cookie") or [])).items()}


def test_a_session_of_one_server_is_one_of_the_other(house):
    form = urlencode({"login": "secretary", "password": people.PASSWORD, "csrfmiddlewaretoken": CSRF})
    headers = FORM | {"Cookie": f"csrftoken={CSRF}"}
    status, told, _page = answer(house.left.port, "POST", "/accounts/login/", form, headers)
    assert status == 302
    kept = {house.place.cookie: cookies(told)[house.place.cookie], "csrftoken": cookies(told)["csrftoken"]}
    headers = FORM | {"Cookie": "; ".join(f"{name}={value}" for name, value in kept.items())}
    for server in (house.right, house.left) * 4:
        assert ask(server.port, "GET", "/matters/", "", headers)[0] == 200
    form = urlencode({"csrfmiddlewaretoken": kept["csrftoken"]})
    assert ask(house.right.port, "POST", "/accounts/logout/", form, headers)[0] == 302
    for server in (house.left, house.right) * 2:
        assert ask(server.port, "GET", "/matters/", "", headers)[0] == 302


def test_of_two_who_act_in_the_same_moment_one_is_told_why_not(house):
    matters = json.loads(house.machine.python(ASSIGNED.replace("RACES", str(RACES))))
    sides = {
        "accept": (house.left, "liaison", {}),
        "return": (house.right, "head", {"ground": "not_ours", "words": "不属我镇职责"}),
    }

    def act(matter: str, name: str) -> tuple[str, int, str]:
        server, who, fields = sides[name]
        form = urlencode(fields | {"nonce": str(uuid4()), "csrfmiddlewaretoken": CSRF})
        headers = house.place.headers_of(who) | FORM
        status, page = ask(server.port, "POST", f"/handling/{matter}/{name}/", form, headers)
        return name, status, page.decode()

    losers = []
    with translation.override("zh-hans"):
        moved = _("Somebody else acted on this matter in the same moment. Look again, then send this once more.")
        clear = {html.escape(words) for words in (moved, str(SENTENCES[Reason.WRONG_STATE]))}
    with psycopg.connect(house.cluster.url, autocommit=True) as watch, ThreadPoolExecutor(2) as both:
        for number, matter in enumerate(matters):
            order = sorted(sides, reverse=bool(number % 2))
            with psycopg.connect(house.cluster.url) as gate:
                gate.execute("SELECT 1 FROM journal_stream WHERE id = %s FOR UPDATE", [matter])
                done = []
                for place, name in enumerate(order, 1):
                    done.append(both.submit(act, matter, name))
                    until(lambda place=place: waiting(watch) == place)
            told = {name: (status, page) for name, status, page in (one.result(PATIENCE) for one in done)}
            assert sorted(status for status, _page in told.values()) == [302, 409], told
            losers += [page for status, page in told.values() if status == 409]
    assert [page for page in losers if not any(words in page for words in clear)] == []
    outcomes = json.loads(house.machine.python(OUTCOMES))
    assert [len(outcomes[matter]) for matter in matters] == [1] * RACES


def test_every_job_is_done_once_and_both_loops_take_part(house):
    with psycopg.connect(house.cluster.url, autocommit=True) as watch:
        watch.execute("CREATE TABLE left_line (n int, pid int)")
        watch.execute("SELECT pg_advisory_lock(%s)", [GATE])
        house.machine.python(ASK_FOR)
        with running(*house.loops):
            until(lambda: waiting(watch) == len(house.loops))
            watch.execute("SELECT pg_advisory_unlock(%s)", [GATE])
            until(lambda: watch.execute("SELECT count(*) FROM left_line").fetchone()[0] >= JOBS)
            open_jobs = "SELECT count(*) FROM base_job WHERE done_at IS NULL AND run_at <= now()"
            until(lambda: watch.execute(open_jobs).fetchone()[0] == 0)
        lines = watch.execute("SELECT n, count(*) FROM left_line GROUP BY n ORDER BY n").fetchall()
        pids = watch.execute("SELECT count(DISTINCT pid) FROM left_line").fetchone()[0]
    assert lines == [(n, 1) for n in range(JOBS)]
    assert pids == len(house.loops)
    house.machine.luoshi("seal")
    house.machine.luoshi("verify")
