from uuid import uuid4

import pytest
from django.urls import reverse

import builders
from builders import Line, Opening, commands
from luoshi.base import ids
from luoshi.ledger import acts, queries
from luoshi.ledger.acts import Prose
from luoshi.ledger.events import Kind, Origin
from luoshi.web import registry
from luoshi.web.matter_filter import narrowing

pytestmark = pytest.mark.django_db


def issued(here, *requirements):
    """A document; each requirement is its words and the units that have to meet it."""
    document = ids.new_id()
    made = []
    for number, (words, units) in enumerate(requirements):
        requirement = ids.new_id()
        opening = Opening(
            id=requirement,
            kind=Kind.REQUIREMENT,
            title=builders.words(here.realm, words),
            campaign=here.campaign.id,
            issuer=here.district.id,
            origin=Origin(document=document, start=100 - number, end=120),
        )
        commands.open_matters(here.clerk, [opening], inlet="test")
        if units:
            lines = [Line(unit=unit.id, due=builders.in_days(30)) for unit in units]
            commands.issue(here.clerk, requirement, lines, issuance=ids.new_id())
        made.append(requirement)
    return document, made


def claim(here, requirement):
    task = queries.matters(here.clerk, queries.Filter(requirement=requirement, lead=here.town.id)).rows[0].id
    builders.do(here.liaison, task, acts.Accept(), acts.Progress(Prose("已办")), acts.Claim(Prose("办完")))


def shown(response):
    assert response.status_code == 200
    return response.context["shown"]


def test_each_requirement_stands_with_its_tasks_in_the_order_of_the_document(here, opened, rf):
    towns = [here.town, here.other_town]
    document, (first, second, third) = issued(here, ("逐户走访", towns), ("公开流程", [here.town]), ("整理档案", []))
    claim(here, first)
    page = shown(opened(here.clerk, reverse("boards:document", args=[document])))
    assert [row.title for row in page.rows] == ["整理档案", "公开流程", "逐户走访"]
    figures = [[cell.value for _, cell in row.cells] for row in page.rows]
    assert figures == [[0, "", "", "", ""], [1, "", "", "", ""], [2, 1, "", "", ""]]
    assert page.sentence.startswith("共3项要求：应办3项，已申请销号1项")
    for row in page.rows:
        for _, cell in row.cells:
            if cell.value:
                narrow = narrowing(here.clerk, rf.get(cell.url).GET)
                assert queries.matters(here.clerk, narrow.filter).total == cell.value
    assert third not in {first, second}


def test_one_sees_the_tasks_of_ones_own_units_alone(here, opened):
    document, _ = issued(here, ("逐户走访", [here.town, here.other_town]), ("清理河道", [here.other_town]))
    url = reverse("boards:document", args=[document])
    page = shown(opened(here.liaison, url))
    assert [(row.title, row.cells[0][1].value) for row in page.rows] == [("逐户走访", 1)]
    assert opened(here.secretary, url).status_code == 404
    assert opened(here.sysadmin, url).status_code == 404
    assert opened(here.clerk, reverse("boards:document", args=[uuid4()])).status_code == 404


def test_a_requirement_leads_to_its_matter(here, opened):
    document, (requirement,) = issued(here, ("逐户走访", [here.town]))
    page = shown(opened(here.clerk, reverse("boards:document", args=[document])))
    assert page.rows[0].url == registry.url_for("matter", requirement)
    assert page.rows[0].words_url == registry.url_for("document-words", (document, 100))


def test_the_board_names_the_documents_one_sees(here, opened):
    document, _ = issued(here, ("逐户走访", [here.town]), ("公开流程", [here.town]))
    page = shown(opened(here.clerk, reverse("boards:own")))
    assert [(one.url, one.requirements) for one in page.sources] == [(reverse("boards:document", args=[document]), 2)]
    assert shown(opened(here.stranger, reverse("boards:own"))).sources == ()
