"""Until now every questionnaire had one question of each kind, and all of them counted."""

from django.db import migrations

COUNTED = ("satisfaction", "recommend", "yes_no")


def mark(apps, _schema_editor):
    apps.get_model("feedback", "Question").objects.filter(kind__in=COUNTED).update(is_counted=True)


class Migration(migrations.Migration):
    dependencies = [("feedback", "0002_built_questionnaires")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
