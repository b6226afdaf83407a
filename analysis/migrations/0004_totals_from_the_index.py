from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analysis", "0003_totals_of_all_units")]
    operations = [
        migrations.RemoveIndex(model_name="voicetotal", name="voice_total_by_unit"),
        migrations.AddIndex(
            model_name="voicetotal",
            index=models.Index(
                fields=["unit_id", "kind", "week", "item", "source", "channel", "n"], name="voice_total_of_units"
            ),
        ),
    ]
