import json
import logging
import re

import pytest
from django.db import IntegrityError, connection

from luoshi.base import jobs
from luoshi.config import logs, metrics, watching
from luoshi.journal import triggers

pytestmark = pytest.mark.django_db
SECRET = "张三的诉求"


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch):
    monkeypatch.setattr(watching, "KEPT_SECONDS", -1.0)
    monkeypatch.setattr(watching, "_last", watching._last)  # what is found here is forgotten afterwards


class Kept(logging.Handler):
    """The lines of the log as a service writes them, formatted in the moment they are written."""

    def __init__(self):
        super().__init__()
        self.setFormatter(logs.JsonFormatter())
        self.lines = []

    def emit(self, record):
        self.lines.append(json.loads(self.format(record)))


@pytest.fixture
def written():
    log, kept = logging.getLogger("luoshi.requests"), Kept()
    level = log.level
    log.addHandler(kept)
    log.setLevel(logging.INFO)
    yield kept.lines
    log.setLevel(level)
    log.removeHandler(kept)


def test_ready_says_yes_and_which_parts(client):
    jobs.beat()
    answer = client.get("/readyz")
    parts = dict.fromkeys(["database", "migrations", "triggers", "files", "jobs"], True)
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "parts": parts})


def test_a_silent_job_loop_is_said_and_stops_nobody(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["parts"]["jobs"]) == (200, False)


def test_not_ready_without_the_guards_of_the_journal(client):
    with connection.cursor() as cursor:
        triggers._drop(cursor, connection, triggers._triggers(connection)[0])
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["ready"], answer.json()["parts"]["triggers"]) == (503, False, False)


def test_not_ready_where_files_cannot_be_written(client, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.LUOSHI_FILES = tmp_path / "file" / "files"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert str(tmp_path) not in answer.content.decode()


def test_metrics_are_for_this_machine_alone(client, settings):
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7").status_code == 404
    for header in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Forwarded-Proto"):
        assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client.get("/metrics").status_code == 404


def test_metrics_are_for_whoever_holds_the_token(client, settings):
    settings.LUOSHI_METRICS_TOKEN = "a long token"

    def asked(token):
        return client.get("/metrics", REMOTE_ADDR="10.0.0.7", headers={"Authorization": f"Bearer {token}"}).status_code

    assert (asked("a long token"), asked("another"), asked("")) == (200, 404, 404)


def test_without_a_token_none_fits(client):
    answer = client.get("/metrics", REMOTE_ADDR="10.0.0.7", headers={"Authorization": "Bearer "})
    assert answer.status_code == 404


def test_metrics_count_by_the_name_of_the_address(client):
    client.get("/healthz", {"q": SECRET})
    client.get(f"/{SECRET}/")
    client.get("/accounts/login/")
    text = client.get("/metrics").content.decode()
    assert re.search(r'^luoshi_requests_total\{route="web:health",status="200"\} [1-9]', text, re.MULTILINE)
    assert re.search(r'^luoshi_requests_total\{route="unknown",status="404"\} [1-9]', text, re.MULTILINE)
    for name in ("jobs_due", "jobs_given_up", "entries_unsealed", "database_bytes"):
        assert re.search(rf"^luoshi_{name} \d", text, re.MULTILINE)
    assert SECRET not in text
    assert set(re.findall(r"^luoshi_\w+\{(\w+)=", text, re.MULTILINE)) <= {"route", "le"}


def test_of_parts_that_are_held_back_neither_metrics_nor_logs_say_a_word(client, settings, written):
    settings.LUOSHI_UNOBSERVED = {"web"}
    before = metrics.answered.labels("web:health", "200")._value.get()
    client.get("/healthz")
    assert metrics.answered.labels("web:health", "200")._value.get() == before
    assert written == []


def test_a_request_is_one_line_without_anybody_in_it(client, written):
    answer = client.get("/healthz", {"q": SECRET}, headers={"User-Agent": "browser of somebody"})
    (line,) = written
    assert line.keys() == {"at", "level", "logger", "what", "request", "route", "method", "status", "ms"}
    assert (line["route"], line["method"], line["status"]) == ("web:health", "GET", 200)
    assert answer.headers["X-Request-Id"] == line["request"]


def clash():
    raise IntegrityError(f"Key (name)=({SECRET}) already exists")


def test_a_fault_says_where_and_not_what_it_held(caplog):
    caplog.set_level(logging.ERROR)
    with pytest.raises(IntegrityError) as raised:
        clash()
    fault = raised.value
    logging.getLogger("django.request").error("Internal Server Error: %s", f"/{SECRET}/", exc_info=fault)
    line = logs.JsonFormatter().format(caplog.records[-1])
    told = json.loads(line)
    assert SECRET not in line
    assert told["fault"] == "IntegrityError"
    assert told["where"][-1].endswith(" clash")
    assert told["what"] == "Internal Server Error: %s"
