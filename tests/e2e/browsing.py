"""What a browser test holds in its hands: the running site, the door into it, and the watch that is kept."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, Route

TESTS = Path(__file__).resolve().parents[1]
WIDE, PHONE = (1280, 900), (390, 844)
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}


# The people of `tests/people.py` as the sample calls them, where it calls them otherwise.
ACCOUNTS = {
    "mayor": "head",
    "head": "tanghai_head",
    "liaison": "tanghai",
    "secretary": "village1",
    "engineer": "water",
    "stranger": "farm7",
}


@dataclass(frozen=True)
class Site:
    """The running product: where it is, and how its people log in."""

    url: str
    passwords: dict[str, str]
    folder: Path  # its data

    @property
    def environment(self) -> dict[str, str]:
        """What a command needs to work on the same data."""
        path = os.pathsep.join(filter(None, (str(TESTS), os.environ.get("PYTHONPATH"))))
        settings = {"DJANGO_SETTINGS_MODULE": "luoshi.config.settings.run", "PYTHONPATH": path}
        here = {"LUOSHI_VAR": str(self.folder), "LUOSHI_CHASING": "0"}  # what stands there must not depend on the hour
        return os.environ | settings | here

    def lay_out(self, module: str) -> None:
        """Run the `lay_out` of a module of this folder on the data, in a process of its own."""
        words = f"import django; django.setup(); from e2e import {module}; {module}.lay_out()"
        subprocess.run([sys.executable, "-c", words], env=self.environment, check=True)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`luoshi …` on the same data."""
        asked = [sys.executable, "-m", "luoshi.cli", *words]
        return subprocess.run(asked, env=self.environment, capture_output=True, text=True, check=False)

    def log_in(self, name: str) -> tuple[str, str]:
        """Account and password; the sample has one password for everybody."""
        account = ACCOUNTS.get(name, name)
        return account, self.passwords.get(account) or next(iter(self.passwords.values()))


@contextmanager
def running(folder: Path, report: Path | None) -> Iterator[Site]:
    """The product, started as a user starts it, in an empty folder; it has to stop cleanly."""
    site = Site(f"http://127.0.0.1:{free_port()}", {}, folder)
    command = [sys.executable, "-m", "luoshi.cli", "run", "--port", site.url.rpartition(":")[2]]
    command += ["--report", str(report)] if report else []
    log = folder / "server.log"
    with (
        log.open("wb") as errors,
        subprocess.Popen(command, env=site.environment, stdout=subprocess.PIPE, stderr=errors) as server,
    ):
        try:
            site.passwords.update(greeting(server, log))
            yield site
        finally:
            server.terminate()
            status = server.wait(60)
        assert status == 0, f"the server did not stop cleanly:\n{log.read_text()}"


def greeting(server: subprocess.Popen[bytes], log: Path) -> dict[str, str]:
    """What the server says, in one breath, when it is up: the accounts of the sample with their passwords."""
    assert server.stdout
    said = b""
    while b"http://" not in said:
        heard = os.read(server.stdout.fileno(), 65536)
        assert heard, f"the server did not come up:\n{log.read_text()}"
        said += heard
    rows = [line.split() for line in said.decode().splitlines() if line.startswith("  ")]
    return {row[0]: row[1] for row in rows}


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Watch:
    """What a context did that it must not do, and what its person had to do."""

    faults: list[str] = field(default_factory=list)
    expected: set[str] = field(default_factory=set)
    requests: list[Request] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    clicks: int = 0
    fields: int = 0
    loads: int = 0

    def guard(self, route: Route) -> None:
        """Let through what stays on this machine."""
        parts = urlsplit(route.request.url)
        if parts.scheme in {"data", "blob"} or parts.hostname == "127.0.0.1":
            route.continue_()
        else:
            self.faults.append(f"asked for {route.request.url}")
            route.abort()

    def heard(self, message: ConsoleMessage) -> None:
        """Keep errors of the console, policy violations among them."""
        if message.type == "error":
            self.faults.append(f"{message.location.get('url', '')}: {message.text}")

    def answered(self, response: Response) -> None:
        """A page that answers 4xx is a page, though the console complains."""
        if response.request.is_navigation_request():
            self.loads += 1
            if 400 <= response.status < 500:
                self.expected.add(response.url)
        elif response.status >= 400:
            self.faults.append(f"{response.status} for {response.url}")

    def finished(self, request: Request) -> None:
        """Keep what was asked for, to be weighed."""
        self.requests.append(request)

    def count(self, _source: object, what: str, typed: str = "") -> None:
        """One click, or one field that was changed, with what was typed into it."""
        if what == "click":
            self.clicks += 1
        else:
            self.fields += 1
            self.typed += [typed] if typed else []

    def kilobytes(self) -> float:
        """What went over the wire since the last `reset`."""
        sizes = (request.sizes() for request in self.requests if request.response())
        return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes) / 1024

    def reset(self) -> None:
        """Begin to count anew."""
        self.clicks = self.fields = self.loads = 0
        self.requests.clear()
        self.typed.clear()

    def remaining(self) -> list[str]:
        """The faults that no 4xx page explains."""
        known = tuple(f"{url}: Failed to load resource" for url in self.expected)
        return [fault for fault in self.faults if not (known and fault.startswith(known))]


COUNTING = """
document.addEventListener("click", event => event.isTrusted && event.detail && countEffort("click"), true);
const typed = one => one.matches("textarea, [type=text], [type=date], [type=search]") ? one.value : "";
document.addEventListener("change", event => countEffort("field", typed(event.target)), true);
"""


@dataclass
class Door:
    """Opens contexts for people, signs them in once, and looks at what happened when the test is over."""

    browser: Browser
    site: Site
    states: dict[str, object]
    watches: dict[BrowserContext, Watch] = field(default_factory=dict)

    def open(
        self, name: str | None, *, size: tuple[int, int] = WIDE, language: str = "zh", scripts: bool = True
    ) -> Page:
        """A page for the named person, or for nobody."""
        state = self._state(name) if name else None
        context = self._context(state, size=size, language=language, scripts=scripts)
        return context.new_page()

    def watch(self, page: Page) -> Watch:
        """What happened in the context of a page."""
        return self.watches[page.context]

    def break_off(self, page: Page) -> None:
        """The browser of a page dies; what it did wrong until then still counts."""
        page.context.close()

    def close(self) -> list[str]:
        """End it; gives every fault of every context."""
        faults = [fault for watch in self.watches.values() for fault in watch.remaining()]
        for context in self.watches:
            context.close()
        return faults

    def _context(
        self, state: object, *, size: tuple[int, int] = WIDE, language: str = "zh", scripts: bool = True
    ) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.site.url,
            storage_state=state,
            viewport={"width": size[0], "height": size[1]},
            locale=LANGUAGES[language],
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(20_000)
        watch = self.watches[context] = Watch()
        context.route("**/*", watch.guard)
        context.on("console", watch.heard)
        context.on("weberror", lambda error: watch.faults.append(str(error.error)))
        context.on("response", watch.answered)
        context.on("requestfinished", watch.finished)
        if scripts:
            context.expose_binding("countEffort", watch.count)
            context.add_init_script(COUNTING)
        if language != "zh":
            host = {"domain": "127.0.0.1", "path": "/"}
            context.add_cookies([{"name": "luoshi_language", "value": language, **host}])
        return context

    def _state(self, name: str) -> object:
        key = f"{self.site.url} {name}"
        if key not in self.states:
            context = self._context(None)
            page = context.new_page()
            page.goto("/accounts/login/")
            account, password = self.site.log_in(name)
            page.locator("input[name=login]").fill(account)
            page.locator("input[name=password]").fill(password)
            page.locator("input[name=password]").press("Enter")
            page.wait_for_url(lambda url: "/accounts/login/" not in url)
            self.states[key] = context.storage_state()
        return self.states[key]
