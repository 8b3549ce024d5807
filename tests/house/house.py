"""Where the house's own files are, for the tests of its rules."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "luoshi"
OWN = "luoshi"


def python_files(*, tests: bool = False) -> list[Path]:
    """The modules of the product, without migrations; without tests unless asked for."""
    found = (path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts)
    return [path for path in found if tests or "tests" not in path.parts]


def templates() -> list[Path]:
    """Every template of the product."""
    return sorted(path for path in SOURCE.rglob("templates/**/*") if path.is_file())


def scripts() -> list[Path]:
    """Every script of the product."""
    return sorted(SOURCE.rglob("static/**/*.js"))


@cache
def tree(path: Path) -> ast.Module:
    """A module, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def short(path: Path) -> str:
    """A path as a person would name it."""
    return path.relative_to(ROOT).as_posix()


def apps() -> list[Path]:
    """The folders that announce themselves to Django."""
    return [path.parent for path in python_files() if path.name == "apps.py"]


def own_files() -> Iterator[Path]:
    """Every file under version control, and every new one that will be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return (ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())
