"""Titles that were made from the indicator's name in one language are told in the reader's from now on; what somebody wrote stays."""

from django.db import migrations


def made(task) -> str:
    return f"提升“{task.finding.indicator.name_zh}”"


def take_back(apps, _schema_editor):
    tasks = apps.get_model("rectification", "RectificationTask").objects
    rows = tasks.filter(title__startswith="提升“").select_related("finding__indicator")
    alike = [task.pk for task in rows.iterator() if task.title == made(task)]
    tasks.filter(pk__in=alike).update(title="")


def write_out(apps, _schema_editor):
    """Back to what the field required before."""
    tasks = apps.get_model("rectification", "RectificationTask").objects
    for task in tasks.filter(title="").select_related("finding__indicator"):
        tasks.filter(pk=task.pk).update(title=made(task)[:120])


class Migration(migrations.Migration):
    dependencies = [("rectification", "0005_titles_told_from_indicators")]
    operations = [migrations.RunPython(take_back, write_out)]
