"""A real server, a real browser, and a person at it.

    def test_the_liaison_accepts(person, no_violations):
        page = person("liaison")
        page.goto("/")
        no_violations(page)

Whatever leaves this machine, whatever the console calls an error and whatever a script throws fails the test. The
server is `luoshi run` with a database of its own for the whole run, so a test makes what it needs and leaves the rest
alone; a module that has to count everything has a server of its own: `site` there gives `own_site`.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from e2e.browsing import Door, Site, Watch, running

expect.set_options(timeout=20_000)  # a busy machine is no fault
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the synchronous browser has a loop of its own in this thread

ROOT = Path(__file__).resolve().parents[2]
NOTICE = "关于报送联络员名单的通知\n\n各单位：\n请于五月底前报送联络员名单。\n"
REPORT = ROOT.parent / "shared" / "gold" / "breakdown" / "caofeidian_2014.txt"
CHROMIUM = os.environ.get("LUOSHI_CHROMIUM", "/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a journey in a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def report() -> Path | None:
    """The real report, where it lies beside the repository; the sample's own elsewhere."""
    return REPORT if REPORT.exists() else None


@pytest.fixture(scope="session")
def paper(report: Path | None) -> Path:
    """A report to take in where the server has not read it yet: the real one, or the sample's own."""
    return report or ROOT / "src" / "luoshi" / "config" / "data" / "sample_report.txt"


@pytest.fixture(scope="session")
def site(report: Path | None) -> Iterator[Site]:
    """The product with the report, which waits for review."""
    with tempfile.TemporaryDirectory(prefix="luoshi-e2e-") as folder, running(Path(folder), report) as started:
        yield started


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The product for one module alone, with a short notice instead of the report."""
    notice = tmp_path_factory.mktemp("papers") / "notice.txt"
    notice.write_text(NOTICE, encoding="utf-8")
    with running(tmp_path_factory.mktemp("luoshi"), notice) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, without a window."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is missing: apt-get install chromium fonts-noto-cjk.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def signed_in() -> dict[str, object]:
    """The sessions of those who have logged in, kept for the whole run."""
    return {}


@pytest.fixture
def door(browser: Browser, site: Site, signed_in: dict[str, object]) -> Iterator[Door]:
    """For tests that open more than one page or look at what happened."""
    opened = Door(browser, site, signed_in)
    yield opened
    faults = opened.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def person(door: Door) -> Callable[..., Page]:
    """`person("clerk")`: a page of hers, in Chinese and 1280 wide unless told otherwise; `person(None)` is anybody."""
    return door.open


@pytest.fixture
def effort(door: Door) -> Callable[[Page], Watch]:
    """`effort(page)`: clicks, fields, page loads and kilobytes of a page's person so far."""
    return door.watch


@pytest.fixture
def no_violations() -> Callable[[Page], None]:
    """Fails for whatever axe finds against WCAG 2.1 AA."""

    def check(page: Page) -> None:
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
        lines = [
            f"{fault['id']}: {fault['help']}: {node['target']} {node['html'][:160]}"
            for fault in found.response["violations"]
            for node in fault["nodes"]
        ]
        assert not lines, f"{page.url}\n" + "\n".join(lines)

    return check


@pytest.fixture
def shots() -> Callable[[Page, str], None]:
    """`shots(page, "review")` keeps a picture where LUOSHI_SHOTS names a folder, and does nothing elsewhere."""
    folder = os.environ.get("LUOSHI_SHOTS")

    def take(page: Page, name: str) -> None:
        if folder:
            target = Path(folder)
            target.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=target / f"{name}.png", full_page=True)

    return take
