"""People at their posts, as a server sees them: pages read, forms fetched, filled in and sent, one connection each."""

import html
import http.client
import os
import random
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from load_world import SAID, Place, Post, World

HOST = "127.0.0.1"
OK, FOUND, WRONG = 200, 302, 400
IDLE_SECONDS = 15
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
UNIT = re.compile(r'name="units" value="([^"]+)"')
SEARCHED = ("走访", "水库", "低保", "道路", "值班")
MIX = (("reading", 80), ("desk actions", 15), ("issuing", 5))
READ = (("desk", 30), ("list", 20), ("matter", 30), ("board", 15), ("search", 5))


def spent(pid: int) -> float:
    """Seconds of processor that a process and those below it have had, whoever else is at work."""
    ticks, waiting = 0, [(pid, True)]
    while waiting:
        one, is_first = waiting.pop()
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(") ")[2].split()
        ticks += sum(int(field) for field in fields[11 : 15 if is_first else 13])
        waiting += [(int(child), False) for child in Path(f"/proc/{one}/task/{one}/children").read_text().split()]
    return ticks / os.sysconf("SC_CLK_TCK")


def of_database() -> float:
    """Seconds of processor that PostgreSQL has had."""
    return spent(int(Path(os.environ["PGHOST"], "postmaster.pid").read_text().split()[0]))


class Wrong(Exception):
    """An answer that a person would not have expected."""


@dataclass
class Told:
    """What was measured: seconds by kind of request, whole steps by kind, errors, and what was acknowledged."""

    requests: dict[str, list[float]] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)  # the number on each form that the server called done
    issued: list[str] = field(default_factory=list)  # the issuances that the server called released

    def add(self, other: "Told") -> None:
        """Both together."""
        for kind, seconds in other.requests.items():
            self.requests.setdefault(kind, []).extend(seconds)
        for kind, count in other.steps.items():
            self.steps[kind] = self.steps.get(kind, 0) + count
        self.errors += other.errors
        self.acts += other.acts
        self.issued += other.issued


class Browser:
    """One person's browser: keeps its connection and its cookies."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        self.wire = http.client.HTTPConnection(HOST, port, timeout=60)
        self.cookies = cookies
        self.last = time.perf_counter()

    def ask(self, told: Told, kind: str, path: str, fields: dict[str, object] | None = None) -> tuple[int, str, str]:
        """One request: status, where it leads, the page. Raises Wrong for any status from 400 on."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields is not None:
            headers["Content-Type"], body = "application/x-www-form-urlencoded", urlencode(fields, doseq=True)
        began = time.perf_counter()
        if began - self.last > IDLE_SECONDS:
            self.wire.close()  # the server lets go of what is silent for half a minute
        self.wire.request("GET" if body is None else "POST", path, body, headers)
        answer = self.wire.getresponse()
        page = answer.read().decode()
        self.last = time.perf_counter()
        told.requests.setdefault(kind, []).append(time.perf_counter() - began)
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, rest = value.partition("=")
                self.cookies[cookie] = rest.partition(";")[0]
        if answer.status >= WRONG:
            raise Wrong(f"{kind} {path}: status {answer.status}")
        return answer.status, answer.getheader("Location", ""), page

    def read(self, told: Told, kind: str, path: str, *expected: str) -> str:
        """A page. Raises Wrong where it is not the one that was wanted."""
        status, _leads, page = self.ask(told, kind, path)
        if status != OK or "</html>" not in page or not all(words in page for words in expected):
            raise Wrong(f"{kind} {path}: status {status}, not the page with {expected}")
        return page

    def send(self, told: Told, kind: str, path: str, fields: dict[str, object]) -> str:
        """A form; gives where it leads. Raises Wrong where the form came back."""
        status, leads, _page = self.ask(told, kind, path, fields)
        if status != FOUND or "/accounts/" in leads:
            raise Wrong(f"{kind} {path}: status {status}, leads to {leads!r}")
        return leads


def hidden(page: str, *, whole: bool = False) -> dict[str, object]:
    """What a form carries along: its number, the token against forgery, whatever else is hidden in it."""
    main = page if whole else page.partition("<main")[2]  # the switches of the page's head are forms too
    return {name: html.unescape(value) for name, value in HIDDEN.findall(main)}


@dataclass
class Waiting:
    """What is to be done in the city, handed out to whoever asks; one matter is never in two hands."""

    by_act: dict[str, deque[tuple[Place, str, str]]]
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, acts: tuple[str, ...], chance: random.Random) -> tuple[str, Place, str, str] | None:
        """An act, with the post that may do it and the matter or document; None where nothing is left."""
        with self.lock:
            there = [act for act in acts if self.by_act[act]]
            if not there:
                return None
            act = chance.choice(there)
            return (act, *self.by_act[act].popleft())

    def put(self, act: str, place: Place, post: str, which: str) -> None:
        """Something that is to be done next."""
        with self.lock:
            self.by_act[act].append((place, post, which))


NEXT = {"accept": "progress", "progress": "claim", "claim": "verify", "verify": "reply", "reply": "confirm",
        "confirm": "close"}  # fmt: skip
DESK = ("accept", "progress", "claim", "verify", "reply", "confirm", "close")
FILLED: dict[str, dict[str, object]] = {
    "accept": {},
    "progress": {"words": SAID},
    "claim": {"words": SAID},
    "verify": {"finding": "found", "nature": "spot", "words": SAID},
    "reply": {"words": SAID},
    "confirm": {"answer": "solved", "means": "person", "words": SAID},
    "close": {},
}


class City:
    """The city at work: steps are drawn by the mix, and done by a post that may do them."""

    def __init__(self, world: World, port: int) -> None:
        self.world = world
        self.at_port(port)
        self.posts = {post.name: post for post in world.posts}
        self.busy = {post.name: threading.Lock() for post in world.posts}
        waiting: dict[str, deque[tuple[Place, str, str]]] = {act: deque() for act in (*DESK, "pass_on", "issue")}
        for number, place in enumerate(world.places):
            waiting["accept"].extend((place, post, matter) for post, matter in place.accept)
            waiting["claim"].extend((place, post, matter) for post, matter in place.claim)
            waiting["verify"].extend((place, post, matter) for post, matter in place.verify)
            waiting["close"].extend((place, post, matter) for post, matter in place.close)
            waiting["issue"].extend((place, f"clerk{number}", document) for document in place.documents)
            waiting["pass_on"].extend((place, post, matter) for post, matter in place.pass_on)
        for queue in waiting.values():
            random.Random(len(queue)).shuffle(queue)
        self.waiting = Waiting(waiting)

    def at_port(self, port: int) -> None:
        """Everybody opens a browser anew, at this server; what was done stays done."""
        self.browsers = {post.name: Browser(port, {self.world.cookie: post.session}) for post in self.world.posts}

    @contextmanager
    def at(self, name: str) -> Iterator[tuple[Post, Browser]]:
        """A post at its browser: one thing at a time."""
        with self.busy[name]:
            yield self.posts[name], self.browsers[name]

    def step(self, told: Told, chance: random.Random) -> None:
        """One step of somebody; an error is written down and the connection begun anew."""
        (kind,) = chance.choices([kind for kind, _ in MIX], [share for _, share in MIX])
        acts = {"desk actions": DESK, "issuing": ("issue", "pass_on")}.get(kind)
        found = self.waiting.take(acts, chance) if acts else None
        if acts and found is None:
            told.errors.append(f"{kind}: nothing was left to do")
            return
        name = self._whose(*found) if found else chance.choice(self.world.posts).name
        with self.at(name) as (post, browser):
            try:
                if found is None:
                    self.look(told, post, browser, chance)
                elif found[0] == "issue":
                    self.issue(told, browser, found[3])
                else:
                    self.act(told, browser, *found)
                told.steps[kind] = told.steps.get(kind, 0) + 1
            except (Wrong, OSError, http.client.HTTPException) as fault:
                told.errors.append(f"{name}: {type(fault).__name__} {fault}")
                browser.wire.close()

    @staticmethod
    def timed(name: str, told: Told, work: Callable[[], object]) -> None:
        """One whole step, with its time; an error is written down."""
        began = time.perf_counter()
        try:
            work()
        except (Wrong, OSError, http.client.HTTPException) as fault:
            told.errors.append(f"{type(fault).__name__} {fault}")
            return
        told.steps[name] = told.steps.get(name, 0) + 1
        told.requests.setdefault(f"step {name}", []).append(time.perf_counter() - began)

    def named(self, name: str, acts: tuple[str, ...], told: Told, chance: random.Random) -> None:
        """One of these acts by whoever may do it, timed as a whole."""
        found = self.waiting.take(acts, chance)
        if found is None:
            told.errors.append(f"{name}: nothing was left to do")
            return
        with self.at(self._whose(*found)) as (_post, browser):
            self.timed(name, told, lambda: self.act(told, browser, *found))

    def _whose(self, act: str, place: Place, name: str, _which: str) -> str:
        number = self.world.places.index(place)
        turn = {"verify": f"inspector{number}-1", "confirm": f"clerk{number}", "close": f"mayor{number}"}
        return turn.get(act, name)

    def look(self, told: Told, post: Post, browser: Browser, chance: random.Random) -> None:
        """A page that somebody of this post reads."""
        (kind,) = chance.choices([kind for kind, _ in READ], [share for _, share in READ])
        matter = chance.choice(post.matters)
        words = chance.choice(SEARCHED)
        path = {
            "desk": "/",
            "list": chance.choice(["/matters/", "/matters/?open=on", "/matters/?state=accepted"]),
            "matter": f"/matters/{matter}/",
            "board": "/boards/",
            "search": "/matters/?" + urlencode({"q": words}),
        }[kind]
        expected = {"desk": 'class="desk', "list": "is-list", "matter": matter, "board": "落实情况"}.get(kind, words)
        browser.read(told, kind, path, expected)

    def act(self, told: Told, browser: Browser, act: str, place: Place, name: str, matter: str) -> None:  # noqa: PLR0917
        """A form about a matter: fetched, filled in, sent, and the page that it leads to."""
        path = f"/handling/{matter}/{act}/"
        page = browser.read(told, "form", path, 'name="nonce"')
        fields = hidden(page) | FILLED.get(act, {})
        if act == "pass_on":
            fields["units"] = UNIT.findall(page)[:1]
        leads = browser.send(told, "pass on, sent" if act == "pass_on" else "act, sent", path, fields)
        told.acts.append(str(fields["nonce"]))
        browser.read(told, "matter", leads, matter, 'class="message')
        if act == "pass_on":
            if len(UNIT.findall(page)) > 1:
                self.waiting.put(act, place, name, matter)
        elif act in NEXT:
            self.waiting.put(NEXT[act], place, name, matter)

    def issue(self, told: Told, browser: Browser, document: str) -> None:
        """A document that goes out: looked at, sent, and the page that says how far it is."""
        path = f"/documents/{document}/issue/"
        page = browser.read(told, "form", path, 'name="shown"')
        leads = browser.send(told, "issue, sent", path, hidden(page))
        told.issued.append(leads.strip("/").rpartition("/")[2])
        browser.read(told, "issuance", leads, "</table>")


def drive(step: Callable[[Told, random.Random], None], *, clients: int, seconds: float, seed: str,
          rate: float = 0, limit: int = 0) -> tuple[Told, float]:  # fmt: skip
    """So many at once take steps, for so many seconds or up to a limit; with a rate, no more begin in a second."""
    told, lock, begun = Told(), threading.Lock(), time.perf_counter()
    turn = 0

    def may_begin() -> bool:
        nonlocal turn
        with lock:
            at = begun + turn / rate if rate else 0.0
            turn += 1
            if limit and turn > limit:
                return False
        time.sleep(max(0.0, at - time.perf_counter()))
        return time.perf_counter() - begun < seconds

    def work(number: int) -> None:
        own, chance = Told(), random.Random(f"{seed}:{number}")
        while may_begin():
            step(own, chance)
        with lock:
            told.add(own)

    threads = [threading.Thread(target=work, args=[number]) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told, time.perf_counter() - begun
