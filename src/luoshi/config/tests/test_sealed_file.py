import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.config import sealed_file
from luoshi.config.sealed_file import SealedReader, SealingWriter, Unopened

SECRET = b"correct horse battery"
TINY, CHEAP = 16, {"n": 2, "r": 8, "p": 1}


@pytest.fixture(autouse=True)
def small_and_quick(monkeypatch):
    monkeypatch.setattr(sealed_file, "CHUNK", TINY)
    monkeypatch.setattr(sealed_file, "COST", CHEAP)


def sealed(*parts, secret=SECRET):
    file = io.BytesIO()
    with SealingWriter(file, secret) as writer:
        for part in parts:
            writer.write(part)
    return file.getvalue()


def opened(data, secret=SECRET):
    return io.BufferedReader(SealedReader(io.BytesIO(data), secret)).read()


@given(st.lists(st.binary(max_size=60), max_size=5))
def test_what_goes_in_comes_out(parts):
    assert opened(sealed(*parts)) == b"".join(parts)


@given(st.binary(min_size=1, max_size=80), st.data())
def test_no_bit_can_be_changed(plain, data):
    written = bytearray(sealed(plain))
    place = data.draw(st.integers(0, len(written) - 1))
    written[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Unopened):
        opened(bytes(written))


@given(st.binary(min_size=40, max_size=120), st.data())
def test_it_cannot_be_cut_short_or_lengthened(plain, data):
    written = sealed(plain)
    for other in (written[: data.draw(st.integers(0, len(written) - 1))], written + b"x"):
        with pytest.raises(Unopened):
            opened(other)


def test_chunks_cannot_change_places():
    written = sealed(bytes(3 * TINY))
    head, body = written[: written.index(b"\n") + 1], written[written.index(b"\n") + 1 :]
    size = TINY + sealed_file.TAG
    with pytest.raises(Unopened):
        opened(head + body[size : 2 * size] + body[:size] + body[2 * size :])


def test_another_secret_opens_nothing():
    with pytest.raises(Unopened):
        opened(sealed(b"words"), b"another long secret")


def test_what_was_abandoned_never_opens():
    file = io.BytesIO()
    writer = SealingWriter(file, SECRET)
    writer.write(bytes(5 * TINY))
    writer.abandon()
    with pytest.raises(Unopened):
        opened(file.getvalue())


def test_a_secret_of_a_few_characters_is_refused(tmp_path):
    with pytest.raises(ValueError, match="12"):
        SealingWriter(io.BytesIO(), b"short")
    (tmp_path / "secret").write_text("short\n")
    with pytest.raises(ValueError, match="12"):
        sealed_file.secret_of(tmp_path / "secret")
