"""Three indexes go that others begin with: the release before uses those others instead."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("ledger", "0006_reading_indexes"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="card", name=f"ledger_card_{name}") for name in ("parent", "requirement", "title")
    ]
