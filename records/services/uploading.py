"""A file on its way in, until it is read: what was brought is kept where a person can still mend what they asked for."""

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common.errors import NotAllowed, require
from foundation.common.files import store_file
from foundation.common.models import StoredFile
from organization.models import Person
from records import rules
from records.models import ImportRun, PendingUpload
from records.validators import validate_name


def take_file(*, source, name: str, actor: Person) -> StoredFile:
    """Store the bytes of an upload (a file object). Raises NotAllowed, or Invalid for a name that is no table's, nothing, or too much."""
    require(rules.can_import_records, actor)
    validate_name(name)
    return store_file(source=source, name=name, actor=actor)


@transaction.atomic
def keep_upload(*, file: StoredFile, actor: Person) -> PendingUpload | None:
    """Keep a file that could not be read as it was asked for. The same file again is the same upload; None where an import has it already, or
    it is gone.

    Raises NotAllowed for somebody else's.
    """
    require(rules.can_import_records, actor)
    if file.uploaded_by != str(actor.public_id):
        raise NotAllowed(_("Your role does not allow this."))
    # Not one that was erased while it was being read (`records.retention`).
    is_there = bool(StoredFile.objects.select_for_update(no_key=True).filter(pk=file.pk))
    if not is_there or ImportRun.objects.filter(file=file).exists():
        return None
    kept, is_new = PendingUpload.objects.get_or_create(file=file, defaults={"brought_by": actor})
    if is_new:
        record_event(actor=actor, action="records.upload.keep", target=kept, file=file.digest)
    return kept
