"""Sums that any day is read from. Nothing is filled here: what is not summed yet is counted row by row until it is."""

import luoshi.base.fields
from django.db import migrations, models

from luoshi.journal import partitions


def partition(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            partitions.partition_by_realm(cursor, "ledger_standing")


class Migration(migrations.Migration):

    dependencies = [
        ("ledger", "0004_partitions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("pk", models.CompositePrimaryKey("realm", "unit", "part", "day", blank=True, editable=False, primary_key=True, serialize=False)),
                ("realm", luoshi.base.fields.CodeField(max_length=12)),
                ("unit", models.UUIDField()),
                ("part", luoshi.base.fields.CodeField(max_length=8)),
                ("day", models.DateField()),
                ("counts", models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name="tallydelta",
            name="summed",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunPython(partition, migrations.RunPython.noop),
    ]
