"""What somebody sends by mistake or on purpose gets one sentence and changes nothing."""

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import builders
import people
from luoshi.inlets.handling.tests.visitors import browser, names, send, text
from luoshi.ledger import queries
from luoshi.web.fields import FILES_AT_ONCE

pytestmark = pytest.mark.django_db

HEIC = b"\x00\x00\x00\x18ftypheic" + b"\x00" * 32
BROKEN = b"\xff\xd8\xff\xe0broken"


@pytest.fixture
def here():
    return people.district()


@pytest.fixture
def made(here):
    return builders.accepted(here)


def paper(name="台账.txt", data=b"paper", kind="text/plain"):
    return SimpleUploadedFile(name, data, kind)


def kept():
    return apps.get_model("records.File").objects.count()


def files(viewer, matter_id):
    return [file for line in queries.matter_page(viewer, matter_id).way for file in line.files]


def test_words_are_shown_as_they_are_and_never_as_a_page(here, made):
    send(here.liaison, made, "progress", words="<script>alert(1)</script>")
    page = text(browser(here.clerk).get(reverse("matters:matter", args=[made])))
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_a_hundred_thousand_characters_are_refused_and_still_there(here, made):
    answer = send(here.liaison, made, "progress", words="长" * 100_000)
    assert answer.status_code == 422
    assert "100000 characters are too many" in text(answer)
    assert "长" * 100_000 in text(answer)
    assert names(here.clerk, made)[-1] == "accepted"


@pytest.mark.parametrize("rows", ["²", "9" * 5000, "长"])
def test_a_number_of_rows_that_is_none_fails_nothing(here, made, rows):
    assert send(here.liaison, made, "plan", words="先摸底", rows=rows).status_code == 422
    assert send(here.liaison, made, "plan", words="先摸底", rows=rows, more="1").status_code == 200


def test_several_files_come_with_words_and_can_be_read(here, made):
    answer = send(here.liaison, made, "progress", words="见附件", papers=[paper(), paper("二.txt", b"two")])
    assert answer.status_code == 302
    assert [file.name for file in files(here.clerk, made)] == ["台账.txt", "二.txt"]


def test_a_file_sent_twice_is_kept_once(here, made):
    for _ in range(2):
        assert send(here.liaison, made, "progress", words="见附件", papers=[paper()]).status_code == 302
    assert names(here.clerk, made).count("progressed") == 1
    assert kept() == 1


def test_another_file_under_the_same_number_is_a_conflict(here, made):
    send(here.liaison, made, "progress", words="见附件", papers=[paper()])
    answer = send(here.liaison, made, "progress", words="见附件", papers=[paper(data=b"other")])
    assert answer.status_code == 409
    assert kept() == 1


def test_a_file_that_is_too_large_is_named_and_nothing_is_written(here, made, settings):
    settings.LUOSHI_UPLOAD_LIMIT = 1000
    answer = send(here.liaison, made, "progress", words="见附件", papers=[paper(), paper("大.txt", b"x" * 1001)])
    assert answer.status_code == 422
    assert "One of the files is too large" in text(answer)
    assert "见附件" in text(answer)
    assert names(here.clerk, made)[-1] == "accepted"
    assert kept() == 0


@pytest.mark.parametrize(("data", "said"), [(HEIC, "HEIC"), (BROKEN, "is damaged"), (b"", "is empty")])
def test_a_picture_that_cannot_be_kept_is_named(here, made, data, said):
    answer = send(here.liaison, made, "progress", words="见图", photos=[paper("a.jpg", data, "image/jpeg")])
    assert answer.status_code == 422
    assert said in text(answer)
    assert names(here.clerk, made)[-1] == "accepted"


def test_too_many_files_are_refused(here, made):
    many = [paper(f"{n}.txt") for n in range(FILES_AT_ONCE + 1)]
    answer = send(here.liaison, made, "progress", words="见附件", papers=many)
    assert answer.status_code == 422
    assert names(here.clerk, made)[-1] == "accepted"


def test_a_null_character_is_refused(here, made):
    assert send(here.liaison, made, "progress", words="a\x00b").status_code == 422


@pytest.mark.parametrize("nonce", ["", "x", "名" * 20, "a" * 5000, "<b>"])
def test_a_strange_number_of_a_form_is_replaced(here, made, nonce):
    assert send(here.liaison, made, "progress", nonce=nonce, words="已走访").status_code == 302


def test_the_number_of_another_form_is_no_key_to_it(here, made):
    send(here.liaison, made, "progress", words="已走访")
    other = builders.accepted(here, title="另一件事")
    answer = send(here.liaison, other, "progress", words="已走访")
    assert answer.status_code == 409
    assert names(here.clerk, other)[-1] == "accepted"


def test_strange_choices_are_refused(here):
    made = builders.assigned(here)
    assert send(here.liaison, made, "return", ground="nonsense", words="x").status_code == 422
    assert send(here.clerk, made, "assign", unit="不存在").status_code == 422


def test_a_step_number_that_is_none_is_refused(here, made):
    for number in ("7", "-1", "x", ""):
        answer = send(here.liaison, made, "reach_milestone", number=number)
        assert answer.status_code in (409, 422)


@pytest.mark.parametrize("rows", ["", "x", "-5", "99999999999999999999", "1e9", "٣"])
def test_a_strange_number_of_rows_is_no_harm(here, made, rows):
    assert send(here.liaison, made, "plan", words="先摸底", rows=rows, more="1").status_code == 200
    assert send(here.liaison, made, "plan", words="先摸底", rows=rows).status_code in (302, 422)
