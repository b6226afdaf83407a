"""Who has had a hand in a thing. Separation of duties asks the trail: a row knows its last author, the trail everybody."""

from collections.abc import Iterable
from uuid import UUID

from foundation.audit.models import AuditEvent
from foundation.common.models import Entity


def has_done(person, entity: Entity, actions: Iterable[str]) -> bool:
    """Whether the person has done one of these acts to the entity, ever. One query."""
    return _targets(person, entity._meta.label_lower, actions).filter(target=str(entity.public_id)).exists()


def done_to(person, kind: type[Entity], actions: Iterable[str]) -> set[UUID]:
    """The public ids of everything of this kind to which the person has done one of these acts."""
    return {UUID(target) for target in _targets(person, kind._meta.label_lower, actions)}


def _targets(person, kind: str, actions: Iterable[str]):
    events = AuditEvent.objects.filter(actor=str(person.public_id), target_kind=kind, action__in=tuple(actions))
    return events.order_by().values_list("target", flat=True).distinct()
