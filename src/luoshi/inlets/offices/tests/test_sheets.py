"""Units and posts as spreadsheets: units can be read in again, posts are narrowed, no cell is a formula."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

import people
from luoshi.people import commands, queries, unit_files
from luoshi.web import spreadsheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return people.district()


def sent(client, viewer, name, **query):
    client.force_login(people.account_of(viewer))
    answer = client.get(reverse(f"offices:{name}"), query)
    assert answer.status_code == 200
    return answer.getvalue()


def rows(content):
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_the_list_of_units_read_in_again_changes_nothing(client, here):
    commands.add_other_name(by=here.clerk, unit_id=here.town.id, name="唐海街道")
    content = sent(client, here.clerk, "units_sheet")
    read = unit_files.read(content, "units.xlsx")
    assert {row.code: row.parent for row in read}[here.village.code] == here.town.code
    result = commands.import_units(by=here.clerk, rows=read, close_missing=True, dry_run=True)
    assert (result.bad, result.opened, result.renamed, result.moved, result.closed) == ([], 0, 0, 0, 0)
    assert "唐海街道" in {name for row in read for name in row.other_names}


def test_a_unit_and_what_is_below_it(client, here):
    found = rows(sent(client, here.liaison, "units_sheet", below=here.town.code))
    assert [row[1] for row in found[1:]] == ["唐海镇", "一队", "二队"]
    assert client.get(reverse("offices:units_sheet"), {"below": "nonsense"}).status_code == 404


def test_a_name_that_looks_like_a_formula_is_a_name(client, here):
    people.unit('=cmd|"/c calc"!A1', "village", f"{here.realm}100299", here.town)
    content = sent(client, here.clerk, "units_sheet")
    assert '=cmd|"/c calc"!A1' in {row[1] for row in rows(content)}
    archive = ZipFile(BytesIO(content))
    assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_posts_with_those_who_hold_them_narrowed_as_the_list(client, here):
    found = rows(sent(client, here.clerk, "posts_sheet"))
    assert any("liaison" in row for row in found)
    heads = rows(sent(client, here.clerk, "posts_sheet", words="唐海镇", duty="principal"))
    assert [row[5] for row in heads[3:]] == ["head", "secretary"]
    assert rows(sent(client, here.clerk, "posts_sheet", vacant="on", duty="liaison"))[3:] == []
    with_filter = client.get(reverse("offices:posts"), {"duty": "liaison"}).content.decode()
    assert f"{reverse('offices:posts_sheet')}?duty=liaison" in with_filter


def test_a_list_that_is_too_long_says_so(client, here, monkeypatch):
    monkeypatch.setattr(spreadsheet, "LIMIT", 3)
    found = rows(sent(client, here.clerk, "units_sheet"))
    assert len([row for row in found[1:] if row[1]]) == 3
    assert "3" in found[-1][0]
    assert queries.units_under(here.district.id)
