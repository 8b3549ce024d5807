"""The folders say the sentence that docs/architecture.md says, and every room is where it always is."""

import ast
import re
from pathlib import Path

import pytest

from house.house import ROOT, SOURCE, apps, python_files, short, tree

ATTICS = {"utils", "util", "helpers", "helper", "common", "core", "misc", "extras", "managers"}
CONFIGURED = {"__init__.py", "__pycache__"}
# A module that imports its own house inside a function, and how often. A number may only fall.
LATE_IMPORTS: dict[str, int] = {}
COMMAND_LINE = {"src/luoshi/cli.py"}  # imports only what the chosen command needs


def documented() -> dict[str, str]:
    """The table of folders in docs/architecture.md: name → what is in it."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z_.]+?)/?` \| (.+) \|$", text, re.MULTILINE)
    assert rows, "docs/architecture.md has no table of folders"
    return dict(rows)


def folders(under: Path) -> set[str]:
    """What stands in a folder, by name."""
    return {path.name for path in under.iterdir() if path.name not in CONFIGURED and not path.name.startswith(".")}


def test_the_table_of_folders_is_the_tree():
    assert folders(SOURCE) - {"py.typed"} == set(documented())


@pytest.mark.parametrize("family", ["inlets", "outlets"])
def test_every_inlet_and_outlet_is_in_the_table_and_the_table_has_no_other(family):
    named = {part.strip() for part in re.sub(r"\([^)]*\)", "", documented()[family]).split(",")}
    assert folders(SOURCE / family) == named


def test_there_is_no_attic():
    attics = [path for path in SOURCE.rglob("*") if path.stem in ATTICS]
    assert not attics, [short(path) for path in attics]


def test_every_app_says_what_it_is_for():
    assert len(apps()) >= 10
    silent = [short(app) for app in apps() if not ast.get_docstring(tree(app / "__init__.py"))]
    assert not silent


def test_every_app_with_addresses_is_named_after_its_folder():
    for app in apps():
        urls = app / "urls.py"
        if urls.exists():
            assert f'app_name = "{app.name}"' in urls.read_text(encoding="utf-8"), short(urls)


def test_templates_and_static_files_lie_in_a_folder_named_after_their_app():
    strays = []
    for room in ("templates", "static"):
        for app in apps():
            allowed = {app.name} | (
                {"base.html", "account", "mfa", "allauth", "usersessions"} if app.name in {"web", "offices"} else set()
            )
            if (app / room).is_dir():
                strays += [short(path) for path in (app / room).iterdir() if path.name not in allowed]
    assert not strays


def test_the_tables_of_every_app_are_its_own():
    contracts = (ROOT / ".importlinter").read_text(encoding="utf-8")
    modules = [
        ".".join(["luoshi", *app.relative_to(SOURCE).parts, "models"]) for app in apps() if (app / "models.py").exists()
    ]
    assert modules
    assert [module for module in modules if f"protected_modules = {module}\n" not in contracts] == []


def test_views_reach_no_table():
    faults = []
    for path in python_files():
        if path.name != "views.py" and path.parent.name != "views":
            continue
        text = path.read_text(encoding="utf-8")
        if re.search(r"\.objects\b|_default_manager|_base_manager", text):
            faults.append(f"{short(path)} asks the database itself")
        modules = [node.module or "" for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)]
        if any(module.endswith(".models") and module.startswith("luoshi") for module in modules):
            faults.append(f"{short(path)} imports tables")
    assert not faults


def test_nobody_follows_a_key_into_the_ledger():
    """`.matter.` is a step from row to row only where rows are: pages and forms have plain values of that name."""
    outside = [path for path in python_files() if SOURCE / "ledger" not in path.parents]
    assert len(outside) > 20
    faults = []
    for path in outside:
        pattern = re.compile(r"\bmatter__|\.matter\." if _sees_rows(path) else r"\bmatter__")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if pattern.search(line.replace("luoshi.ledger.matter.", "")):
                faults.append(f"{short(path)}:{number}")
    assert not faults


def _sees_rows(path: Path) -> bool:
    modules = [node.module or "" for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)]
    return path.name == "models.py" or any(module.endswith("models") for module in modules)


def test_imports_of_our_own_inside_functions_only_grow_fewer():
    found: dict[str, int] = {}
    for path in python_files():
        top = {id(node) for node in tree(path).body}
        late = [
            node
            for node in ast.walk(tree(path))
            if id(node) not in top
            and (
                (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "luoshi")
                or (isinstance(node, ast.Import) and any(name.name.split(".")[0] == "luoshi" for name in node.names))
            )
        ]
        late = [node for node in late if not _is_announcement(path, node)]
        if late and short(path) not in COMMAND_LINE:
            found[short(path)] = len(late)
    assert found == LATE_IMPORTS


def _is_announcement(path: Path, _node: ast.AST) -> bool:
    """`ready()` in apps.py imports late because Django asks for it."""
    return path.name == "apps.py"
