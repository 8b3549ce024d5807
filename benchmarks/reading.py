"""How long pages take to be made, for posts of every level, as the country fills up.

    benchmarks/reading.py [--scale N] [--keep] [--out FILE] | --plot FILE...

Builds the country (`country.py`) into a database of its own unless it stands there already, logs in posts of a
village, a town, a district, a province and the country, and asks for their pages through the application in this
process. `--plot` draws what several runs wrote with `--out`. On PostgreSQL run it beside `tests/postgresql.py`.
"""

import argparse
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

SEED = "reading-1"
EACH, WARM = 40, 3
WORDS = (
    "排水沟疏通",
    "张榜公布结果",
    "组121号附近",
    "两村界线不清",
    "幼儿园",
    "桥",
    "机井改造，影响春耕",
    "石油管道",
    "12组77号附近危旧房屋",
)
LISTS = (
    "", "open=on", "state=returned", "state=claimed", "stage=done&role=lead&grade=4", "stage=asked&role=lead&light=red",
    "stage=asked&light=yellow", "kind=problem&open=on", "stage=open&role=lead", "state=closed",
)  # fmt: skip
HOST = "127.0.0.1"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=int, default=1, help="1: 125,000 matters, 16: two million")
    parser.add_argument("--folder", default="", help="keep the database there, and use it where it stands")
    parser.add_argument("--out", default="", help="write the figures there, for --plot")
    parser.add_argument("--plot", nargs="+", default=[], help="draw the figures of several runs")
    chosen = parser.parse_args()
    if chosen.plot:
        print(_drawn([json.loads(Path(name).read_text()) for name in chosen.plot]))
        return 0
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        place = chosen.folder or folder
        Path(place).mkdir(parents=True, exist_ok=True)
        os.environ |= {"LUOSHI_VAR": place, "DJANGO_SETTINGS_MODULE": "luoshi.config.settings.run"}
        import django

        django.setup()
        import country
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("migrate", interactive=False, verbosity=0)
        if not _stands() and not country.build(chosen.scale):
            return 1
        figures = _measured(chosen.scale)
    if chosen.out:
        Path(chosen.out).write_text(json.dumps(figures))
    return 0


def _stands() -> bool:
    from django.db import connection

    if "people_unit" not in connection.introspection.table_names():
        return False
    from luoshi.people import queries

    return bool(queries.realms())


def _measured(scale: int) -> dict[str, Any]:
    import country
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT version()" if connection.vendor == "postgresql" else "SELECT 'SQLite ' || sqlite_version()"
        )
        database = cursor.fetchone()[0].split(" on ")[0]
    import django

    print(f"machine: {os.cpu_count()} cores, {platform.machine()}, load before {os.getloadavg()[0]:.1f}; seed {SEED}")
    print(f"Python {platform.python_version()}, Django {django.__version__}, {database}")
    print(f"scale {scale}: {country.MATTERS * scale:,} matters; {EACH} requests a line")
    _agree()
    bare = _bare()
    print(f"one card by its key, bare: {bare:.2f} ms")
    rows: dict[str, Any] = {}
    heads = f"{'middle':>8} {'95 %':>8} {'longest':>8} {'processor: middle':>18} {'95 %':>6}"
    print(f"{'post':10} {'page':14} {heads}  queries  times the bare")
    for level, posts in country.LEVELS.items():
        clients = [_client(f"{level}{number}") for number in range(posts)]
        for page, urls in _pages(clients).items():
            took, busy, asked = _timed(urls)
            took.sort()
            middle, late = statistics.median(took), took[int(len(took) * 0.95)]
            used = sorted(busy)[int(len(busy) * 0.95)]
            rows[f"{level} {page}"] = [middle, late, took[-1], statistics.median(busy), used, asked]
            print(
                f"{level:10} {page:14} {middle:8.1f} {late:8.1f} {took[-1]:8.1f}"
                f" {statistics.median(busy):18.1f} {used:6.1f}"
                f"  {asked:7}  {middle / bare:.0f}",
                flush=True,
            )
    return {"scale": scale, "database": database, "rows": rows}


def _agree() -> None:
    """The board, the list, and the cards counted one by one: of every state and light, for a post of each level."""
    from collections import Counter

    import country
    from django.contrib.auth import get_user_model

    from luoshi.base import clock
    from luoshi.ledger import queries
    from luoshi.ledger.lights import Lamp
    from luoshi.ledger.matter import ENDED, State
    from luoshi.ledger.models import Card
    from luoshi.people import paths
    from luoshi.people import queries as people

    lamp = Lamp.on(clock.today())
    for level in country.LEVELS:
        viewer = people.viewer_for(get_user_model().objects.get(username=f"{level}0"))
        low, high = paths.subtree(viewer.post.scope.path)
        cards = Card.objects.filter(realm="CN", path__gte=low, path__lt=high, role="lead").exclude(kind="requirement")
        states: Counter[str] = Counter()
        lights: Counter[str] = Counter()
        for state, due, milestone in cards.values_list("state", "due_on", "milestone_on").iterator():
            states[state] += 1
            if State(state) not in ENDED:
                lights[lamp.light(is_open=True, due=due, milestone=milestone)] += 1
        figures = queries.figures(viewer, viewer.post.scope.id)
        listed = queries.matters(
            viewer, queries.Filter(role="lead", states=queries.STAGES["asked"], without_requirements=True)
        )
        same_states = {state.value: n for state, n in figures.states.items()} == dict(states)
        same_lights = {light: n for light, n in figures.lights.items() if light != "none"} == dict(lights)
        whole = figures.total == listed.total
        agree = same_states and same_lights and whole
        print(f"{level}: board, list and {states.total():,} cards one by one agree: {agree}")


def _client(username: str) -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    client, user = Client(SERVER_NAME=HOST), get_user_model().objects.get(username=username)
    if user.must_change_password:
        user.must_change_password = False
        user.save()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _pages(clients: list[Any]) -> dict[str, list[tuple[Any, str]]]:
    """For every kind of page as many requests as are measured, spread over the posts."""
    from luoshi.base import clock

    chance = random.Random(SEED)
    year_ago = clock.today().replace(year=clock.today().year - 1)

    def spread(url: Callable[[int, Any], str]) -> list[tuple[Any, str]]:
        return [(clients[n % len(clients)], url(n, clients[n % len(clients)])) for n in range(EACH + WARM)]

    return {
        "board": spread(lambda _n, _c: "/boards/"),
        "board year ago": spread(lambda _n, _c: f"/boards/?on={year_ago}"),
        "list": spread(lambda n, _c: f"/matters/?{LISTS[n % len(LISTS)]}"),
        "list, further": spread(lambda n, c: _further(c, LISTS[n % len(LISTS)])),
        "search": spread(lambda n, _c: f"/matters/?q={WORDS[n % len(WORDS)]}"),
        "matter": spread(lambda _n, c: _some_matter(c, chance)),
        "desk": spread(lambda _n, _c: "/"),
    }


def _further(client: Any, query: str) -> str:
    """The address of the second page."""
    body = client.get(f"/matters/?{query}").content.decode()
    at = body.find("after=")
    if at < 0:
        return f"/matters/?{query}"
    return f"/matters/?{query}&{body[at : body.index(chr(34), at)]}"


def _some_matter(client: Any, chance: random.Random) -> str:
    """A matter somewhere below the post."""
    from luoshi.ledger.models import Card
    from luoshi.people import paths, queries

    user = client.session["_auth_user_id"]
    from django.contrib.auth import get_user_model

    top = queries.viewer_for(get_user_model().objects.get(pk=user)).post.scope.path
    low, high = paths.subtree(top)
    begin = top + "".join(paths.segment(chance.randrange(1, 20)) for _level in range(5))
    cards = Card.objects.filter(realm="CN", path__lt=high).order_by("path").values_list("id", flat=True)
    found = cards.filter(path__gte=begin).first() or cards.filter(path__gte=low).first()
    return f"/matters/{found}/" if found else "/matters/"


def _timed(urls: list[tuple[Any, str]]) -> tuple[list[float], list[float], int]:
    """Milliseconds by the clock and of the processor, and the most questions to the database."""
    took, busy, most = [], [], 0
    for number, (client, url) in enumerate(urls):
        with _counted() as asked:
            began, used = time.perf_counter(), time.process_time()
            status = client.get(url).status_code
            took_now, used_now = time.perf_counter() - began, time.process_time() - used
        if status != 200:  # noqa: PLR2004
            print(f"{url}: {status}")
        if number >= WARM:
            took.append(took_now * 1000)
            busy.append(used_now * 1000)
            most = max(most, asked[0])
    return took, busy, most


@contextmanager
def _counted() -> Iterator[list[int]]:
    from django.db import connection

    asked = [0]

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        asked[0] += 1
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if os.environ.get("SLOW") and time.perf_counter() - began > float(os.environ["SLOW"]):
                print(f"{(time.perf_counter() - began) * 1000:.0f} ms: {sql[:1500]} {str(params)[:300]}")

    with connection.execute_wrapper(count):
        yield asked


def _bare() -> float:
    from django.db import connection

    from luoshi.ledger.models import Card

    ids = [
        str(one) if connection.vendor == "postgresql" else one.hex
        for one in Card.objects.values_list("id", flat=True)[:200]
    ]
    took = []
    with connection.cursor() as cursor:
        for one in ids:
            began = time.perf_counter()
            cursor.execute("SELECT * FROM ledger_card WHERE realm = %s AND id = %s", ["CN", one])
            cursor.fetchall()
            took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


# ------------------------------------------------------------------ drawn


WIDTH, HEIGHT, LEFT, TOP, GAP = 230, 150, 44, 34, 24
TONES = {"country": "#b3261e", "province": "#a05a00", "district": "#1c6e3d", "town": "#1f5fa8", "village": "#6b3fa0"}
PAGES = ("board", "board year ago", "list", "search", "matter")


def _drawn(runs: list[dict[str, Any]]) -> str:
    """Small pictures side by side: a page each, a line a level, the 95th of a hundred over the scale; one scale."""
    databases = sorted({run["database"] for run in runs})
    top = max(row[1] for run in runs for name, row in run["rows"].items() if name.split(" ", 1)[1] in PAGES)
    top = max(50, top) * 1.05
    width = LEFT + len(PAGES) * (WIDTH + GAP)
    height = len(databases) * (HEIGHT + TOP + GAP) + 30
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"',
        ' font-family="sans-serif" font-size="11">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for row, database in enumerate(databases):
        own = sorted((run for run in runs if run["database"] == database), key=lambda run: run["scale"])
        for column, page in enumerate(PAGES):
            x, y = LEFT + column * (WIDTH + GAP), TOP + row * (HEIGHT + TOP + GAP)
            out += _small(own, page, x, y, top)
            out.append(f'<text x="{x}" y="{y - 8}">{database.split("(")[0]}: {page}, ms</text>')
    for number, (level, tone) in enumerate(TONES.items()):
        x = LEFT + number * 110
        out.append(f'<path d="M{x} {height - 14}h20" stroke="{tone}" stroke-width="2"/>')
        out.append(f'<text x="{x + 26}" y="{height - 10}">{level}</text>')
    return "\n".join([*out, "</svg>"])


def _small(runs: list[dict[str, Any]], page: str, x: int, y: int, top: float) -> list[str]:
    def place(number: int, value: float) -> str:
        step = WIDTH / max(len(runs) - 1, 1)
        return f"{x + number * step:.1f},{y + HEIGHT * (1 - value / top):.1f}"

    aim = y + HEIGHT * (1 - 50 / top)
    out = [
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#ccc"/>',
        f'<path d="M{x} {aim:.1f}h{WIDTH}" stroke="#999" stroke-dasharray="4 3"/>',
        f'<text x="{x - 4}" y="{aim + 4:.1f}" text-anchor="end">50</text>',
        f'<text x="{x - 4}" y="{y + 8}" text-anchor="end">{top:.0f}</text>',
    ]
    for number, run in enumerate(runs):
        at = place(number, 0).split(",")[0]
        out.append(f'<text x="{at}" y="{y + HEIGHT + 13}" text-anchor="middle">{run["scale"]}×</text>')
    for level, tone in TONES.items():
        points = " ".join(place(number, run["rows"][f"{level} {page}"][1]) for number, run in enumerate(runs))
        out.append(f'<polyline points="{points}" fill="none" stroke="{tone}" stroke-width="2"/>')
    return out


if __name__ == "__main__":
    sys.exit(main())
