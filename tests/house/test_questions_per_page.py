"""No page asks the database more than twelve times, and none asks more often where there is more to show."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

import crowd
import people
from house.addresses import addresses, table
from luoshi.base import workdays
from luoshi.people.viewer import Viewer
from url_rows import World

pytestmark = pytest.mark.django_db

AT_MOST = 12
MORE = {
    "reports:ledger": 30,  # a file of any length, written in pieces of 500 matters
    "ready": 24,  # for a watchman: looks at every part of the machine itself, at most every few seconds
}
OWED = {  # pages that still ask more, at most so often: to be mended, never to be added to
    "boards:board ?on=2014-06-30": 13,  # the calendar of a year that nobody has asked for yet
    "boards:brief": 14,  # five of them for the sums of a unit
    "boards:own ?unit=唐海镇": 13,  # where the words name no unit of one's own
    "boards:differences": 13,
    "desk:today": 14,  # what waits at three doors
    "handling:ask_help": 13,
    "handling:link": 13,
    "inspections": 25,
    "matters:list ?unit=130209100&open=on&light=green": 13,
}
READERS = ("clerk", "mayor", "head", "inspector", "secretary", "sysadmin", "secadmin", "auditor", "newcomer")
Asked = dict[tuple[str, str], int]


@contextmanager
def questions() -> Iterator[list[str]]:
    """What the database is asked meanwhile, session and savepoints included."""
    found: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:  # noqa: FBT001
        found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def ask(url: str, viewer: Viewer) -> int:
    """How many questions one page asks; whatever it changed is taken back."""
    client = Client()
    client.force_login(people.account_of(viewer))
    with transaction.atomic(), questions() as found:
        answer = client.get(url)
        if answer.streaming:
            b"".join(answer.streaming_content)  # type: ignore[arg-type]
        transaction.set_rollback(True)
    assert answer.status_code in {200, 302, 403, 404, 409}, f"{url} {answer.status_code}"
    return len(found)


def pages(world: World) -> Iterator[tuple[str, str, str]]:
    """Every page: its name, who reads it, its address."""
    for address in addresses():
        row = table()[address.name]
        if set(row.get) == {405}:
            continue
        readers = [name for name in READERS if name in row.readers] or sorted(row.readers)[:1]
        for number, args in enumerate((row.args, *row.also)):
            url = reverse(address.name, kwargs=args(world))
            for query in (row.query, *row.more):
                title = " ".join(filter(None, [address.name, query, f"({number})" if number else ""]))
                yield from ((title, name, f"{url}{query}") for name in readers)


def walked(times: int) -> Asked:
    """What each page asks in a district in which everything is there so many times."""
    world = World(people.district(), is_busy=times > 1)
    crowd.gather(world.here, times)
    shown = list(pages(world))  # builds what the pages show
    crowd.lengthen(world.here, sorted(one for one in world.built.values() if isinstance(one, UUID)), times)
    return {(title, name): ask(url, world.here.people[name]) for title, name, url in shown}


def allowed(title: str) -> int:
    """How often a page may ask."""
    name = title.split(maxsplit=1)[0]
    return MORE.get(name) or OWED.get(title) or OWED.get(name) or OWED.get(name.split(":")[0]) or AT_MOST


def test_pages_ask_at_most_twelve_times_however_much_there_is_to_show(monkeypatch):
    monkeypatch.setattr(workdays, "READ_AGAIN_AFTER", 10**12)  # the process reads its calendar again, not the page
    with transaction.atomic():
        once = walked(1)
        transaction.set_rollback(True)
    often = walked(4)
    too_many = [f"{page}: {n}" for page, n in often.items() if n > allowed(page[0])]
    grown = [
        f"{page}: {once[page]}, then {n}"
        for page, n in often.items()
        if n > once[page] and page[0].split()[0] not in MORE
    ]
    assert len(often) > 200
    assert not too_many, "asks too often\n" + "\n".join(too_many)
    assert not grown, "asks more where there is more\n" + "\n".join(grown)
