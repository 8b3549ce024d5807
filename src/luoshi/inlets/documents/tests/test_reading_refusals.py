"""Bad input: each hostile file gets its code, each code its sentence, and no bytes raise anything else."""

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.inlets.documents.reading import (
    Reading,
    Refusal,
    UnreadableFile,
    message,
    note_message,
    read_bytes,
    read_file,
)
from luoshi.inlets.documents.reading.outcome import Note
from luoshi.inlets.documents.tests.papers import NOTICE, paragraphs_docx, pdf_of, with_parts, zipped

CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
WORD = paragraphs_docx("正文。")
PDF = pdf_of([(70, 700, "正文。")])
XXE = """<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p>
</w:body></w:document>"""
LAUGHS = """<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><d>&b;</d>"""


def refused(data: bytes, name: str = "") -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(data, name)
    return caught.value


def locked_zip(data: bytes) -> bytes:
    """Set the mark of encryption on every entry."""
    changed = bytearray(data)
    at = -1
    while (at := changed.find(b"PK\x01\x02", at + 1)) >= 0:
        changed[at + 8] |= 1
    return bytes(changed)


def many_entries(count: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for at in range(count):
            archive.writestr(str(at), b"")
    return target.getvalue()


def shared_bytes() -> bytes:
    """Two entries of the directory that point at the same packed bytes."""
    data = bytearray(zipped(a=b"x" * 900_000 + bytes(range(256)) * 200, b=b""))
    first, second = data.find(b"PK\x01\x02"), data.rfind(b"PK\x01\x02")
    data[second + 20 : second + 28] = struct.pack("<2L", len(data), len(data))
    assert first != second
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        pytest.param(b"", "a.txt", Refusal.EMPTY, id="nothing"),
        pytest.param(b" \n\xe3\x80\x80\n", "a.txt", Refusal.EMPTY, id="blanks"),
        pytest.param(b"\xef\xbb\xbf", "a.txt", Refusal.EMPTY, id="only a mark"),
        pytest.param(b"a" * (40 * 1024 * 1024), "a.txt", Refusal.TOO_LARGE, id="40 MB"),
        pytest.param(WORD, "a.txt", Refusal.WRONG_TYPE, id="docx named txt"),
        pytest.param(PDF, "a.txt", Refusal.WRONG_TYPE, id="pdf named txt"),
        pytest.param(PDF, "a.docx", Refusal.WRONG_TYPE, id="pdf named docx"),
        pytest.param(WORD, "a.pdf", Refusal.WRONG_TYPE, id="docx named pdf"),
        pytest.param(NOTICE.encode(), "a.docx", Refusal.WRONG_TYPE, id="txt named docx"),
        pytest.param(NOTICE.encode(), "A.PDF", Refusal.WRONG_TYPE, id="txt named PDF"),
        pytest.param(zipped(a=b"1"), "a.docx", Refusal.WRONG_TYPE, id="zip named docx"),
        pytest.param(b"MZ\x90\x00" + bytes(600), "a.docx", Refusal.WRONG_TYPE, id="exe named docx"),
        pytest.param(b"MZ\x90\x00" + bytes(600), "", Refusal.WRONG_TYPE, id="exe"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(50), "a.txt", Refusal.WRONG_TYPE, id="png"),
        pytest.param(bytes(range(256)), "a.txt", Refusal.WRONG_TYPE, id="all bytes"),
        pytest.param("好\x01\x02\x03\x04".encode(), "a.txt", Refusal.WRONG_TYPE, id="controls"),
        pytest.param(CFB + "WordDocument".encode("utf-16-le"), "a.doc", Refusal.WRONG_TYPE, id="old Word"),
        pytest.param(CFB + "EncryptedPackage".encode("utf-16-le"), "a.docx", Refusal.ENCRYPTED, id="locked docx"),
        pytest.param(locked_zip(WORD), "a.docx", Refusal.ENCRYPTED, id="locked zip"),
        pytest.param(pdf_of([(70, 700, "密。")], locked=True), "a.pdf", Refusal.ENCRYPTED, id="locked pdf"),
        pytest.param(with_parts(WORD, document="0" * 8_000_000), "a.docx", Refusal.ZIP_BOMB, id="steep part"),
        pytest.param(with_parts(WORD, x="0" * 3_000_000), "a.docx", Refusal.ZIP_BOMB, id="steep part elsewhere"),
        pytest.param(many_entries(5_001), "a.docx", Refusal.ZIP_BOMB, id="many entries"),
        pytest.param(shared_bytes(), "a.docx", Refusal.ZIP_BOMB, id="overlapping entries"),
        pytest.param(WORD[: len(WORD) // 2], "a.docx", Refusal.DAMAGED, id="half a docx"),
        pytest.param(with_parts(WORD, document="<w:document"), "a.docx", Refusal.DAMAGED, id="broken xml"),
        pytest.param(with_parts(WORD, document=XXE), "a.docx", Refusal.DAMAGED, id="outside entity"),
        pytest.param(with_parts(WORD, document=LAUGHS), "a.docx", Refusal.DAMAGED, id="entities in entities"),
        pytest.param(b"%PDF-1.4\nnothing more", "a.pdf", Refusal.DAMAGED, id="broken pdf"),
    ],
)
def test_bad_input_gets_its_code(data, name, code):
    assert refused(data, name).code is code


def test_the_limit_can_be_set_and_is_told():
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(b"abc" * 1024 * 1024, limit=2 * 1024 * 1024)
    assert caught.value.message % caught.value.params == message(Refusal.TOO_LARGE).replace("%(limit)s", "2")


def test_a_file_over_the_limit_is_refused_before_it_is_loaded(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(UnreadableFile) as caught:
        read_file(path)
    assert caught.value.code is Refusal.TOO_LARGE


def test_an_old_word_file_is_told_from_other_wrong_types():
    old = refused(CFB + "WordDocument".encode("utf-16-le"), "a.doc")
    assert old.found == "doc"
    assert old.message != message(Refusal.WRONG_TYPE)


def test_every_code_and_every_note_has_a_sentence():
    assert all(message(code) for code in Refusal)
    assert all(note_message(note) for note in Note)


def only_refusals(data: bytes, name: str) -> None:
    try:
        reading = read_bytes(data, name)
    except UnreadableFile as refusal:
        reading = refusal
    assert isinstance(reading, Reading | UnreadableFile)
    if isinstance(reading, Reading):
        assert reading.has_text == bool(reading.text.strip())
        reading.text.encode()


NAMES = st.sampled_from(["", "a.txt", "a.html", "a.docx", "a.pdf", "a", "甲.乙", "..", "\x00"])


@given(st.binary(max_size=400), NAMES)
def test_no_bytes_raise_anything_but_a_refusal(data, name):
    only_refusals(data, name)


@given(
    st.binary(max_size=200), NAMES, st.sampled_from([b"PK\x03\x04", b"<html>", CFB[:8], b"\xff\xfe", b"\xef\xbb\xbf"])
)
def test_nor_bytes_behind_a_known_beginning(data, name, start):
    only_refusals(start + data, name)


@given(st.integers(0, len(WORD) - 1), st.binary(min_size=1, max_size=8))
def test_nor_a_word_file_with_changed_bytes(at, patch):
    only_refusals(WORD[:at] + patch + WORD[at + len(patch) :], "a.docx")


@given(st.text(max_size=300), st.sampled_from(["document", "numbering", "styles"]))
@settings(max_examples=50)
def test_nor_a_word_file_with_a_strange_part(words, part):
    only_refusals(with_parts(WORD, **{part: words.encode("utf-8", "replace").decode()}), "a.docx")


@given(st.integers(0, len(PDF) - 1), st.binary(min_size=1, max_size=8))
@settings(max_examples=10, deadline=None)
def test_nor_a_pdf_with_changed_bytes(at, patch):
    only_refusals(PDF[:at] + patch + PDF[at + len(patch) :], "a.pdf")
