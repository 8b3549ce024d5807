"""Every address × every post: who gets in, who does not, and that nothing anybody sends makes the server fail."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import resolve, reverse

import people
from house.addresses import addresses, table
from house.house import apps, short
from url_rows import Row, World

pytestmark = pytest.mark.django_db

HARMLESS = {302, 303, 400, 403, 404, 405}


@pytest.fixture
def world() -> World:
    """The small district, before anything was built in it; what other tests have tried counts against nobody."""
    cache.clear()
    return World(people.district())


@pytest.fixture
def cookies(world: World) -> dict[str, str]:
    """The session of each person; nobody's is empty."""
    found = {"anonymous": ""}
    for name, viewer in world.here.people.items():
        client = Client()
        client.force_login(people.account_of(viewer))
        found[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return found


def ask(url: str, cookie: str, *, send: bool) -> HttpResponseBase:
    """One request; whatever it changed is taken back."""
    client = Client(raise_request_exception=False)
    if cookie:
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    with transaction.atomic():
        answer = client.post(url, {}) if send else client.get(url)
        transaction.set_rollback(True)
    for close in answer._resource_closers:  # files that were opened for it; `close()` would close the database too
        close()
    return answer


def fault(answer: HttpResponseBase) -> str:
    """What made the server fail, for the report of the test."""
    info = getattr(answer, "exc_info", None)
    return f" ({info[0].__name__}: {info[1]})" if info else ""


def is_at_the_door(answer: HttpResponseBase) -> bool:
    """Sent to the log-in page."""
    return answer.status_code == 302 and answer["Location"].startswith(reverse(settings.LOGIN_URL))


def test_every_address_is_in_a_table_and_every_row_is_an_address():
    names = {address.name for address in addresses()}
    assert len(names) > 20
    assert {"unlisted": sorted(names - set(table())), "gone": sorted(set(table()) - names)} == {
        "unlisted": [],
        "gone": [],
    }


def test_rows_name_people_who_exist(world):
    known = set(world.here.people)
    assert {name: set(row.readers) - known for name, row in table().items() if set(row.readers) - known} == {}
    assert {name: set(row.senders) - known for name, row in table().items() if set(row.senders) - known} == {}


@pytest.mark.parametrize("send", [False, True], ids=["reading", "sending nothing"])
def test_each_person_gets_what_the_table_says(world, cookies, send):
    wrong = []
    listed = [address for address in addresses() if address.name in table()]
    for address in listed:
        row = table()[address.name]
        url = reverse(address.name, kwargs=row.args(world)) + row.query
        for name, cookie in cookies.items():
            answer = ask(url, cookie, send=send)
            expected = wanted(row, name, send=send)
            if expected is None:
                if not is_at_the_door(answer) and answer.status_code != 405:
                    wrong.append(f"{address.name}: anonymous gets {answer.status_code}, not the log-in{fault(answer)}")
            elif answer.status_code not in expected:
                wrong.append(f"{address.name}: {name} gets {answer.status_code}, not {sorted(expected)}{fault(answer)}")
    assert listed
    assert not wrong, "\n".join(wrong)


def test_what_is_shut_is_shut_for_everybody(cookies):
    for url in ("/accounts/signup/", "/accounts/password/reset/", "/accounts/email/"):
        for cookie in cookies.values():
            assert ask(url, cookie, send=False).status_code == 404


def wanted(row: Row, name: str, *, send: bool) -> set[int] | None:
    """The statuses that this person may get; None where the way leads to the log-in page."""
    answers = set(row.post if send else row.get)
    if name == "anonymous":
        return answers | {200, 302} if row.public else None
    if name in (row.senders if send else row.readers):
        return answers
    refusal = set(row.refusal)
    return refusal | {405} if send else refusal


@pytest.mark.parametrize("send", [False, True], ids=["reading", "sending nothing"])
def test_identifiers_that_nothing_has_lead_nowhere(cookies, send):
    wrong = []
    asked = [address for address in addresses() if address.converters]
    for address in asked:
        url = address.strange()
        for name, cookie in cookies.items():
            answer = ask(url, cookie, send=send)
            if answer.status_code not in HARMLESS:
                wrong.append(f"{url}: {name} gets {answer.status_code}{fault(answer)}")
    assert asked
    assert not wrong, "\n".join(wrong)


def test_every_view_can_be_found_by_its_address():
    plain = [address for address in addresses() if not address.converters]
    assert [address.name for address in plain if resolve(reverse(address.name)).view_name != address.name] == []


def test_apps_with_addresses_have_a_table():
    without = [
        short(app)
        for app in apps()
        if (app / "urls.py").exists()
        and "path(" in (app / "urls.py").read_text(encoding="utf-8")
        and not (app / "tests" / "url_table.py").exists()
    ]
    assert without == []
