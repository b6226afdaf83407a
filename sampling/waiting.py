"""Draws that wait for somebody's random characters."""

from django.utils.translation import gettext as _

from organization.enums import Role
from organization.models import Person
from organization.worklist import WorkItem
from sampling.enums import DrawState
from sampling.purposes import origin_of
from sampling.selectors import waiting_for_nonce_of


def nonces_waiting_for(person: Person) -> list[WorkItem]:
    if not person.has_role(Role.LEAD, Role.SUPERVISOR):
        return []
    state = DrawState.FROZEN
    items = []
    for draw in waiting_for_nonce_of(person):
        origin = origin_of(draw, person)
        items.append(
            WorkItem(
                title=_("Add random characters to a draw"),
                url=draw.get_absolute_url(),
                group="draws",
                detail=origin[0] if origin else draw.title,
                state=str(state.label),
                tone=state.tone,
            )
        )
    return items
