"""The budget of JavaScript, and what the Content-Security-Policy would refuse anyway."""

import re

import pytest

from house.house import scripts, short, templates

FILES, LINES, TOTAL = 25, 60, 1500
INLINE = {
    "a script in the page": r"<script(?![^>]*\b(?:src=|type=\"application/json\"))",
    "a style in the page": r"<style\b",
    "a style attribute": r"\sstyle\s*=\s*[\"']",
    "a handler attribute": r"\son[a-z]+\s*=\s*[\"']",
    "an address outside": r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//",
    "a javascript: address": r"[\"']javascript:",
}


def test_javascript_stays_in_budget():
    sizes = {short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in scripts()}
    assert len(sizes) <= FILES
    assert sum(sizes.values()) <= TOTAL
    assert {name: size for name, size in sizes.items() if size > LINES} == {}


def test_scripts_make_no_code_from_text_and_ask_nobody_outside():
    pattern = re.compile(r"\beval\(|new Function\(|innerHTML\s*=|document\.write|https?://(?!www\.w3\.org/)")
    assert [short(path) for path in scripts() if pattern.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("what", INLINE)
def test_no_template_has(what):
    pattern = re.compile(INLINE[what], re.IGNORECASE)
    assert templates()
    assert [short(path) for path in templates() if pattern.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("what", "page"),
    [
        ("a script in the page", "<script>alert(1)</script>"),
        ("a style in the page", "<style>p{}</style>"),
        ("a style attribute", '<p style="color:red">'),
        ("a handler attribute", '<a onclick="x()">'),
        ("an address outside", '<link href="https://example.org/x.css">'),
        ("a javascript: address", '<a href="javascript:x()">'),
    ],
)
def test_the_pattern_finds(what, page):
    assert re.search(INLINE[what], page, re.IGNORECASE)


def test_the_pattern_lets_data_and_files_pass():
    for page in ('<script src="/static/a.js" defer></script>', '<script type="application/json">{}</script>'):
        assert not re.search(INLINE["a script in the page"], page)
