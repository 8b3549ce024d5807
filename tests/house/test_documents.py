"""What people read about the product says what the product has."""

import ast
import re
from importlib import import_module
from inspect import signature

import pytest

from house.house import ROOT, python_files, tree
from luoshi.ledger.events import EVENTS

ENTRY = re.compile(r"^[a-z_]+\.[a-z_]+$")
CONTRACT = re.compile(r"^([a-z_]+(?:\.\w+)+)\((.*?)\)(?:  | ->|$)", re.MULTILINE)
WRITERS = {"NewEntry", "write", "_write"}


def document(name: str) -> str:
    """A document, as text."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def written_names() -> set[str]:
    """The names of entries as the code writes them."""
    found = set()
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WRITERS:
                for word in ast.walk(node):
                    if isinstance(word, ast.Constant) and isinstance(word.value, str) and ENTRY.match(word.value):
                        found.add(word.value)
    return found


def test_every_event_of_a_matter_is_explained():
    text = document("events.md")
    assert [name for name, _version in EVENTS if f"`{name}`" not in text] == []


def test_every_other_entry_is_explained():
    names = written_names()
    assert "unit.opened" in names
    text = document("events.md")
    assert sorted(name for name in names if f"`{name}`" not in text) == []


def test_no_event_is_explained_that_does_not_exist():
    known = {name for name, _version in EVENTS} | written_names()
    explained = set(re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \|", document("events.md"), re.MULTILINE))
    assert explained
    assert explained - known == set()


def contracts() -> list[tuple[str, str]]:
    """What docs/architecture.md lets packages rely on: full name and parameters."""
    blocks = re.findall(r"^```python\n(.+?)^```", document("architecture.md"), re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    found = [match.groups() for line in lines if (match := CONTRACT.match(line))]
    assert len(found) == len(lines)
    return found


def test_contracts_between_packages_are_what_the_code_has():
    wrong = {}
    for name, told in contracts():
        module, _, attribute = name.rpartition(".")
        parameters = [str(one) for one in signature(getattr(import_module(f"luoshi.{module}"), attribute)).parameters]
        named = [re.split("[:=]", one)[0].strip(" *") for one in told.split(",")]
        if [one for one in named if one] != parameters:
            wrong[name] = parameters
    assert wrong == {}


@pytest.mark.parametrize("target", ["run", "test", "check", "e2e", "bench-breakdown"])
def test_every_command_of_the_readme_is_in_the_makefile(target):
    assert f"make {target}" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_documents_link_only_to_what_is_there():
    broken = [
        f"{path.name} → {target}"
        for path in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert broken == []
