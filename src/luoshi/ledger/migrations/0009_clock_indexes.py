"""Indexes over the few cards that the clock asks for; on PostgreSQL nobody waits while they are built."""

from django.db import migrations, models

from luoshi.journal.partitions import index_beside_writers

INDEXES = [
    models.Index(condition=models.Q(('closed_on__isnull', True)), fields=['realm', 'due_on', 'id'], name='ledger_card_due_open'),
    models.Index(condition=models.Q(('milestone_on__isnull', False)), fields=['realm', 'milestone_on', 'id'], name='ledger_card_milestone'),
    models.Index(condition=models.Q(('asked_on__isnull', False)), fields=['realm', 'asked_on', 'id'], name='ledger_card_asked'),
    models.Index(condition=models.Q(('wished_on__isnull', False)), fields=['realm', 'wished_on', 'id'], name='ledger_card_wished'),
    models.Index(condition=models.Q(('is_provisional', True)), fields=['realm', 'due_on', 'id'], name='ledger_card_provisional'),
    models.Index(condition=models.Q(('closed_on__isnull', False)), fields=['realm', 'called_back', 'closed_on', 'id'], name='ledger_card_ended'),
    models.Index(condition=models.Q(('closed_on__isnull', False)), fields=['realm', 'issuer', 'called_back', 'closed_on'], name='ledger_card_ended_of'),
    models.Index(condition=models.Q(('follows__isnull', False)), fields=['realm', 'follows'], name='ledger_card_follows'),
    models.Index(condition=models.Q(('helps__isnull', False)), fields=['realm', 'helps'], name='ledger_card_helps'),
    models.Index(condition=models.Q(('rated_clear__isnull', False)), fields=['realm', 'issuer'], name='ledger_card_rated'),
    models.Index(condition=models.Q(('answers__isnull', False)), fields=['realm', 'issuer'], name='ledger_card_answers'),
]


def built(index):
    def build(apps, schema_editor):
        index_beside_writers(schema_editor, apps.get_model("ledger", "Card"), index)

    def drop(apps, schema_editor):
        schema_editor.remove_index(apps.get_model("ledger", "Card"), index)

    return migrations.SeparateDatabaseAndState(
        database_operations=[migrations.RunPython(build, drop)],
        state_operations=[migrations.AddIndex("card", index)],
    )


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("ledger", "0008_clocks"),
    ]

    operations = [built(index) for index in INDEXES]
