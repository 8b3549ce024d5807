"""An index over the entries that the audit administrator reads; on PostgreSQL nobody waits while it is built."""

from django.db import migrations, models

NAME = "journal_entry_watched"
COLUMNS = '("realm", "recorded_at", "stream", "seq") WHERE "kind" IN (\'account\', \'tenure\')'
PARTITIONS = """
SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'journal_entry'::regclass ORDER BY c.relname
"""
INVALID = "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(%s) AND NOT indisvalid"
ATTACHED = "SELECT 1 FROM pg_inherits WHERE inhrelid = to_regclass(%s)"


def build(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor != "postgresql":
            cursor.execute(f'CREATE INDEX "{NAME}" ON "journal_entry" {COLUMNS}')
            return
        cursor.execute(f'CREATE INDEX IF NOT EXISTS "{NAME}" ON ONLY "journal_entry" {COLUMNS}')
        cursor.execute(PARTITIONS)
        for (partition,) in cursor.fetchall():
            _build_beside(cursor, partition, f"{partition}_watched")


def _build_beside(cursor, partition, index):
    """One partition, while people write; what an earlier try left half done is begun anew."""
    cursor.execute("SELECT current_setting('lock_timeout')")
    (waits,) = cursor.fetchone()
    cursor.execute("SET lock_timeout = 0")  # it waits for others without anybody waiting for it
    try:
        cursor.execute(INVALID, [index])
        if cursor.fetchone():
            cursor.execute(f'DROP INDEX CONCURRENTLY "{index}"')
        cursor.execute(f'CREATE INDEX CONCURRENTLY IF NOT EXISTS "{index}" ON "{partition}" {COLUMNS}')
    finally:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [waits])
    cursor.execute(ATTACHED, [index])
    if not cursor.fetchone():
        cursor.execute(f'ALTER INDEX "{NAME}" ATTACH PARTITION "{index}"')


def drop(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f'DROP INDEX IF EXISTS "{NAME}"')


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("journal", "0002_partitions"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(build, drop, atomic=False)],
            state_operations=[
                migrations.AddIndex(
                    model_name="entry",
                    index=models.Index(
                        condition=models.Q(("kind__in", ("account", "tenure"))),
                        fields=["realm", "recorded_at", "stream", "seq"],
                        name=NAME,
                    ),
                ),
            ],
        ),
    ]
