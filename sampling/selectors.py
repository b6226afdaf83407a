"""Which draws a person may see, and which wait for somebody."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from organization.models import Person
from sampling.enums import DrawState
from sampling.models import Draw, DrawnItem, Replacement
from sampling.purposes import concerned_draws
from sampling.rules import NONCE_ROLES, sees_all_draws


def visible_to(person: Person | None) -> QuerySet[Draw]:
    """Lead, manager and supervisor: all. Others: what is drawn and concerns them, as the rooms above say."""
    rows = Draw.objects.select_related("committed_by", "frame")
    if person is None:
        return rows.none()
    if sees_all_draws(person):
        return rows
    return rows.filter(concerned_draws(person), state=DrawState.DRAWN).distinct()


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


def replacements_of(draw: Draw) -> QuerySet[Replacement]:
    """In the order in which they were made."""
    return draw.replacements.select_related("fallen", "taken", "asked_by", "decided_by").order_by("ordinal")


def items_in_force(draw: Draw) -> QuerySet[DrawnItem]:
    """What is to be looked at now: the sample without what fell out, and the reserves that came in."""
    fell_out, came_in = (
        Replacement.objects.filter(fallen=OuterRef("pk")),
        Replacement.objects.filter(taken=OuterRef("pk")),
    )
    return draw.items.filter(Q(is_reserve=False) | Exists(came_in)).exclude(Exists(fell_out))


def replacements_by_person(draws: QuerySet[Draw]) -> dict[int, int]:
    """{key of the person: how many of their items were replaced}. One query, whoever has none is not in it."""
    rows = Replacement.objects.filter(draw__in=draws).order_by().values_list("asked_by")
    return dict(rows.annotate(n=Count("pk")))
