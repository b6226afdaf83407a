"""Justified complaints become findings (R26): of one unit, topic and cause together, so that the cause is mended and not the single case."""

from django.utils.translation import gettext as _, override

from foundation.audit.services import record_event
from foundation.common.engine import lock_for_transaction
from foundation.common.errors import Conflict
from rectification.enums import FindingSource, FindingState
from rectification.models import Finding, FindingComplaint
from tickets.enums import Cause, Justified, Topic
from tickets.models import Ticket

# What the firm cannot mend, or does not have to.
NOT_TO_BE_MENDED = (Cause.OUTSIDE, Cause.MISUNDERSTANDING)
UNDER_WAY = (FindingState.OPEN, FindingState.TASKED)


def is_to_be_mended(ticket: Ticket) -> bool:
    """A justified complaint, in whole or in part, whose cause is the firm's own."""
    justified = ticket.justified in (Justified.YES, Justified.PARTLY)
    return ticket.is_complaint and justified and bool(ticket.cause) and ticket.cause not in NOT_TO_BE_MENDED


def note_complaint(ticket: Ticket) -> Finding | None:
    """In the transaction that closes the ticket: put it to the finding of its unit, topic and cause, or open one.

    None where nothing is to be mended. A case that is opened and closed again stays where it is.
    """
    if not is_to_be_mended(ticket):
        return None
    known = FindingComplaint.objects.select_related("finding").filter(ticket=ticket).first()
    if known is not None:
        return known.finding
    topic = ticket.topic or Topic.OTHER
    lock_for_transaction(_place(ticket.unit_id, topic, ticket.cause))
    same = Finding.objects.filter(
        source=FindingSource.COMPLAINTS, unit=ticket.unit, topic=topic, cause=ticket.cause, state__in=UNDER_WAY
    )
    # Whoever closes it at this moment goes first: what is mended takes no further complaint.
    finding = same.select_for_update(of=("self",), no_key=True).first()
    if finding is None:
        finding = Finding.objects.create(
            source=FindingSource.COMPLAINTS,
            unit=ticket.unit,
            topic=topic,
            cause=ticket.cause,
            **_names(topic, ticket.cause),
        )
        record_event(actor=None, action="rectification.finding.complaints", target=finding, ticket=ticket.public_id)
    FindingComplaint.objects.create(finding=finding, ticket=ticket)
    return finding


def require_only_one(finding: Finding) -> None:
    """Before a finding of complaints is open again. Raises Conflict where later complaints of the same cause have opened another."""
    if not finding.is_of_complaints:
        return
    lock_for_transaction(_place(finding.unit_id, finding.topic, finding.cause))
    later = Finding.objects.filter(
        source=FindingSource.COMPLAINTS,
        unit=finding.unit,
        topic=finding.topic,
        cause=finding.cause,
        state__in=UNDER_WAY,
    ).exclude(pk=finding.pk)
    if (other := later.first()) is not None:
        raise Conflict(
            _("Later complaints of the same cause have opened a finding of their own; go on with that one."),
            url=other.get_absolute_url(),
        )


def _place(unit_id: int, topic: str, cause: str) -> str:
    return f"rectification-complaints-{unit_id}-{topic}-{cause}"


def _names(topic: str, cause: str) -> dict[str, str]:
    found = {}
    for name, language, between in (("name_zh", "zh-hans", "·"), ("name_en", "en", " · ")):
        with override(language):
            found[name] = f"{Topic(topic).label}{between}{Cause(cause).label}"
    return found
