"""Which records and imports a person may see, and in what order."""

from collections.abc import Callable

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from foundation.common.models import StoredFile
from foundation.common.registries import Registry
from organization.enums import Role
from organization.models import Person
from organization.tree import descendants
from records.models import ImportMapping, ImportRun, PendingUpload, ServiceRecord, Source
from records.problems import general_sentence
from records.rules import can_import_records, sees_all_records

# Rooms above enter who else sees a record, as a condition on ServiceRecord: the assessor of its sheet, for example.
extra_visibility: Registry[Callable[[Person], Q]] = Registry("visibility of service records")


def visible_to(person: Person | None) -> QuerySet[ServiceRecord]:
    """Lead, manager and supervisor: all. Head and liaison: their unit and what is below it. Others: what rooms above have given them."""
    records = ServiceRecord.objects.select_related("source", "unit")
    if person is None:
        return records.none()
    if sees_all_records(person):
        return records
    condition = Q()
    if units := person.units_as(Role.HEAD, Role.LIAISON):
        condition = Q(unit__in=descendants(units))
    for given in extra_visibility:
        condition |= given(person)
    return records.filter(condition) if condition else records.none()


def is_visible_to(person: Person | None, record: ServiceRecord) -> bool:
    return visible_to(person).filter(pk=record.pk).exists()


def imports_visible_to(person: Person | None) -> QuerySet[ImportRun]:
    runs = ImportRun.objects.select_related("source", "file", "started_by", "job")
    return runs if can_import_records(person) else runs.none()


def mapping_for(source: Source | None, name: str = "") -> ImportMapping | None:
    """The mapping of that name, else the one that was last remembered for the source."""
    if name:
        return ImportMapping.objects.select_related("source").filter(name=name).first()
    return source.mappings.order_by("-remembered_at", "-pk").first() if source else None


def uploads_of(person: Person) -> QuerySet[StoredFile]:
    """Files that the person has brought for an import: those that wait to be read, and those that were."""
    brought = StoredFile.objects.filter(uploaded_by=str(person.public_id))
    waiting = Exists(PendingUpload.objects.filter(file=OuterRef("pk"), brought_by=person))
    return brought.filter(waiting | Exists(ImportRun.objects.filter(file=OuterRef("pk"), started_by=person)))


def source_last_used_by(person: Person) -> str:
    """The name of the source of the person's last import; the only one there is where they have brought none; else empty."""
    own = ImportRun.objects.filter(started_by=person).order_by("-pk").values_list("source__name", flat=True).first()
    if own:
        return own
    names = list(sources().values_list("name", flat=True)[:2])
    return names[0] if len(names) == 1 else ""


def sources() -> QuerySet[Source]:
    return Source.objects.order_by("name")


def sources_with_records(_request=None) -> QuerySet[Source]:
    """For filters: a file that was opened and not imported names a source too, of which there is nothing to see."""
    return sources().filter(Exists(ServiceRecord.objects.filter(source=OuterRef("pk"))))


def reasons_of(run: ImportRun) -> list[dict]:
    """Why rows were sent back, most frequent first: [{key, sentence, count, rows}] with the numbers of the first and the last row. One query.

    `key` (code, column, value) tells these rows from the others.

    Only what the reasons have in common is told; each row's own sentence is in the file of rejected rows.
    """
    counted = (
        run.rejected.order_by()
        .values("reason", "column", "value")
        .annotate(count=Count("pk"), first=Min("row_number"), last=Max("row_number"))
    )
    return [
        {
            "key": (row["reason"], row["column"], row["value"]),
            "sentence": general_sentence(row["reason"], row["column"], row["value"]),
            "count": row["count"],
            "rows": sorted({row["first"], row["last"]}),
        }
        for row in counted.order_by("-count")[:20]
    ]
