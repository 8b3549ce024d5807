"""The guide is one text, read in the repository and in the product, and calls things as the pages do."""

import re
from html import unescape

import pytest
from django.urls import reverse

from luoshi.config import messages
from luoshi.web.guide import FOLDER, guide

BOLD = re.compile(r"\*\*([^*]+)\*\*")
SIGNS = re.compile(r"<[^>]+>|^ *(?:#+|-|\d+\.) |\*\*|\||---|\s")
REST = re.compile(r"%\(\w+\)s[个 ]?|（E\d）| \(E\d\)|[:：].+|[.。]$")  # what a page adds to a name


def plain(text):
    return SIGNS.sub("", unescape(text))


def written(name):
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "name"), [("zh-hans", "zh"), ("en", "en")])
def test_the_page_says_what_the_file_says(client, settings, language, name):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = plain(re.sub(r"\s*\n\s*", "", client.get(reverse("web:help")).content.decode()))
    missing = [line for line in written(name).splitlines() if plain(line) not in page]
    assert missing == []


def test_both_languages_have_the_same_parts():
    parts = [[len(section.blocks) for section in guide(language).sections] for language in ("zh-hans", "en")]
    assert parts[0] == parts[1]


@pytest.mark.parametrize("name", ["zh", "en"])
def test_it_calls_things_as_the_pages_do(name):
    known = set()
    for message in messages.messages_of(messages.read()):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = messages.words_of(message) if name == "zh" else ids
        known |= {REST.sub("", text).strip() for text in texts}
    assert {words for words in BOLD.findall(written(name)) if REST.sub("", words).strip() not in known} == set()
