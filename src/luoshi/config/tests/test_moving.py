"""What moves with a realm: every table is in its partitions, is carried beside them, or stays for a reason."""

from django.apps import apps
from django.db import connection

from luoshi.config import moving
from luoshi.journal import partitions

STAYS = {
    "base_officialday": "the same for everybody",
    "base_officialyear": "the same for everybody",
    "base_job": "work of this machine",
    "base_beat": "a sign of life of this machine",
    "base_formminutes": "sums of all forms on this machine, of no realm",
}


def test_every_table_moves_or_stays_for_a_reason():
    ours = {
        model._meta.db_table
        for config in apps.get_app_configs()
        if config.name.startswith("luoshi.")
        for model in config.get_models(include_auto_created=True)
    }
    carried = {model._meta.db_table for model in moving.carried()}
    assert ours - carried - set(partitions.TABLES) == set(STAYS)
    assert not carried & set(partitions.TABLES)


def test_what_opens_an_account_moves_and_what_is_of_the_machine_does_not():
    carried = {model._meta.db_table: where for model, where in moving.carried().items()}
    assert "realm = '{}'" in carried["people_account"]
    assert "mfa_authenticator" in carried
    assert not {"django_session", "django_migrations", "axes_accessattempt"} & set(carried)


def test_what_cannot_move_says_why(tmp_path, capsys, db):
    realm = "13/" if connection.vendor == "postgresql" else "130000"
    assert moving.main("copy", realm, tmp_path / "out") == 2
    assert realm in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
