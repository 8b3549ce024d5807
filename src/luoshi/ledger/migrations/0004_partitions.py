"""On PostgreSQL the tables of this package are held in one partition a realm; SQLite is left as it is."""

from django.db import migrations

from luoshi.journal import partitions


def partition(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        ours = ("ledger_card", "ledger_tallydelta", "ledger_rollup")
        partitions.take_first(cursor, ours)
        for table in ours:
            partitions.partition_by_realm(cursor, table)


class Migration(migrations.Migration):

    dependencies = [
        ("ledger", "0003_issuance_index"),
    ]

    operations = [
        migrations.RunPython(partition, migrations.RunPython.noop),
    ]
