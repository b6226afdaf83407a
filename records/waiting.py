"""What this room puts on people's work lists, into the search and beside the audit trail."""

from django.utils.translation import gettext as _

from foundation.common.states import state_of
from organization.models import Person
from organization.searching import Hit
from organization.worklist import WorkItem
from records.enums import ImportState
from records.models import ImportRun
from records.selectors import imports_visible_to, visible_to

OPEN = (ImportState.MAPPING, ImportState.RUNNING, ImportState.FAILED)


def work_of(person: Person) -> list[WorkItem]:
    """Imports that the person has begun and not ended."""
    runs = imports_visible_to(person).filter(started_by=person, state__in=OPEN)[:20]
    return [
        WorkItem(
            title=_("Import: %(file)s") % {"file": run.file.name},
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
    return {
        str(run.public_id): run.file.name for run in ImportRun.objects.select_related("file").filter(public_id__in=ids)
    }
