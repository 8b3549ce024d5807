from pathlib import Path

import pytest
from babel.messages.catalog import Message

from luoshi.config import messages

TEMPLATE = (
    """{% load i18n %}
<p title="{% translate "Title it's" context "page" %}">it's {{ _("Inline") }} """
    '"""'
    """
   {% blocktranslate trimmed with a=b count n=x|length %}
     One "thing" {{ a }}
   {% plural %}
     {{ n }} things {{ a }}
   {% endblocktranslate %}
{% comment %}{% translate "Never" %}{% endcomment %}
"""
)
CODE = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy
a = _("Plain"), gettext_lazy("Two "
    "pieces")
b = ngettext("one day", "%(n)s days", 3)
c = pgettext_lazy("duty", "Plain")
d = _(variable)
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "a.html").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "a.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "b.py").write_text('_("Only in a test")', encoding="utf-8")
    return tmp_path


def test_messages_of_code_and_templates_are_found_and_those_of_tests_are_not(source):
    found = messages.found_under(source)
    assert set(found) == {
        ("page", "Title it's"),
        (None, "Inline"),
        (None, 'One "thing" %(a)s'),
        (None, "Plain"),
        (None, "Two pieces"),
        (None, "one day"),
        ("duty", "Plain"),
    }
    assert found[None, "one day"].plural == "%(n)s days"
    assert found[None, 'One "thing" %(a)s'].plural == "%(n)s things %(a)s"


def test_a_template_that_is_not_closed_is_named(source):
    (source / "templates" / "a.html").write_text("{% load i18n %}{% blocktranslate %}x", encoding="utf-8")
    (source / "b.py").write_text('_("never closed', encoding="utf-8")
    with pytest.raises(messages.UnableToRead, match=r"b\.py"):
        messages.found_under(source)


def fragment(folder: Path, text: str) -> Path:
    path = folder / "fragment.po"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_fragment_is_merged_sorted_and_compiled(tmp_path):
    catalogue = tmp_path / "django.po"
    messages.add(fragment(tmp_path, 'msgid "Word"\nmsgstr "词"\n\nmsgid "Act"\nmsgstr "办"\n'), catalogue)
    changed = messages.add(fragment(tmp_path, 'msgid "Act"\nmsgstr "办理"\n\nmsgid "Late"\nmsgstr ""\n'), catalogue)
    assert changed == ["'Act': 办 → 办理"]
    assert [(m.id, m.string) for m in messages.messages_of(messages.read(catalogue))] == [
        ("Act", "办理"),
        ("Word", "词"),
    ]
    assert catalogue.read_text(encoding="utf-8").index("Act") < catalogue.read_text(encoding="utf-8").index("Word")
    assert "办理".encode() in (tmp_path / "django.mo").read_bytes()


def test_the_same_fragment_twice_changes_nothing(tmp_path):
    catalogue = tmp_path / "django.po"
    piece = fragment(tmp_path, 'msgctxt "duty"\nmsgid "Act"\nmsgstr "办"\n')
    messages.add(piece, catalogue)
    before = catalogue.read_bytes()
    assert messages.add(piece, catalogue) == []
    assert catalogue.read_bytes() == before


def test_a_fragment_that_is_no_catalogue_is_refused_and_nothing_is_written(tmp_path):
    catalogue = tmp_path / "django.po"
    with pytest.raises(messages.UnableToRead, match="fragment"):
        messages.add(fragment(tmp_path, 'msgid "Word\nmsgstr 词'), catalogue)
    assert not catalogue.exists()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "untranslated: 'Plain'"),
        ('msgid "Gone"\nmsgstr "无"\n', "unused: 'Gone'"),
        ('#, fuzzy\nmsgid "Plain"\nmsgstr "平"\n', "fuzzy: 'Plain'"),
        ('msgid "one day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(m)s 天"\n', "placeholders differ: 'one day'"),
    ],
)
def test_what_keeps_the_catalogue_from_being_complete_is_named(source, monkeypatch, tmp_path, text, fault):
    catalogue = tmp_path / "django.po"
    catalogue.write_text(messages.HEADER + text, encoding="utf-8")
    monkeypatch.setattr(messages, "SOURCE", source)
    monkeypatch.setattr(messages, "ROOT", source)
    assert any(line.startswith(fault) for line in messages.faults(source, catalogue))


def test_a_complete_catalogue_has_no_faults(source, monkeypatch, tmp_path):
    catalogue = tmp_path / "django.po"
    monkeypatch.setattr(messages, "SOURCE", source)
    monkeypatch.setattr(messages, "ROOT", source)
    placeholders = {"one day": "%(n)s 天", 'One "thing" %(a)s': "%(n)s 件 %(a)s"}
    messages.write(
        [
            Message((one.singular, one.plural), (placeholders[one.singular],), context=one.context)
            if one.plural
            else Message(one.singular, "词", context=one.context)
            for one in messages.found_under(source).values()
        ],
        catalogue,
    )
    assert messages.faults(source, catalogue) == []
    assert messages.missing(source, catalogue) == ""


def test_what_is_missing_can_be_filled_in_and_added(source, monkeypatch, tmp_path):
    catalogue = tmp_path / "django.po"
    monkeypatch.setattr(messages, "SOURCE", source)
    monkeypatch.setattr(messages, "ROOT", source)
    text = messages.missing(source, catalogue).replace('msgstr ""', 'msgstr "词"')
    messages.add(fragment(tmp_path, text), catalogue)
    assert {line.split(":")[0] for line in messages.faults(source, catalogue)} == {"untranslated"}
    assert all("day" in line or "thing" in line for line in messages.faults(source, catalogue))
