"""The three basic steps of any such system, by Luoshi and by django-helpdesk: open one, list them, close one.

Same machine, same PostgreSQL, same Django, the same server with as many processes, the same browser, in turn. Ours: a
town passes a matter on to one village, which opens one; the list of matters; the district closes one. Theirs: the form
of the staff for a new ticket; the list of tickets with the rows that its page fetches; closing a ticket with a comment.
Opening and closing each count the form, the sending and the page that it leads to. Luoshi writes entries with
digests into an append-only journal, counts, and later seals; django-helpdesk writes a row and a follow-up.
"""

import json
import os
import random
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from load_posts import Browser, City, Told, Wrong, drive, hidden, of_database, spent
from load_world import SAID

PACKAGES = ("django-helpdesk", "psycopg[binary]", "granian")
PROCESSES, THREADS = 4, 4
TITLE = "Street light in the third row is out"
Step = Callable[[Told, random.Random], None]
Measured = tuple[float, float, Told]  # seconds by the clock, seconds of processor, what happened
SETTINGS = """
import os
SECRET_KEY = "only-for-a-benchmark-on-this-machine"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "peer_urls"
USE_TZ = True
STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = os.environ["PEER"] + "/media"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.sites",
    "django.contrib.admin", "django.contrib.messages", "django.contrib.staticfiles", "django.contrib.humanize",
    "rest_framework", "helpdesk",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {
    "context_processors": [
        "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]}}]
DATABASES = {"default": {
    "ENGINE": "django.db.backends.postgresql", "NAME": "helpdesk", "USER": "luoshi", "HOST": os.environ["PGHOST"],
    "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True,
}}
SITE_ID = 1
HELPDESK_TEAMS_MODEL = "auth.Group"  # teams are an extra
HELPDESK_TEAMS_MIGRATION_DEPENDENCIES = [("auth", "0001_initial")]
HELPDESK_KBITEM_TEAM_GETTER = lambda item: item.team
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
LOGGING_CONFIG = None
"""
URLS = """
from django.contrib import admin
from django.http import HttpResponse
from django.urls import include, path
urlpatterns = [
    path("readyz", lambda request: HttpResponse("yes")), path("admin/", admin.site.urls),
    path("", include("helpdesk.urls")),
]
"""
LAY_OUT = """
import django, json, sys; django.setup()
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.core.management import call_command
from django.db import connection
from helpdesk.models import Queue, Ticket
call_command("migrate", verbosity=0, interactive=False)
queues = [Queue.objects.create(title=f"Queue {n}", slug=f"q{n}") for n in range(10)]
Ticket.objects.bulk_create(
    [Ticket(queue=queues[n % 10], title=f"Ticket {n}", description="What is wrong, in two lines.", priority=3)
     for n in range(TICKETS)], batch_size=1000)
sessions = []
for n in range(USERS):
    user = get_user_model().objects.create_user(f"staff{n}", password=None, is_staff=True, is_superuser=True)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    sessions.append(store.session_key)
with connection.cursor() as cursor:
    cursor.execute("ANALYZE")
import helpdesk
from importlib.metadata import version
tickets = Ticket.objects.filter(queue=queues[0]).values_list("id", flat=True)[:LIMIT]
print(json.dumps({"sessions": sessions, "tickets": list(tickets),
    "queue": queues[0].id, "version": version("django-helpdesk"), "django": django.__version__}))
"""


def compare(folder: Path, city: City, served: Any, *, ours: list[str], port: int, steps: int, clients: int) -> None:
    """Measure both in turn and print the ratios."""
    figures: list[dict[str, Measured]] = []
    city.at_port(port)
    with served(ours, port, folder / "served.log") as (pid, _took):
        figures.append(_measured(_our_steps(city), pid, steps, clients))
    made = _peer(folder, tickets=_matters(), clients=clients, steps=steps)
    if made is None:
        return
    command, environment, told = made
    print(f"django-helpdesk {told['version']} on Django {told['django']}, {_matters():,} tickets as ours has matters")
    port += 1
    with served([*command, "--port", str(port)], port, folder / "peer.log", environment=environment) as (pid, took):
        print(f"start to the first answer, django-helpdesk: {took:.2f} s")
        figures.append(_measured(_their_steps(told, port), pid, steps, clients))
    for name in figures[0]:
        rates, costs = [], []
        for who, figure in zip(("Luoshi", "django-helpdesk"), figures, strict=True):
            seconds, busy, told_of = figure[name]
            done = told_of.steps.get(name, 0)
            rates.append(done / seconds)
            costs.append(busy / (done or 1) * 1000)
            every = sorted(told_of.requests.get(f"step {name}", [0.0]))
            p50, p95 = every[len(every) // 2] * 1000, every[int(len(every) * 0.95)] * 1000
            wrong = f", {len(told_of.errors)} errors such as {told_of.errors[0]}" if told_of.errors else ""
            print(
                f"{name:<6} {who:<16} {done / seconds:6.1f} a second, p50 {p50:5.0f} ms, p95 {p95:5.0f} ms,"
                f" processor {costs[-1]:.0f} ms{wrong}"
            )
        ratio = rates[0] / rates[1] if rates[1] else float("nan")
        print(
            f"{name:<6} ratio Luoshi to django-helpdesk: {ratio:.2f} by the clock, "
            f"{costs[1] / (costs[0] or 1):.2f} by the processor (web processes and PostgreSQL)",
            flush=True,
        )


def _measured(steps_of: Mapping[str, Step], pid: int, steps: int, clients: int) -> dict[str, Measured]:
    found = {}
    for name, step in steps_of.items():
        drive(step, clients=clients, seconds=60, seed="warm", limit=clients * 2)
        busy = spent(pid) + of_database()
        told, seconds = drive(step, clients=clients, seconds=60, seed=name, limit=steps)
        found[name] = (seconds, spent(pid) + of_database() - busy, told)
    return found


def _matters() -> int:
    from luoshi.ledger.models import Card

    return int(Card.objects.count())


# ------------------------------------------------------------------ ours


def _our_steps(city: City) -> dict[str, Step]:
    def open_one(told: Told, chance: random.Random) -> None:
        city.named("open", ("pass_on",), told, chance)

    def list_them(told: Told, chance: random.Random) -> None:
        post = chance.choice(city.world.posts)
        with city.at(post.name) as (_post, browser):
            city.timed("list", told, lambda: browser.read(told, "list", "/matters/", "is-list"))

    def close_one(told: Told, chance: random.Random) -> None:
        city.named("close", ("close",), told, chance)

    return {"open": open_one, "list": list_them, "close": close_one}


# ------------------------------------------------------------------ theirs


def _peer(folder: Path, *, tickets: int, clients: int, steps: int) -> tuple[list[str], dict[str, str], Any] | None:
    """A virtual environment with django-helpdesk, its own database with as many tickets; None where there is none."""
    import django
    import psycopg

    place = folder / "peer"
    place.mkdir()
    subprocess.run([sys.executable, "-m", "venv", place / "venv"], check=True)
    python = place / "venv" / "bin" / "python"
    wanted = [*PACKAGES, f"Django=={django.__version__}"]
    got = subprocess.run([python, "-m", "pip", "install", "-q", *wanted], capture_output=True, text=True, check=False)
    if got.returncode:
        print(f"django-helpdesk cannot be installed from the index, so nothing was compared: {got.stderr[-300:]}")
        return None
    with psycopg.connect(host=os.environ["PGHOST"], user="luoshi", dbname="postgres", autocommit=True) as wire:
        wire.execute("CREATE DATABASE helpdesk")
    (place / "peer_settings.py").write_text(SETTINGS)
    (place / "peer_urls.py").write_text(URLS)
    environment = {name: value for name, value in os.environ.items() if name != "PROMETHEUS_MULTIPROC_DIR"} | {
        "PEER": str(place), "PYTHONPATH": str(place), "DJANGO_SETTINGS_MODULE": "peer_settings",
    }  # fmt: skip
    words = LAY_OUT.replace("TICKETS", str(tickets)).replace("USERS", str(clients)).replace("LIMIT", str(steps * 4))
    done = subprocess.run([python, "-c", words], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"django-helpdesk could not be laid out: {done.stderr[-1000:]}")
    factory = "django.core.wsgi:get_wsgi_application"
    command = [
        str(python), "-m", "granian", "--interface", "wsgi", "--no-ws", "--workers", str(PROCESSES),
        "--blocking-threads", str(THREADS), "--log-level", "warning", factory, "--factory",
    ]  # fmt: skip
    return command, environment, json.loads(done.stdout.splitlines()[-1])


def _their_steps(laid: Any, port: int) -> dict[str, Step]:
    browsers = deque(Browser(port, {"sessionid": session}) for session in laid["sessions"])
    tickets, lock = deque(laid["tickets"]), threading.Lock()

    def step(name: str, work: Callable[[Told, Browser], Any]) -> Step:
        def one(told: Told, _chance: random.Random) -> None:
            browser = browsers.popleft()
            try:
                City.timed(name, told, lambda: work(told, browser))
            finally:
                browsers.append(browser)

        return one

    def open_one(told: Told, browser: Browser) -> None:
        fields = hidden(browser.read(told, "form", "/tickets/submit/", 'name="title"'), whole=True)
        fields |= {"queue": laid["queue"], "title": TITLE, "body": SAID, "priority": 3}
        browser.read(told, "ticket", browser.send(told, "open, sent", "/tickets/submit/", fields), TITLE)

    def list_them(told: Told, browser: Browser) -> None:
        page = browser.read(told, "list", "/tickets/", "datatables_ticket_list/")
        rows = page.partition("/datatables_ticket_list/")[2].partition('"')[0]
        _status, _leads, found = browser.ask(told, "rows", f"/datatables_ticket_list/{rows}?draw=1&start=0&length=25")
        if '"data": [{' not in found:
            raise Wrong(f"rows: {found[:100]}")

    def close_one(told: Told, browser: Browser) -> None:
        with lock:
            ticket = tickets.popleft()
        fields = hidden(browser.read(told, "ticket", f"/tickets/{ticket}/", f"Ticket {ticket - 1}"), whole=True)
        title = f"Ticket {ticket - 1}"
        fields |= {"comment": SAID, "new_status": 4, "queue": laid["queue"], "title": title, "priority": 3}
        leads = browser.send(told, "close, sent", f"/tickets/{ticket}/update/", fields)
        browser.read(told, "ticket", leads, "Closed")

    return {"open": step("open", open_one), "list": step("list", list_them), "close": step("close", close_one)}
