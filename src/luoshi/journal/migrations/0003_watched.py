from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("journal", "0002_partitions"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("kind__in", ("account", "tenure"))),
                fields=["realm", "recorded_at", "stream", "seq"],
                name="journal_entry_watched",
            ),
        ),
    ]
