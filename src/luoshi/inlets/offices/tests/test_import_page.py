"""A list of units on screen: first what it would change, then do it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import people
from luoshi.inlets.offices.models import UnitList
from luoshi.people import queries

pytestmark = pytest.mark.django_db
GOOD = "代码,名称,级别,上级\n130209200,新镇,镇,130209\n130209200201,一村,村,130209200\n"


@pytest.fixture
def here():
    return people.district()


@pytest.fixture
def clerk(client, here):
    client.force_login(people.account_of(here.clerk))
    return client


def send(client, content, name="units.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("offices:import"), {"file": file, "as_of": "2020-01-01"}, follow=True)


def test_nothing_is_imported_before_somebody_says_so(clerk):
    look = send(clerk, GOOD.encode("gb18030"))
    assert look.status_code == 200
    assert queries.unit_called("130209", "130209200") == []
    clerk.post(look.request["PATH_INFO"])
    assert [unit.name for unit in queries.unit_called("130209", "130209200")] == ["新镇"]
    assert not UnitList.objects.exists()


def test_bad_rows_are_shown_with_number_and_reason_and_cannot_be_imported(clerk):
    look = send(clerk, (GOOD + "130209201,,镇,130209\n").encode())
    page = look.content.decode()
    assert look.status_code == 422
    assert "130209201" in page
    assert ">4<" in page
    assert clerk.post(look.request["PATH_INFO"]).status_code == 422
    assert queries.unit_called("130209", "130209200") == []


@pytest.mark.parametrize("content", [b"\0\1\2", b"PK\3\4", "甲,乙\n".encode(), b"x"])
def test_a_file_that_is_no_list_gets_one_sentence(clerk, content):
    answer = send(clerk, content)
    assert answer.status_code == 422
    assert not UnitList.objects.exists()


def test_nobody_else_sees_or_imports_a_kept_list(clerk, here, client):
    address = send(clerk, GOOD.encode()).request["PATH_INFO"]
    client.force_login(people.account_of(here.head))
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
