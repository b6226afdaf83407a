"""A list of 50 rows: the rectification tasks, as the lead sees them."""

from decimal import Decimal
from uuid import uuid4

from django.urls import reverse

from benchmarks.figure import Figure
from benchmarks.floor import empty_page, measure_pages, page
from benchmarks.quarter import played_quarter
from organization.models import Person
from organization.tree import descendants
from rectification.models import Finding, RectificationTask
from rectification.services import give_task

ROWS = 50


def measure() -> list[Figure]:
    lead = played_quarter().lead
    give_tasks(lead)
    tasks, floor = page("list of 50", lead, reverse("rectification:task_list")), empty_page(lead)
    measure_pages(tasks, floor)
    return [Figure("list of 50 rows", tasks.text, tasks.ratio_to(floor), 3.5, floor=f"empty page ({floor.text})")]


def give_tasks(lead: Person) -> None:
    """So many that a page is full, all of one finding."""
    cycle = played_quarter().cycle
    unit = cycle.plans.first().unit
    known = Finding.objects.filter(cycle=cycle, unit=unit).values("indicator")
    indicator = cycle.standard_version.indicators.exclude(pk__in=known).first()
    figures = {"score": Decimal(60), "high": Decimal(70), "target": Decimal(90), "n": 20}
    finding = Finding.objects.create(cycle=cycle, unit=unit, indicator=indicator, **figures)
    owner = Person.objects.exclude(user=None).filter(unit__in=descendants({unit.pk}), left_on=None)[0]
    for number in range(RectificationTask.objects.count(), ROWS):
        give_task(
            finding=finding,
            owner=owner,
            title=f"缩短补卡等待时间 {number}",
            measure="",
            working_days=1 + number % 20,
            actor=lead,
            key=uuid4(),
        )
