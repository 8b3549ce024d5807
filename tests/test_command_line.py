import os
import re
import subprocess
import sys

import pytest

from luoshi import cli

NO_DJANGO = "import sys; from luoshi import cli; {act}; sys.exit('django' in sys.modules)"


@pytest.mark.parametrize("act", ["cli._parser().parse_args(['breakdown', 'x'])", "cli._parser().format_help()"])
def test_reading_the_command_line_brings_in_no_framework(act):
    assert subprocess.run([sys.executable, "-c", NO_DJANGO.format(act=act)], check=False).returncode == 0


def test_breaking_a_document_down_brings_in_no_framework(tmp_path):
    (tmp_path / "a.txt").write_text("会议要求，各乡镇要在10月底前完成清淤。", encoding="utf-8")
    act = f"cli.main(['breakdown', {str(tmp_path / 'a.txt')!r}, '--json'])"
    done = subprocess.run([sys.executable, "-c", NO_DJANGO.format(act=act)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert "清淤" in done.stdout.decode()


@pytest.mark.parametrize(("name", "content"), [("none.txt", None), ("empty.txt", b""), ("broken.pdf", b"%PDF-1.4 x")])
def test_breaking_down_what_cannot_be_read_is_one_sentence(capsys, tmp_path, name, content):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert cli.main(["breakdown", str(tmp_path / name)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_every_command_says_what_it_does(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    shown = capsys.readouterr().out
    for name in (
        "run",
        "serve",
        "work",
        "migrate",
        "begin",
        "backup",
        "restore",
        "export",
        "analyse",
        "doctor",
        "breakdown",
        "units",
        "account",
        "verify",
        "seal",
        "ledger",
        "messages",
    ):
        assert re.search(rf"^    {name}\s+[A-Z]", shown, re.MULTILINE)


def test_messages_without_a_fragment_say_so(capsys):
    assert cli.main(["messages", "add"]) == 2
    assert "No fragment" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        "seal",
        "verify",
        "ledger rebuild",
        "units import x",
        "account password x",
        "work",
        "serve --port 1",
        "export x",
        "backup x --secret y",
        "begin --realm 1 --office a=a --system b=b --security c=c --audit d=d",
    ],
)
def test_a_command_without_tables_is_one_sentence(words, tmp_path):
    settings = {
        "LUOSHI_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "luoshi.config.settings.run",
        "LUOSHI_DATABASE": "",
    }
    done = subprocess.run(
        [sys.executable, "-m", "luoshi.cli", *words.split()],
        env=os.environ | settings,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert "luoshi migrate" in done.stderr.decode()
    assert len(done.stderr.decode().splitlines()) == 1


def test_what_is_written_is_for_this_account_alone(tmp_path):
    settings = {"LUOSHI_VAR": str(tmp_path / "var"), "DJANGO_SETTINGS_MODULE": "luoshi.config.settings.run"}
    command = [sys.executable, "-m", "luoshi.cli", "migrate"]
    subprocess.run(command, env=os.environ | settings | {"LUOSHI_DATABASE": ""}, capture_output=True, check=True)
    assert {path.name for path in tmp_path.rglob("*") if path.stat().st_mode & 0o077} == set()
