"""Looking behind the mask of a customer's name and number."""

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.audit.services import record_event
from foundation.common.errors import Invalid, NotAllowed, require
from organization.models import Person
from records import rules
from records.models import RevealLog, ServiceRecord
from records.selectors import is_visible_to

MIN_REASON = 4


@transaction.atomic
def reveal_contact(*, record: ServiceRecord, actor: Person, reason: str) -> RevealLog:
    """Note who looks at whose number and why; the caller may then show it. Raises NotAllowed, or Invalid without a reason."""
    require(rules.can_reveal_contact, actor, record)
    if not is_visible_to(actor, record):
        raise NotAllowed(_("Your role does not allow this."))
    reason = reason.strip()
    if len(reason) < MIN_REASON:
        raise Invalid({"reason": _("Say in a few words why you need the number.")})
    log = RevealLog.objects.create(record=record, person=actor, reason=reason[:200])
    record_event(actor=actor, action="records.contact.reveal", target=log, record=record.pk)
    return log
