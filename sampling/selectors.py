"""Which draws a person may see, and which wait for somebody."""

from django.db.models import Q, QuerySet

from organization.models import Person
from sampling.enums import DrawState
from sampling.models import Draw
from sampling.purposes import purposes
from sampling.rules import NONCE_ROLES, sees_all_draws


def visible_to(person: Person | None) -> QuerySet[Draw]:
    """Lead, manager and supervisor: all. Others: what is drawn and concerns them, as the rooms above say."""
    rows = Draw.objects.select_related("committed_by", "frame")
    if person is None:
        return rows.none()
    if sees_all_draws(person):
        return rows
    concerned = Q(pk=None)
    for purpose in purposes:
        concerned |= purpose.viewers(person)
    return rows.filter(concerned, state=DrawState.DRAWN).distinct()


def waiting_for_nonce_of(person: Person) -> QuerySet[Draw]:
    """Frozen draws to which the person can add a nonce in one of their roles."""
    wanted = Q(pk=None)
    for position, role in enumerate(NONCE_ROLES, start=1):
        if person.has_role(role):
            wanted |= Q(nonces_wanted__gte=position) & ~Q(nonces__role=role)
    return Draw.objects.filter(wanted, state=DrawState.FROZEN).exclude(nonces__person=person)


def ready_draws() -> QuerySet[Draw]:
    """Frozen draws with all their nonces, which somebody has not carried out yet."""
    complete = Q(nonces_wanted=0)
    for count in range(1, len(NONCE_ROLES) + 1):
        given = Draw.objects.all()
        for role in NONCE_ROLES[:count]:
            given = given.filter(nonces__role=role)
        complete |= Q(nonces_wanted=count, pk__in=given.values("pk"))
    return Draw.objects.filter(complete, state=DrawState.FROZEN)
