"""Erasing words takes every copy with it: no table of the database holds them afterwards."""

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

import builders
import people
from builders import do
from luoshi.base import clock
from luoshi.inlets.documents import commands, queries
from luoshi.inlets.documents.tests import rounds
from luoshi.journal.refs import Actor
from luoshi.journal.verify import verify
from luoshi.ledger import acts, projection
from luoshi.ledger import commands as ledger
from luoshi.ledger import queries as matters
from luoshi.ledger.acts import Prose
from luoshi.ledger.queries import Filter
from luoshi.records import commands as records

pytestmark = pytest.mark.django_db
BY = Actor("p-1", "王芳")


@pytest.fixture
def here():
    return people.district()


def where(words):
    """Every table and column that holds the words."""
    found = []
    for model in apps.get_models():
        fields = [f for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)]
        found += [
            f"{model._meta.db_table}.{field.name}"
            for field in fields
            if model._base_manager.filter(**{f"{field.name}__contains": words}).exists()
        ]
    return found


def grams_of(text_id):
    return apps.get_model("records", "Gram").objects.filter(text_id=text_id).count()


def erase(here, text_id):
    records.erase_text(here.realm, text_id, reason="含个人信息", by=BY, at=clock.now())


def test_an_erased_title_stands_nowhere(here):
    task = builders.accepted(here, title="张家屯三号院李老太的低保")
    do(here.liaison, task, acts.PassOn((acts.Part(here.village.id),)))
    [part] = [row.id for row in matters.matter_page(here.clerk, task).parts]
    title = matters.matter_page(here.clerk, task).matter.title.text
    assert where("李老太") == ["records_text.body", "ledger_card.title"]
    erase(here, title)
    assert where("李老太") == []
    assert grams_of(title) == 0
    assert matters.matters(here.clerk, Filter(words="李老太")).total == 0
    do(here.liaison, task, acts.Progress(Prose("已办")))  # an act afterwards brings nothing back
    assert where("李老太") == []
    assert verify().problems == []
    before = list(matters.rows_by_id(here.clerk, {task, part}))
    projection.rebuild(here.realm)
    assert list(matters.rows_by_id(here.clerk, {task, part})) == before


def test_a_card_written_from_words_just_erased_is_cleared_by_the_job(here):
    task = builders.accepted(here, title="李老太的低保")
    title = matters.matter_page(here.clerk, task).matter.title.text
    erase(here, title)
    card = apps.get_model("ledger", "Card").objects.filter(title_text=title)
    card.update(title="李老太的低保")  # as by a transaction that had read them before
    with clock.fixed(clock.now() + 2 * ledger.LATER):
        builders.follow_up()
    assert where("李老太") == []


def test_an_erased_document_takes_its_titles_and_facts_with_it(client, here):
    document = rounds.reviewed(here)
    commands.sign(here.clerk, document)
    text = apps.get_model("documents", "Document").objects.get(pk=document).text
    assert "documents_document.title" in where("春季防火")
    assert "ledger_card.title" in where("火灾隐患")
    erase(here, text)
    assert where("春季防火") == where("火灾隐患") == where("赵明远") == []
    assert queries.document_of_office(here.clerk, document).title == "—"
    assert verify().problems == []
    client.force_login(people.account_of(here.clerk))
    for name in ("document", "review", "sign", "issue"):
        assert client.get(reverse(f"documents:{name}", args=[document])).status_code in {200, 302, 404}
    assert "正文已删除" in client.get(reverse("documents:list")).content.decode()
    assert reverse("documents:issue", args=[document]) not in client.get("/").content.decode()


def test_the_erased_name_of_a_file_is_no_title_any_more(here):
    document = commands.take_in(here.clerk, data=rounds.PLAIN.encode(), name="李老太的低保.txt")
    row = apps.get_model("documents", "Document").objects.get(pk=document)
    name = apps.get_model("records", "File").objects.get(pk=row.file).name_text_id
    erase(here, name)
    assert where("李老太") == []
