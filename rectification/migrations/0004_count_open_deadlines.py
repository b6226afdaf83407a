"""What open tasks were counted from: the day they were given, and the working days up to their deadline as the calendar stood then."""

from datetime import timedelta

from django.db import migrations

from foundation.common import clock
from foundation.workdays.kept import Calendar


def count(apps, _schema_editor):
    calendar = Calendar("", {})
    tasks = apps.get_model("rectification", "RectificationTask").objects.filter(counted_from=None)
    for task in tasks.exclude(state="closed").iterator():
        given = clock.local(task.created_at).date()
        between = (given + timedelta(days=n) for n in range(1, (task.due_on - given).days + 1))
        days = sum(calendar.is_workday(day) for day in between)
        if days and calendar.is_workday(task.due_on):
            tasks.filter(pk=task.pk).update(counted_from=given, counted_days=days)


class Migration(migrations.Migration):
    dependencies = [("rectification", "0003_deadline_counted_from")]
    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
