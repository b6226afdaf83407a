from django.db import migrations

from foundation.common import clock


def wait_for_the_first_day(apps, schema_editor):
    """What was opened ahead was called “scoring” before it had begun. What has begun stays where it is: nobody has passed a gate for it."""
    Cycle = apps.get_model("assessments", "Cycle")
    Cycle.objects.filter(state="collecting", start__gt=clock.today()).update(state="preparing")


def call_it_collecting(apps, schema_editor):
    Cycle = apps.get_model("assessments", "Cycle")
    Cycle.objects.filter(state="preparing").update(state="collecting")
    Cycle.objects.filter(state__in=("initial", "review", "approval")).update(state="collecting")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0005_gates_of_a_cycle")]
    operations = [migrations.RunPython(wait_for_the_first_day, call_it_collecting)]
