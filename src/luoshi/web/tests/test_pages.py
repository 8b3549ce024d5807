"""Every skeleton and part is drawn on the gallery's pages; the shell stays small."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.test import Client
from django.utils import translation
from lxml import etree

from luoshi.ledger.lights import Light
from luoshi.ledger.matter import State
from luoshi.web import charts, icons, words
from luoshi.web.tests.gallery.views import NAMES

WEB = Path(__file__).parents[1]
TEMPLATES = sorted(str(path.relative_to(WEB / "templates")) for path in (WEB / "templates").rglob("*.html"))
KILOBYTE = 1024


def shown(name, language="zh-hans"):
    client = Client()
    client.cookies["luoshi_language"] = language
    return client.get(f"/gallery/{name}/")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_one_heading_a_main_part_and_nothing_inline(name, language):
    page = shown(name, language).content.decode()
    assert page.count("<h1") == 1
    assert page.count("<main") == 1
    assert 'href="#main"' in page
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", NAMES)
def test_a_chinese_page_speaks_no_english(name):
    page = re.sub(r"<[^>]*>|English|\.docx", " ", shown(name).content.decode())
    assert re.findall(r"[A-Za-z]{4,}", page.replace("Parts", "")) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_can_be_read(name):
    get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_there_is_at_most_one_primary_button(name):
    assert shown(name).content.decode().count("button-primary") <= 1


def test_a_refused_form_names_each_field_and_keeps_its_place():
    answer = shown("refused")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in page
    assert 'href="#id_words"' in page
    assert page.count('aria-invalid="true"') >= 2
    described = re.findall(r'aria-describedby="([^"]+)"', page)
    assert described
    assert all(f'id="{target}"' in page for targets in described for target in targets.split())


def test_every_form_says_what_it_costs_and_who_asks():
    page = shown("form").content.decode()
    assert "填写约2分钟" in page
    assert "依据：活动办通知第 7 号" in page


def test_a_public_page_knows_no_log_in():
    page = shown("public").content.decode()
    assert "who-sheet" not in page
    assert "<nav" not in page


def test_a_list_leads_on_with_its_filters_kept():
    page = Client().get("/gallery/list/?q=%E6%B0%B4&after=1").content.decode()
    assert 'href="?q=%E6%B0%B4&amp;after=9"' in page
    assert 'href="?q=%E6%B0%B4&amp;before=3"' in page


def test_the_first_page_is_small():
    page = shown("desk").content
    files = set(re.findall(r'(?:href|src)="/static/([^"#]+)', page.decode()))
    weights = {name: len(Path(finders.find(name)).read_bytes()) for name in files}
    assert {name.rsplit(".", 1)[1] for name in weights} == {"css", "js", "svg"}
    assert len(page) + sum(weights.values()) < 75 * KILOBYTE
    assert len(gzip.compress(page)) < 8 * KILOBYTE
    assert sum(size for name, size in weights.items() if name.endswith(".js")) < 5 * KILOBYTE


def test_every_icon_is_in_the_sprite_and_no_other():
    sprite = etree.parse(finders.find("web/icons.svg"))
    drawn = {symbol.get("id") for symbol in sprite.iter("{*}symbol")}
    assert drawn == icons.NAMES | {"brand"}
    with pytest.raises(KeyError):
        icons.icon("no-such")


def test_every_light_has_a_word_a_shape_and_a_colour():
    for one in set(Light) - {Light.NONE}:
        assert words.SHAPES[words.tone_of(one)]
        with translation.override("en"):
            assert str(words.word_of(one))
    assert set(words.STATES) <= set(State)
    assert {light.value for light in Light} <= set(charts.TONES) | {"none"}
