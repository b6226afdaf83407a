"""Totals of free texts over all units, by source and channel, by either and by neither: what pages ask for that choose no unit."""

from django.db import migrations, models

# The wider ones first: where texts have no channel of their own, a narrower one finds its place counted already.
WAYS = (("''", "''"), ("source", "''"), ("''", "channel"), ("source", "channel"))
ADD = """
INSERT INTO analysis_voicetotal (kind, week, item, unit_id, source, channel, n)
SELECT kind, week, item, 0, {source}, {channel}, SUM(n) FROM analysis_voicetotal
WHERE unit_id <> 0 GROUP BY {groups} ON CONFLICT DO NOTHING
"""


def add_totals(apps, schema_editor) -> None:
    for source, channel in WAYS:
        groups = ", ".join(["kind", "week", "item", *(name for name in (source, channel) if name != "''")])
        schema_editor.execute(ADD.format(source=source, channel=channel, groups=groups))


def take_them_away(apps, schema_editor) -> None:
    apps.get_model("analysis", "VoiceTotal").objects.filter(unit_id=0).delete()


class Migration(migrations.Migration):
    dependencies = [("analysis", "0002_voices")]
    operations = [
        migrations.AddIndex(
            model_name="voicetotal",
            index=models.Index(fields=["unit_id", "kind", "week"], name="voice_total_by_unit"),
        ),
        migrations.RunPython(add_totals, take_them_away),
    ]
