"""Who may read how much of the trail. The room that knows roles enters itself; without an entry nobody reads anything."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from foundation.audit.models import AuditEvent
from foundation.common.registries import Registry

# function(person) -> beginnings of the acts that the person may read ("" is all of them); none: not a reader.
scopes: Registry[Callable[[object], tuple[str, ...]]] = Registry("readers of the audit trail")


@dataclass(frozen=True)
class Withheld:
    """`acts`: function(person) -> the events that are kept from that reader for now, as a condition on AuditEvent; `why`: a sentence, lazy."""

    acts: Callable[[object], Q]
    why: object


# Rooms enter what some readers may not know of yet.
withheld: Registry[Withheld] = Registry("acts that are kept from a reader")


def scope_of(person) -> tuple[str, ...]:
    """Beginnings of the acts that the person may read, from all registered scopes."""
    return tuple({beginning for scope in scopes for beginning in scope(person)}) if person is not None else ()


def can_read_audit_trail(person) -> bool:
    return bool(scope_of(person))


def visible_to(person) -> QuerySet[AuditEvent]:
    """The events within the person's scope, without those that are kept from them."""
    beginnings = scope_of(person)
    if not beginnings:
        return AuditEvent.objects.none()
    within = Q()
    if "" not in beginnings:
        for beginning in beginnings:
            within |= Q(action__startswith=beginning)
    rows = AuditEvent.objects.filter(within)
    for kept in withheld:
        rows = rows.exclude(kept.acts(person))
    return rows


def kept_back_from(person) -> list[str]:
    """A sentence for each sort of events that the person does not read for now. One query a sort."""
    return [str(kept.why) for kept in withheld if AuditEvent.objects.filter(kept.acts(person)).exists()]
