"""Every page that a post can reach by links: it opens, and everybody can read it.

Each person of the sample walks from the desk along every link. Each kind of page is then looked at in a browser, the
widths, colours and languages taking turns: no WCAG 2.1 AA violation, nothing beyond the edge of a phone.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from e2e.browsing import PHONE, WIDE

PEOPLE = (
    "clerk", "mayor", "leader", "inspector", "archivist", "sysadmin", "secadmin", "auditor", "liaison", "head",
    "secretary", "stationed", "engineer",
)  # fmt: skip
KILOBYTES = 150
TURNS = [(size, theme, language) for size in (PHONE, WIDE) for theme in ("light", "dark") for language in ("zh", "en")]
LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]+)')
NUMBER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/)")
ELSEWHERE = re.compile(r"/original/|/files?/|\.xlsx|/logout/|/static/|recovery-codes/download|draw\.json|redraw\.py")
MANY = {"/matters/*/": 60, "/documents/*/": 6, "/documents/issuances/*/": 3}  # kinds of which the links differ
EVERYBODY = {"/", "/matters/", "/boards/", "/matters/*/"}  # looked at for every person
SEEN = 60  # kinds of pages, at least


@dataclass
class Round:
    """What all have seen so far."""

    looked_at: set[str] = field(default_factory=set)
    turn: int = 0


@pytest.fixture(scope="module")
def site(own_site):
    """Something in every state."""
    own_site.lay_out("full_house")
    return own_site


@pytest.fixture(scope="module")
def round_():
    return Round()


def kind(url):
    """An address with everything taken out that names one thing."""
    parts = urlsplit(url)
    asked = sorted({one.partition("=")[0] for one in parts.query.split("&")} - {""})
    return NUMBER.sub("*", parts.path) + (f"?{'&'.join(asked)}" if asked else "")


def reachable(page):
    """One address or a few for every kind of page that links lead to from the desk."""
    waiting, met, found, wrong = ["/"], {"/"}, {}, []
    counted = Counter()
    while waiting:
        url = waiting.pop(0)
        what = kind(url)
        if counted[what] >= MANY.get(what, 1):
            continue
        counted[what] += 1
        answer = page.request.get(url)
        if answer.status != 200 or "/accounts/reauthenticate/" in answer.url:
            wrong += [] if answer.status == 200 else [f"{answer.status} {url}"]
            continue
        found.setdefault(what, url)
        for link in LINK.findall(answer.text()):
            there = urljoin(url, unescape(link))
            if there.startswith("/") and there not in met and not ELSEWHERE.search(there):
                met.add(there)
                waiting.append(there)
    assert not wrong, "\n".join(wrong)
    return found


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_can_be_read(person, effort, round_, no_violations, name):
    page = person(name, size=PHONE)
    page.goto("/", wait_until="networkidle")
    assert effort(page).kilobytes() < KILOBYTES
    wrong = []
    pages = {what.partition("?")[0]: url for what, url in reversed(reachable(page).items())}
    for what, url in pages.items():
        if what in round_.looked_at and what not in EVERYBODY:
            continue
        round_.looked_at.add(what)
        size, theme, language = TURNS[round_.turn % len(TURNS)]
        round_.turn += 1
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=theme)
        cookie = {"name": "luoshi_language", "value": "zh-hans" if language == "zh" else "en"}
        page.context.add_cookies([{**cookie, "domain": "127.0.0.1", "path": "/"}])
        page.goto(url)
        if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
            wrong.append(f"{url} is wider than {size[0]}")
        try:
            no_violations(page)
        except AssertionError as violation:
            wrong.append(f"{size[0]} {theme} {language} {violation}")
    assert not wrong, "\n".join(wrong)


def test_they_were_many(round_):
    """The walk would find nothing if pages lost their links."""
    assert len(round_.looked_at) > SEEN, sorted(round_.looked_at)
