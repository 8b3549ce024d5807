"""People at their browsers, reading English so that sentences can be recognised."""

from django.test import Client
from django.urls import reverse

import people
from luoshi.ledger import queries


def browser(viewer) -> Client:
    """A browser in which somebody is signed in; a page that fails is a page."""
    client = Client()
    client.cookies["luoshi_language"] = "en"
    client.force_login(people.account_of(viewer))
    return client


def send(viewer, matter_id, act, nonce="nonce-0001", **fields):
    """Send the form of an act; gives the answer."""
    url = reverse(f"handling:{act}", args=[matter_id])
    return browser(viewer).post(url, {"nonce": nonce, **fields})


def names(viewer, matter_id) -> list[str]:
    """What happened to a matter."""
    return [line.name.removeprefix("matter.") for line in queries.matter_page(viewer, matter_id).way]


def text(answer) -> str:
    """The page as text."""
    return answer.content.decode()
