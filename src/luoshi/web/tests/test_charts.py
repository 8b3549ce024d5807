import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from luoshi.web import charts
from luoshi.web.charts import Multiple, Part, Point

words = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="￾￿"), max_size=20)
parts = st.lists(st.builds(Part, words, st.integers(0, 10**6), st.sampled_from(sorted(charts.TONES))), max_size=8)
points = st.lists(st.builds(Point, words, st.integers(0, 10**6)), max_size=12)


def drawings(figure):
    """Every SVG of a figure, parsed."""
    return list(etree.fromstring(f"<div>{figure}</div>").iter("svg"))


@given(parts, words)
def test_a_stack_is_sound_whatever_it_is_called(given_parts, title):
    whole = drawings(charts.stack(given_parts, title=title))[0]
    widths = [float(shape.get("width").rstrip("%")) for shape in whole.iter("rect") if "part" in shape.get("class", "")]
    assert len(widths) == sum(part.value > 0 for part in given_parts)
    assert sum(widths) <= 100.1


@given(points, words)
def test_a_line_is_sound_whatever_it_is_called(given_points, title):
    assert drawings(charts.trend(given_points, title=title))


@given(st.lists(st.builds(Multiple, words, parts), max_size=5))
def test_small_stacks_are_sound(many):
    assert len(drawings(charts.multiples(many, title="t"))) >= len(many)


def test_nothing_that_is_typed_becomes_markup():
    figure = charts.stack([Part("<script>", 1, "red", '"><em>')], title="<i>")
    assert "<script>" not in figure
    assert "<em>" not in figure
    assert "<i>" not in figure


def test_the_table_behind_says_every_figure():
    figure = charts.stack([Part("超期", 41, "red"), Part("正常", 0, "green")], title="时限")
    assert re.findall(r'<th scope="row">(.*?)</th><td>(\d+)</td>', figure) == [("超期", "41"), ("正常", "0")]


def test_the_drawing_says_itself_in_words():
    drawing = drawings(charts.stack([Part("超期", 41, "red")], title="时限"))[0]
    assert drawing.get("role") == "img"
    assert "超期 41" in drawing.get("aria-label")
    assert [node.tag for node in drawing][:2] == ["title", "desc"]


def test_no_style_attribute_and_no_pattern_twice_on_a_page():
    page = charts.stack([Part("a", 1, "amber"), Part("b", 1, "blue")], title="t")
    page += charts.stack([Part("a", 1, "amber"), Part("b", 1, "blue")], title="t")
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) > 0
    assert "style=" not in page


@pytest.mark.parametrize("tone", sorted(charts.TONES))
def test_every_tone_is_drawn_by_the_style_sheet(tone):
    sheet = Path(charts.__file__).parent / "static" / "web" / "pages.css"
    assert f".{charts.TONES[tone][0]} " in sheet.read_text("utf-8")


def test_small_stacks_share_one_scale():
    figure = charts.multiples([Multiple("a", [Part("x", 10)]), Multiple("b", [Part("x", 5)])], title="t")
    assert re.findall(r'y="0" width="([\d.]+)%" height="12" class="part', figure) == ["100", "50"]


def test_a_thin_bar_is_as_long_as_its_share_of_the_longest():
    (bar,) = drawings(charts.slim([Part("a", 1, "E1"), Part("b", 1, "none")], title="t", of=4))
    assert [shape.get("width") for shape in bar.iter("rect")] == ["25%", "25%"]
    assert "a 1" in "".join(bar.itertext())


def test_lines_with_the_same_top_can_be_compared():
    (line, *_) = etree.fromstring(f"<div>{charts.trend([Point('d', 5)], title='t', top=10)}</div>").iter("polyline")
    assert line.get("points") == "50.00,50.00"
