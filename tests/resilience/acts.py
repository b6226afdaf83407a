"""What the console does within the instance on trial. Answers are plain values."""

import sqlite3
from contextlib import closing
from uuid import UUID, uuid4

from django.core.management import call_command
from django.db import connection
from django.test import Client

from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import run_verifiers
from foundation.common import clock
from foundation.common.files import store_file
from foundation.jobs import services as jobs
from foundation.jobs.models import Heartbeat, Job
from foundation.notifications.models import Notification
from organization.models import Person, Unit
from records.models import ImportRun, ServiceRecord
from records.services.running import OPERATOR, start_import
from rectification.models import Finding, RectificationTask, Reminder
from rectification.services import give_task
from tests.cast import make_cast
from tests.factories import make_cycle, make_version
from tests.resilience import trial_jobs
from tests.resilience.trial_jobs import effects  # noqa: F401 - an act

TITLE = "缩短补卡等待"


def prepare() -> None:
    """Tables, the people of the cast, and a standard in force."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    trial_jobs.make_table()
    cast = make_cast()
    make_version(author=cast.li, approved_by=cast.zhou, approved_at=clock.now())


def enqueue(kind: str, key: str, args: dict) -> int:
    return jobs.enqueue(kind=kind, key=key, args=args).pk


def job(key: str) -> dict:
    return Job.objects.values("state", "attempts", "lease_token", "error", "done").get(key=key)


def write_something() -> None:
    """Raises OperationalError at once where somebody holds the lock of an SQLite file."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=0.5)) as file:
            file.execute("BEGIN IMMEDIATE")
            file.rollback()


def states(prefix: str) -> list[str]:
    return sorted(Job.objects.filter(key__startswith=prefix).values_list("state", flat=True))


def heartbeat(name: str) -> str | None:
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def give_due_task() -> str:
    """A rectification task of Zhao Lei that is due tomorrow: the next reminder is for it. Answers with its number."""
    cast = {person.user.username: person for person in Person.objects.select_related("user")}
    finding = Finding.objects.first() or _make_finding()
    task = give_task(
        finding=finding,
        owner=cast["zhaolei"],
        title=TITLE,
        measure="",
        working_days=1,
        actor=cast["liwen"],
        key=uuid4(),
    )
    return task.number


def _make_finding() -> Finding:
    from standards.models import Indicator

    indicator = Indicator.objects.get(code="R1")
    cycle = make_cycle(indicator.version, code="2020Q1")
    return Finding.objects.create(
        cycle=cycle, unit=Unit.objects.get(code="BR-E"), indicator=indicator, score="60", target="90", n=4
    )


def reminders(number: str) -> dict:
    """How often it was reminded of the task, told, and written down."""
    task = RectificationTask.objects.get(number=number)
    told = Notification.objects.filter(url=task.get_absolute_url(), kind="rectification.task.due_soon")
    return {
        "reminders": Reminder.objects.filter(task=task).count(),
        "told": told.count(),
        "audited": AuditEvent.objects.filter(action="rectification.task.remind", target=str(task.public_id)).count(),
    }


def begin_import(path: str, key: str) -> int:
    with open(path, "rb") as source:
        file = store_file(source=source, name="calls.csv", actor=None)
    return start_import(file=file, source="trial", mapping=None, actor=OPERATOR, key=UUID(key)).pk


def import_run(pk: int) -> dict:
    run = ImportRun.objects.select_related("job").get(pk=pk)
    return {
        "state": run.state,
        "position": run.position,
        "added": run.rows_added,
        "unchanged": run.rows_unchanged,
        "job": run.job.state,
    }


def stored(source: str) -> tuple[int, int]:
    """(records, different numbers) of a source."""
    rows = ServiceRecord.objects.filter(source__name=source)
    return rows.count(), rows.values("number").distinct().count()


def page(username: str, path: str) -> int:
    """The status of a page for somebody, drawn with the whole middleware."""
    client = Client(raise_request_exception=False)
    client.force_login(Person.objects.get(user__username=username).user)
    return client.get(path, follow=True).status_code


def verify() -> list[str]:
    return [problem for problems in run_verifiers().values() for problem in problems]
