"""Who may read how much of the trail. The room that knows roles enters itself; without an entry nobody reads anything."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from foundation.audit.models import AuditEvent
from foundation.common.registries import Registry

# function(person) -> beginnings of the acts that the person may read ("" is all of them); none: not a reader.
scopes: Registry[Callable[[object], tuple[str, ...]]] = Registry("readers of the audit trail")


def scope_of(person) -> tuple[str, ...]:
    """Beginnings of the acts that the person may read, from all registered scopes."""
    return tuple({beginning for scope in scopes for beginning in scope(person)}) if person is not None else ()


def can_read_audit_trail(person) -> bool:
    return bool(scope_of(person))


def visible_to(person) -> QuerySet[AuditEvent]:
    """The events within the person's scope."""
    beginnings = scope_of(person)
    if "" in beginnings:
        return AuditEvent.objects.all()
    within = Q(pk=None)
    for beginning in beginnings:
        within |= Q(action__startswith=beginning)
    return AuditEvent.objects.filter(within)
