"""What lies in the repository is about the product and nothing else."""

import re

import pytest

from house.house import own_files, short

# Written in pieces, so that this file does not find itself.
FORBIDDEN = {
    "a path of one machine": r"(?<![\w./-])/(?:wo" r"rk|ro" r"ot|home/[a-z]+)/",
    "how it was made": r"\b(?:clau"
    r"de|anth"
    r"ropic|open"
    r"ai|chat"
    r"gpt|copi"
    r"lot|language mo"
    r"del|LL"
    r"Ms?)\b"
    r"|co-auth"
    r"ored-by|\bA"
    r"I\b|人工智"
    r"能生成",
    "a host of a package index": r"pypi\.o" r"rg|pythonho" r"sted|npm" r"js\.|index-u" r"rl|find-li" r"nks",
}
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".html",
    ".css",
    ".js",
    ".po",
    ".yml",
    ".yaml",
    ".json",
    ".svg",
    ".cfg",
    ".ini",
    ".in",
    "",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_says(what):
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE if what != "how it was made" else 0)
    files = [path for path in own_files() if path.suffix in TEXT]
    assert len(files) > 50
    found = []
    for path in files:
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{short(path)}: {match.group()}" for match in pattern.finditer(text)]
    assert found == []


def test_nothing_large_is_kept():
    large = {short(path): path.stat().st_size for path in own_files() if path.stat().st_size > 1024 * 1024}
    assert large == {}
