"""What this room puts on people's work lists, into the search and beside the audit trail."""

from django.utils.translation import gettext as _, ngettext

from foundation.common import clock
from foundation.common.states import state_of
from organization.enums import Role
from organization.models import Person
from organization.searching import Hit
from organization.worklist import WorkItem
from records.enums import ImportState
from records.models import ImportRun
from records.selectors import imports_visible_to, visible_to

OPEN = (ImportState.MAPPING, ImportState.RUNNING, ImportState.STOPPED, ImportState.FAILED)


def work_of(person: Person) -> list[WorkItem]:
    """Imports that the person has begun and not ended; for leads those with rows that were held back."""
    return [*_begun(person), *_held_back(person)]


def _held_back(person: Person) -> list[WorkItem]:
    """Until the records are free, or a lead has looked at it. One query for leads, none for others."""
    if not person.has_role(Role.LEAD):
        return []
    runs = (
        imports_visible_to(person)
        .filter(rows_held__gt=0, held_settled_at=None)
        .defer("analysis")
        .order_by("finished_at")[:20]
    )
    return [
        WorkItem(
            title=ngettext(
                "%(n)d row was held back: its record is being assessed",
                "%(n)d rows were held back: their records are being assessed",
                run.rows_held,
            )
            % {"n": run.rows_held},
            url=run.get_absolute_url(),
            group="import",
            detail=f"{run.source.name} · {run.name}",
            state=_("Held back"),
            tone="wait",
            since=clock.local(run.finished_at).date(),
        )
        for run in runs
    ]


def _begun(person: Person) -> list[WorkItem]:
    runs = imports_visible_to(person).filter(started_by=person, state__in=OPEN)[:20]
    return [
        WorkItem(
            title=_("Import: %(file)s") % {"file": run.name},
            url=run.get_absolute_url(),
            group="import",
            detail=run.source.name,
            state=str(state_of(run).label),
            tone=state_of(run).tone,
        )
        for run in runs
    ]


def search_records(person: Person, words: str) -> list[Hit]:
    """By the beginning of the record number: that is what the index can find among millions."""
    found = visible_to(person).filter(number__startswith=words).order_by("number")[:10]
    return [
        Hit(
            title=record.number,
            url=record.get_absolute_url(),
            kind=_("Service record"),
            detail=" · ".join(filter(None, [record.source.name, str(record.unit or "")])),
        )
        for record in found
    ]


def names_of_imports(ids: set[str]) -> dict[str, str]:
    return {str(run.public_id): run.name for run in ImportRun.objects.select_related("file").filter(public_id__in=ids)}
