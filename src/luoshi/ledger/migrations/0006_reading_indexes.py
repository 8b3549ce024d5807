"""Indexes that boards, lists, searches and pages of a whole country are read by; built while others write."""

from django.db import migrations, models

from luoshi.journal.partitions import index_beside_writers
from luoshi.ledger.ordering import Due, InText, Top

INDEXES = [
    ("tallydelta", models.Index(fields=["realm", "id"], condition=models.Q(("summed", False)), name="ledger_delta_unsummed")),
    ("card", models.Index(fields=["realm", "issuer", "path"], name="ledger_card_sent_to")),
    ("card", models.Index(fields=["realm", "lead", "state", "due_on"], name="ledger_card_led")),
    ("card", models.Index(fields=["realm", "parent", "role", "path"], name="ledger_card_parts")),
    ("card", models.Index(fields=["realm", "requirement", "state", "path"], name="ledger_card_tasks")),
    ("card", models.Index(fields=["realm", "title_text", "path"], name="ledger_card_titled")),
    *(
        (
            "card",
            models.Index(
                models.F("realm"), Top("path", length=length), models.F("state"), Due("due_on"), InText("start"),
                models.F("id"), name=f"ledger_card_by_{number}",
            ),
        )
        for number, length in ((1, 4), (2, 8), (3, 12))
    ),
]


def built(model, index):
    def build(apps, schema_editor):
        index_beside_writers(schema_editor, apps.get_model("ledger", model), index)

    def drop(apps, schema_editor):
        schema_editor.remove_index(apps.get_model("ledger", model), index)

    return migrations.SeparateDatabaseAndState(
        database_operations=[migrations.RunPython(build, drop)],
        state_operations=[migrations.AddIndex(model_name=model, index=index)],
    )


class Migration(migrations.Migration):

    atomic = False
    dependencies = [
        ("ledger", "0005_standings"),
    ]

    operations = [built(model, index) for model, index in INDEXES]
