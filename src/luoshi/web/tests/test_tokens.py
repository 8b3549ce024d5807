"""The colours of the style sheet are read from it and their contrast is computed."""

import re
from pathlib import Path

import pytest

SHEETS = Path(__file__).parents[1] / "static" / "web"
TOKENS = (SHEETS / "tokens.css").read_text("utf-8")
PRINT = (SHEETS / "print.css").read_text("utf-8")
TEXT = ("ink", "muted", "link", "red", "amber", "blue", "green")
LEAST_TEXT, LEAST_SHAPE = 4.5, 3.0


def colours(block):
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))


def block(start):
    return TOKENS[TOKENS.index(start) :].split("}")[0]


LIGHT = colours(block(":root {"))
DARK = colours(block(':root[data-theme="dark"]'))
BY_MACHINE = colours(block(':root:not([data-theme="light"])'))
THEMES = {"light": LIGHT, "dark": DARK, "paper": LIGHT | colours(PRINT)}


def luminance(colour):
    def part(at):
        value = int(colour[at : at + 2], 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_guidelines_do():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", TEXT)
@pytest.mark.parametrize("ground", ["paper", "card", "tint"])
def test_text_can_be_read(theme, name, ground):
    assert contrast(THEMES[theme][name], THEMES[theme][ground]) >= LEAST_TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("grade", range(6))
def test_the_letter_can_be_read_on_its_grade(theme, grade):
    assert contrast(THEMES[theme][f"on-hue-{grade}"], THEMES[theme][f"hue-{grade}"]) >= LEAST_TEXT


@pytest.mark.parametrize("theme", THEMES)
def test_the_primary_button_and_the_edges_of_fields_can_be_seen(theme):
    found = THEMES[theme]
    assert contrast(found["on-link"], found["link"]) >= LEAST_TEXT
    assert contrast(found["edge"], found["paper"]) >= LEAST_SHAPE
    assert contrast(found["edge"], found["card"]) >= LEAST_SHAPE


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_grades_go_from_pale_to_full(theme):
    away = [contrast(THEMES[theme][f"hue-{grade}"], THEMES[theme]["paper"]) for grade in range(6)]
    assert away == sorted(away)


def test_dark_is_the_same_by_choice_and_by_machine():
    assert DARK == BY_MACHINE


def test_the_sheets_name_no_colour_of_their_own_and_load_nothing():
    for name in ("base.css", "header.css", "components.css", "forms.css", "pages.css"):
        sheet = (SHEETS / name).read_text("utf-8")
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|url\(|@import|@font-face", sheet)
        assert len(sheet.splitlines()) <= 500
