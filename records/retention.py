"""Personal data in service records that is erased in time (R47)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foundation.common import clock
from foundation.common.fields import holds_text
from foundation.common.files import path_of
from foundation.common.models import StoredFile
from foundation.retention.classes import DataClass, data_classes
from records.enums import ImportState
from records.masking import masked, names_in
from records.models import ImportRun, PendingUpload, RejectedRow, ServiceRecord

CHUNK = 100
# What lies about unread, failed or stopped for the whole term is nobody's work any more: it ends as discarded.
LEFT_LYING = (ImportState.MAPPING, ImportState.FAILED, ImportState.STOPPED)
OVER = (ImportState.DONE, ImportState.DISCARDED, *LEFT_LYING)


def _contacts(before: datetime) -> QuerySet[ServiceRecord]:
    known = ~Q(phone_index="") | Q(holds_text("customer_name")) | Q(holds_text("customer_phone"))
    return ServiceRecord.objects.filter(known, occurred_at__lt=before)


def erase_contacts(before: datetime, limit: int) -> int:
    """Name, number and its blind index; in what was said, name and numbers go behind their masks, for afterwards nobody knows what to hide there.
    What the record tells of the service stays."""
    rows = _contacts(before).order_by("pk").only("customer_name", "transcript")[:limit]
    erased = list(rows.select_for_update(no_key=True))
    said = []
    for row in erased:
        text = masked(row.transcript, names_in(row.customer_name))
        if text != row.transcript:
            row.transcript = text
            said.append(row)
    ServiceRecord.objects.bulk_update(said, ["transcript"], batch_size=CHUNK)
    keys = [row.pk for row in erased]
    ServiceRecord.objects.filter(pk__in=keys).update(customer_name="", customer_phone="", phone_index="")
    return len(erased)


def _files(before: datetime) -> QuerySet[ImportRun]:
    """Imports that are over or left lying; not those whose held rows still wait for their records to be free."""
    waiting = Q(rows_held__gt=0, held_settled_at=None)
    over = ImportRun.objects.filter(state__in=OVER, erased_at=None, created_at__lt=before)
    return over.exclude(waiting)


def erase_files(before: datetime, limit: int) -> int:
    """The bytes of the file, what was read of it, and the values of the rows that were sent back. Its name, size and digest stay, and every count."""
    rows = _files(before).select_related("file").order_by("pk")
    # Whoever goes on with one at this moment is first or comes too late.
    runs = list(rows.select_for_update(of=("self",), no_key=True)[:limit])
    keys = [run.pk for run in runs]
    ImportRun.objects.filter(pk__in=keys, state__in=LEFT_LYING).update(state=ImportState.DISCARDED)
    RejectedRow.objects.filter(run__in=keys).update(content="", value="")
    ImportRun.objects.filter(pk__in=keys).update(analysis="", erased_at=clock.now())
    paths = [path_of(run.file) for run in runs if run.file is not None]
    # After the commit: a run that is rolled back still has its file.
    transaction.on_commit(lambda: [path.unlink(missing_ok=True) for path in paths])
    return len(keys)


def _uploads(before: datetime) -> QuerySet[PendingUpload]:
    return PendingUpload.objects.filter(created_at__lt=before)


def erase_uploads(before: datetime, limit: int) -> int:
    """Files that were brought and never read: nothing of them stays but the entry of the trail.

    One that was read in another window meanwhile is its import's, and goes with that (`erase_files`).
    """
    rows = list(_uploads(before).order_by("pk").select_for_update(no_key=True)[:limit])
    PendingUpload.objects.filter(pk__in=[row.pk for row in rows]).delete()
    read = Exists(ImportRun.objects.filter(file=OuterRef("pk")))
    files = list(StoredFile.objects.filter(~read, pk__in=[row.file_id for row in rows]))
    StoredFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    paths = [path_of(file) for file in files]
    transaction.on_commit(lambda: [path.unlink(missing_ok=True) for path in paths])
    return len(rows)


def register_classes() -> None:
    data_classes.register(
        "records.contacts",
        DataClass(
            label=_("Names and numbers of customers in service records"),
            purpose=_("For callbacks, questionnaires and finding repeated contacts."),
            days=3 * 365,
            least=180,
            due=lambda before: _contacts(before).count(),
            erase=erase_contacts,
        ),
    )
    data_classes.register(
        "records.files",
        DataClass(
            label=_("Imported files and the rows that were sent back"),
            purpose=_("For mending rows and importing them again."),
            days=365,
            least=30,
            due=lambda before: _files(before).count(),
            erase=erase_files,
        ),
    )
    data_classes.register(
        "records.uploads",
        DataClass(
            label=_("Files that were brought and could not be read"),
            purpose=_("For reading them once it is known how."),
            days=7,
            least=1,
            due=lambda before: _uploads(before).count(),
            erase=erase_uploads,
        ),
    )
