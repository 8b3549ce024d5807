"""The requirements of a document as a spreadsheet: as they stand, and no cell is a formula."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

import people
from luoshi.inlets.documents.tests import rounds

pytestmark = pytest.mark.django_db
HEADINGS = 3


@pytest.fixture
def here():
    return people.district()


def rows(client, viewer, document):
    client.force_login(people.account_of(viewer))
    answer = client.get(reverse("documents:sheet", args=[document]))
    assert answer.status_code == 200
    content = answer.getvalue()
    for name in ZipFile(BytesIO(content)).namelist():
        assert b"<f>" not in ZipFile(BytesIO(content)).read(name)
    found = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [dict(zip(found[HEADINGS], row, strict=True)) for row in found[HEADINGS + 1 :]]


def test_in_review_it_holds_what_is_proposed_and_what_is_undecided(client, here):
    document = rounds.taken_in(here)
    found = rows(client, here.clerk, document)
    assert len(found) == len(rounds.numbers(document))
    assert all(row["牵头单位"] == "承办待定" for row in found)
    assert {row["认定情况"] for row in found} == {"建议"}
    assert any("全面排查火灾隐患" in row["要求原文"] for row in found)
    assert "4月底前" in {row["时限（按原文）"] for row in found}


def test_once_issued_it_says_how_the_tasks_stand(client, here):
    document, _issuance = rounds.issued(here)
    found = rows(client, here.clerk, document)
    assert {row["认定情况"] for row in found} == {"已定"}
    assert sum(row["任务数"] or 0 for row in found) > 0
    assert {row["已销号"] for row in found if row["任务数"]} == {0}


def test_words_that_look_like_a_formula_are_words(client, here):
    text = "各单位：\n=HYPERLINK(1)要全面排查火灾隐患，4月底前逐户登记造册。\n"
    document = rounds.taken_in(here, text)
    found = rows(client, here.clerk, document)
    assert any(row["要求原文"].startswith("=HYPERLINK(1)") for row in found)
