"""Taking documents in: what is kept, what is recognised, what is refused with one sentence and nothing half-written."""

import io
import zipfile

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import people
from luoshi.base import ids
from luoshi.inlets.documents import commands, queries
from luoshi.inlets.documents.models import Clause, Document
from luoshi.inlets.documents.queries import Narrow
from luoshi.inlets.documents.tests import papers, rounds
from luoshi.journal import queries as journal
from luoshi.journal.refs import StreamRef
from luoshi.journal.verify import verify

pytestmark = pytest.mark.django_db
NEW = "/documents/new/"
File, Text = apps.get_model("records", "File"), apps.get_model("records", "Text")


@pytest.fixture
def here():
    return people.district()


@pytest.fixture
def office(client, here):
    client.force_login(people.account_of(here.clerk))
    return client


def send(client, data: bytes, name="report.txt", **more):
    return client.post(NEW, {"file": SimpleUploadedFile(name, data), "text": "", **more})


def test_a_file_is_read_kept_and_waits_for_review(here):
    document = queries.document_of_office(here.clerk, rounds.taken_in(here))
    assert document.title == "全区春季防火工作会议召开"
    assert document.state == "open"
    assert document.undecided == len(queries.review_of(document.id).clauses)
    assert queries.text_of(document.id) == rounds.REPORT
    entries = journal.entries(StreamRef(here.realm, "document", document.id))
    assert [entry.name for entry in entries] == ["document.taken_in"]
    assert File.objects.get(pk=document.file).realm == here.realm


def test_one_page_and_one_button_lead_to_the_review(office):
    page = office.get(NEW).content.decode()
    assert page.count('type="file"') == 1
    assert page.count("<textarea") == 1
    answer = send(office, rounds.REPORT.encode())
    document = Document.objects.get()
    assert answer.headers["Location"] == reverse("documents:review", args=[document.id])


def test_a_pasted_text_needs_no_file(office):
    answer = office.post(NEW, {"text": rounds.REPORT})
    assert answer.status_code == 302
    assert Document.objects.get().file is None


def test_old_encodings_are_read(office):
    send(office, rounds.REPORT.encode("gb18030"))
    assert Document.objects.get().title == "全区春季防火工作会议召开"


def test_sending_twice_takes_in_once(office):
    token = str(ids.new_id())
    first = office.post(NEW, {"text": rounds.REPORT, "token": token})
    again = office.post(NEW, {"text": rounds.REPORT + "又及", "token": token})
    assert first.headers["Location"] == again.headers["Location"]
    assert Document.objects.count() == 1


def test_the_same_bytes_lead_to_what_stands(office, here):
    rounds.taken_in(here)
    answer = send(office, rounds.REPORT.encode(), "other.txt")
    page = office.get(answer.headers["Location"]).content.decode()
    assert "此前已收过本文件" in page
    assert Document.objects.count() == 1


def test_the_same_text_under_another_number_is_linked(here, office):
    first = rounds.taken_in(here, rounds.NOTICE)
    second = queries.document_of_office(here.clerk, rounds.taken_in(here, rounds.SAME_NOTICE, "again.txt"))
    assert second.same_as
    assert second.same_as.id == first
    page = office.get(reverse("documents:review", args=[second.id])).content.decode()
    assert "与此前收文内容相同、文号不同" in page
    assert "曹政办〔2014〕9号" in page
    assert reverse("documents:document", args=[first]) in page
    assert len(queries.waiting(here.clerk)) == 1


def test_a_new_version_is_compared_with_the_old_one(here, office):
    first = rounds.taken_in(here)
    later = rounds.taken_in(here, rounds.LATER)
    assert queries.document_of_office(here.clerk, later).previous.id == first
    page = office.get(reverse("documents:compare", args=[later])).content.decode()
    assert "<ins>并张榜公布</ins>" in page or "并张榜公布" in page
    for word in ("未变", "删去", "改写"):
        assert word in page
    assert office.get(reverse("documents:compare", args=[first])).status_code == 404


def test_a_text_without_a_requirement_can_be_signed_and_asks_for_nothing(here, office):
    document = rounds.taken_in(here, rounds.PLAIN)
    assert rounds.numbers(document) == ()
    rounds.decide_all(here, document)
    commands.sign(here.clerk, document)
    page = office.get(reverse("documents:issue", args=[document])).content.decode()
    assert "本文件没有需要落实的要求" in page


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<a/>" + " " * 300_000_000)
    return out.getvalue()


HOSTILE = {
    "an empty file": (b"", "a.txt", 422, "空"),
    "a binary": (bytes(range(256)) * 20, "a.txt", 422, "内容"),
    "a wrong extension": (b"%PDF-1.4 nothing", "a.docx", 422, ""),
    "a damaged pdf": (b"%PDF-1.4 nothing", "a.pdf", 422, "损坏"),
    "an old word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", 422, ""),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_cannot_be_read_is_refused_with_one_sentence(office, what):
    data, name, status, word = HOSTILE[what]
    answer = send(office, data, name)
    page = answer.content.decode()
    assert answer.status_code == status
    assert word in page
    assert page.count('class="refusal"') == 1
    assert not Document.objects.exists()
    assert not File.objects.exists()
    assert not Text.objects.filter(searchable=True).exists()


def test_a_file_that_unpacks_without_end_is_refused(office):
    answer = send(office, bomb(), "a.docx")
    assert answer.status_code == 422
    assert not Document.objects.exists()


def test_a_file_over_the_limit_is_refused_as_too_large(office, settings):
    settings.LUOSHI_UPLOAD_LIMIT = 2000
    answer = send(office, rounds.REPORT.encode() * 9)
    assert answer.status_code == 413
    assert not Document.objects.exists()


def test_forty_megabytes_are_refused_before_they_are_read(office):
    answer = send(office, b"x" * 40 * 1024 * 1024)
    assert answer.status_code == 413
    assert not Document.objects.exists()


def test_neither_file_nor_text_is_refused(office):
    answer = office.post(NEW, {"text": "  \n "})
    assert answer.status_code == 422
    assert "没有文件也没有文字" in answer.content.decode()


def test_mixed_encodings_are_read_and_said(office):
    data = rounds.REPORT.encode() + "附件：另行印发。\n".encode("gb18030")
    answer = send(office, data)
    document = Document.objects.get()
    assert answer.status_code == 302
    assert "mixed_encoding" in document.notes
    page = office.get(reverse("documents:document", args=[document.id])).content.decode()
    assert "message warning" in page


def test_other_posts_take_nothing_in(here):
    for viewer in (here.mayor, here.liaison, here.inspector, here.sysadmin, here.newcomer):
        with pytest.raises(commands.NotYours):
            commands.take_in(viewer, text=rounds.REPORT)


def test_the_list_is_searched_in_the_words_of_the_text(here):
    rounds.taken_in(here)
    for words, found in {"取水": 1, "防火": 1, "防汛": 0}.items():
        assert queries.documents(here.clerk, Narrow(words=words)).total == found
    assert queries.documents(here.clerk, Narrow(state="signed")).total == 0
    assert queries.documents(here.mayor, Narrow()).total == 0


def test_a_page_of_the_list_leads_to_the_next(here):
    made = [rounds.taken_in(here, rounds.PLAIN + "甲乙丙丁戊己庚辛壬癸"[n] * 40) for n in range(5)]
    first = queries.documents(here.clerk, Narrow(), size=3)
    second = queries.documents(here.clerk, Narrow(), after=first.after, size=3)
    assert [row.id for row in (*first.rows, *second.rows)] == made[::-1]
    assert second.after == ""
    assert queries.documents(here.clerk, Narrow(), after="nonsense", size=3).rows == first.rows


def test_what_fails_half_way_leaves_nothing(here, monkeypatch):
    monkeypatch.setattr("luoshi.inlets.documents.commands.taking.proposing.propose", _fails)
    with pytest.raises(RuntimeError):
        rounds.taken_in(here)
    assert not Document.objects.exists()
    assert not Clause.objects.exists()
    assert not File.objects.exists()


def _fails(_text):
    raise RuntimeError


def test_a_scan_is_kept_and_said_to_have_no_text_yet(office):
    answer = send(office, papers.pdf_of([], []), "scan.pdf")
    document = Document.objects.get()
    typing = reverse("documents:type_text", args=[document.id])
    assert answer.headers["Location"] == typing
    assert typing in office.get("/").content.decode()  # it waits on the desk
    page = office.get(reverse("documents:document", args=[document.id])).content.decode()
    assert "暂无文字" in page
    assert typing in page
    assert reverse("documents:review", args=[document.id]) not in page
    assert office.get(reverse("documents:review", args=[document.id])).status_code == 404
    original = office.get(reverse("documents:original", args=[document.id]))
    assert b"".join(original.streaming_content).startswith(b"%PDF")


def test_a_scan_gets_a_text_typed_from_it_and_is_broken_down_as_any_other(office, here):
    send(office, papers.pdf_of([], []), "scan.pdf")
    document = Document.objects.get()
    typing = reverse("documents:type_text", args=[document.id])
    assert reverse("documents:original", args=[document.id]) in office.get(typing).content.decode()
    empty = office.post(typing, {"text": "  \n "})
    assert empty.status_code == 422
    assert Document.objects.get().state == "no_text"
    answer = office.post(typing, {"text": rounds.NOTICE})
    assert answer.headers["Location"] == reverse("documents:review", args=[document.id])
    found = queries.document_of_office(here.clerk, document.id)
    assert (found.title, found.state, found.format, found.file) == (
        "关于做好春季防火工作的通知", "open", "pdf", document.file,
    )  # fmt: skip
    assert found.number == "曹政办〔2014〕9号"
    assert queries.review_of(document.id).clauses
    assert queries.documents(here.clerk, Narrow(words="取水口")).total == 1
    page = office.get(reverse("documents:document", args=[document.id])).content.decode()
    assert "文字录入" in page
    assert "clerk" in page
    taken, typed = journal.entries(StreamRef(here.realm, "document", document.id))
    assert (taken.name, typed.name, typed.actor.name) == ("document.taken_in", "document.text_given", "clerk")
    assert "取水口" not in str(typed.payload)
    assert verify().problems == []


def test_a_text_is_given_once_and_by_the_office_alone(office, here, client):
    send(office, papers.pdf_of([], []), "scan.pdf")
    document = Document.objects.get().id
    for stranger in (here.liaison, here.mayor):
        with pytest.raises(commands.NoSuchDocument):
            commands.give_text(stranger, document, rounds.NOTICE)
    commands.give_text(here.clerk, document, rounds.NOTICE)
    with pytest.raises(commands.Refused):
        commands.give_text(here.clerk, document, rounds.REPORT)
    again = office.post(reverse("documents:type_text", args=[document]), {"text": rounds.REPORT})
    assert again.headers["Location"] == reverse("documents:document", args=[document])
    assert "取水口" in queries.text_of(document)


def test_a_typed_text_is_recognised_as_one_that_is_there(office, here):
    first = rounds.taken_in(here, rounds.NOTICE)
    send(office, papers.pdf_of([], []), "scan.pdf")
    scan = Document.objects.exclude(pk=first).get().id
    commands.give_text(here.clerk, scan, rounds.SAME_NOTICE)
    assert queries.document_of_office(here.clerk, scan).same_as.id == first


def test_a_locked_pdf_is_refused(office):
    answer = send(office, papers.pdf_of([(72, 700, "x")], locked=True), "a.pdf")
    assert answer.status_code == 422
    assert "密码" in answer.content.decode()
    assert not Document.objects.exists()


def test_a_word_file_is_read(office):
    send(office, papers.paragraphs_docx(*rounds.REPORT.split("\n")), "report.docx")
    assert rounds.numbers(Document.objects.get().id)


def test_a_place_too_long_to_be_one_is_left_out(here):
    text = "关于召开工作会议的通知\n各单位：\n会议地点：" + "东楼第一会议室及各分会场" * 30 + "。\n请各单位准时参加。\n"
    document = Document.objects.get(pk=commands.take_in(here.clerk, text=text))
    assert len(document.place) <= 100


def test_a_token_that_is_anothers_document_makes_a_document_of_its_own(office, here):
    standing = commands.take_in(here.clerk, text=rounds.REPORT)
    Document.objects.filter(pk=standing).update(unit=here.town.id)
    assert office.post(NEW, {"text": "各单位要于月底前报送总结。", "token": str(standing)}).status_code == 302
    assert Document.objects.exclude(pk=standing).count() == 1


@pytest.mark.parametrize("after", ["9999-12-31T23:59:59-23:59_", "0001-01-01T00:00:00+23:59_"])
def test_a_key_out_of_time_leads_to_the_first_page(office, after):
    assert office.get("/documents/", {"after": after + "0" * 32}).status_code == 200
