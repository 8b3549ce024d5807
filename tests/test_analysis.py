import csv
import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

import builders
import people
from luoshi import cli
from luoshi.base import clock
from luoshi.journal.refs import Actor
from luoshi.ledger import acts, queries
from luoshi.ledger.acts import Prose
from luoshi.records import commands as records
from luoshi.records.identity import commands as identity
from luoshi.records.refs import Channel

pytest.importorskip("daft", reason="analysis is an extra: pip install 'luoshi[analytics]'")

from luoshi.base.analysis import engine
from luoshi.config import analysis, analysis_export

pytestmark = pytest.mark.django_db
ERASED, SEALED, SPEAKER, RESTRICTED = "要抹去的话", "封存的原话", "不留姓名的人", "限制阅读的事项"
SAID = "村口路灯坏了三个月一直没人来修"


def said(here, words, *, sealed=False, speaker=None):
    records.take_statement(
        here.realm,
        words,
        channel=next(iter(Channel)),
        unit_id=here.town.id,
        received_at=clock.now(),
        by=Actor.system("test"),
        at=clock.now(),
        sealed=sealed,
        speaker=speaker,
    )


@pytest.fixture
def here(settings, tmp_path):
    """A district with matters in many states, statements of all sorts, and a matter that is restricted."""
    settings.LUOSHI_FILES, settings.LUOSHI_KEYS = tmp_path / "files", tmp_path / "keys"
    here = people.district()
    builders.closed(here)
    builders.verified(here, due=builders.in_days(-3), title="核实低保对象")
    builders.claimed(here, to=here.town)
    builders.assigned(here, to=here.other_town, assist=here.water, due=builders.in_days(1))
    one = builders.assigned(here, to=here.village, due=builders.in_days(-1))
    builders.do(here.secretary, one, acts.Accept(), acts.Progress(Prose("已走访三个村队，登记群众意见")))
    said(here, SAID)
    said(here, f"{SAID}！")
    said(here, SAID.replace("三个月", "三个多月"))
    said(here, SEALED, sealed=True, speaker=identity.keep_identity(here.realm, SPEAKER, "13800000000"))
    restrict(builders.requirement(here, RESTRICTED))
    gone = records.write_text(here.realm, ERASED)
    records.erase_text(here.realm, gone.id, reason="本人要求", by=Actor.system("test"), at=clock.now())
    builders.follow_up()
    return here


def restrict(matter_id):
    """No act makes a matter restricted yet; the export must not wait for one."""
    apps.get_model("ledger", "Card").objects.filter(id=matter_id).update(visibility="restricted")


@pytest.fixture
def folder(here, tmp_path):
    analysis_export.export(tmp_path / "out")
    return tmp_path / "out"


def test_what_is_sealed_restricted_or_erased_stays(folder):
    rows = [row for table in ("units", "matters", "texts") for row in engine.read(folder / table).to_pylist()]
    text = str(rows)
    assert SAID in text
    assert "已走访三个村队" in text
    for word in (ERASED, SEALED, SPEAKER, RESTRICTED, "13800000000", "speaker", "clerk"):
        assert word not in text


def test_what_is_asked_for_stands_once_however_many_have_to_do_it(folder):
    texts = engine.read(folder / "texts").to_pylist()
    titles = [row for row in texts if row["said"] == "matter.opened" and row["text"] == "核实低保对象"]
    assert len(titles) == 1
    assert len({row["number"] for row in texts}) == len(texts)


def test_counts_are_those_of_the_boards(here, folder):
    rows = analysis.counted(folder).to_pylist()
    for unit in (here.district, here.town, here.village, here.other_town, here.water):
        board = queries.board(here.clerk, unit.id)
        for role, figures in (("lead", board.figures), ("assist", board.assists)):
            mine = [row for row in rows if row["code"] == unit.code and row["role"] == role]
            assert summed(mine, "state") == figures.states
            assert summed([row for row in mine if row["state"] != "withdrawn"], "light") == figures.lights
            done = [row for row in mine if row["state"] in queries.STAGES["done"] and row["grade"] >= 0]
            assert summed(done, "grade") == figures.grades
    assert {row["level"] for row in rows} == {1, 2, 3}


def summed(rows, column):
    found = {}
    for row in rows:
        found[row[column]] = found.get(row[column], 0) + row["n"]
    return found


def test_near_copies_stand_beside_each_other(folder, capsys):
    assert cli.main(["analyse", "copies", str(folder), "--at-least", "0.7"]) == 0
    assert str(folder / "copies.csv") in capsys.readouterr().out
    with (folder / "copies.csv").open(encoding="utf-8") as file:
        found = [row for row in csv.DictReader(file) if row["text"].startswith("村口路灯")]
    assert [row["text"] for row in sorted(found, key=lambda row: row["text"])] == sorted(
        [SAID, f"{SAID}！", SAID.replace("三个月", "三个多月")]
    )
    assert len({row["group"] for row in found}) == 1
    assert len({row["first"] for row in found}) == 2


def alone(code, **settings):
    """As a process of its own, without a test's settings."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("LUOSHI", "DJANGO"))}
    return subprocess.run(
        [sys.executable, "-c", code], env=bare | settings, capture_output=True, text=True, check=False
    )


def test_counts_need_no_database(folder):
    code = f"from luoshi import cli; cli.main(['analyse', 'counts', {str(folder)!r}]); import sys"
    done = alone(f"{code}; sys.exit('django' in sys.modules)")
    assert done.returncode == 0, done.stderr
    assert (folder / "counts.csv").exists()


def test_questions_to_the_database_do_not_grow_with_the_matters(here, tmp_path, django_assert_max_num_queries):
    with CaptureQueriesContext(connection) as few:
        analysis_export.export(tmp_path / "few")
    for _ in range(5):
        builders.closed(here)
    with django_assert_max_num_queries(len(few) + 2):
        analysis_export.export(tmp_path / "more")


def test_nothing_is_written_over(folder, capsys):
    assert cli.main(["analyse", "export", str(folder)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_folder_without_tables_is_one_sentence(tmp_path, capsys):
    for action in ("counts", "copies"):
        assert cli.main(["analyse", action, str(tmp_path)]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_cluster_that_does_not_answer_is_one_sentence(folder):
    code = f"from luoshi import cli; import sys; sys.exit(cli.main(['analyse', 'counts', {str(folder)!r}]))"
    done = alone(code, LUOSHI_CLUSTER="127.0.0.1:1")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_without_the_extra_it_is_said_what_to_install(folder):
    code = f"from luoshi import cli; sys.exit(cli.main(['analyse', 'counts', {str(folder)!r}]))"
    done = alone(f"import sys; sys.modules['daft'] = None; {code}")
    assert done.returncode == 2
    assert "luoshi[analytics]" in done.stderr


def test_a_web_process_does_not_load_the_engine(tmp_path):
    code = "import luoshi.config.wsgi, sys; sys.exit(bool({'daft', 'pyarrow', 'ray'} & set(sys.modules)))"
    done = alone(code, LUOSHI_VAR=str(tmp_path), DJANGO_SETTINGS_MODULE="luoshi.config.settings.test")
    assert done.returncode == 0, done.stderr
