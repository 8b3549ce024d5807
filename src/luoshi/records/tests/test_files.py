"""Files: by digest, once, within limits; pictures without place and device."""

import io
import os
import struct
import zlib
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.journal.refs import Actor
from luoshi.records import commands, pictures, queries, store
from luoshi.records.models import File, Text

REALM = "130209"
EXIF = (
    b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02"
    + struct.pack(">HHIHHHHII", 0x0112, 3, 1, 6, 0, 0x8825, 4, 1, 99)
    + b"GPS 39.27 118.46"
)


def keep(data, name="照片.jpg", media_type="application/x-unknown"):
    return commands.keep_file(REALM, io.BytesIO(data), name=name, media_type=media_type)


def read(reference):
    with queries.open_file(reference.id) as file:
        return file.read()


def segment(marker, body):
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def jpeg(*extra, scan=b"\x01\xff\x00\x02\xff\xd0\x03", end=b"\xff\xd9"):
    start = b"\xff\xd8" + segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0") + b"".join(extra)
    tables = segment(0xDB, bytes(65)) + segment(0xC0, bytes(15))
    second = segment(0xC4, bytes(20)) + segment(0xDA, b"\x01\0\0\x3f\0") + b"\x07\x08"
    return start + tables + segment(0xDA, b"\x01\x01\0\0\x3f\0") + scan + second + end


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*extra):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return pictures.PNG_START + head + b"".join(extra) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


@pytest.mark.django_db
def test_a_file_is_kept_once_under_the_digest_of_its_bytes(settings):
    one, two = keep(b"report", "报告.txt", "text/plain"), keep(b"report", "副本.txt", "text/plain; charset=x")
    assert one.id != two.id
    assert (one.digest, one.size) == (two.digest, 6)
    assert read(one) == b"report"
    meta = queries.file(one.id)
    assert (meta.name, meta.media_type, meta.size, meta.realm) == ("报告.txt", "text/plain", 6, REALM)
    assert queries.file(two.id).media_type == "application/octet-stream"
    assert queries.files([one.id, two.id, uuid4()]).keys() == {one.id, two.id}
    [path] = [path for path in settings.LUOSHI_FILES.rglob("*") if path.is_file()]
    assert path == store.path_of(one.digest)
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(queries.NoSuchRecord):
        queries.file(uuid4())


@pytest.mark.django_db
def test_the_name_of_a_file_can_be_erased():
    kept = keep(b"x", "张三的申请.txt")
    assert queries.file(keep(b"x", "").id).name is None
    assert queries.file(kept.id).name == "张三的申请.txt"
    named = Text.objects.get(body="张三的申请.txt")
    commands.erase_text(REALM, named.id, reason="本人要求", by=Actor("p", "王芳"), at=datetime(2014, 4, 9, tzinfo=UTC))
    assert queries.file(kept.id).name is None


@pytest.mark.django_db
def test_a_file_that_is_too_large_leaves_nothing_behind(settings):
    settings.LUOSHI_UPLOAD_LIMIT = 1000
    keep(bytes(1000))
    with pytest.raises(store.UnableToKeep) as refusal:
        keep(bytes(1001))
    assert refusal.value.reason == "too_large"
    assert len([path for path in settings.LUOSHI_FILES.rglob("*") if path.is_file()]) == 1


@pytest.mark.django_db
def test_damaged_bytes_on_disk_are_replaced_when_the_file_comes_again():
    kept = keep(b"report")
    store.path_of(kept.digest).write_bytes(b"rep")
    assert read(keep(b"report")) == b"report"


@pytest.mark.django_db
def test_a_photograph_loses_place_device_and_words_and_keeps_its_picture_and_its_upright():
    colour, adobe = segment(0xE2, b"ICC_PROFILE\0\x01\x01profile"), segment(0xEE, b"Adobe\0\x64")
    private = [segment(0xE1, EXIF), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0 GPS"), segment(0xED, b"Photoshop")]
    private += [segment(0xE2, b"MPF\0GPS"), segment(0xFE, b"GPS note")]
    kept = keep(jpeg(*private, colour, adobe, end=b"\xff\xd9 GPS behind the end"))
    data = read(kept)
    assert b"GPS" not in data
    assert b"Photoshop" not in data
    upright = pictures._upright(6)
    assert pictures._orientation(upright[4:]) == 6
    assert data.replace(upright, b"") == jpeg(colour, adobe)
    assert upright in data
    assert queries.file(kept.id).media_type == "image/jpeg"
    assert queries.file(kept.id).is_picture
    assert pictures.clean("image/jpeg", data).replace(upright, b"") == jpeg(colour, adobe)


@pytest.mark.django_db
def test_a_photograph_without_an_end_is_kept_with_one():
    assert read(keep(jpeg(end=b""))) == jpeg()


@pytest.mark.django_db
def test_a_png_loses_texts_and_times():
    dropped = [
        chunk(b"tEXt", b"Location\0GPS"),
        chunk(b"eXIf", b"MM GPS"),
        chunk(b"iTXt", b"x"),
        chunk(b"prVt", b"GPS"),
    ]
    kept = chunk(b"pHYs", bytes(9))
    assert read(keep(png(*dropped, kept) + b"GPS behind the end")) == png(kept)


@pytest.mark.django_db
def test_a_webp_loses_exif_and_says_so():
    def riff(*chunks):
        body = b"WEBP" + b"".join(chunks)
        return b"RIFF" + struct.pack("<I", len(body)) + body

    def part(name, body):
        return name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)

    picture = part(b"VP8 ", b"abc")
    data = riff(part(b"VP8X", b"\x0c" + bytes(9)), picture, part(b"EXIF", b"GPS"), part(b"XMP ", b"GPS"))
    assert read(keep(data)) == riff(part(b"VP8X", bytes(10)), picture)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xd8\xff\xe0\x00", "damaged_picture"),
        (b"\xff\xd8\xff\xe1\xff\xff123", "damaged_picture"),
        (png()[:-6], "damaged_picture"),
        (png().replace(b"IDAT", b"IDAS"), "damaged_picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "unclean_picture"),
        (b"\0\0\0\x18ftypMiHE\0\0\0\0mif1heic", "unclean_picture"),
        (b"II*\0\x08\0\0\0 GPS", "unclean_picture"),
        (b"MM\0*\0\0\0\x08 GPS", "unclean_picture"),
        (b"\0\0\0\x0cJXL \r\n\x87\n Exif GPS", "unclean_picture"),
    ],
)
def test_a_picture_that_cannot_be_cleaned_is_not_kept(settings, data, reason):
    with pytest.raises(store.UnableToKeep) as refusal:
        keep(data)
    assert refusal.value.reason == reason
    assert [path for path in settings.LUOSHI_FILES.rglob("*") if path.is_file()] == []


@given(st.sampled_from([pictures.JPEG, pictures.PNG, pictures.WEBP]), st.binary(max_size=80), st.data())
def test_cleaning_raises_nothing_but_its_own_errors_on_any_bytes(kind, tail, data):
    start = {pictures.JPEG: jpeg(segment(0xE1, EXIF)), pictures.PNG: png(), pictures.WEBP: b"RIFF\xff\0\0\0WEBPVP8X"}[
        kind
    ]
    broken = start[: data.draw(st.integers(0, len(start)))] + tail
    try:
        pictures.clean(kind, broken)
    except pictures.Damaged:
        return


@pytest.mark.django_db
@pytest.mark.parametrize("digest", ["sha256:../../keys/django", "sha256:" + "0" * 64, "", "/etc/passwd", "sha256:\0"])
def test_a_row_that_leads_elsewhere_opens_nothing(digest):
    kept = keep(b"report")
    if "\0" in digest:
        with pytest.raises(ValueError, match="no digest"):
            store.path_of(digest)
        return
    File.objects.filter(id=kept.id).update(digest=digest)
    with pytest.raises(queries.NoSuchRecord):
        queries.open_file(kept.id)


def test_two_who_bring_the_same_bytes_at_once_both_have_them_kept(settings, tmp_path, monkeypatch):
    settings.LUOSHI_FILES = tmp_path
    link, second = os.link, []

    def overtaken(*paths):
        link(*paths)
        if not second:
            second.append(None)
            second[0] = store.keep(io.BytesIO(b"report"))

    monkeypatch.setattr(os, "link", overtaken)
    assert store.keep(io.BytesIO(b"report")) == second[0]
    assert [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()] == [b"report"]
