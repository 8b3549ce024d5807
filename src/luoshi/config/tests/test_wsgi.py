import io

import pytest

from luoshi.config.wsgi import Uncut, measured


class Dripping(io.BytesIO):
    """Gives a byte at a time, as a slow line does."""

    def read(self, size=-1):
        return super().read(min(size, 1) if size >= 0 else size)


def test_what_comes_in_drops_is_read_whole():
    assert Uncut(Dripping(b"abcdef")).read(4) == b"abcd"


def test_less_than_was_announced_is_a_broken_connection():
    with pytest.raises(OSError, match="cut"):
        Uncut(io.BytesIO(b"abc")).read(4)
    with pytest.raises(OSError, match="cut"):
        Uncut(io.BytesIO(b"ab")).readline(4)


def test_a_line_ends_where_it_ends():
    assert Uncut(io.BytesIO(b"a\nb")).readline(3) == b"a\n"


@pytest.mark.parametrize("length", ["", " ", "-1", "1e3", "²", "９", "9" * 400, None])
def test_a_length_that_is_none_is_no_length(length):
    environ = measured({"CONTENT_LENGTH": length, "wsgi.input": io.BytesIO(b"abc")})
    assert environ["CONTENT_LENGTH"] == ""


def test_a_length_stays():
    assert measured({"CONTENT_LENGTH": "3", "wsgi.input": io.BytesIO(b"abc")})["CONTENT_LENGTH"] == "3"
