"""A matter leads to the words that ask for it, as near as they are known."""

from dataclasses import replace
from uuid import uuid4

import pytest

import builders
import people
from luoshi.ledger import queries
from luoshi.web import registry
from luoshi.web.sources import words_url

pytestmark = pytest.mark.django_db


def test_to_the_place_to_the_document_or_nowhere(monkeypatch):
    monkeypatch.setitem(registry._links, "document", lambda which: f"/{which}/")
    monkeypatch.setitem(registry._links, "document-words", lambda which: "/{}/#at{}".format(*which))
    here = people.district()
    row = queries.matter_page(here.clerk, builders.assigned(here)).row
    document = uuid4()
    assert words_url(row) == ""
    assert words_url(replace(row, document=document)) == f"/{document}/"
    assert words_url(replace(row, document=document, start=7)) == f"/{document}/#at7"
