"""A province moves from one PostgreSQL to another as docs/howto/move-a-province.md says."""

import json
import shutil
import subprocess

import postgresql
from faults.machine import Machine, ask, on_postgresql_only, running, web

THIS, OTHER = "130000", "110000"
LAY = """
import django, io, json; django.setup()
import builders, people
from luoshi.records import commands as records
from luoshi.records.identity import commands as identity
here = people.district(REALM)
records.keep_file(REALM, io.BytesIO(REALM.encode() * 999), name="甲.txt", media_type="text/plain")
identity.keep_identity(REALM, "某人", "13800000000")
for n in range(3):
    builders.closed(here); builders.claimed(here); builders.assigned(here)
"""
GO_ON = """
import django; django.setup()
import builders, people
here = people.known("130000")
builders.closed(here); builders.assigned(here)
"""
CARDS = """
import django, json; django.setup()
from django.apps import apps
cards = apps.get_model("ledger.Card").objects.filter(realm=REALM).values_list("id", "seq", "state", "grade", "lead")
names = ["records.Text", "records.Gram", "records.File", "people.Unit", "people.Tenure", "people.Account",
         "identity.Speaker", "journal.Entry"]
counted = {}
for name in names:
    model = apps.get_model(name)
    way = {"people.Tenure": "person__realm", "people.Account": "person__realm"}.get(name, "realm")
    counted[name] = model.objects.filter(**{way: REALM}).count()
print(json.dumps([sorted(map(str, cards)), counted]))
"""


def told(words: str, realm: str) -> str:
    return words.replace("REALM", repr(realm))


@on_postgresql_only
def test_a_province_moves_to_a_server_of_its_own(tmp_path, figure):
    with postgresql.cluster() as first, postgresql.cluster() as second:
        here, there = Machine(tmp_path / "here", first.environment), Machine(tmp_path / "there", second.environment)
        here.folder.mkdir()
        there.folder.mkdir()
        here.luoshi("migrate")
        here.luoshi("realm", "partition", THIS)
        for realm in (THIS, OTHER):
            here.python(told(LAY, realm))
        seals = tmp_path / "seals"
        seals.write_text(here.luoshi("seal").stdout, encoding="utf-8")
        left = json.loads(here.python(told(CARDS, THIS)))
        stays = json.loads(here.python(told(CARDS, OTHER)))

        here.luoshi("realm", "detach", THIS)
        copied = here.luoshi("realm", "copy", THIS, str(tmp_path / "carried")).stdout
        dump = tmp_path / "journal.dump"
        subprocess.run(
            [
                first.place / "pg_dump",
                "-U",
                "luoshi",
                "-h",
                first.data,
                "-t",
                f"*_r_{THIS}",
                "-Fc",
                "-f",
                dump,
                "postgres",
            ],
            check=True,
        )
        assert json.loads(here.python(told(CARDS, OTHER))) == stays
        assert json.loads(here.python(told(CARDS, THIS)))[0] == []

        there.luoshi("migrate")
        subprocess.run(
            [second.place / "pg_restore", "-U", "luoshi", "-h", second.data, *("--no-owner", "-d", "postgres", dump)],
            check=True,
        )
        shutil.copytree(here.folder / "var" / "keys", there.folder / "var" / "keys", dirs_exist_ok=True)
        there.luoshi("realm", "take", THIS, str(tmp_path / "carried"))
        there.luoshi("realm", "attach", THIS)
        kept = [line for line in seals.read_text(encoding="utf-8").splitlines() if f'"{THIS}"' in line]
        assert kept
        seals.write_text("\n".join(kept) + "\n", encoding="utf-8")
        there.luoshi("verify", "--against", str(seals))
        assert json.loads(there.python(told(CARDS, THIS))) == left
        there.luoshi("ledger", "rebuild")
        assert json.loads(there.python(told(CARDS, THIS))) == left
        assert "✗ triggers" not in there.luoshi("doctor", check=False).stdout

        there.python(GO_ON)
        there.luoshi("seal")
        there.luoshi("verify", "--against", str(seals))
        with running(server := web(there)):
            assert ask(server.port, "GET", "/accounts/login/")[0] == 200
        figure(f"moved {copied.strip()}")

        here.luoshi("verify")
        here.luoshi("realm", "attach", THIS)
        assert json.loads(here.python(told(CARDS, THIS))) == left
        here.luoshi("verify")
