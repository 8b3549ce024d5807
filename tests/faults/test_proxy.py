"""The examples in deploy/ as they stand: nginx and Caddy in front of the server with HTTPS, systemd's units.

Only names, ports and folders are put in. What is not installed here is skipped by name.
"""

import contextlib
import http.client
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

import people
from faults.machine import TESTS, Machine, Place, Process, free_port, on_sqlite_only, running, web
from faults.test_disk import BOUNDARY, with_paper

pytestmark = on_sqlite_only
DEPLOY = TESTS.parent / "deploy"
NAME = "luoshi.example.org"
START_SECONDS = 30
MB = 1024 * 1024


@contextlib.contextmanager
def beside(words: list[str | Path], folder: Path) -> Iterator[None]:
    """A proxy at work."""
    with (folder / "proxy.log").open("wb") as log:
        proxy = subprocess.Popen(
            words, stdout=log, stderr=log, cwd=folder, env={"HOME": str(folder), "PATH": "/usr/bin"}
        )
    try:
        yield
    finally:
        proxy.terminate()
        proxy.wait(START_SECONDS)


def certificate(folder: Path) -> None:
    """A key and a certificate that nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=2))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    form = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))


def nginx(folder: Path, plain: int, sealed: int, behind: int) -> list[str | Path]:
    """The command that starts nginx with the example."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(program).exists():
        pytest.skip("nginx is not installed: apt-get install nginx")
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    text = re.sub(r"listen \[::\]:\d+[^;]*;", "", text).replace("listen 80;", f"listen 127.0.0.1:{plain};")
    text = text.replace("listen 443 ", f"listen 127.0.0.1:{sealed} ").replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    text = text.replace("/etc/luoshi/tls", str(folder))
    whole = folder / "whole.conf"
    temporary = "".join(
        f"{one}_temp_path {folder}/{one};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    head = f"pid {folder}/pid; error_log stderr; daemon off; events {{}} http {{ {temporary} access_log off;\n"
    user = "user root;" if Path(folder).stat().st_uid == 0 else ""
    whole.write_text(f"{user}{head}{text}}}\n", encoding="utf-8")
    tried = subprocess.run([program, "-t", "-c", whole], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    assert "warn" not in tried.stderr, tried.stderr
    return [program, "-c", whole]


def caddy(folder: Path, plain: int, sealed: int, behind: int) -> list[str | Path]:
    """The command that starts Caddy with the example."""
    program = shutil.which("caddy")
    if program is None:
        pytest.skip("caddy is not installed: apt-get install caddy")
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    head = f"{{\n\tadmin off\n\thttp_port {plain}\n\thttps_port {sealed}\n\tskip_install_trust\n}}\n"
    text = text.replace(f"{NAME} {{", f"{NAME} {{\n\ttls {folder}/fullchain.pem {folder}/key.pem", 1)
    (folder / "Caddyfile").write_text(head + text.replace("127.0.0.1:8000", f"127.0.0.1:{behind}"), encoding="utf-8")
    asked = ["--config", folder / "Caddyfile", "--adapter", "caddyfile"]
    tried = subprocess.run([program, "validate", *asked], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    return [program, "run", *asked]


class Browser:
    """Somebody outside, who knows the certificate and keeps cookies."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port, self.trust = port, ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
        self.cookies: dict[str, str] = {}
        self.plain = 0  # the port without HTTPS
        self.is_hasty = False  # gives HTTP/1.1 an answer before it has taken the whole form, and hangs up

    def ask(
        self, method: str, path: str, body: bytes = b"", **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """One request."""
        wire = Sealed(self.port, self.trust)
        kept = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        page = f"https://{NAME}{path}"
        try:
            wire.request(method, path, body or None, {"Host": NAME, "Referer": page, **kept, **headers})
            got = wire.getresponse()
            told = SimpleCookie("; ".join(got.headers.get_all("Set-Cookie") or []))
            self.cookies |= {name: one.value for name, one in told.items()}
            return got.status, got.headers, got.read()
        finally:
            wire.close()

    def token(self, path: str) -> str:
        """The token of the form on a page."""
        status, _told, page = self.ask("GET", path)
        assert status == 200
        return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.decode())[1]


class Sealed(http.client.HTTPSConnection):
    """Goes to this machine and asks for the name."""

    def __init__(self, port: int, trust: ssl.SSLContext) -> None:
        super().__init__("127.0.0.1", port, context=trust, timeout=60)

    def connect(self) -> None:
        """By the name that the certificate has."""
        http.client.HTTPConnection.connect(self)
        self.sock = self._context.wrap_socket(self.sock, server_hostname=NAME)


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[tuple[Place, Process]]:
    """The server as the example of the settings has it."""
    machine = Machine(tmp_path_factory.mktemp("proxy"))
    place = machine.lay_out(1)
    settings = dict(
        re.findall(r"^(LUOSHI_(?:HOSTS|HTTPS|BEHIND_PROXY))=(.+)$", (DEPLOY / "luoshi.env").read_text(), re.MULTILINE)
    )
    assert len(settings) == 3
    server = web(machine.told(**settings))
    with running(server):
        yield place, server


@pytest.fixture(params=[nginx, caddy])
def browser(request, served, tmp_path) -> Iterator[Browser]:
    """Somebody before the proxy."""
    certificate(tmp_path)
    plain, sealed = free_port(), free_port()
    words = request.param(tmp_path, plain, sealed, served[1].port)
    with beside(words, tmp_path):
        somebody = Browser(tmp_path, sealed)
        somebody.plain, somebody.is_hasty = plain, request.param is caddy
        until(lambda: somebody.ask("GET", "/healthz")[0] == 200, tmp_path / "proxy.log")
        yield somebody


def until(holds: Callable[[], bool], log: Path) -> None:
    """Ask until it answers."""
    end = time.monotonic() + START_SECONDS
    while True:
        with contextlib.suppress(OSError):
            if holds():
                return
        assert time.monotonic() < end, log.read_text(encoding="utf-8")


def test_people_log_in_and_send_files_through_the_proxy(browser, served):
    place, _server = served
    login = "/accounts/login/"
    form = {"login": "liaison", "password": people.PASSWORD, "csrfmiddlewaretoken": browser.token(login)}
    typed = {"Content-Type": "application/x-www-form-urlencoded"}
    status, told, _page = browser.ask("POST", login, urlencode(form).encode(), **typed)
    assert status == 302
    assert told["Location"].startswith("/")
    assert all("Secure" in one and "SameSite" in one for one in told.get_all("Set-Cookie"))
    status, told, page = browser.ask("GET", "/")
    assert status == 200
    assert "max-age=31536000" in told["Strict-Transport-Security"]
    assert "default-src 'none'" in told["Content-Security-Policy"]
    assert told["X-Content-Type-Options"] == "nosniff"
    assert "Server" not in told or "/" not in told["Server"], "the proxy tells its version"
    style = re.search(r'href="(/static/[^"]+\.css)"', page.decode())[1]
    assert browser.ask("GET", style)[0] == 200

    address = f"/handling/{place.matters[0]}/progress/"
    paper = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    for size in (5 * MB, 20 * MB - 10):
        body = with_paper("write paper", size).replace(b"c" * 32, browser.token(address).encode())
        assert browser.ask("POST", address, body, **paper)[0] == 302
    body = with_paper("write paper", 21 * MB + 512 * 1024).replace(b"c" * 32, browser.token(address).encode())
    with contextlib.suppress(ssl.SSLEOFError) if browser.is_hasty else contextlib.nullcontext():
        status, _told, page = browser.ask("POST", address, body, **paper)
        assert status == 413
        assert "<html" in page.decode(), "the proxy answered in the place of Luoshi"


def test_the_proxy_keeps_to_itself_what_is_nobodys_business(browser):
    for path in ("/metrics", "/readyz"):
        assert browser.ask("GET", path)[0] == 404
    status, told, _page = browser.ask("GET", "/", **{"X-Forwarded-Proto": "http"})
    assert (status, told["Location"].split("?")[0]) == (302, "/accounts/login/")
    status, told, page = browser.ask("GET", "/healthz", Host="elsewhere.example")
    assert status != 200 or ("X-Request-Id" not in told and page == b""), "another name is answered to"
    wire = http.client.HTTPConnection("127.0.0.1", browser.plain, timeout=30)
    wire.request("GET", "/matters/?q=a", headers={"Host": NAME})
    answer = wire.getresponse()
    wire.close()
    assert answer.status in {301, 308}
    assert answer.headers["Location"].startswith(f"https://{NAME}")
    status, told, _page = browser.ask("GET", "/", Connection="Upgrade", Upgrade="websocket")
    assert status in {302, 400}


def test_systemd_takes_the_units(tmp_path):
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is not installed")
    for unit in DEPLOY.glob("luoshi-*.*"):
        text = unit.read_text(encoding="utf-8").replace("/srv/luoshi/.venv/bin/luoshi", "/bin/true")
        (tmp_path / unit.name).write_text(
            text.replace("User=luoshi", "User=daemon").replace("Group=luoshi", "Group=daemon")
        )
    units = sorted(str(path) for path in tmp_path.iterdir())
    assert len(units) == len(list(DEPLOY.glob("luoshi-*.*"))) >= 4
    done = subprocess.run([program, "verify", "--man=no", *units], capture_output=True, text=True, check=False)
    complaints = [line for line in (done.stdout + done.stderr).splitlines() if "luoshi-" in line]
    assert (done.returncode, complaints) == (0, [])
