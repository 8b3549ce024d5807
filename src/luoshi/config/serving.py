"""`luoshi run`: prepare the database and the static files, start the server and the job thread, stop both cleanly.

`luoshi serve` is the server alone, for a service manager that runs `luoshi work` beside it.
"""

import fcntl
import gc
import http.client
import importlib
import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from threading import Event, Thread

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.urls import get_resolver
from django.utils import translation
from django.utils.translation import gettext as _
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from luoshi.base import jobs
from luoshi.config import migrating

HOST = "127.0.0.1"
FIRST_PAGE = "/accounts/login/"
START_SECONDS = 60
STOP_SECONDS = 15
KILL_SECONDS = 10  # after which a web process that does not stop is killed
THREADS = 4  # of a web process
WSGI = "luoshi.config.wsgi:application"
SAMPLE = "luoshi.config.sample"
PACKAGE = Path(__file__).resolve().parents[1]
FRAMEWORKS = ("Django", "django-allauth", "django-axes")


def run(*, report: Path | None, port: int) -> int:
    """Serve until told to stop; 0 after a clean stop, 1 when it could not start or the server died."""
    if report is not None and not report.is_file():
        return _say(_("There is no file %(path)s; nothing was started.") % {"path": report})
    if _taken(port):
        return _say(
            _("Port %(port)s is in use; stop what runs there or choose another one: make run PORT=%(next)s")
            % {"port": port, "next": port + 1}
        )
    prepare()
    _load_sample(report)
    log_ins = _log_ins()
    connection.close()  # from here on the database belongs to the server and to the job thread
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda _number, _frame: stop.set())
    work = Thread(target=jobs.work, args=(stop,), name="jobs", daemon=True)
    server = _server(port)
    try:
        work.start()
        if _answers(server, port, stop):
            _greet(port, log_ins)
        while not stop.wait(0.5):
            if server.poll() is not None:
                return _say(_("The server stopped by itself; `luoshi doctor` says what is wrong."))
        return 0
    finally:
        stop.set()
        _end(server)
        work.join(STOP_SECONDS)


def serve(*, host: str, port: int, workers: int) -> int:
    """Serve until told to stop; the tables are there already, since the old release may still be at work on them.

    Everything is imported before the web processes are made: they begin at once, and share what none of them changes.
    """
    prepare(tables=False)
    _import_all()
    connections.close_all()  # each web process has its own
    gc.collect()
    gc.freeze()  # what is there now is never looked at again, so that it stays shared
    Granian(
        WSGI,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        workers_kill_timeout=KILL_SECONDS,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
    return 0


def _import_all() -> None:
    """Every module and catalogue that a request may need."""
    importlib.import_module(WSGI.partition(":")[0])
    get_resolver().url_patterns  # noqa: B018 - reading them imports every view
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            _("Luoshi")


def prepare(*, tables: bool = True) -> None:
    """Bring tables and static files up to date; costs nothing when nothing changed since the last time."""
    settings.LUOSHI_VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.LUOSHI_VAR / ".preparing").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # whoever starts in the same moment finds it done
        _prepare(settings.LUOSHI_VAR / "prepared.json", tables=tables)


def _prepare(stamp: Path, *, tables: bool) -> None:
    before = json.loads(stamp.read_text(encoding="utf-8")) if stamp.exists() else {}
    database = settings.DATABASES["default"]
    place = f"{database['ENGINE']} {database.get('HOST')} {database['NAME']}"
    static = (path for path in PACKAGE.glob("**/static/**/*") if path.is_file())
    now = {
        "schema": _digest([*PACKAGE.glob("**/migrations/*.py"), *PACKAGE.glob("campaigns/data/*.yaml")], place),
        "static": _digest(static, str(settings.STATIC_ROOT)),
    }
    if not tables:
        now["schema"] = before.get("schema", "")
    elif before.get("schema") != now["schema"] or "django_migrations" not in connection.introspection.table_names():
        migrating.migrate()
    if before.get("static") != now["static"] or not settings.STATIC_ROOT.exists():
        call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(json.dumps(now), encoding="utf-8")


def _digest(paths: Iterable[Path], *more: str) -> str:
    total = sha256()
    for path in sorted(paths):
        total.update(f"{path.relative_to(PACKAGE)}\n".encode() + path.read_bytes())
    total.update("\n".join([*more, *(version(name) for name in FRAMEWORKS)]).encode())
    return total.hexdigest()


def _load_sample(report: Path | None) -> None:
    """The sample district in an empty database; a report that is named is read in any case.

    Not where others reach the place: everybody knows the sample's password.
    """
    if settings.SESSION_COOKIE_SECURE or importlib.util.find_spec(SAMPLE) is None:
        return
    if report is not None or not get_user_model()._default_manager.exists():
        with transaction.atomic():
            importlib.import_module(SAMPLE).load(report=report)


def _log_ins() -> Sequence[tuple[str, str, str]]:
    """Account, password and post of the sample; empty where there is none."""
    if importlib.util.find_spec(SAMPLE) is None:
        return ()
    found: Sequence[tuple[str, str, str]] = importlib.import_module(SAMPLE).log_ins()
    return found


def _taken(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def _server(port: int) -> subprocess.Popen[bytes]:
    """One worker; in a group of its own, so that only we tell it to stop."""
    return subprocess.Popen(  # noqa: S603
        _command(host=HOST, port=port, workers=1),
        env=os.environ | {"DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]},
        process_group=0,
    )


def _command(*, host: str, port: int, workers: int) -> list[str]:
    """The server, with several threads a worker."""
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": str(workers),
        "--blocking-threads": str(THREADS),
        "--workers-kill-timeout": str(KILL_SECONDS),
        "--log-level": "warning",
    }
    words = [word for option in options.items() for word in option]
    return [sys.executable, "-m", "granian", *words, "--no-ws", WSGI]


def _answers(server: subprocess.Popen[bytes], port: int, stop: Event) -> bool:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None and not stop.wait(0.1):
        page = http.client.HTTPConnection(HOST, port, timeout=START_SECONDS)
        try:
            page.request("GET", FIRST_PAGE)
            page.getresponse().read()
        except OSError:
            continue
        finally:
            page.close()
        return True
    return False


def _greet(port: int, log_ins: Sequence[tuple[str, str, str]]) -> None:
    """In one breath, so that whoever started us may read it in one."""
    lines = [_("Luoshi is at http://%(host)s:%(port)s/ — Ctrl-C stops it.") % {"host": HOST, "port": port}]
    if log_ins:
        lines.append(_("Sample log-ins (account, password, post):"))
    lines += [f"  {account:<12} {password:<16} {post}" for account, password, post in log_ins]
    print("\n".join(lines), flush=True)


def _end(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
