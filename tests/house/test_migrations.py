"""A release works on the tables of the next one: migrations add what it does not need and take nothing away.

What has to go is first no longer used, and taken away by a later release (docs/howto/change-a-table.md).
"""

from collections.abc import Iterator

import pytest
from django.apps import apps as installed
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.models.fields import NOT_PROVIDED

from luoshi.journal.partitions import TABLES

RELEASED = "0001"  # the first of each app was there before anybody had data
BIG = {*TABLES, "records_text", "records_gram", "records_statement"}
# Known to break the rule, each with the reason why it may.
ALLOWED = {
    "ledger.0003_issuance_index": "before the second release; a district's cards are indexed in a second",
    "ledger.0007_fewer_indexes": "what goes is the beginning of another index; it goes in a moment, and is tried again",
}
GONE = (
    migrations.RemoveField,
    migrations.RenameField,
    migrations.DeleteModel,
    migrations.RenameModel,
    migrations.AlterModelTable,
)
LOCKING = (migrations.AddIndex, migrations.RemoveIndex, migrations.AddConstraint)


def faults(operation: Operation, app: str, made: set[str]) -> Iterator[str]:
    """Why the release before could fail or wait once this is applied; `made` are models of the same migration."""
    if isinstance(operation, migrations.CreateModel):
        made.add(operation.name.lower())
        return
    model = str(getattr(operation, "model_name", getattr(operation, "name", ""))).lower()
    if model in made:
        return
    if isinstance(operation, GONE):
        yield f"{operation.describe()}: the release before still asks for it"
    elif isinstance(operation, migrations.AddField):
        field = operation.field
        if not field.null and field.db_default is NOT_PROVIDED and not isinstance(field, models.ManyToManyField):
            yield f"{operation.describe()}: the release before inserts rows without it; give it a db_default or null"
    elif isinstance(operation, migrations.AlterField):
        if not operation.field.null and operation.field.db_default is NOT_PROVIDED:
            yield f"{operation.describe()}: rows of the release before may not fit"
    elif isinstance(operation, LOCKING) and f"{app}_{model}" in BIG:
        yield f"{operation.describe()}: built while nobody may write; build it concurrently"


def written() -> dict[str, migrations.Migration]:
    """Our migrations after the first of each app."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    ours = {config.label for config in installed.get_app_configs() if config.name.startswith("luoshi.")}
    found = {f"{app}.{name}": one for (app, name), one in loader.disk_migrations.items() if app in ours}
    return {name: one for name, one in found.items() if not name.split(".")[1].startswith(RELEASED)}


def found_in(migration: migrations.Migration) -> list[str]:
    """What is wrong with a whole migration."""
    made: set[str] = set()
    return [fault for one in migration.operations for fault in faults(one, migration.app_label, made)]


def test_no_migration_takes_away_what_the_release_before_needs():
    assert written()
    wrong = {name: found for name, one in written().items() if (found := found_in(one))}
    assert {name: found for name, found in wrong.items() if name not in ALLOWED} == {}
    assert set(ALLOWED) <= set(wrong), "an exception is listed that none needs any more"


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("card", "title"),
        migrations.RenameField("card", "title", "name"),
        migrations.DeleteModel("card"),
        migrations.AddField("card", "weight", models.IntegerField(default=0)),
        migrations.AlterField("card", "title", models.CharField(max_length=9)),
        migrations.AddIndex("card", models.Index(fields=["id"], name="by_id")),
    ],
)
def test_the_rule_knows_what_is_wrong(operation):
    assert list(faults(operation, "ledger", set()))


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("card", "weight", models.IntegerField(null=True)),
        migrations.AddField("card", "weight", models.IntegerField(db_default=0)),
        migrations.AlterField("card", "title", models.CharField(max_length=9, null=True)),
        migrations.AddIndex("small", models.Index(fields=["id"], name="by_id")),
    ],
)
def test_the_rule_knows_what_is_right(operation):
    assert not list(faults(operation, "ledger", set()))


@pytest.mark.django_db
def test_the_big_tables_are_tables():
    assert set(connection.introspection.table_names()) >= BIG
