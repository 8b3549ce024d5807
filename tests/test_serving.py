"""A server of several processes: what was imported before is there, and what each of them counts adds up."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

START_SECONDS = 60


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(port, path):
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        wire.request("GET", path)
        answer = wire.getresponse()
        return answer.status, answer.read().decode()
    finally:
        wire.close()


def when_ready(server, port):
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            return ask(port, "/readyz")
        except OSError:
            continue
    return 0, "it did not start"


def test_a_server_of_several_processes_answers_counts_and_stops(port, tmp_path):
    settings = {"LUOSHI_VAR": str(tmp_path / "var"), "DJANGO_SETTINGS_MODULE": "luoshi.config.settings.run"}
    environment = os.environ | settings | {"LUOSHI_DATABASE": ""}
    luoshi = [sys.executable, "-m", "luoshi.cli"]
    subprocess.run([*luoshi, "migrate"], env=environment, capture_output=True, check=True)
    command = [*luoshi, "serve", "--port", str(port), "--workers", "2"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
        try:
            status, said = when_ready(server, port)
            assert (status, json.loads(said)["ready"]) == (200, True)
            assert len(Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()) == 2
            for _request in range(20):
                assert ask(port, "/accounts/login/")[0] == 200
            counted = 'luoshi_requests_total{route="account_login",status="200"} 20.0'
            assert counted in ask(port, "/metrics")[1]
        finally:
            server.send_signal(signal.SIGTERM)
            assert server.wait(30) == 0
