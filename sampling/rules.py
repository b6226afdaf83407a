"""Who draws, who adds chance, who sees a draw."""

from organization.enums import Role
from organization.models import Person
from organization.rules import sees_all_units
from sampling.enums import DrawState
from sampling.models import Draw
from sampling.purposes import concerned_draws

# Who adds chance of their own, in this order: the one who gains by the sample, and the one who watches.
NONCE_ROLES = (Role.LEAD, Role.SUPERVISOR)


def can_make_draw(person: Person | None) -> bool:
    return person is not None and person.has_role(Role.LEAD)


def can_carry_out_draw(person: Person | None) -> bool:
    """Nothing is left to choose once all nonces are there, so either side may have it done."""
    return person is not None and person.has_role(*NONCE_ROLES)


def roles_without_nonce(draw: Draw) -> list[str]:
    """The roles whose nonce is still missing."""
    given = {nonce.role for nonce in draw.nonces.all()}
    return [role for role in NONCE_ROLES[: draw.nonces_wanted] if role not in given]


def nonce_role_of(person: Person, draw: Draw) -> str | None:
    """The role in which the person may add a nonce to this draw; a person gives one at most."""
    if any(nonce.person_id == person.pk for nonce in draw.nonces.all()):
        return None
    return next((role for role in roles_without_nonce(draw) if person.has_role(role)), None)


def can_add_nonce(person: Person | None, draw: Draw) -> bool:
    return person is not None and draw.state == DrawState.FROZEN and nonce_role_of(person, draw) is not None


def is_ready(draw: Draw) -> bool:
    """Frozen, and all nonces are there."""
    return draw.state == DrawState.FROZEN and not roles_without_nonce(draw)


def sees_all_draws(person: Person | None) -> bool:
    return sees_all_units(person)


def can_replace_item(person: Person | None, draw: Draw) -> bool:
    """The lead, and those who assess what was drawn. Who watches does not replace."""
    return person is not None and (
        person.has_role(Role.LEAD) or Draw.objects.filter(concerned_draws(person), pk=draw.pk).exists()
    )
