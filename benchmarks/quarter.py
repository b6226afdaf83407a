"""The data that page benchmarks share: a quarter played by the services, made once a run."""

import os
from dataclasses import dataclass
from functools import cache
from io import StringIO

from django.core.management import call_command

from assessments.models import Cycle
from organization.enums import Role
from organization.models import Person
from organization.selectors import holders_of
from publication.models import Publication

DEPARTMENTS, SHEETS = 10, 20


@dataclass(frozen=True)
class PlayedQuarter:
    cycle: Cycle
    publication: Publication
    lead: Person
    manager: Person
    assessor: Person
    reader: Person


@cache
def played_quarter() -> PlayedQuarter:
    """Ten departments with twenty sheets each, scored, mended and published."""
    said = StringIO()
    call_command(
        "simulate_quarter", departments=DEPARTMENTS, sheets=int(os.environ.get("BENCH_SHEETS", SHEETS)), stdout=said
    )
    privileged = {
        row.pk for role in (Role.LEAD, Role.MANAGER, Role.SUPERVISOR, Role.ADMINISTRATOR) for row in holders_of(role)
    }
    staff = Person.objects.exclude(user=None).exclude(pk__in=privileged).order_by("pk")
    publication = Publication.objects.select_related("cycle").get()
    return PlayedQuarter(
        cycle=publication.cycle,
        publication=publication,
        lead=holders_of(Role.LEAD)[0],
        manager=holders_of(Role.MANAGER)[0],
        assessor=holders_of(Role.ASSESSOR)[0],
        reader=staff[0],
    )
