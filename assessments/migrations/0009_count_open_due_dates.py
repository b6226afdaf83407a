"""What the due dates of open plans were counted from: ten working days after the quarter, or the date that somebody chose."""

from datetime import timedelta

from django.db import migrations

from foundation.workdays.kept import Calendar

WORKDAYS_AFTER_END = 10


def count(apps, _schema_editor):
    calendar = Calendar("", {})
    plans = apps.get_model("assessments", "Plan").objects.filter(counted_from=None).exclude(due_on=None)
    for plan in plans.exclude(state="done").select_related("cycle").iterator():
        last_day = plan.cycle.end - timedelta(days=1)
        day, left = last_day, WORKDAYS_AFTER_END
        while left:
            day += timedelta(days=1)
            left -= calendar.is_workday(day)
        basis = (last_day, WORKDAYS_AFTER_END) if day == plan.due_on else (plan.due_on, 0)
        plans.filter(pk=plan.pk).update(counted_from=basis[0], counted_days=basis[1])


class Migration(migrations.Migration):
    dependencies = [("assessments", "0008_working_days_and_lots")]
    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
