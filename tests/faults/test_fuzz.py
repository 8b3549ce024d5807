"""Whatever anybody sends, the server does not fail: no 500, for any address, person, method, header and body."""

import contextlib
import io
import re
import socket
import sys
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings as django_settings
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import people
from faults.machine import Machine, ask, on_sqlite_only, running, web
from house.test_url_by_post import addresses, table
from luoshi.config.wsgi import measured
from url_rows import World

SOME, MANY = 500, 10_000
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
HOSTILE = st.sampled_from(
    [
        "", " ", "0", "-1", "1e999", "nan", "²", "９９", "9" * 400, "2014-02-30", "9999-12-31", "0001-01-01", "24:61",
        "\0", "a\0b", "\ud800", "\u202e倒", "👩‍👩‍👧", "长" * 3000, "'; --", "%00", "%s%(x)s{0}", "{{ 7*7 }}",
        "../../etc/passwd",
        "00000000-0000-0000-0000-000000000000", "on", "true", "null", "[]", "{}", '{"a":', "//evil.example",
        "javascript:x", "<script>", "&amp;", "\r\nSet-Cookie: a=b", "\n", "\t", "=1+1",
    ]
)  # fmt: skip
WORDS = HOSTILE | st.text(max_size=40)
HEADERS = [
    "HTTP_HOST", "HTTP_REFERER", "HTTP_ORIGIN", "HTTP_ACCEPT_LANGUAGE", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH",
    "HTTP_RANGE", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REQUESTED_WITH", "HTTP_AUTHORIZATION",
    "HTTP_EXPECT", "HTTP_TRANSFER_ENCODING", "HTTP_CONTENT_ENCODING", "REMOTE_ADDR", "CONTENT_LENGTH", "HTTP_ACCEPT",
]  # fmt: skip
TYPES = [
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-7", "multipart/form-data",
    "multipart/form-data; boundary=x", "multipart/form-data; boundary=" + "y" * 300, "application/json", "text/plain",
    "", "/", "multipart/form-data; boundary=\u00e9", "application/x-www-form-urlencoded; charset=nonsense",
]  # fmt: skip


OWN_NAMES = {"q", "page", "next", "matter", "all", "more", "rows", "nonce", "use", "post", "name", "unit", "day", "by"}
LEAVING = {"account_logout"}  # whoever logs out throws nothing any more


def seen_names(page: bytes) -> set[str]:
    """The fields that a page has."""
    return set(re.findall(r'name="([\w-]{1,40})"', page.decode(errors="replace")))


def pairs(names: tuple[str, ...]) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Fields with what nobody expects in them."""
    return st.lists(st.tuples(st.sampled_from(names) | st.text(max_size=8), WORDS), max_size=8)


def encoded(fields: list[tuple[str, str]]) -> bytes:
    """As a browser sends them, broken characters too."""
    return urlencode(fields, errors="surrogatepass").encode()


def parts(fields: list[tuple[str, str]], *, files: bool) -> bytes:
    """As a browser sends them with files."""
    lines = b""
    for name, value in fields:
        file = f'; filename="{name}.docx"' if files else ""
        head = f'--x\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
        lines += head.encode(errors="replace") + value.encode(errors="surrogatepass") + b"\r\n"
    return lines + b"--x--\r\n"


def bodies(names: tuple[str, ...]) -> st.SearchStrategy[bytes]:
    """Whole forms, forms with files, and noise."""
    fields = pairs(names)
    return (
        fields.map(encoded)
        | fields.map(lambda some: parts(some, files=False))
        | fields.map(lambda some: parts(some, files=True))
        | st.builds(lambda some, cut: parts(some, files=True)[:cut], fields, st.integers(0, 200))
        | st.binary(max_size=300)
    )


@dataclass
class Aim:
    """Where to throw, and as whom."""

    open_to: list[tuple[str, list[str]]]  # addresses of what is there, with the sessions of those who get in
    strange: list[str]
    sessions: list[str]
    names: tuple[str, ...]

    def hits(self) -> st.SearchStrategy[tuple[str, str]]:
        """Somebody at a door that is open to them."""
        return st.sampled_from(self.open_to).flatmap(
            lambda door: st.tuples(st.just(door[0]), st.sampled_from(door[1] or self.sessions))
        )

    def misses(self) -> st.SearchStrategy[tuple[str, str]]:
        """Anybody anywhere."""
        path = st.sampled_from([*self.strange, *(door for door, _sessions in self.open_to)])
        bent = st.builds(lambda a, b: a + b, path, st.text(max_size=12))
        return st.tuples(path | bent, st.sampled_from([*self.sessions, "", "x" * 32]))


def aim(world: World) -> Aim:
    """Every address of the product, everybody who may be there, and what fields its pages have."""
    clients = {}
    for name, viewer in world.here.people.items():
        clients[name] = Client()
        clients[name].force_login(people.account_of(viewer))
    sessions = {name: one.cookies[django_settings.SESSION_COOKIE_NAME].value for name, one in clients.items()}
    doors, names = [], set(OWN_NAMES)
    for name, row in table().items():
        if name in LEAVING:
            continue
        path = reverse(name, kwargs=row.args(world))
        doors.append((path, [sessions[one] for one in row.readers]))
        for one in list(row.readers)[:1]:
            names |= seen_names(b"".join(clients[one].get(path + row.query)))
    strange = [address.strange() for address in addresses() if address.converters]
    return Aim(doors, [*strange, "/static/none.css", "/none/"], list(sessions.values()), tuple(sorted(names)))


def requests(at: Aim) -> st.SearchStrategy[dict[str, object]]:
    """One request, more or less bent."""
    methods = ["GET", "POST", "POST", "POST"]
    usual = {"where": at.hits(), "REQUEST_METHOD": st.sampled_from(methods), "more": st.just({})}
    unusual = {
        "where": at.misses(),
        "REQUEST_METHOD": st.sampled_from([*methods, "HEAD", "PUT", "DELETE", "OPTIONS", "Ž"]),
        "more": st.dictionaries(st.sampled_from(HEADERS), WORDS.map(latin), max_size=2),
    }
    rest = {
        "QUERY_STRING": pairs(at.names).map(encoded).map(bytes.decode) | st.text(max_size=30).map(quote_some),
        "CONTENT_TYPE": st.sampled_from(TYPES[:4] * 3 + TYPES),
        "body": bodies(at.names),
    }
    return st.one_of(*[st.fixed_dictionaries(usual | rest)] * 3, st.fixed_dictionaries(unusual | rest))


def quote_some(words: str) -> str:
    """A query that may be encoded badly."""
    return quote(words, safe="&=%", errors="surrogatepass")


def latin(words: str) -> str:
    """As WSGI hands headers over."""
    return words.encode("utf-8", "surrogatepass").decode("latin-1")


def environ_of(asked: dict[str, object]) -> dict[str, object]:
    """What a server would hand to the application."""
    body = bytes(asked["body"])
    path, session = asked["where"]
    cookies = f"{django_settings.SESSION_COOKIE_NAME}={session}; luoshi_language=zh-hans"
    environ = Client()._base_environ(
        REQUEST_METHOD=asked["REQUEST_METHOD"],
        PATH_INFO=latin(path),
        QUERY_STRING=asked["QUERY_STRING"],
        CONTENT_TYPE=asked["CONTENT_TYPE"],
        CONTENT_LENGTH=str(len(body)),
        HTTP_COOKIE=cookies,
    )
    return measured(environ | dict(asked["more"]) | {"wsgi.input": io.BytesIO(body)})


def statuses(handler: ClientHandler, asked: dict[str, object]) -> int:
    """The status of one answer; whatever it changed is taken back."""
    with transaction.atomic():
        answer = handler(environ_of(asked))
        b"".join(answer) if answer.streaming else answer.content
        transaction.set_rollback(True)
    for close in answer._resource_closers:
        close()
    return answer.status_code


def assault(count: int) -> dict[int, int]:
    """So many requests; how many answers had which status."""
    at = aim(World(people.district()))
    handler, counted, faults = ClientHandler(enforce_csrf_checks=False), {}, []
    got_request_exception.connect(lambda **_said: faults.append(sys.exc_info()[1]), weak=False, dispatch_uid="fuzz")

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        suppress_health_check=QUIET,
        phases=[Phase.generate, Phase.shrink],
    )
    @given(requests(at))
    def one(asked):
        faults.clear()
        status = statuses(handler, asked)
        counted[status] = counted.get(status, 0) + 1
        assert status < 500, f"{asked['REQUEST_METHOD']} {asked['where'][0]}: {faults[-1:]!r}"

    try:
        one()
    finally:
        got_request_exception.disconnect(dispatch_uid="fuzz")
    return counted


@pytest.mark.django_db
def test_nothing_that_is_sent_makes_the_server_fail(caplog):
    assert sum(assault(SOME).values()) >= SOME


@pytest.mark.nightly
@pytest.mark.django_db
def test_nothing_that_is_sent_makes_the_server_fail_in_a_long_night(caplog, figure):
    counted = assault(MANY)
    figure(f"{sum(counted.values())} malformed requests: {dict(sorted(counted.items()))}")
    assert sum(counted.values()) >= MANY


LINES = st.sampled_from(
    [
        b"GET / HTTP/1.1\r\n",
        b"POST /accounts/login/ HTTP/1.1\r\n",
        b"GET /\xff HTTP/1.1\r\n",
        b"GET / HTTP/9.9\r\n",
        b"G\0T / HTTP/1.1\r\n",
        b"POST / HTTP/1.0\r\n",
        b"\r\n",
        b"Host: 127.0.0.1\r\n",
        b"Content-Length: 99\r\n\r\n",
        b"Content-Length: -1\r\n",
        b"Transfer-Encoding: chunked\r\n\r\nZ\r\n",
        b"Cookie: " + b"a" * 9000 + b"\r\n",
        b"Expect: 100-continue\r\n",
        b"Upgrade: h2c\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"Content-Type: \xff\r\n\r\n",
    ]
)


@on_sqlite_only
def test_what_is_no_request_at_all_makes_the_server_fail_no_other(tmp_path):
    machine = Machine(tmp_path)
    machine.luoshi("migrate")
    server = web(machine)

    @settings(max_examples=200, deadline=None, database=None, phases=[Phase.generate])
    @given(st.lists(LINES | st.binary(max_size=80), min_size=1, max_size=6).map(b"".join))
    def one(noise):
        heard = b""
        with socket.create_connection(("127.0.0.1", server.port)) as wire, contextlib.suppress(OSError):
            wire.sendall(noise)
            wire.shutdown(socket.SHUT_WR)
            wire.settimeout(2)
            while piece := wire.recv(65536):
                heard += piece
        assert not re.match(rb"HTTP/1\.[01] 5\d\d", heard), (noise, heard[:300])

    with running(server):
        one()
        assert ask(server.port, "GET", "/healthz") == (200, b"ok\n")
