"""A real Ray cluster of two processes on this machine, one processor each: for tests and benchmarks."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HERE = "127.0.0.1"
STORE = 1_500_000_000
GRACE = 30  # seconds


@contextmanager
def two_processes(store: int = STORE) -> Iterator[dict[str, str]]:
    """The environment in which `LUOSHI_CLUSTER` names the cluster; both processes are gone afterwards."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="ray-") as folder:  # sockets lie in it: the name has to be short
        told = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32), "RAY_USAGE_STATS_ENABLED": "0"}
        environment = os.environ | told
        environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        head = ["--head", f"--port={port}", "--include-dashboard=false", f"--temp-dir={folder}"]
        worker = [f"--address={HERE}:{port}"]
        started: list[subprocess.Popen[bytes]] = []
        try:
            for which in (head, worker):
                started.append(_start(which, store, environment))
                _wait_until(len(started), f"{HERE}:{port}", environment)
            yield environment | {"LUOSHI_CLUSTER": f"{HERE}:{port}"}
        finally:
            for process in reversed(started):
                _end(process)


def _start(which: list[str], store: int, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [
        f"{Path(sys.executable).parent}/ray", "start", "--block", *which, f"--node-ip-address={HERE}", "--num-cpus=1",
        f"--object-store-memory={store}",
    ]  # fmt: skip
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)


def _wait_until(nodes: int, address: str, environment: dict[str, str]) -> None:
    """Ask the cluster how many take part, until it is so many."""
    asked = (
        "import ray, sys, time\n"
        "for _ in range(60):\n"
        "    try:\n"
        f"        ray.init(address={address!r}, log_to_driver=False, logging_level='ERROR', ignore_reinit_error=True)\n"
        f"        if sum(node['Alive'] for node in ray.nodes()) == {nodes}: sys.exit()\n"
        "    except ConnectionError: pass\n"
        "    time.sleep(0.5)\n"
        "sys.exit(1)"
    )
    subprocess.run([sys.executable, "-c", asked], env=environment, check=True, capture_output=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with all it has started, politely first."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(GRACE)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
