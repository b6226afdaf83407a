"""What the console does within the instance on trial. Answers are plain values."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from assessments.enums import CycleState, SpotCheckState
from assessments.models import Cycle, ScoreSheet, SpotCheck
from foundation.audit.models import AuditEvent
from foundation.audit.verifiers import run_verifiers
from foundation.common import clock
from foundation.common.files import store_file
from foundation.jobs import services as jobs
from foundation.jobs.models import Heartbeat, Job
from foundation.notifications.models import Notification
from organization.models import Person, Unit
from records.models import ImportRun, ServiceRecord, Source
from records.services import running
from records.services.running import OPERATOR, start_import
from rectification.models import Finding, RectificationTask, Reminder
from rectification.services import give_task
from sampling.enums import DrawState
from sampling.models import Draw
from standards.models import Indicator, StandardVersion
from standards.services import approve_version, create_standard_from_preset, put_in_force, submit_version
from tests.cast import make_cast
from tests.factories import make_cycle
from tests.resilience import trial_jobs
from tests.resilience.trial_jobs import effects  # noqa: F401 - an act


def prepare() -> None:
    """Tables, the people of the cast, and a standard that is not in force yet."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    trial_jobs.make_table()
    cast = make_cast()
    create_standard_from_preset(preset="four-dimensions", author=cast.li)


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


def put_standard_in_force() -> None:
    """From now on cycles are due."""
    version, zhou = StandardVersion.objects.get(), person("zhouhang")
    submit_version(version=version, actor=version.author)
    put_in_force(version=approve_version(version=version, actor=zhou), actor=zhou)


def cycles() -> list[dict]:
    """Each cycle with what was made for it."""
    return [
        {
            "code": cycle.code,
            "state": cycle.state,
            "plans": sorted(cycle.plans.values_list("unit__code", flat=True)),
            "opened": AuditEvent.objects.filter(action="assessments.cycle.open", target=str(cycle.public_id)).count(),
            "checks": cycle.spot_checks.count(),
        }
        for cycle in Cycle.objects.filter(code__gt="2021").order_by("code")
    ]


def bring_spot_checks_forward() -> int:
    """Give every assessed unit a record of this quarter, and let every spot check of the first cycle come due. Answers with their number."""
    source, _created = Source.objects.get_or_create(name="spot")
    for unit in Unit.objects.filter(is_assessed=True):
        ServiceRecord.objects.get_or_create(
            source=source,
            number=unit.code,
            defaults={"unit": unit, "occurred_at": clock.now() - timedelta(minutes=1), "answered": True},
        )
    first = Cycle.objects.filter(code__gt="2021").order_by("code").first()
    # No moment of the lot any more: verify asks only what the lot has given.
    return SpotCheck.objects.filter(cycle=first).update(due_at=clock.now() - timedelta(seconds=1), moment=None)


def spot_checks() -> dict:
    """How many have been drawn, how many draws and sheets there are for them, how often it was written down."""
    drawn = SpotCheck.objects.filter(state=SpotCheckState.DRAWN)
    return {
        "drawn": drawn.count(),
        "draws": Draw.objects.filter(state=DrawState.DRAWN).count(),
        "sheets": ScoreSheet.objects.filter(spot_check__in=drawn).count(),
        "audited": AuditEvent.objects.filter(action="assessments.spot_check.draw").count(),
    }


def person(username: str) -> Person:
    return Person.objects.select_related("user").get(user__username=username)


def give_due_task() -> str:
    """A rectification task of Zhao Lei that is due tomorrow: the next reminder is for it. Answers with its number."""
    task = give_task(
        finding=Finding.objects.first() or _make_finding(),
        owner=person("zhaolei"),
        title="缩短补卡等待",
        measure="",
        working_days=1,
        actor=person("liwen"),
        key=uuid4(),
    )
    return task.number


def _make_finding() -> Finding:
    indicator = Indicator.objects.exclude(scale="critical").first()
    cycle = make_cycle(indicator.version, code="2020Q1", state=CycleState.COLLECTING)
    return Finding.objects.create(
        cycle=cycle,
        unit=Unit.objects.get(code="BR-E"),
        indicator=indicator,
        score=Decimal(60),
        high=Decimal(70),
        target=Decimal(90),
        n=4,
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


def begin_import(path: str, key: str, source: str = "trial") -> int:
    with open(path, "rb") as content:
        file = store_file(source=content, name="calls.csv", actor=None)
    return start_import(file=file, source=source, mapping=None, actor=OPERATOR, key=UUID(key)).pk


def push_import(pk: int) -> int:
    """A second job for the same import while the first is under way, as a sweep may make that takes a living worker for dead."""
    run = ImportRun.objects.get(pk=pk)
    return jobs.enqueue(kind="records.import.run", key=f"second:{run.public_id}", args={"run": pk}).pk


def stop_import(pk: int) -> int:
    """Answers with the last row that was dealt with when it was stopped."""
    return running.stop_import(run=ImportRun.objects.get(pk=pk), actor=OPERATOR).position


def resume_import(pk: int) -> None:
    running.resume_import(run=ImportRun.objects.get(pk=pk), actor=OPERATOR)


def import_run(pk: int) -> dict:
    run = ImportRun.objects.select_related("job").get(pk=pk)
    return {
        "state": run.state,
        "position": run.position,
        "added": run.rows_added,
        "unchanged": run.rows_unchanged,
        "rejected": run.rows_rejected,
        "job": run.job.state,
    }


def stored(source: str) -> tuple[int, int]:
    """(records, different numbers) of a source."""
    rows = ServiceRecord.objects.filter(source__name=source)
    return rows.count(), rows.values("number").distinct().count()


def page(username: str, name: str) -> int:
    """The status of a page for somebody, drawn with the whole middleware."""
    client = Client(raise_request_exception=False)
    client.force_login(person(username).user)
    return client.get(reverse(name)).status_code


def broker_seen_by_health() -> bool:
    return Client().get(reverse("health")).json()["broker"]


def verify() -> list[str]:
    return [problem for problems in run_verifiers().values() for problem in problems]
