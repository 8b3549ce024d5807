"""Plain texts: whatever the encoding, the words arrive; whatever is no text, is refused."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.inlets.documents.reading import Refusal, UnreadableFile, read_bytes, read_file
from luoshi.inlets.documents.tests.papers import NOTICE, REPORT, SHARED


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("gb18030", "gb18030"), ("gbk", "gb18030")],
)
def test_the_words_arrive_in_each_encoding(encoding, named):
    reading = read_bytes(REPORT.encode(encoding), "report.txt")
    assert reading.text == REPORT
    assert (reading.format, reading.encoding, reading.has_text, reading.notes) == ("txt", named, True, ())


def test_a_big_endian_text_with_a_mark_is_read():
    assert read_bytes(b"\xfe\xff" + REPORT.encode("utf-16-be")).text == REPORT


def test_the_digest_is_that_of_the_bytes_as_they_came():
    data = REPORT.encode("gb18030")
    assert read_bytes(data).digest == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("first", [0, 1])
def test_lines_of_two_encodings_are_read_line_by_line_and_said_to_be(first):
    text = REPORT + "Copyright © 2016\n"
    lines = text.split("\n")
    data = b"\n".join(line.encode("utf-8" if at % 2 == first else "gb18030") for at, line in enumerate(lines[:-2]))
    reading = read_bytes(data + b"\n" + "\n".join(lines[-2:]).encode(), "report.txt")
    assert reading.text == text
    assert reading.notes == ("mixed_encoding",)


def test_line_ends_become_plain_and_nothing_else_moves():
    assert read_bytes("　一、甲\r\n  乙 \r丙".encode()).text == "　一、甲\n  乙 \n丙"


def test_a_stray_control_character_is_left_out_and_said_to_be():
    reading = read_bytes((NOTICE + "\x07").encode())
    assert reading.text == NOTICE
    assert reading.notes == ("control_characters_removed",)


@pytest.mark.parametrize(
    "data",
    [
        "國務院辦公廳關於開展治理工作的通知，請認真貫徹執行。".encode("big5"),
        "これはぶんしょです".encode("shift-jis"),
        "Grüße über Äcker".encode("latin-1"),
    ],
)
def test_what_would_be_rubbish_is_refused(data):
    with pytest.raises(UnreadableFile) as refused:
        read_bytes(data, "text.txt")
    assert refused.value.code is Refusal.WRONG_TYPE


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5, codec="gb2312"), min_size=3))
def test_every_text_of_everyday_characters_survives_gb18030(text):
    assert read_bytes(("关于此事：" + text + "。").encode("gb18030")).text == "关于此事：" + text + "。"


def test_a_file_is_read_from_its_path(tmp_path):
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, encoding="gb18030")
    assert read_file(path).text == NOTICE


def test_real_texts_are_read_to_the_letter():
    paths = [*SHARED.glob("gold/breakdown/*.txt"), *SHARED.glob("data/documents/*.txt")]
    if not paths:
        pytest.skip("needs ../shared, which is not here")
    for path in paths:
        assert read_file(path).text == path.read_text(encoding="utf-8")
        assert read_bytes(path.read_bytes().decode().encode("gb18030")).text == path.read_text(encoding="utf-8")
