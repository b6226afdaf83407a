"""A task without words of its own is told from its indicator."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rectification", "0004_count_open_deadlines")]
    operations = [
        migrations.AlterField(
            model_name="rectificationtask",
            name="title",
            field=models.CharField(
                blank=True,
                help_text="empty: told from the indicator",
                max_length=120,
                verbose_name="what is to be mended",
            ),
        )
    ]
